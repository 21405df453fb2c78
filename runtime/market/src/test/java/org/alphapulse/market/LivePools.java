package org.alphapulse.market;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.devnet.Abi;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Pool;
import org.alphapulse.devnet.Token;

/** The chain's pools beside their copies in a market, which only sees logs after the first load. */
final class LivePools {
    static final String SYNC = Abi.keccak("Sync(uint112,uint112)");
    static final String INITIALIZE = Abi.keccak("Initialize(uint160,int24)");
    static final String SWAP = Abi.keccak("Swap(address,address,int256,int256,uint160,uint128,int24)");
    static final String MINT = Abi.keccak("Mint(address,address,int24,int24,uint128,uint256,uint256)");
    static final String BURN = Abi.keccak("Burn(address,int24,int24,uint128,uint256,uint256)");
    static final String FEE = Abi.keccak("SetFeeProtocol(uint8,uint8,uint8,uint8)");

    private static final BigInteger TWO_256 = BigInteger.ONE.shiftLeft(256);
    final LocalChain chain;
    final List<LivePool> pools = new ArrayList<>();
    MarketState state = new MarketState();
    private final Map<String, LivePool> byAddress = new HashMap<>();

    LivePools(final LocalChain chain) {
        this.chain = chain;
        for (final Token token : chain.tokens()) {
            state.addToken(id(token.address()), 0);
        }
    }

    private static long[] id(final String address) {
        final BigInteger number = new BigInteger(address.substring(2), 16);
        return new long[] {
            number.shiftRight(128).longValue(), number.shiftRight(64).longValue(), number.longValue(), 0, 1
        };
    }

    LivePool add(final Pool pool) {
        final List<String> tokens =
                List.of(pool.token0().address(), pool.token1().address());
        return add(pool.address(), tokens, pool.feePips(), pool.family().isV2() ? 0 : pool.tickSpacing());
    }

    LivePool add(final String address, final List<String> tokens, final int fee, final int spacing) {
        final int family = spacing > 0 ? PoolFamilies.UNISWAP_V3 : PoolFamilies.UNISWAP_V2;
        final int token0 = state.addToken(id(tokens.get(0)), 0);
        final int token1 = state.addToken(id(tokens.get(1)), 0);
        final int handle = state.addPool(id(address), 0, family, 0, 0, token0, token1, fee, spacing);
        final LivePool added = new LivePool(address, handle, tokens, fee, spacing);
        pools.add(added);
        byAddress.put(address, added);
        return added;
    }

    /** Takes a pool's state from the contract, as it is at the newest block. */
    void load(final LivePool pool, final long block) {
        state.beginLoad(pool.handle, block);
        if (pool.v3) {
            loadTicks(pool);
            final List<String> answers = new Reads(chain)
                    .add(pool.address, "slot0()")
                    .add(pool.address, "liquidity()")
                    .run();
            final BigInteger price = word(answers.get(0), 0);
            final BigInteger liquidity = word(answers.get(1), 0);
            final int tick = word(answers.get(0), 1).intValue();
            final int fee = word(answers.get(0), 5).intValue();
            state.loadV3(
                    pool.handle,
                    limb(price, 0),
                    limb(price, 1),
                    limb(price, 2),
                    limb(liquidity, 0),
                    limb(liquidity, 1),
                    tick,
                    fee);
        } else {
            final String reserves =
                    new Reads(chain).add(pool.address, "getReserves()").run().get(0);
            final BigInteger r0 = word(reserves, 0);
            final BigInteger r1 = word(reserves, 1);
            state.loadV2(pool.handle, limb(r0, 0), limb(r0, 1), limb(r1, 0), limb(r1, 1));
        }
        if (state.endLoad(pool.handle) != ApplyCode.APPLIED) {
            throw new IllegalStateException("the load of " + pool.address + " does not add up");
        }
    }

    private void loadTicks(final LivePool pool) {
        final Reads words = new Reads(chain);
        final List<Integer> numbers = new ArrayList<>(pool.words(true));
        numbers.forEach(word -> words.add(pool.address, "tickBitmap(int16)", word));
        final List<String> bitmaps = words.run();
        for (int i = 0; i < numbers.size(); i++) {
            final BigInteger bits = new BigInteger(bitmaps.get(i).substring(2), 16);
            for (int bit = 0; bit < 256; bit++) {
                if (bits.testBit(bit)) {
                    pool.touched.add((numbers.get(i) * 256 + bit) * pool.spacing);
                }
            }
        }
        final Reads ticks = new Reads(chain);
        pool.touched.forEach(tick -> ticks.add(pool.address, "ticks(int24)", tick));
        final Iterator<String> answers = ticks.run().iterator();
        for (final int tick : pool.touched) {
            final String fields = answers.next();
            final BigInteger gross = word(fields, 0);
            final BigInteger net = word(fields, 1);
            state.loadTick(pool.handle, tick, limb(gross, 0), limb(gross, 1), limb(net, 0), limb(net, 1));
        }
    }

    /** Applies the logs of a block as a collector passes them on; answers the logs by transaction. */
    Map<String, List<JsonNode>> follow(final long block) {
        final Map<String, List<JsonNode>> byTransaction = new HashMap<>();
        final String number = "0x" + Long.toHexString(block);
        final String hash = chain.blockHash(block).substring(2);
        state.blockHead(0, block, half(hash, 0), half(hash, 1), half(hash, 2), half(hash, 3));
        for (final JsonNode log : chain.rpc().call("eth_getLogs", Map.of("fromBlock", number, "toBlock", number))) {
            final LivePool pool = byAddress.get(log.path("address").asText());
            if (pool != null) {
                final int code = apply(pool, log, block);
                if (code != ApplyCode.APPLIED) {
                    throw new AssertionError("code " + code + " for " + log);
                }
            }
            byTransaction
                    .computeIfAbsent(log.path("transactionHash").asText(), any -> new ArrayList<>())
                    .add(log);
        }
        return byTransaction;
    }

    private static long half(final String hash, final int word) {
        return Long.parseUnsignedLong(hash.substring(16 * word, 16 * word + 16), 16);
    }

    private int apply(final LivePool pool, final JsonNode log, final long block) {
        final String event = log.path("topics").get(0).asText();
        final String data = log.path("data").asText();
        final int index = Integer.decode(log.path("logIndex").asText());
        final int at = pool.handle;
        if (event.equals(SYNC)) {
            final BigInteger r0 = word(data, 0);
            final BigInteger r1 = word(data, 1);
            return state.applySync(at, limb(r0, 0), limb(r0, 1), limb(r1, 0), limb(r1, 1), block, index);
        }
        if (event.equals(INITIALIZE)) {
            final BigInteger p = word(data, 0);
            final int tick = word(data, 1).intValue();
            return state.applyV3Initialize(at, limb(p, 0), limb(p, 1), limb(p, 2), tick, block, index);
        }
        if (event.equals(SWAP)) {
            final BigInteger p = word(data, 2);
            final BigInteger l = word(data, 3);
            final int tick = word(data, 4).intValue();
            return state.applyV3Swap(
                    at, limb(p, 0), limb(p, 1), limb(p, 2), limb(l, 0), limb(l, 1), tick, block, index);
        }
        if (event.equals(FEE)) {
            final int fee0 = word(data, 2).intValue();
            return state.applyV3SetFeeProtocol(at, fee0, word(data, 3).intValue(), block, index);
        }
        return event.equals(MINT) || event.equals(BURN)
                ? range(pool, event.equals(MINT), log, block, index)
                : ApplyCode.APPLIED;
    }

    private int range(final LivePool pool, final boolean mint, final JsonNode log, final long block, final int index) {
        final int lower = word(log.path("topics").get(2).asText(), 0).intValue();
        final int upper = word(log.path("topics").get(3).asText(), 0).intValue();
        final BigInteger l = word(log.path("data").asText(), mint ? 1 : 0);
        pool.touched.add(lower);
        pool.touched.add(upper);
        return mint
                ? state.applyV3Mint(pool.handle, lower, upper, limb(l, 0), limb(l, 1), block, index)
                : state.applyV3Burn(pool.handle, lower, upper, limb(l, 0), limb(l, 1), block, index);
    }

    /** A signed word of encoded data. */
    static BigInteger word(final String data, final int index) {
        final BigInteger value = new BigInteger(data.substring(2 + 64 * index, 66 + 64 * index), 16);
        return value.testBit(255) ? value.subtract(TWO_256) : value;
    }

    static long limb(final BigInteger value, final int index) {
        return value.shiftRight(64 * index).longValue();
    }
}
