package org.alphapulse.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Contenders of {@link AmmBenchmark} outside the JVM; where one cannot run, the reason is the answer. */
final class AmmPeers {
    private static final int TIMEOUT_SECONDS = 180;

    private AmmPeers() {}

    /** Nanoseconds and checksums by row, or nothing and a note that says why. */
    record Answer(Map<String, Double> nanoseconds, Map<String, Long> sums, String note) {
        /** The less of both times. */
        Answer least(final Answer other) {
            final Map<String, Double> least = new HashMap<>(nanoseconds);
            other.nanoseconds.forEach((name, time) -> least.merge(name, time, Math::min));
            return new Answer(least, sums, note);
        }
    }

    static Answer c(final AmmCases cases) throws IOException, InterruptedException {
        final Map<String, Double> nanoseconds = new HashMap<>();
        final Map<String, Long> sums = new HashMap<>();
        final Path dir = Files.createTempDirectory("alphapulse-amm");
        String note;
        try {
            copy("amm.c", dir.resolve("amm.c"));
            cases.write(dir.resolve("cases"));
            run(dir, "gcc", "-O3", "-march=native", "-o", "amm", "amm.c");
            for (final String line :
                    run(dir, dir.resolve("amm").toString(), "cases").split("\n")) {
                final String[] f = line.trim().split(" ");
                nanoseconds.put(f[0], Double.valueOf(f[1]));
                sums.put(f[0], Long.parseUnsignedLong(f[2]));
            }
            note = "gcc -O3 -march=native";
        } catch (final IOException e) {
            note = "skipped: " + e.getMessage();
        } finally {
            delete(dir);
        }
        return new Answer(nanoseconds, sums, note);
    }

    static Map<String, Object> sdk(final AmmCases cases, final AmmOperations own)
            throws IOException, InterruptedException {
        final Map<String, Object> node = new LinkedHashMap<>();
        node.put("name", "@uniswap/v3-sdk, v3-swap-5-crossings");
        final Path dir = Files.createTempDirectory("alphapulse-v3sdk");
        try {
            copy("v3sdk/quote.js", dir.resolve("quote.js"));
            Files.writeString(dir.resolve("cases.json"), cases.json());
            install(dir);
            final String[] lines =
                    run(dir, "node", "quote.js", "cases.json").trim().split("\n");
            final String[] f = lines[lines.length - 1].split(" ");
            node.put("nsPerOp", Double.valueOf(f[0]));
            final long sum = own.swap(AmmCases.N);
            if (Long.parseUnsignedLong(f[1]) != sum) {
                throw new IllegalStateException(
                        "v3-swap-5-crossings: the contenders disagree: " + sum + " here, " + f[1] + " in the SDK");
            }
            node.put("sameResult", true);
        } catch (final IOException e) {
            node.put("skipped", e.getMessage());
        } finally {
            delete(dir);
        }
        return node;
    }

    /** Installs the SDK as its lock file says. */
    static void install(final Path dir) throws IOException, InterruptedException {
        for (final String file : List.of("package.json", "package-lock.json")) {
            copy("v3sdk/" + file, dir.resolve(file));
        }
        run(dir, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    }

    static String run(final Path dir, final String... command) throws IOException, InterruptedException {
        final Path output = dir.resolve("output");
        final Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command[0] + " took more than " + TIMEOUT_SECONDS + " s");
        }
        final String text = Files.readString(output, StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
            throw new IOException(command[0] + " failed: " + text.substring(0, Math.min(300, text.length())));
        }
        return text;
    }

    private static void copy(final String name, final Path to) throws IOException {
        try (InputStream in = AmmPeers.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("resource missing: " + name);
            }
            Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    static void delete(final Path dir) throws IOException {
        try (var paths = Files.walk(dir)) {
            for (final Path path : (Iterable<Path>) paths.sorted(java.util.Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(path);
            }
        }
    }
}
