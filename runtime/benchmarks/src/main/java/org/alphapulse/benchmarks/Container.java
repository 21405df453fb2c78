package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One process of the distribution with an instance of its own. */
final class Container {
    private static final String BENCH_VERSION = "/0.1.0.SNAPSHOT, ";
    private static final String FIRST = "alphapulse-base/";

    private final Path base;
    private final Process process;

    Container(Path dist, Path base, String... javaOptions) throws IOException {
        this.base = base;
        final ProcessBuilder builder =
                new ProcessBuilder("bash", dist.resolve("bin/karaf").toString(), "server");
        builder.environment().put("KARAF_BASE", base.toString());
        builder.environment().put("KARAF_ETC", base.resolve("etc").toString());
        builder.environment().put("KARAF_DATA", base.resolve("data").toString());
        builder.environment().put("KARAF_LOG", base.resolve("data/log").toString());
        builder.environment().put("CHECK_ROOT_INSTANCE_RUNNING", "false");
        builder.environment()
                .merge("ALPHAPULSE_JAVA_OPTS", String.join(" ", javaOptions), (theirs, ours) -> ours + " " + theirs);
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
                throw new IllegalStateException("no " + file + lastWords());
            }
            Thread.sleep(20);
        }
    }

    /** Waits for a file and prints the lines of another as they change. */
    void follow(Path file, Path progress, long patienceMs) throws IOException, InterruptedException {
        final long deadline = System.currentTimeMillis() + patienceMs;
        String last = "";
        while (!Files.exists(file)) {
            final String line =
                    Files.exists(progress) ? Files.readString(progress).strip() : "";
            if (!line.isEmpty() && !line.equals(last)) {
                System.out.println("  " + line);
                last = line;
            }
            if (!process.isAlive() || System.currentTimeMillis() > deadline) {
                throw new IllegalStateException("no " + file + lastWords());
            }
            Thread.sleep(100);
        }
    }

    /** Ends it at once and waits until nothing of it is left. */
    void kill() {
        kill(processes());
    }

    private static void kill(List<ProcessHandle> all) {
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    /** The shell that starts it, and its own. */
    private List<ProcessHandle> processes() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
    }

    /** The end of its log, since its folder goes with the benchmark. */
    String lastWords() {
        try {
            final List<String> lines = Files.readAllLines(base.resolve("data/log/karaf.log"));
            return "; its log ends with\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException none) {
            return ", and it has no log";
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
        final String output = new String(jcmd.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
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

    /** Ends it in order, after 20 s at once, and waits until nothing of it is left. */
    void stop() {
        final List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroy);
        CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                .completeOnTimeout(null, 20, TimeUnit.SECONDS)
                .join();
        kill(all);
    }

    /** The distribution of a project, or one that was built elsewhere. */
    static Path distribution(Path home) {
        return Path.of(System.getProperty(
                "alphapulse.dist", home.resolve("karaf-dist/target/assembly").toString()));
    }

    /** Makes an instance from the distribution's files. */
    static Path instance(Path dist, Path base) throws IOException {
        Files.createDirectories(base);
        copy(dist.resolve("etc"), base.resolve("etc"));
        Files.createDirectories(base.resolve("deploy"));
        Files.createDirectories(base.resolve("data/log"));
        replace(base.resolve("etc/org.apache.karaf.shell.cfg"), "sshPort = 8101", "sshPort = 0");
        return base;
    }

    /** Adds features to those that an instance boots with. */
    static void features(Path base, String... names) throws IOException {
        final StringBuilder more = new StringBuilder();
        for (final String name : names) {
            more.append(name).append(BENCH_VERSION);
        }
        replace(base.resolve("etc/org.apache.karaf.features.cfg"), FIRST, more + FIRST);
    }

    /** Takes sample configurations away. */
    static void withoutSamples(Path base, String... plugins) throws IOException {
        for (final String plugin : plugins) {
            Files.delete(base.resolve("etc/org.alphapulse." + plugin + "-main.cfg"));
        }
    }

    static void replace(Path file, String from, String to) throws IOException {
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
}
