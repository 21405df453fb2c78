package org.alphapulse.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.alphapulse.devnet.Abi;
import org.alphapulse.devnet.Account;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Pool;
import org.alphapulse.devnet.PoolFamily;
import org.alphapulse.devnet.Rpc;
import org.alphapulse.devnet.Token;
import org.alphapulse.devnet.Transaction;
import org.junit.jupiter.api.Test;

/**
 * Random swaps, mints and burns on the real contracts. Before each, our quote; after it, the logs are applied and the
 * whole state of the pool is compared with the contract's. A block has at most one transaction per pool, so that what
 * the chain answers after a block is the state after each of its transactions.
 */
class DifferentialTest {
    private static final String SWAP_V2 = Abi.keccak("Swap(address,uint256,uint256,uint256,uint256,address)");
    private static final String INCREASED = Abi.keccak("IncreaseLiquidity(uint256,uint128,uint256,uint256)");
    private static final BigInteger FORTUNE = BigInteger.TEN.pow(38);
    private static final int POOLS_PER_BLOCK = 25;

    private final Map<String, int[]> outcomes = new TreeMap<>();
    private LocalChain chain;
    private LivePools live;
    private Orders orders;
    private int done;
    private int refused;
    private int reorgs;

    @Test
    void shouldEqualTheContractsWhenSwapsMintsAndBurnsAreRandom() throws IOException {
        final boolean all = Boolean.getBoolean("alphapulse.long");
        final int transactions = all ? 10_000 : 600;
        try (Devnet devnet = Devnet.start(DevnetSpec.instant())) {
            chain = devnet.chain(1);
            live = new LivePools(chain);
            orders = new Orders(chain, all ? 2 : 1);
            fund();
            open();
            compare(true);
            for (int round = 1; done < transactions; round++) {
                block(round);
                if (round % 12 == 0) {
                    reorganise(1 + round / 12 % 9);
                }
                if (round % 50 == 25) {
                    restart();
                    compare(true);
                }
            }
            compare(true);
        }
        System.out.println("differential: " + done + " transactions, " + refused
                + " refused as foreseen or without effect, " + reorgs + " reorganisations");
        outcomes.forEach((kind, n) -> System.out.println("  " + kind + ": " + n[0] + " done, " + n[1] + " refused"));
        for (final String kind : List.of("V2 swap exact in", "V3 swap exact out", "V3 mint", "V3 burn", "V2 burn")) {
            assertTrue(outcomes.get(kind)[0] > done / 100, kind + " hardly ever succeeded");
        }
    }

    // ---- the pools ----

    private void fund() {
        final String amount = "0x" + FORTUNE.multiply(BigInteger.TWO).toString(16);
        for (int i = 1; i <= 5; i++) {
            final Account account = chain.account(i);
            chain.rpc().call("anvil_setBalance", account.address(), amount);
            for (final Token token : chain.tokens()) {
                if (token.address().equals(chain.contracts().weth())) {
                    final Transaction deposit = Transaction.call(token.address(), Abi.call("deposit()"), 100_000);
                    chain.send(account, deposit.withWei(FORTUNE)).requireSuccess();
                } else {
                    chain.invoke(account, token.address(), "mint(address,uint256)", account.address(), FORTUNE);
                }
            }
        }
    }

    /** All Uniswap pools of the devnet, loaded, and others of more fees and spacings that are followed from birth. */
    private void open() {
        for (final Pool pool : chain.pools()) {
            if (pool.family() != PoolFamily.BALANCER_WEIGHTED) {
                final LivePool opened = live.add(pool);
                if (!opened.v3) {
                    final BigInteger share = pool.token0().worth(50_000);
                    chain.mintLiquidity(
                            orders.provider(), pool, share, pool.token1().worth(50_000));
                }
                live.load(opened, chain.blockNumber());
            }
        }
        final Account governor = chain.accounts().get(0);
        final int[][] kinds = {{100, 1}, {2500, 50}, {50_000, 1000}, {0, 7}};
        for (final int[] kind : kinds) {
            chain.invoke(governor, chain.contracts().v3Factory(), "enableFeeAmount(uint24,int24)", kind[0], kind[1]);
            for (final Pool twin : chain.pools(PoolFamily.UNISWAP_V3).subList(0, 7)) {
                if (twin.feePips() == 3000) {
                    create(twin, kind[0], kind[1]);
                }
            }
        }
        for (final LivePool pool : live.pools) {
            if (!pool.v3) {
                final BigInteger all = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
                chain.invoke(orders.provider(), pool.address, "approve(address,uint256)", orders.routerOf(pool), all);
            }
        }
        chain.rpc().call("evm_setAutomine", false);
        chain.rpc().call("evm_setBlockGasLimit", "0x77359400");
    }

    private void create(final Pool twin, final int fee, final int spacing) {
        final Account maker = chain.account(1);
        final List<String> tokens =
                List.of(twin.token0().address(), twin.token1().address());
        final String factory = chain.contracts().v3Factory();
        final String creation = Abi.call("createPool(address,address,uint24)", tokens.get(0), tokens.get(1), fee);
        chain.send(maker, Transaction.call(factory, creation, 8_000_000)).requireSuccess();
        final String address = (String)
                chain.call(factory, "getPool(address,address,uint24)", "(address)", tokens.get(0), tokens.get(1), fee)
                        .get(0);
        final LivePool pool = live.add(address, tokens, fee, spacing);
        final long before = chain.blockNumber();
        final Object price = chain.call(twin.address(), "slot0()", "(uint160)").get(0);
        chain.invoke(maker, address, "initialize(uint160)", price);
        final int last = pool.lastTick();
        chain.invoke(
                maker,
                chain.contracts().v3Positions(),
                "mint((address,address,uint24,int24,int24,uint256,uint256,uint256,uint256,address,uint256))",
                List.of(
                        tokens.get(0),
                        tokens.get(1),
                        fee,
                        -last,
                        last,
                        twin.token0().worth(300_000),
                        twin.token1().worth(300_000),
                        0,
                        0,
                        maker.address(),
                        BigInteger.ONE.shiftLeft(63)));
        for (long block = before + 1; block <= chain.blockNumber(); block++) {
            live.follow(block);
        }
    }

    // ---- trading ----

    private void block(final int round) {
        final Map<String, Order> sent = new LinkedHashMap<>();
        for (int i = 0; i < POOLS_PER_BLOCK; i++) {
            final LivePool pool = live.pools.get((round * POOLS_PER_BLOCK + i) % live.pools.size());
            final Order order = orders.next(live.state.view(), pool);
            sent.put(chain.submit(order.from(), order.transaction()), order);
        }
        chain.mine(1);
        final long block = chain.blockNumber();
        final Map<String, List<JsonNode>> logs = live.follow(block);
        final List<String> hashes = new ArrayList<>(sent.keySet());
        final List<JsonNode> receipts = chain.rpc()
                .batch(hashes.stream()
                        .map(hash -> Rpc.Request.of("eth_getTransactionReceipt", hash))
                        .toList());
        for (int i = 0; i < hashes.size(); i++) {
            final Order order = sent.get(hashes.get(i));
            assertTrue(receipts.get(i).isObject(), "lost: " + order);
            final boolean success = receipts.get(i).path("status").asText().equals("0x1");
            outcomes.computeIfAbsent(order.kind(), any -> new int[2])[success ? 0 : 1]++;
            done += success ? 1 : 0;
            refused += success ? 0 : 1;
            check(order, success, logs.getOrDefault(hashes.get(i), List.of()), block);
        }
        compare(false);
    }

    private void check(final Order order, final boolean success, final List<JsonNode> logs, final long block) {
        if (order.swap() != null) {
            assertEquals(!order.swap().reverts(), success, order.toString());
            if (success) {
                assertEquals(order.swap(), seen(order.pool(), logs), order.toString());
            }
            return;
        }
        for (final JsonNode log : logs) {
            if (order.kind().equals("V3 mint")
                    && log.path("topics").get(0).asText().equals(INCREASED)) {
                final BigInteger id = LivePools.word(log.path("topics").get(1).asText(), 0);
                final BigInteger liquidity = LivePools.word(log.path("data").asText(), 0);
                orders.positions.add(new Orders.Position(order.pool(), id, liquidity, order.from(), block));
            }
        }
    }

    /** The amounts of a swap by the pool's own log. */
    private static Order.Foreseen seen(final LivePool pool, final List<JsonNode> logs) {
        final String event = pool.v3 ? LivePools.SWAP : SWAP_V2;
        for (final JsonNode log : logs) {
            if (log.path("address").asText().equals(pool.address)
                    && log.path("topics").get(0).asText().equals(event)) {
                final String data = log.path("data").asText();
                final BigInteger[] w = new BigInteger[5];
                for (int i = 0; i < (pool.v3 ? 5 : 4); i++) {
                    w[i] = LivePools.word(data, i);
                }
                return pool.v3
                        ? new Order.Foreseen(false, w[0], w[1], w[2] + " " + w[3] + " " + w[4])
                        : new Order.Foreseen(false, w[0].subtract(w[2]), w[1].subtract(w[3]), "");
            }
        }
        throw new AssertionError("no swap in " + logs);
    }

    /** Every pool as we have it and as its contract has it. */
    private void compare(final boolean whole) {
        final Reads reads = new Reads(chain);
        for (final LivePool pool : live.pools) {
            pool.ask(reads, whole, orders.provider().address());
        }
        final Iterator<String> answers = reads.run().iterator();
        for (final LivePool pool : live.pools) {
            final String theirs = pool.theirs(answers, whole);
            assertEquals(theirs, pool.ours(live.state.view(), whole), pool.address);
            assertTrue(live.state.view().tradable(pool.handle), pool.address);
        }
    }

    // ---- what else happens to a market ----

    private void reorganise(final int depth) {
        final long kept = chain.blockNumber() - depth;
        chain.reorg(depth);
        assertEquals(ApplyCode.APPLIED, live.state.rollback(0, kept));
        orders.positions.removeIf(position -> position.block() > kept);
        for (long block = kept + 1; block <= chain.blockNumber(); block++) {
            live.follow(block);
        }
        reorgs++;
        compare(false);
    }

    /** Goes on with the market as a restarted engine has it from a snapshot. */
    private void restart() throws IOException {
        final ByteArrayOutputStream snapshot = new ByteArrayOutputStream();
        live.state.writeSnapshot(snapshot);
        live.state = MarketState.readSnapshot(new ByteArrayInputStream(snapshot.toByteArray()));
    }
}
