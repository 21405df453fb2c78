package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Measures the distribution itself: how fast it is up, and what becomes of messages while a strategy bundle is replaced under load. The
 * replacing and counting is done inside the container by the bundle {@code benchmarks-karaf}; this program starts the container, waits,
 * prints and stops it.
 */
public final class HotSwapBenchmark {
    private static final Pattern HEAP = Pattern.compile("heap\\s+total \\d+K, used (\\d+)K");
    private static final long PATIENCE_MS = 900_000;

    private final Path dist;
    private final Path work;
    private volatile Runnable ender = () -> {};

    private HotSwapBenchmark(Path home) throws IOException {
        this.dist = Container.distribution(home);
        this.work = Files.createTempDirectory("alphapulse-hotswap");
        Bench.deleteAtEnd(work, () -> ender.run());
    }

    /** Runs it: {@code [--json FILE] [--swaps N] [--rate N] [--rows NAME,...]}; a row {@code boot} stands for the start. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Bench.check(args, 0, "--json FILE", "--swaps 100", "--rate 200000", "--rows NAME");
        final HotSwapBenchmark benchmark = new HotSwapBenchmark(Path.of(System.getProperty("alphapulse.home", ".")));
        final Map<String, Object> results = new LinkedHashMap<>();
        final List<String> rows = new ArrayList<>(
                List.of(Bench.argument(args, "--rows", "boot,bundle-update,deploy-folder,blue-green,four-slots")
                        .split(",")));
        if (rows.remove("boot")) {
            results.put("boot", benchmark.boot());
        }
        if (!rows.isEmpty()) {
            results.put(
                    "rows",
                    benchmark.swaps(
                            Bench.argument(args, "--rate", "200000"), Bench.argument(args, "--swaps", "100"), rows));
        }
        Bench.write(args, results);
        final List<String> faults = faults(new ObjectMapper().valueToTree(results));
        if (!faults.isEmpty()) {
            System.err.println("bench: not every message was delivered once, in order and to who runs: " + faults);
            System.exit(1);
        }
    }

    /** The counts of results that must be nothing and are not. */
    static List<String> faults(JsonNode results) {
        final List<String> faults = new ArrayList<>();
        for (final JsonNode row : results.path("rows")) {
            for (final String count : Ratios.COUNTS) {
                if (row.path(count).asLong() != 0) {
                    faults.add(row.path("name").asText() + " " + count + " "
                            + row.path(count).asText());
                }
            }
        }
        return faults;
    }

    /** The default distribution up to READY: the best of three starts, as the machine is shared. */
    private Map<String, Object> boot() throws IOException, InterruptedException {
        final Map<String, Object> best = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            final Container container = new Container(dist, instance("boot" + i, ""));
            ender = container::kill;
            try {
                final long readyMs = container.awaitReady();
                container.jcmd("GC.run");
                final Matcher heap = HEAP.matcher(container.jcmd("GC.heap_info"));
                final double heapMb = heap.find() ? Long.parseLong(heap.group(1)) / 1024.0 : -1;
                if (best.isEmpty() || readyMs < (long) best.get("readyMs")) {
                    best.put("readyMs", readyMs);
                    best.put("heapAfterGcMb", Bench.round(heapMb));
                    best.put("rssMb", Bench.round(container.residentMb()));
                }
            } finally {
                container.stop();
            }
        }
        System.out.printf(
                Locale.ROOT,
                "boot: READY after %s ms, heap after GC %s MB, resident %s MB%n",
                best.get("readyMs"),
                best.get("heapAfterGcMb"),
                best.get("rssMb"));
        return best;
    }

    /** Each way of replacing in a container of its own, so that none meets what another left behind. */
    private ArrayNode swaps(String rate, String swaps, List<String> names) throws IOException, InterruptedException {
        System.out.printf(
                "%-14s %6s %12s %12s %5s %5s %5s %6s %7s %9s %9s %9s %9s %9s%n",
                "replaced by",
                "swaps",
                "published",
                "delivered",
                "lost",
                "dupl",
                "order",
                "after",
                "loaders",
                "p50 ms",
                "p99 ms",
                "max ms",
                "gap p99",
                "floor p99");
        final ArrayNode rows = new ObjectMapper().createArrayNode();
        for (final String name : names) {
            rows.addAll((ArrayNode) swaps(name, "rate = " + rate + "\nswaps = " + swaps + "\nrows = " + name + "\n"));
        }
        return rows;
    }

    private JsonNode swaps(String name, String configuration) throws IOException, InterruptedException {
        final Path base = instance(name, configuration);
        final Container container = new Container(dist, base);
        ender = container::kill;
        try {
            container.awaitReady();
            final Path result = base.resolve("data/hotswap.json");
            container.await(result, PATIENCE_MS);
            final JsonNode answer = new ObjectMapper().readTree(result.toFile());
            if (answer.has("error")) {
                throw new IllegalStateException(answer.get("error").asText() + container.lastWords());
            }
            answer.get("rows").forEach(HotSwapBenchmark::print);
            return answer.get("rows");
        } finally {
            container.stop();
        }
    }

    private static void print(JsonNode row) {
        final JsonNode pause = row.get("pauseMs");
        System.out.printf(
                Locale.ROOT,
                "%-14s %6d %12d %12d %5d %5d %5d %6d %7d %9.3f %9.3f %9.3f %9.3f %9.3f%n",
                row.get("name").asText(),
                row.get("swaps").asLong(),
                row.get("published").asLong(),
                row.get("delivered").asLong(),
                row.get("lost").asLong(),
                row.get("duplicated").asLong(),
                row.get("outOfOrder").asLong(),
                row.get("afterDeactivate").asLong(),
                row.get("loadersAlive").asLong(),
                pause.get("p50").asDouble(),
                pause.get("p99").asDouble(),
                pause.get("max").asDouble(),
                row.at("/longestGapMs/p99").asDouble(),
                row.at("/noiseFloorMs/p99").asDouble());
    }

    /** An instance of its own; with a benchmark configuration it gets that instead of the sample plugins. */
    private Path instance(String name, String configuration) throws IOException {
        final Path base = Container.instance(dist, work.resolve(name));
        if (!configuration.isEmpty()) {
            final Path etc = base.resolve("etc");
            Container.features(base, "alphapulse-bench");
            Container.replace(etc.resolve("org.apache.felix.fileinstall-deploy.cfg"), "= 1000", "= 50");
            Container.withoutSamples(base, "collector.sim", "strategy.sample");
            Files.writeString(etc.resolve("org.alphapulse.benchmarks.karaf.cfg"), configuration);
        }
        return base;
    }
}
