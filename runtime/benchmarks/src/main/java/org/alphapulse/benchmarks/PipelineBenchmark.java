package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.alphapulse.benchmarks.pipeline.PipelineInput;

/**
 * The whole way of a market event: bytes of a node's messages in memory, parsed, through the relay into the market, searched for
 * arbitrage, sized, through the risk gate, encoded and signed. Measured in a plain JVM and inside the distribution, with peers fed with
 * the same messages.
 *
 * <pre>PipelineBenchmark [--json FILE] [--only plain,karaf,peers] [--rate 100000] [--seconds 60] [--warm 10]</pre>
 *
 * <p>With {@code --only}, what FILE has of the other parts is kept, so that a run can be made in pieces.
 */
public final class PipelineBenchmark {
    /** Room enough for what the executor's agent allocates in a minute, so that a collection counts as what it is: one too many. */
    private static final String[] HEAP = {"-Xms768m", "-Xmx1g", "-Xmn512m"};

    private static final long SEED = 42;
    private static final String KARAF = "karaf-";
    /** What is of no environment. */
    private static final Set<String> SHARED = Set.of("rows", "peers", "run");

    static final List<String> PARTS = List.of("plain", "karaf", "peers");

    private final ObjectMapper json = new ObjectMapper();
    private final Path home = Path.of(System.getProperty("alphapulse.home", "."));
    private final Path work;
    private final PipelineInput input;
    private final Path inputFile;
    private final String rate;
    private final String seconds;
    private final String warm;
    private volatile Runnable ender = () -> {};

    private PipelineBenchmark(String[] args) throws IOException {
        work = Files.createTempDirectory("alphapulse-pipeline");
        Bench.deleteAtEnd(work, () -> ender.run());
        rate = Bench.argument(args, "--rate", "100000");
        seconds = Bench.argument(args, "--seconds", "60");
        warm = Bench.argument(args, "--warm", "10");
        System.out.println("making 5,000 pools and their messages");
        input = PipelineMarket.make(SEED);
        inputFile = work.resolve("input");
        input.write(inputFile);
    }

    /**
     * Runs it.
     *
     * @param args see the class
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Bench.check(args, 0, "--json FILE", "--only PART", "--rate 100000", "--seconds 60", "--warm 10");
        final Set<String> parts =
                Set.of(Bench.argument(args, "--only", String.join(",", PARTS)).split(","));
        if (!PARTS.containsAll(parts)) {
            Bench.refuse("--only " + parts + " is not allowed; allowed are " + PARTS);
        }
        final PipelineBenchmark benchmark = new PipelineBenchmark(args);
        final String file = Bench.argument(args, "--json", null);
        final ObjectNode result =
                parts.size() == PARTS.size() ? benchmark.json.createObjectNode() : benchmark.before(file);
        try {
            if (parts.contains("plain")) {
                merge(result, "", benchmark.plain());
            }
            if (parts.contains("karaf")) {
                merge(result, KARAF, benchmark.karaf());
            }
            if (parts.contains("peers")) {
                result.set("peers", benchmark.json.valueToTree(PipelinePeers.run(benchmark.input, benchmark.home)));
            }
        } finally {
            if (file != null && !result.isEmpty()) {
                Files.writeString(
                        Path.of(file),
                        benchmark.json.writerWithDefaultPrettyPrinter().writeValueAsString(result) + "\n");
            }
        }
        print(result);
    }

    private ObjectNode before(String file) throws IOException {
        if (file != null && Files.exists(Path.of(file))) {
            return (ObjectNode) json.readTree(Path.of(file).toFile());
        }
        return json.createObjectNode();
    }

    /** Replaces the rows and values of one environment; of an earlier run nothing of it stays. */
    static void merge(ObjectNode result, String prefix, JsonNode part) {
        final boolean karaf = prefix.equals(KARAF);
        final ArrayNode rows = result.arrayNode();
        for (final JsonNode row : result.withArray("rows")) {
            if (row.path("name").asText().startsWith(KARAF) != karaf) {
                rows.add(row);
            }
        }
        final List<String> stale = new ArrayList<>();
        result.fieldNames().forEachRemaining(name -> {
            if (!SHARED.contains(name) && name.startsWith("karaf") == karaf) {
                stale.add(name);
            }
        });
        result.remove(stale);
        for (final JsonNode row : part.get("rows")) {
            rows.add(((ObjectNode) row).put("name", prefix + row.get("name").asText()));
        }
        result.set("rows", rows);
        part.properties().forEach(value -> {
            if (!value.getKey().equals("rows")) {
                result.set(prefix.isEmpty() ? value.getKey() : "karaf" + capital(value.getKey()), value.getValue());
            }
        });
    }

    private static String capital(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    private JsonNode plain() throws IOException, InterruptedException {
        System.out.println("in a plain JVM");
        final Path folder = Files.createDirectory(work.resolve("plain"));
        final Path output = folder.resolve("result.json");
        final Path socket = folder.resolve("node.sock");
        final List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        // This process has the flags of the distribution but for the collector, which there is named in case the
        // machine is a small one.
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-XX:+UseG1GC");
        command.addAll(List.of(HEAP));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PipelineProcess.class.getName()));
        command.addAll(List.of(inputFile.toString(), folder.toString(), socket.toString(), rate, seconds, warm));
        command.add(output.toString());
        final StubNode node = new StubNode(socket);
        try (node) {
            final Process process = new ProcessBuilder(command).inheritIO().start();
            ender = () -> process.destroyForcibly().onExit().join();
            final int code = process.waitFor();
            if (code != 0) {
                throw new IllegalStateException("the plain run ended with " + code);
            }
        }
        return json.readTree(output.toFile());
    }

    private JsonNode karaf() throws IOException, InterruptedException {
        System.out.println("inside the distribution");
        final Path dist = Container.distribution(home);
        final Path base = Container.instance(dist, work.resolve("karaf"));
        final Path etc = base.resolve("etc");
        final Path socket = work.resolve("karaf.sock");
        Container.features(base, "alphapulse-bench", "alphapulse-arbitrage", "alphapulse-live");
        Container.withoutSamples(base, "collector.sim", "strategy.sample", "executor.paper");
        Container.replace(etc.resolve("org.alphapulse.engine.cfg"), "mode = paper", "mode = shadow");
        // While only messages with an arbitrage are told no block ends, for longer than a chain may stand still; and
        // after a stall of the machine more plans come at once than the executor has room for.
        final Path breakers = etc.resolve("org.alphapulse.risk.breakers-main.cfg");
        Container.replace(breakers, "max.market.age.ms = 60000", "max.market.age.ms = 0");
        Container.replace(breakers, "max.failure.percent = 10", "max.failure.percent = 0");
        PipelineSetup.write(PipelineSetup.make(input, work, socket), etc);
        Files.writeString(
                etc.resolve("org.alphapulse.benchmarks.pipeline.cfg"),
                "input = " + inputFile + "\nrate = " + rate + "\nseconds = " + seconds + "\nwarm.seconds = " + warm
                        + "\n");
        final StubNode node = new StubNode(socket);
        final Container container = new Container(dist, base, HEAP);
        ender = container::kill;
        try (node) {
            container.awaitReady();
            final Path result = base.resolve("data/pipeline.json");
            container.follow(result, base.resolve("data/pipeline.progress"), 600_000);
            final JsonNode answer = json.readTree(result.toFile());
            if (answer.has("error")) {
                throw new IllegalStateException(answer.get("error").asText() + container.lastWords());
            }
            return answer;
        } finally {
            container.stop();
        }
    }

    private static void print(JsonNode result) {
        System.out.printf("%-42s %9s %9s %9s %11s %10s%n", "us", "p50", "p99", "p99.9", "max", "count");
        for (final JsonNode row : result.path("rows")) {
            final JsonNode us = row.get("us");
            System.out.printf(
                    Locale.ROOT,
                    "%-42s %9.3f %9.3f %9.3f %11.3f %10d%n",
                    row.get("name").asText(),
                    us.get("p50").asDouble(),
                    us.get("p99").asDouble(),
                    us.get("p999").asDouble(),
                    us.get("max").asDouble(),
                    row.get("count").asLong());
        }
        result.properties().forEach(value -> {
            if (value.getValue().isValueNode()) {
                System.out.printf("%-42s %s%n", value.getKey(), value.getValue());
            }
        });
        result.path("peers").forEach(peer -> System.out.println(peer));
    }
}
