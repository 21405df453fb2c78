package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.alphapulse.amm.U256;
import org.alphapulse.strategy.arbitrage.ArbitrageDetector;
import org.alphapulse.strategy.arbitrage.ArbitrageSettings;
import org.alphapulse.strategy.arbitrage.FundingSource;
import org.alphapulse.strategy.arbitrage.StartToken;

/** Time of a pool event in the arbitrage detector, beside a cycle scan with BigInt in Node. */
public final class DetectBenchmark {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int QUIET = 100_000;
    private static final int ARBITRAGE = 10_000;
    private static final int REPEATS = 8;
    private final DetectMarket market;
    private final ArbitrageDetector detector;
    private final double buildMs;
    private final SplittableRandom random = new SplittableRandom(99);
    private long proposed;
    private long bytes;

    private DetectBenchmark(final int tokens, final int pools, final int longHops) {
        market = new DetectMarket(tokens, pools, 42);
        final List<StartToken> starts = new ArrayList<>();
        for (int i = 0; i < DetectMarket.STARTS; i++) {
            starts.add(new StartToken(
                    i,
                    List.of(FundingSource.unlimited(FundingSource.VAULT_LOAN, 0)),
                    new U256().set(-1L, -1L),
                    U256.of(1),
                    1));
        }
        final ArbitrageSettings settings = new ArbitrageSettings(starts, 0, 4, longHops, 200_000, 50_000, 0, 8, 64);
        detector = new ArbitrageDetector(market.view, settings);
        detector.gasPrice(1_000_000_000L);
        detector.refreshIndex();
        final long start = System.nanoTime();
        detector.buildIndex();
        buildMs = (System.nanoTime() - start) / 1e6;
        detector.refreshIndex();
        detector.searchLong(1);
    }

    /**
     * Runs it.
     *
     * @param args {@code --json FILE} for the results as JSON
     */
    public static void main(final String[] args) throws IOException {
        Bench.check(args, 0, "--json FILE");
        final List<Map<String, Object>> rows = new ArrayList<>();
        final DetectBenchmark small = new DetectBenchmark(1_000, 5_000, 0);
        rows.add(small.row("5000-quiet", small::quiet, QUIET));
        rows.add(small.row("5000-arbitrage", small::arbitrage, ARBITRAGE));
        // The long search has its own thread in the engine, so it does not run between the events above.
        final DetectBenchmark far = new DetectBenchmark(1_000, 5_000, 10);
        rows.add(far.row("5000-long", far::far, ARBITRAGE / 4));
        rows.add(far.row("5000-long-quiet", far::farQuiet, QUIET));
        final Map<String, Object> node = small.node();
        final DetectBenchmark large = new DetectBenchmark(4_000, 20_000, 0);
        rows.add(large.row("20000-quiet", large::quiet, QUIET));
        rows.add(large.row("20000-arbitrage", large::arbitrage, ARBITRAGE));
        final Map<String, Object> results = new LinkedHashMap<>();
        results.put("rows", rows);
        results.put("node", node);
        System.out.println("node " + node);
        Bench.write(args, results);
    }

    private interface Run {
        void run(Histogram histogram, int events);
    }

    private Map<String, Object> row(final String name, final Run run, final int events) {
        final Histogram all = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
        double bytesPerOp = Double.MAX_VALUE;
        for (int repeat = 0; repeat < REPEATS + 1; repeat++) {
            final Histogram histogram = new Histogram(TimeUnit.SECONDS.toNanos(10), 3);
            if (repeat <= 1) {
                proposed = 0;
            }
            bytes = 0;
            run.run(histogram, events);
            if (repeat > 0) {
                all.add(histogram);
                bytesPerOp = Math.min(bytesPerOp, (double) bytes / histogram.getTotalCount());
            }
        }
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("pools", market.pools);
        final Map<String, Object> us = new LinkedHashMap<>();
        us.put("p50", Bench.round(all.getValueAtPercentile(50) / 1e3));
        us.put("p99", Bench.round(all.getValueAtPercentile(99) / 1e3));
        us.put("p999", Bench.round(all.getValueAtPercentile(99.9) / 1e3));
        row.put("eventUs", us);
        row.put("bytesPerOp", Bench.round(bytesPerOp));
        row.put("memoryMb", Bench.round(detector.memoryBytes() / 1e6));
        row.put("buildMs", Bench.round(buildMs));
        row.put("cycles", detector.cycles());
        row.put("events", all.getTotalCount());
        row.put("proposed", proposed);
        System.out.println(row);
        row.put("histogramUs", Bench.buckets(all, 1e3));
        return row;
    }

    /** Prices move by less than the fees. */
    private void quiet(final Histogram histogram, final int events) {
        for (int i = 0; i < events; i++) {
            final int pool = random.nextInt(market.pools);
            market.move(pool, 1 + 4e-4 * (random.nextDouble() - 0.5));
            timed(histogram, pool);
            detector.searchLong(8);
        }
    }

    private void timed(final Histogram histogram, final int pool) {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        final long start = System.nanoTime();
        final int count = detector.onPoolChanged(pool);
        final long end = System.nanoTime();
        bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
        proposed += count;
        histogram.recordValue(end - start);
    }

    /** One pool's price moves by two percent; only events with a proposal count. */
    private void arbitrage(final Histogram histogram, final int events) {
        while (histogram.getTotalCount() < events) {
            final int pool = random.nextInt(market.pools);
            market.move(pool, random.nextBoolean() ? 1.02 : 1 / 1.02);
            final long before = THREADS.getCurrentThreadAllocatedBytes();
            final long start = System.nanoTime();
            final int count = detector.onPoolChanged(pool);
            final long end = System.nanoTime();
            if (count > 0) {
                bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
                proposed += count;
                histogram.recordValue(end - start);
            }
            calm(pool);
        }
    }

    private void calm(final int pool) {
        market.move(pool, 1);
        detector.onPoolChanged(pool);
        detector.searchLong(8);
    }

    /** The long search on events with an arbitrage. */
    private void far(final Histogram histogram, final int events) {
        while (histogram.getTotalCount() < events) {
            final int pool = random.nextInt(market.pools);
            market.move(pool, random.nextBoolean() ? 1.02 : 1 / 1.02);
            if (detector.onPoolChanged(pool) > 0) {
                far(histogram);
            } else {
                detector.searchLong(8);
            }
            proposed += detector.onLongCycles();
            calm(pool);
            detector.onLongCycles();
        }
    }

    private void far(final Histogram histogram) {
        final long before = THREADS.getCurrentThreadAllocatedBytes();
        final long start = System.nanoTime();
        detector.searchLong(8);
        final long end = System.nanoTime();
        bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
        histogram.recordValue(end - start);
    }

    private void farQuiet(final Histogram histogram, final int events) {
        for (int i = 0; i < events; i++) {
            final int pool = random.nextInt(market.pools);
            market.move(pool, 1 + 4e-4 * (random.nextDouble() - 0.5));
            detector.onPoolChanged(pool);
            far(histogram);
        }
    }

    /** What a usual bot does, in Node: the same cycles, screened and sized with BigInt. */
    private Map<String, Object> node() throws IOException {
        final Path file = Files.createTempFile("detect", ".txt");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int pool = 0; pool < market.pools; pool++) {
                final double liquidity = market.view.liquidity(pool);
                final double sqrt = market.view.sqrtPrice(pool);
                out.write(market.view.token0(pool) + " " + market.view.token1(pool) + " "
                        + new U256().setDouble(liquidity / sqrt) + " " + new U256().setDouble(liquidity * sqrt) + "\n");
            }
        }
        final Map<String, Object> node = new LinkedHashMap<>();
        try {
            final Path script =
                    Path.of(System.getProperty("alphapulse.home", "."), "runtime/benchmarks/src/main/node/detect.js");
            final Process process = new ProcessBuilder("node", script.toString(), file.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            final String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() == 0) {
                new ObjectMapper()
                        .readTree(json)
                        .properties()
                        .forEach(entry -> node.put(entry.getKey(), entry.getValue()));
            } else {
                node.put("skipped", "the script ended with an error");
            }
        } catch (final IOException e) {
            node.put("skipped", e.getMessage());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            node.put("skipped", "interrupted");
        } finally {
            Files.delete(file);
        }
        return node;
    }
}
