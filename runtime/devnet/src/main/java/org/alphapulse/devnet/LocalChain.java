package org.alphapulse.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/**
 * One running chain with everything deployed.
 *
 * <p>Of its twelve accounts the first deployed everything, holds the seeded liquidity and governs Aave, 1 to 5 are free for
 * use, and 6 to 11 belong to noise traders. Each holds two billion dollars' worth of every token and has approved all routers,
 * Balancer's vault and Aave's pool. Methods that change the chain wait until their transaction is mined and throw {@link
 * IllegalStateException} if it was reverted, unless said otherwise. Thread-safe.
 */
public final class LocalChain implements AutoCloseable {
    private static final long CALL_GAS = 3_000_000;
    private static final long CREATE_GAS = 14_000_000;
    private static final int FIRST_NOISE_ACCOUNT = 6;

    private final ChainSpec spec;
    private final Function<Path, Anvil> starter;
    private volatile Anvil node;
    private Path saved;
    private final Rpc rpc;
    private final Connections connections;
    private final Deployment deployment;
    private final List<Account> accounts;
    private final String aggregatorCode;
    private final Transactions transactions;
    private final Trades trades;
    private final List<Noise> noises = new ArrayList<>();

    LocalChain(
            ChainSpec spec,
            Function<Path, Anvil> starter,
            Anvil node,
            Rpc rpc,
            Deployment deployment,
            List<Account> accounts,
            String aggregatorCode) {
        this.spec = spec;
        this.starter = starter;
        this.node = node;
        this.rpc = rpc;
        this.deployment = deployment;
        this.accounts = accounts;
        this.aggregatorCode = aggregatorCode;
        this.transactions = new Transactions(rpc);
        this.trades = new Trades(deployment.contracts());
        this.connections = new Connections(spec.port(), node.port());
    }

    /**
     * The chain id.
     *
     * @return as specified
     */
    public long id() {
        return spec.id();
    }

    /**
     * Where clients reach the node by HTTP, through {@link #connections()}.
     *
     * @return a URL on the loopback address
     */
    public String httpUrl() {
        return "http://127.0.0.1:" + connections.port();
    }

    /**
     * Where clients reach the node by WebSocket, through {@link #connections()}.
     *
     * @return a URL on the loopback address
     */
    public String wsUrl() {
        return "ws://127.0.0.1:" + connections.port();
    }

    /**
     * The node's Unix socket, which faults of {@link #connections()} do not touch.
     *
     * @return a path that exists while the chain runs
     */
    public Path ipc() {
        return node.ipc();
    }

    /**
     * The way in for clients, which can be cut and silenced.
     *
     * @return the same object each time
     */
    public Connections connections() {
        return connections;
    }

    /** Cuts all connections of clients; they may connect again at once. */
    public void dropConnections() {
        connections.drop();
    }

    /**
     * The node's JSON-RPC for anything that has no method here; not affected by faults of {@link #connections()}.
     *
     * @return a client
     */
    public Rpc rpc() {
        return rpc;
    }

    /**
     * All accounts, as the class describes them.
     *
     * @return twelve
     */
    public List<Account> accounts() {
        return accounts;
    }

    /**
     * One of the accounts that are free for use.
     *
     * @param number 1 to 5
     * @return the account
     */
    public Account account(int number) {
        if (number < 1 || number >= FIRST_NOISE_ACCOUNT) {
            throw new IllegalArgumentException("accounts 1 to 5 are free for use, not " + number);
        }
        return accounts.get(number);
    }

    /**
     * WETH and four tokens of 2, 6, 8 and 18 decimals.
     *
     * @return five tokens
     */
    public List<Token> tokens() {
        return deployment.tokens();
    }

    /**
     * A token by its symbol.
     *
     * @param symbol WETH, USDC, WBTC, DAI or GUSD
     * @return the token
     * @throws IllegalArgumentException if there is none
     */
    public Token token(String symbol) {
        return tokens().stream()
                .filter(token -> token.symbol().equals(symbol))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no token " + symbol + " among " + tokens()));
    }

    /**
     * All pools, in a fixed order.
     *
     * @return 56 pools
     */
    public List<Pool> pools() {
        return deployment.pools();
    }

    /**
     * The pools of a protocol.
     *
     * @param family which
     * @return a part of {@link #pools()}
     */
    public List<Pool> pools(PoolFamily family) {
        return pools().stream().filter(pool -> pool.family() == family).toList();
    }

    /**
     * Where the protocols are.
     *
     * @return addresses
     */
    public Contracts contracts() {
        return deployment.contracts();
    }

    /**
     * The number of the newest block.
     *
     * @return a height
     */
    public long blockNumber() {
        return Long.decode(rpc.call("eth_blockNumber").asText());
    }

    /**
     * The hash of a canonical block.
     *
     * @param number its height
     * @return 32 bytes, or empty if there is no such block
     */
    public String blockHash(long number) {
        return rpc.call("eth_getBlockByNumber", hex(number), false).path("hash").asText("");
    }

    /**
     * Mines blocks at once, with whatever is pending in the first.
     *
     * @param blocks how many, at least 1
     */
    public void mine(int blocks) {
        rpc.call("anvil_mine", hex(blocks));
    }

    /**
     * Reads from a contract at the newest block.
     *
     * @param to the contract
     * @param signature name and argument types
     * @param returns a tuple of the return types
     * @param arguments one per type
     * @return one value per return type, as {@link Abi} shapes them
     * @throws RpcException if the call is reverted
     */
    public List<Object> call(String to, String signature, String returns, Object... arguments) {
        Map<String, String> request = Map.of("to", to, "data", Abi.call(signature, arguments));
        return Abi.decode(returns, rpc.call("eth_call", request, "latest").asText());
    }

    /**
     * Hands over a transaction without waiting for it to be mined.
     *
     * @param from who signs
     * @param transaction what to send
     * @return its hash
     * @throws RpcException if the node refuses it
     */
    public String submit(Account from, Transaction transaction) {
        return transactions.submit(from, transaction);
    }

    /**
     * Waits, at most 30 s, until a transaction is mined.
     *
     * @param hash the transaction
     * @return what became of it, success or not
     */
    public Receipt receipt(String hash) {
        return transactions.await(hash);
    }

    /**
     * Looks for the receipt of a transaction without waiting.
     *
     * @param hash the transaction
     * @return what became of it, or nothing if it is not mined
     */
    public Optional<Receipt> findReceipt(String hash) {
        return transactions.find(hash);
    }

    /**
     * Sends a transaction and waits until it is mined.
     *
     * @param from who signs
     * @param transaction what to send
     * @return what became of it, success or not
     */
    public Receipt send(Account from, Transaction transaction) {
        return receipt(submit(from, transaction));
    }

    /**
     * Calls a function in a transaction of at most 3,000,000 gas.
     *
     * @param from who signs
     * @param to the contract
     * @param signature name and argument types
     * @param arguments one per type
     * @return the receipt of a successful transaction
     */
    public Receipt invoke(Account from, String to, String signature, Object... arguments) {
        return send(from, Transaction.call(to, Abi.call(signature, arguments), CALL_GAS))
                .requireSuccess();
    }

    /**
     * Creates a contract.
     *
     * @param from who signs
     * @param bytecode creation code with {@code 0x}
     * @param types a tuple of the constructor's types, {@code ()} for none
     * @param arguments one per type
     * @return the receipt, which has the address
     */
    public Receipt deploy(Account from, String bytecode, String types, Object... arguments) {
        String data = bytecode + Abi.encode(types, arguments);
        return send(from, Transaction.call("", data, CREATE_GAS)).requireSuccess();
    }

    /**
     * A token balance.
     *
     * @param token which
     * @param holder any address
     * @return smallest units
     */
    public BigInteger balance(Token token, String holder) {
        return (BigInteger)
                call(token.address(), "balanceOf(address)", "(uint256)", holder).get(0);
    }

    /**
     * What a pool holds now.
     *
     * @param pool which
     * @return both amounts
     */
    public Reserves reserves(Pool pool) {
        if (pool.family().isV2()) {
            List<Object> reserves = call(pool.address(), "getReserves()", "(uint112,uint112,uint32)");
            return new Reserves((BigInteger) reserves.get(0), (BigInteger) reserves.get(1));
        }
        if (pool.family() == PoolFamily.BALANCER_WEIGHTED) {
            List<?> balances = (List<?>)
                    call(contracts().vault(), "getPoolTokens(bytes32)", "(address[],uint256[],uint256)", pool.vaultId())
                            .get(1);
            return new Reserves((BigInteger) balances.get(0), (BigInteger) balances.get(1));
        }
        return new Reserves(balance(pool.token0(), pool.address()), balance(pool.token1(), pool.address()));
    }

    /**
     * Swaps an exact amount in a pool through its protocol's router, at any price.
     *
     * @param trader who signs, pays and receives
     * @param pool where
     * @param in the token paid
     * @param amountIn smallest units
     * @return the receipt
     */
    public Receipt swap(Account trader, Pool pool, Token in, BigInteger amountIn) {
        return send(trader, trades.swap(trader.address(), pool, in, amountIn)).requireSuccess();
    }

    /**
     * Builds the transaction of {@link #swap} without sending it.
     *
     * @param trader who pays and receives
     * @param pool where
     * @param in the token paid
     * @param amountIn smallest units
     * @return for {@link #submit}
     */
    public Transaction swapTransaction(Account trader, Pool pool, Token in, BigInteger amountIn) {
        return trades.swap(trader.address(), pool, in, amountIn);
    }

    /**
     * Adds liquidity; to a V3 pool over the full range.
     *
     * @param provider who signs and pays
     * @param pool where
     * @param amount0 at most, smallest units of token0
     * @param amount1 at most, smallest units of token1
     * @return the receipt
     */
    public Receipt mintLiquidity(Account provider, Pool pool, BigInteger amount0, BigInteger amount1) {
        return send(provider, trades.add(provider.address(), pool, amount0, amount1))
                .requireSuccess();
    }

    /**
     * Takes liquidity out of a V2 pair or a weighted pool; token0 alone comes out of the latter in proportion to the shares.
     *
     * @param provider who holds the shares
     * @param pool where, not a V3 pool
     * @param shares of the pool's own token
     * @return the receipt
     */
    public Receipt burnLiquidity(Account provider, Pool pool, BigInteger shares) {
        if (pool.family().isV2()) {
            send(provider, trades.approveShares(pool)).requireSuccess();
        }
        return send(provider, trades.remove(provider.address(), pool, shares)).requireSuccess();
    }

    /**
     * Adds liquidity within a range of a V3 pool.
     *
     * @param provider who signs and pays
     * @param pool a V3 pool
     * @param tickLower lower edge, a multiple of {@link Pool#tickSpacing()}
     * @param tickUpper upper edge
     * @param amount0 at most, smallest units of token0
     * @param amount1 at most, smallest units of token1
     * @return the new position
     */
    public Position mintRange(
            Account provider, Pool pool, int tickLower, int tickUpper, BigInteger amount0, BigInteger amount1) {
        Transaction mint = trades.addRange(provider.address(), pool, tickLower, tickUpper, amount0, amount1);
        return Position.of(send(provider, mint), pool, tickLower, tickUpper);
    }

    /**
     * Takes liquidity out of a position and collects it.
     *
     * @param provider who owns the position
     * @param position from {@link #mintRange}
     * @param liquidity how much of it
     * @return the receipt
     */
    public Receipt burnRange(Account provider, Position position, BigInteger liquidity) {
        return send(provider, trades.removeRange(provider.address(), position, liquidity))
                .requireSuccess();
    }

    /**
     * Moves the price that Aave sees.
     *
     * @param token whose price
     * @param usd of one whole token, at most 8 digits after the point
     * @return the receipt of the change
     */
    public Receipt setOraclePrice(Token token, BigDecimal usd) {
        return receipt(submitOraclePrice(token, usd)).requireSuccess();
    }

    String submitOraclePrice(Token token, BigDecimal usd) {
        Account governor = accounts.get(0);
        String code = aggregatorCode + Abi.encode("(int256)", AaveDeployment.oraclePrice(usd));
        synchronized (transactions) {
            String source = transactions.nextCreated(governor);
            submit(governor, Transaction.call("", code, 500_000));
            String change = Abi.call("setAssetSources(address[],address[])", List.of(token.address()), List.of(source));
            return submit(governor, Transaction.call(contracts().aaveOracle(), change, 200_000));
        }
    }

    /**
     * Replaces the newest blocks by as many other, empty ones; the transactions in them are lost, and so are pending ones of
     * accounts used through this object.
     *
     * <p>Subscribers see the other blocks as new heads and their logs as new logs. The node does not announce the lost logs
     * with {@code removed: true}; that a head's parent is not the last head is all there is to notice. The other blocks' times
     * follow their ancestor's by a second each.
     *
     * @param depth how many, not more than were mined since the start
     */
    public void reorg(int depth) {
        reorg(depth, List.of());
    }

    /**
     * Replaces the newest blocks by as many other ones, of which the first has the given transactions, in their order.
     *
     * @param depth how many, not more than were mined since the start
     * @param kept hashes of transactions in the replaced blocks
     */
    public void reorg(int depth, List<String> kept) {
        List<Object> pairs = new ArrayList<>();
        for (String hash : kept) {
            JsonNode raw = rpc.call("eth_getRawTransactionByHash", hash);
            pairs.add(List.of(raw, 0));
        }
        transactions.rewrite(() -> {
            rpc.call("anvil_reorg", depth, pairs);
            return setClock();
        });
    }

    /**
     * Kills the node: connections break, what is in its pool is lost, and nothing answers before {@link #restart}. Noise goes on
     * in vain.
     */
    public void crash() {
        byte[] zipped =
                HexFormat.of().parseHex(rpc.call("anvil_dumpState").asText().substring(2));
        try (InputStream state = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            saved = Files.createTempFile("alphapulse-devnet-", ".json");
            Files.copy(state, saved, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot keep the chain", unwritable);
        }
        connections.refuse(true);
        node.close();
        connections.drop();
    }

    /** Starts the node again after {@link #crash}, with the blocks it had, at the same addresses but for {@link #ipc}. */
    public void restart() {
        node = starter.apply(saved);
        forget();
        rpc.moved(URI.create("http://127.0.0.1:" + node.port()));
        connections.moved(node.port());
        transactions.rewrite(() -> rpc.call("evm_setBlockGasLimit", "0x1c9c380"));
        connections.refuse(false);
    }

    /**
     * Remembers the state of the chain.
     *
     * @return an id for {@link #revert}
     */
    public String snapshot() {
        return rpc.call("evm_snapshot").asText();
    }

    /**
     * Returns to a snapshot, which is used up by this, as are later ones.
     *
     * @param snapshot from {@link #snapshot}
     */
    public void revert(String snapshot) {
        boolean done =
                transactions.rewrite(() -> rpc.call("evm_revert", snapshot).asBoolean());
        if (!done) {
            throw new IllegalArgumentException("no snapshot " + snapshot + ", or it was used already");
        }
    }

    /**
     * Lets traders, liquidity providers and the oracle make noise until it is closed.
     *
     * @param noise what they do
     * @return the running noise
     */
    public Noise noise(NoiseSpec noise) {
        Noise started = new Noise(this, trades, noise, accounts.subList(FIRST_NOISE_ACCOUNT, accounts.size()));
        synchronized (noises) {
            noises.add(started);
        }
        return started;
    }

    /** Stops noise, cuts connections and ends the node. */
    @Override
    public void close() {
        synchronized (noises) {
            noises.forEach(Noise::close);
            noises.clear();
        }
        connections.close();
        node.close();
        forget();
    }

    /** Deletes what {@link #crash} kept. */
    private void forget() {
        try {
            if (saved != null) {
                Files.deleteIfExists(saved);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot delete what was kept of the chain", unwritable);
        }
    }

    /** The node's clock stays behind when history is rewritten. */
    private JsonNode setClock() {
        return rpc.call("evm_setTime", System.currentTimeMillis() / 1000);
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }
}
