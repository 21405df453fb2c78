package org.alphapulse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.devnet.Abi;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Pool;
import org.alphapulse.devnet.PoolFamily;
import org.alphapulse.devnet.Reserves;
import org.alphapulse.devnet.Rpc;
import org.alphapulse.devnet.Token;
import org.alphapulse.market.MarketState;

/**
 * The market as the chain's logs tell it, in this process and without the engine: read from the contracts before others trade, then
 * brought forward log by log.
 */
final class Replay {
    /** A log that says nothing about a pool. */
    static final int NOTHING = -1;

    private static final int MAX_TICK = 887_272;
    private static final String SYNC = Abi.keccak("Sync(uint112,uint112)");
    private static final String SWAP = Abi.keccak("Swap(address,address,int256,int256,uint160,uint128,int24)");
    private static final String MINT = Abi.keccak("Mint(address,address,int24,int24,uint128,uint256,uint256)");
    private static final String BURN = Abi.keccak("Burn(address,int24,int24,uint128,uint256,uint256)");

    private final LocalChain chain;
    private final MarketState state = new MarketState();
    private final Map<String, Integer> pools = new HashMap<>();
    private final Map<String, Integer> tokens = new HashMap<>();
    private final long loadedAt;

    private Replay(LocalChain chain) {
        this.chain = chain;
        this.loadedAt = chain.blockNumber();
        for (final Token token : chain.tokens()) {
            tokens.put(token.address(), state.addToken(id(token.address()), 0));
        }
        for (final Pool pool : chain.pools()) {
            if (pool.family() != PoolFamily.BALANCER_WEIGHTED) {
                load(pool);
            }
        }
    }

    /** Reads all pools now, while nobody trades. */
    static Replay load(LocalChain chain) {
        return new Replay(chain);
    }

    private void load(Pool pool) {
        final boolean v2 = pool.family().isV2();
        final int handle = state.addPool(
                id(pool.address()),
                0,
                v2 ? PoolFamilies.UNISWAP_V2 : PoolFamilies.UNISWAP_V3,
                0,
                1,
                tokens.get(pool.token0().address()),
                tokens.get(pool.token1().address()),
                pool.feePips(),
                v2 ? 0 : pool.tickSpacing());
        pools.put(pool.address(), handle);
        state.beginLoad(handle, loadedAt);
        if (v2) {
            final Reserves held = chain.reserves(pool);
            state.loadV2(
                    handle,
                    limb(held.amount0(), 0),
                    limb(held.amount0(), 1),
                    limb(held.amount1(), 0),
                    limb(held.amount1(), 1));
        } else {
            loadConcentrated(pool, handle);
        }
        if (state.endLoad(handle) != 0) {
            throw new IllegalStateException("pool " + pool.address() + " does not add up");
        }
    }

    private void loadConcentrated(Pool pool, int handle) {
        final List<Object> slot0 =
                chain.call(pool.address(), "slot0()", "(uint160,int24,uint16,uint16,uint16,uint8,bool)");
        final BigInteger liquidity = (BigInteger)
                chain.call(pool.address(), "liquidity()", "(uint128)").get(0);
        final BigInteger price = (BigInteger) slot0.get(0);
        state.loadV3(
                handle,
                limb(price, 0),
                limb(price, 1),
                limb(price, 2),
                limb(liquidity, 0),
                limb(liquidity, 1),
                ((BigInteger) slot0.get(1)).intValueExact(),
                ((BigInteger) slot0.get(5)).intValueExact());
        final List<Integer> ticks = initialised(pool);
        final List<Rpc.Request> requests = new ArrayList<>();
        ticks.forEach(tick -> requests.add(request(pool, Abi.call("ticks(int24)", BigInteger.valueOf(tick)))));
        final List<JsonNode> answers = chain.rpc().batch(requests);
        for (int i = 0; i < ticks.size(); i++) {
            final String data = answers.get(i).asText();
            state.loadTick(
                    handle, ticks.get(i), word(data, 0, 0), word(data, 0, 1), word(data, 1, 0), word(data, 1, 1));
        }
    }

    private List<Integer> initialised(Pool pool) {
        final int lowest = Math.floorDiv(-MAX_TICK, pool.tickSpacing()) >> 8;
        final int highest = (MAX_TICK / pool.tickSpacing()) >> 8;
        final List<Rpc.Request> requests = new ArrayList<>();
        for (int word = lowest; word <= highest; word++) {
            requests.add(request(pool, Abi.call("tickBitmap(int16)", BigInteger.valueOf(word))));
        }
        final List<JsonNode> answers = chain.rpc().batch(requests);
        final List<Integer> ticks = new ArrayList<>();
        for (int word = lowest; word <= highest; word++) {
            final BigInteger bits =
                    new BigInteger(answers.get(word - lowest).asText().substring(2), 16);
            for (int bit = 0; bit < 256; bit++) {
                if (bits.testBit(bit)) {
                    ticks.add(((word << 8) + bit) * pool.tickSpacing());
                }
            }
        }
        return ticks;
    }

    private static Rpc.Request request(Pool pool, String data) {
        return Rpc.Request.of("eth_call", Map.of("to", pool.address(), "data", data), "latest");
    }

    /**
     * Applies a log.
     *
     * @return handle of the pool that it changed, or {@link #NOTHING}
     */
    int apply(JsonNode log) {
        final Integer pool = pools.get(log.path("address").asText());
        if (pool == null) {
            return NOTHING;
        }
        final String topic = log.path("topics").path(0).asText();
        final String data = log.path("data").asText();
        final long block = Chronicle.number(log.path("blockNumber")).longValueExact();
        final int index = Chronicle.number(log.path("logIndex")).intValueExact();
        final int code;
        if (topic.equals(SYNC)) {
            code = state.applySync(
                    pool, word(data, 0, 0), word(data, 0, 1), word(data, 1, 0), word(data, 1, 1), block, index);
        } else if (topic.equals(SWAP)) {
            code = state.applyV3Swap(
                    pool,
                    word(data, 2, 0),
                    word(data, 2, 1),
                    word(data, 2, 2),
                    word(data, 3, 0),
                    word(data, 3, 1),
                    (int) word(data, 4, 0),
                    block,
                    index);
        } else if (topic.equals(MINT) || topic.equals(BURN)) {
            final int amount = topic.equals(MINT) ? 1 : 0;
            final int lower = (int) word(log.path("topics").path(2).asText(), 0, 0);
            final int upper = (int) word(log.path("topics").path(3).asText(), 0, 0);
            final long low = word(data, amount, 0);
            final long high = word(data, amount, 1);
            code = topic.equals(MINT)
                    ? state.applyV3Mint(pool, lower, upper, low, high, block, index)
                    : state.applyV3Burn(pool, lower, upper, low, high, block, index);
        } else {
            return NOTHING;
        }
        if (code != 0) {
            throw new IllegalStateException("log " + index + " of block " + block + " does not follow: " + code);
        }
        return pool;
    }

    /** Whether a log is one that a collector tells. */
    boolean tells(JsonNode log) {
        final String topic = log.path("topics").path(0).asText();
        return pools.containsKey(log.path("address").asText())
                && (topic.equals(SYNC) || topic.equals(SWAP) || topic.equals(MINT) || topic.equals(BURN));
    }

    void head(long number) {
        state.blockHead(0, number, number, 1, 1, 1);
    }

    MarketState state() {
        return state;
    }

    long loadedAt() {
        return loadedAt;
    }

    int pools() {
        return pools.size();
    }

    /** Handle of a pool, -1 if it is not known. */
    int pool(String address) {
        return pools.getOrDefault(address, -1);
    }

    /** Handle of a token. */
    int token(String address) {
        return tokens.get(address);
    }

    private static long[] id(String address) {
        final String digits = address.substring(2);
        return new long[] {
            1,
            Long.parseUnsignedLong(digits, 0, 16, 16),
            Long.parseUnsignedLong(digits, 16, 32, 16),
            Long.parseUnsignedLong(digits, 32, 40, 16),
            0
        };
    }

    private static long limb(BigInteger value, int limb) {
        return value.shiftRight(Long.SIZE * limb).longValue();
    }

    /** A limb, the lowest first, of a word of ABI data. */
    private static long word(String data, int word, int limb) {
        final int end = 2 + 64 * (word + 1) - 16 * limb;
        return Long.parseUnsignedLong(data, end - 16, end, 16);
    }
}
