package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Pool;
import org.alphapulse.devnet.PoolFamily;
import org.alphapulse.devnet.Reserves;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.EngineSettings;
import org.alphapulse.engine.market.MarketFile;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.risk.Halts;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.Venues;
import org.alphapulse.testkit.PluginConfig;

/** An engine with one collector on a local chain, and comparison of the market with the contracts. */
final class Harness implements AutoCloseable {
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

    final Engine engine;
    final EvmCollector collector;
    final LocalChain chain;
    private final Binding binding;

    Harness(LocalChain chain, Path folder, String endpoints, Map<String, Object> more) {
        this.chain = chain;
        engine = new Engine(EngineSettings.defaults(), new Halts(null), new MarketFile(folder.resolve("market")))
                .start();
        final Properties file = new Properties();
        file.setProperty("multicall", chain.contracts().multicall());
        file.setProperty("multicall.kind", "uniswap");
        file.setProperty("block.time.ms", "1000");
        file.setProperty("factory.uniswap-v2", "v2," + chain.contracts().v2Factory() + ",3000");
        file.setProperty("factory.sushiswap-v2", "v2," + chain.contracts().sushiFactory() + ",3000");
        file.setProperty("factory.uniswap-v3", "v3," + chain.contracts().v3Factory() + ",500;3000;10000");
        chain.tokens().forEach(token -> file.setProperty("token." + token.symbol(), token.address()));
        write(folder.resolve("local.properties"), file);
        collector = new EvmCollector(config(folder, endpoints, more));
        binding = engine.plugins()
                .bind(collector, new Plugin("collector.evm~test", new Binding.Origin("test", "1", 0), true, Map.of()));
    }

    private static void write(Path path, Properties properties) {
        try (var out = java.nio.file.Files.newOutputStream(path)) {
            properties.store(out, null);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A configuration as Declarative Services would hand it over. */
    private EvmConfig config(Path folder, String endpoints, Map<String, Object> more) {
        final Map<String, Object> values = new HashMap<>(Map.of(
                "chain", "local",
                "chain_id", chain.id(),
                "endpoints", endpoints,
                "folder", folder.toString(),
                "chains_folder", folder.toString()));
        values.putAll(more);
        return PluginConfig.of(EvmConfig.class, values);
    }

    static String ws(LocalChain chain) {
        return chain.wsUrl() + "|" + chain.httpUrl();
    }

    static void await(String what, BooleanSupplier condition) {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                fail("waited 30 s for " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }

    /** All pools of the three factories are told, and the engine has heard it. */
    void awaitLoaded() {
        await("pools at head", () -> collector.status().loadedPools() >= 50 && caughtUp() && tradable() >= 50);
    }

    boolean caughtUp() {
        return collector.status().headBlock() == chain.blockNumber()
                && onEngine(() -> headOfMarket()) == chain.blockNumber();
    }

    private long headOfMarket() {
        return engine.market().view().headBlock(0);
    }

    /** Reads the market on the thread that may. */
    <T> T onEngine(Supplier<T> reading) {
        final var result = new java.util.concurrent.CompletableFuture<T>();
        engine.agent().execute(() -> {
            try {
                result.complete(reading.get());
            } catch (Throwable t) { // handed to the test
                result.completeExceptionally(t);
            }
        });
        return result.join();
    }

    long tradable() {
        return onEngine(() -> {
            final MarketView view = engine.market().view();
            long count = 0;
            for (int pool = 0; pool < view.poolCount(); pool++) {
                count += view.tradable(pool) ? 1 : 0;
            }
            return count;
        });
    }

    List<Pool> pools() {
        return chain.pools().stream()
                .filter(pool -> pool.family() != PoolFamily.BALANCER_WEIGHTED)
                .toList();
    }

    int handle(Pool pool) {
        final String venue =
                switch (pool.family()) {
                    case UNISWAP_V2 -> "uniswap-v2";
                    case SUSHI_V2 -> "sushiswap-v2";
                    default -> "uniswap-v3";
                };
        final InstrumentId id = InstrumentId.ofAddress(
                Venues.standard().code(venue),
                InstrumentKind.POOL,
                chain.id(),
                org.alphapulse.chain.Hex.bytes(pool.address().toLowerCase(Locale.ROOT)));
        final long[] words = {id.word0(), id.word1(), id.word2(), id.word3(), id.word4()};
        return onEngine(() -> engine.market().view().findPool(words, 0));
    }

    /** Every pool is tradable and equal to its contract. */
    void assertEqualToContracts() {
        for (final Pool pool : pools()) {
            final int handle = handle(pool);
            final String name = pool.family() + " " + pool.token0().symbol() + "/"
                    + pool.token1().symbol() + " " + pool.feePips();
            assertEquals(
                    "TRADABLE",
                    onEngine(() -> engine.market().view().status(handle).name()),
                    name);
            if (pool.family().isV2()) {
                final Reserves reserves = chain.reserves(pool);
                assertEquals(List.of(reserves.amount0(), reserves.amount1()), words(handle, 0, 2, 2), name);
            } else {
                assertConcentrated(pool, handle, name);
            }
        }
    }

    private void assertConcentrated(Pool pool, int handle, String name) {
        final List<Object> slot0 =
                chain.call(pool.address(), "slot0()", "(uint160,int24,uint16,uint16,uint16,uint8,bool)");
        final Object liquidity =
                chain.call(pool.address(), "liquidity()", "(uint128)").get(0);
        assertEquals(List.of(slot0.get(0), liquidity), List.of(word(handle, 0, 3), word(handle, 3, 2)), name);
        assertEquals(
                ((Number) slot0.get(1)).intValue(),
                onEngine(() -> engine.market().view().tick(handle)).intValue(),
                name + " tick");
        assertEquals(
                ((Number) slot0.get(5)).intValue(),
                onEngine(() -> engine.market().view().protocolFee(handle)).intValue(),
                name + " protocol fee");
        assertTicks(pool, handle, name);
    }

    /** Our ticks are the contract's, and the words of its bitmap have as many bits as we have ticks. */
    private void assertTicks(Pool pool, int handle, String name) {
        final MarketView view = engine.market().view();
        final int count = onEngine(() -> view.tickCount(handle));
        final List<Integer> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final int at = i;
            final int tick = onEngine(() -> view.tickAt(handle, at));
            final List<Object> there = chain.call(
                    pool.address(),
                    "ticks(int24)",
                    "(uint128,int128,uint256,uint256,int56,uint160,uint32,bool)",
                    BigInteger.valueOf(tick));
            final List<Long> ours = onEngine(() -> List.of(
                    view.tickGross(handle, at, 0),
                    view.tickGross(handle, at, 1),
                    view.tickNet(handle, at, 0),
                    view.tickNet(handle, at, 1)));
            assertEquals(there.get(0), unsigned(ours.get(1)).multiply(WORD).add(unsigned(ours.get(0))), name);
            assertEquals(
                    there.get(1), BigInteger.valueOf(ours.get(3)).multiply(WORD).add(unsigned(ours.get(2))), name);
            final int word = Math.floorDiv(tick, pool.tickSpacing()) >> 8;
            if (!words.contains(word)) {
                words.add(word);
            }
        }
        int bits = 0;
        for (final int word : words) {
            bits += ((BigInteger) chain.call(pool.address(), "tickBitmap(int16)", "(uint256)", BigInteger.valueOf(word))
                            .get(0))
                    .bitCount();
        }
        assertEquals(bits, count, name + " ticks in the same words");
    }

    private List<BigInteger> words(int handle, int first, int width, int step) {
        return List.of(word(handle, first, width), word(handle, first + step, width));
    }

    private BigInteger word(int handle, int first, int width) {
        return onEngine(() -> {
            BigInteger value = BigInteger.ZERO;
            for (int i = width - 1; i >= 0; i--) {
                value = value.multiply(WORD).add(unsigned(engine.market().view().word(handle, first + i)));
            }
            return value;
        });
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    /** Ends as a process does that is asked to. */
    void stop() {
        engine.close();
    }

    /** Ends without a word to whoever starts next. */
    @Override
    public void close() {
        engine.plugins().unbind(binding);
        engine.close();
    }
}
