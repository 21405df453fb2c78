package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs every benchmark in a process of its own, prints one table, and writes one JSON, one page and its pictures into a folder. One that
 * fails is listed with the reason, and the rest goes on.
 *
 * <pre>AllBenchmark [--output DIR] [--only NAME,NAME...]</pre>
 *
 * <p>A name may be {@code pipeline/plain}, {@code pipeline/karaf} or {@code pipeline/peers}, or {@code page} for nothing but the page. What DIR has of earlier runs stays and is part
 * of the page, so that a whole can be made of pieces; each tells when it was made and what the machine did at the time.
 */
public final class AllBenchmark {
    private static final List<String> NAMES =
            List.of("amm", "protocol", "detect", "parse", "sign", "contracts", "hotswap", "pipeline");
    private static final String PAGE = "page";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path folder;
    private final List<String> failed = new ArrayList<>();

    private AllBenchmark(Path folder) {
        this.folder = folder;
    }

    /**
     * Runs it.
     *
     * @param args see the class
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Bench.check(args, 0, "--output DIR", "--only NAME");
        final Path home = Path.of(System.getProperty("alphapulse.home", "."));
        final Path folder = Path.of(
                Bench.argument(args, "--output", home.resolve("target/bench").toString()));
        Files.createDirectories(folder);
        final AllBenchmark all = new AllBenchmark(folder);
        final String[] steps =
                Bench.argument(args, "--only", String.join(",", NAMES)).split(",");
        for (final String step : steps) {
            if (!isStep(step)) {
                Bench.refuse("--only " + step + " is not allowed; allowed are " + PAGE + ", " + NAMES
                        + " and of the pipeline " + PipelineBenchmark.PARTS + " behind a slash");
            }
        }
        for (int i = 0; i < steps.length; i++) {
            System.out.printf("%n[%d of %d] %s%n", i + 1, steps.length, steps[i]);
            if (!steps[i].equals(PAGE)) {
                all.run(steps[i]);
            }
        }
        all.finish();
        if (!all.failed.isEmpty()) {
            System.exit(1);
        }
    }

    static boolean isStep(String step) {
        return step.equals(PAGE)
                || NAMES.contains(step)
                || (step.startsWith("pipeline/") && PipelineBenchmark.PARTS.contains(step.substring(9)));
    }

    private void run(String step) throws IOException, InterruptedException {
        final String name = step.split("/")[0];
        final Path file = folder.resolve(name + ".json").toAbsolutePath();
        final List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), className(name)));
        command.addAll(List.of("--json", file.toString()));
        if (step.contains("/")) {
            command.addAll(List.of("--only", step.substring(name.length() + 1)));
        }
        if (!step.contains("/")) {
            // What an earlier run measured is not taken for what this one failed to.
            Files.deleteIfExists(file);
        }
        final double load = load();
        final long start = System.nanoTime();
        final Process process = new ProcessBuilder(command).inheritIO().start();
        final Thread ender = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(ender);
        final int code = process.waitFor();
        Runtime.getRuntime().removeShutdownHook(ender);
        final Path reason = folder.resolve(name + ".failed");
        Files.deleteIfExists(reason);
        if (code != 0 || !Files.exists(file)) {
            failed.add(step);
            Files.writeString(reason, step + " ended with exit code " + code + ", see its output");
            return;
        }
        final ObjectNode result = (ObjectNode) JSON.readTree(file.toFile());
        final ObjectNode run = JSON.createObjectNode();
        run.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        run.put("seconds", Math.round((System.nanoTime() - start) / 1e9));
        run.put("load before", load);
        run.put("load after", load());
        run.put("step", step);
        result.set("run", run);
        Files.writeString(file, JSON.writeValueAsString(result) + "\n");
    }

    private static String className(String name) {
        final String simple =
                name.equals("hotswap") ? "HotSwap" : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        return AllBenchmark.class.getPackageName() + "." + simple + "Benchmark";
    }

    private static double load() {
        return Bench.round(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Puts together what the folder has. */
    private void finish() throws IOException {
        final ObjectNode all = JSON.createObjectNode();
        all.set("machine", Machine.describe(JSON));
        final ObjectNode results = all.putObject("results");
        final ArrayNode failures = all.putArray("failed");
        for (final String name : NAMES) {
            final Path file = folder.resolve(name + ".json");
            if (Files.exists(file)) {
                results.set(name, JSON.readTree(file.toFile()));
            }
            final Path reason = folder.resolve(name + ".failed");
            if (Files.exists(reason)) {
                failures.addObject().put("name", name).put("reason", Files.readString(reason));
            }
        }
        Files.writeString(folder.resolve("benchmarks.json"), JSON.writeValueAsString(all) + "\n");
        BenchmarkPage.write(all, folder);
        print(all);
        System.out.println("\nwritten: " + folder.resolve("benchmarks.md") + " and benchmarks.json");
    }

    private static void print(JsonNode all) {
        System.out.printf("%n%-10s %-46s %s%n", "benchmark", "figure", "value");
        all.get("results").properties().forEach(one -> {
            for (final JsonNode row : one.getValue().path("rows")) {
                final StringBuilder values = new StringBuilder();
                row.properties().forEach(field -> {
                    if (field.getValue().isNumber()) {
                        values.append(field.getKey())
                                .append(' ')
                                .append(field.getValue().asText())
                                .append("  ");
                    } else if (field.getValue().isObject()) {
                        values.append(field.getKey())
                                .append(' ')
                                .append(field.getValue())
                                .append("  ");
                    }
                });
                System.out.printf(
                        "%-10s %-46s %s%n", one.getKey(), row.path("name").asText(), values);
            }
            if (one.getKey().equals("pipeline")) {
                PipelineBars.of(one.getValue()).forEach(bar -> System.out.printf("%-10s bar: %s%n", "pipeline", bar));
            }
        });
        all.path("failed").forEach(failure -> System.out.println("FAILED " + failure));
    }
}
