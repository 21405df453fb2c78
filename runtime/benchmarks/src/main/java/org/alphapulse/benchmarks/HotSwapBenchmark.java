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

    private HotSwapBenchmark(Path home) throws IOException {
        this.dist = home.resolve("karaf-dist/target/assembly");
        this.work = Files.createTempDirectory(home.resolve("karaf-dist/target"), "hotswap");
    }

    /** Runs it: {@code [--json FILE] [--swaps N] [--rate N] [--rows NAME,...]}; a row {@code boot} stands for the start. */
    public static void main(String[] args) throws IOException, InterruptedException {
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
    }

    /** The default distribution up to READY: the best of three starts, as the machine is shared. */
    private Map<String, Object> boot() throws IOException, InterruptedException {
        final Map<String, Object> best = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            final Container container = new Container(instance("boot" + i, ""));
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
                "%-14s %6s %12s %12s %5s %5s %5s %6s %7s %9s %9s %9s %9s%n",
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
                "gap p99");
        final ArrayNode rows = new ObjectMapper().createArrayNode();
        for (final String name : names) {
            rows.addAll((ArrayNode) swaps(name, "rate = " + rate + "\nswaps = " + swaps + "\nrows = " + name + "\n"));
        }
        return rows;
    }

    private JsonNode swaps(String name, String configuration) throws IOException, InterruptedException {
        final Path base = instance(name, configuration);
        final Container container = new Container(base);
        try {
            container.awaitReady();
            final Path result = base.resolve("data/hotswap.json");
            container.await(result, PATIENCE_MS);
            final JsonNode answer = new ObjectMapper().readTree(result.toFile());
            if (answer.has("error")) {
                throw new IllegalStateException(
                        answer.get("error").asText() + "; see " + base.resolve("data/log/karaf.log"));
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
                "%-14s %6d %12d %12d %5d %5d %5d %6d %7d %9.3f %9.3f %9.3f %9.3f%n",
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
                row.at("/longestGapMs/p99").asDouble());
    }

    /** An instance of its own; with a benchmark configuration it gets that instead of the sample plugins. */
    private Path instance(String name, String configuration) throws IOException {
        final Path base = Files.createDirectories(work.resolve(name));
        copy(dist.resolve("etc"), base.resolve("etc"));
        Files.createDirectories(base.resolve("deploy"));
        Files.createDirectories(base.resolve("data/log"));
        final Path etc = base.resolve("etc");
        replace(etc.resolve("org.apache.karaf.shell.cfg"), "sshPort = 8101", "sshPort = 0");
        if (!configuration.isEmpty()) {
            final String version = "alphapulse-base/";
            final Path boot = etc.resolve("org.apache.karaf.features.cfg");
            replace(boot, version, "alphapulse-bench/0.1.0.SNAPSHOT, " + version);
            replace(etc.resolve("org.apache.felix.fileinstall-deploy.cfg"), "= 1000", "= 50");
            for (final String plugin : new String[] {"collector.sim", "strategy.sample"}) {
                Files.delete(etc.resolve("org.alphapulse." + plugin + "-main.cfg"));
            }
            Files.writeString(etc.resolve("org.alphapulse.benchmarks.karaf.cfg"), configuration);
        }
        return base;
    }

    private static void replace(Path file, String from, String to) throws IOException {
        final String text = Files.readString(file);
        if (!text.contains(from)) {
            throw new IOException(file + " does not contain " + from);
        }
        Files.writeString(file, text.replace(from, to));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (final Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** One container process. */
    private final class Container {
        private final Path base;
        private final Process process;

        Container(Path base) throws IOException {
            this.base = base;
            final ProcessBuilder builder =
                    new ProcessBuilder("bash", dist.resolve("bin/karaf").toString(), "server");
            builder.environment().put("KARAF_BASE", base.toString());
            builder.environment().put("KARAF_ETC", base.resolve("etc").toString());
            builder.environment().put("KARAF_DATA", base.resolve("data").toString());
            builder.environment().put("KARAF_LOG", base.resolve("data/log").toString());
            builder.environment().put("CHECK_ROOT_INSTANCE_RUNNING", "false");
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.redirectErrorStream(true)
                    .redirectOutput(base.resolve("data/console.log").toFile());
            process = builder.start();
        }

        long awaitReady() throws IOException, InterruptedException {
            final Path ready = base.resolve("data/alphapulse-ready.json");
            await(ready, 60_000);
            return new ObjectMapper().readTree(ready.toFile()).get("readyMs").asLong();
        }

        void await(Path file, long patienceMs) throws InterruptedException {
            final long deadline = System.currentTimeMillis() + patienceMs;
            while (!Files.exists(file)) {
                if (!process.isAlive() || System.currentTimeMillis() > deadline) {
                    throw new IllegalStateException("no " + file + "; see " + base.resolve("data/log/karaf.log"));
                }
                Thread.sleep(20);
            }
        }

        private long pid() throws IOException {
            return new ObjectMapper()
                    .readTree(base.resolve("data/alphapulse-ready.json").toFile())
                    .get("pid")
                    .asLong();
        }

        String jcmd(String command) throws IOException, InterruptedException {
            final Process jcmd = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/jcmd", Long.toString(pid()), command)
                    .redirectErrorStream(true)
                    .start();
            final String output =
                    new String(jcmd.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            jcmd.waitFor();
            return output;
        }

        double residentMb() throws IOException {
            for (final String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
                }
            }
            return -1;
        }

        void stop() throws InterruptedException {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            if (!process.waitFor(20, java.util.concurrent.TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }
}
