package org.alphapulse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One running distribution with files of its own. It ends with {@link #close}, and with this JVM however that ends. */
final class Instance implements AutoCloseable {
    /**
     * A block's head comes once a second, some events less often: their way leaves the interpreter after some calls (the interpreter asks
     * the compiler after so many, too), while the compiler that optimises still sees hundreds. What it has not seen yet it compiles as well
     * (no traps), as here that is no proof that it will never come, and going back to the interpreter takes 20 to 60 us.
     */
    private static final String COMPILED_EARLY = "-XX:Tier0InvokeNotifyFreqLog=4 -XX:Tier3InvocationThreshold=20"
            + " -XX:Tier3MinInvocationThreshold=10 -XX:Tier3CompileThreshold=200 -XX:PerMethodTrapLimit=0";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_MS = 90_000;
    private static final long PATIENCE_END_MS = 10_000;
    /**
     * The shell outlives what the terminal sends. Its watcher ends the engine's group when the pipe from this JVM closes, and has a group of
     * its own, so that it is still there when the whole group of this JVM is killed. Groups of processes but
     * not sessions: Linux weighs sessions against each other on each core, and with half of one set apart the rest of it was given
     * the other core for up to ten seconds, whoever else was ready there. In one session it weighs by niceness: the compiler, which has much
     * to do at the start and when the strategy is replaced, is to wait for the node, and not the node for the compiler.
     */
    private static final String GUARD = """
            trap : INT TERM HUP
            exec 3<&0
            set -m
            nice -n 10 bash "$0" server </dev/null 3<&- &
            engine=$!
            (trap '' INT TERM HUP; exec 2>&-; while read -r _ <&3; do :; done; kill -TERM -- -"$engine"
            for _ in {1..30}; do kill -0 -- -"$engine" || exit; sleep 1; done; kill -KILL -- -"$engine") &
            watcher=$!
            exec 3<&-
            while kill -0 "$engine" 2>/dev/null; do wait "$engine"; done
            kill -KILL -- -"$watcher"
            """;

    private final Path dist;
    private final Path base;
    private Process process;
    private FileChannel lock;

    Instance(Path dist, Path base) {
        this.dist = dist;
        this.base = base;
    }

    Path base() {
        return base;
    }

    Path dist() {
        return dist;
    }

    Path etc() {
        return base.resolve("etc");
    }

    /** Makes the folder anew from the distribution, without its sample configurations, unless an engine runs in it. */
    void prepare(String features) throws IOException {
        refuseSecond();
        if (Files.exists(base)) {
            try (var files = Files.walk(base)) {
                for (final Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(base);
        final Path from = dist.resolve("etc");
        try (var files = Files.walk(from)) {
            for (final Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, etc().resolve(from.relativize(file).toString()));
            }
        }
        Files.createDirectories(base.resolve("deploy"));
        Files.createDirectories(base.resolve("data/log"));
        for (final String sample :
                new String[] {"collector.sim", "strategy.sample", "executor.paper", "risk.breakers"}) {
            Files.delete(etc().resolve("org.alphapulse." + sample + "-main.cfg"));
        }
        replace("org.apache.karaf.shell.cfg", "sshPort = 8101", "sshPort = 0");
        replace("org.apache.karaf.features.cfg", "alphapulse-base/", features + "alphapulse-base/");
        replace("org.apache.felix.fileinstall-deploy.cfg", "= 1000", "= 100");
    }

    /** One demo at a time from here to its end; the engine of one that was killed may live on for some seconds. */
    private void refuseSecond() throws IOException {
        final Path file = base.resolveSibling(base.getFileName() + ".lock");
        Files.createDirectories(file.toAbsolutePath().getParent());
        lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isFree(lock)) {
            lock.close();
            throw new IOException("a demo already runs in " + base + ": end it first");
        }
        if (!Files.exists(ready())) {
            return;
        }
        final long pid = JSON.readTree(ready().toFile()).path("pid").asLong();
        final boolean runs = ProcessHandle.of(pid)
                .flatMap(process -> process.info().arguments())
                .filter(arguments -> List.of(arguments).contains("-Dkaraf.base=" + base))
                .isPresent();
        if (runs) {
            throw new IOException("a demo already runs in " + base + " as process " + pid + ": end it first");
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException held) {
            return false; // by this process
        }
    }

    private Path ready() {
        return base.resolve("data/alphapulse-ready.json");
    }

    private void replace(String name, String from, String to) throws IOException {
        final Path file = etc().resolve(name);
        final String text = Files.readString(file);
        if (!text.contains(from)) {
            throw new IOException(file + " does not contain " + from);
        }
        Files.writeString(file, text.replace(from, to));
    }

    void configure(String pid, Map<String, String> values) throws IOException {
        final StringBuilder text = new StringBuilder();
        values.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        Files.writeString(etc().resolve(pid), text);
    }

    /** Starts it and returns when it is ready; gives the milliseconds that took by its own account. */
    long start() throws IOException, InterruptedException {
        final ProcessBuilder builder = new ProcessBuilder(
                "bash", "-c", GUARD, dist.resolve("bin/karaf").toString());
        final Map<String, String> environment = builder.environment();
        environment.merge("ALPHAPULSE_JAVA_OPTS", COMPILED_EARLY, (given, early) -> early + " " + given);
        environment.put("KARAF_BASE", base.toString());
        environment.put("KARAF_ETC", etc().toString());
        environment.put("KARAF_DATA", base.resolve("data").toString());
        environment.put("KARAF_LOG", base.resolve("data/log").toString());
        environment.put("CHECK_ROOT_INSTANCE_RUNNING", "false");
        // The shell waits for the engine itself, not for the script that starts it.
        environment.put("KARAF_EXEC", "exec");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectErrorStream(true)
                .redirectOutput(base.resolve("data/console.log").toFile());
        process = builder.start();
        final Path ready = ready();
        final long deadline = System.currentTimeMillis() + PATIENCE_MS;
        while (!Files.exists(ready)) {
            if (!process.isAlive() || System.currentTimeMillis() > deadline) {
                throw new IOException("the distribution is not ready (" + reason() + "); see "
                        + base.resolve("data/log/karaf.log") + " and " + base.resolve("data/console.log"));
            }
            Thread.sleep(50);
        }
        return JSON.readTree(ready.toFile()).get("readyMs").asLong();
    }

    private String reason() {
        try {
            return command("alphapulse:ready").strip();
        } catch (IOException silent) {
            return silent.getMessage();
        }
    }

    /**
     * Runs a shell command in the instance.
     *
     * @throws IOException with the answer if the command fails, or nothing listens
     */
    String command(String line) throws IOException {
        final Path socket = base.resolve("data/alphapulse.sock");
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            final String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            final int end = answer.indexOf(0);
            if (end < 0 || answer.charAt(end + 1) != '0') {
                final String problem = end < 0 ? "no answer" : answer.substring(answer.indexOf('\n', end) + 1);
                throw new IOException(line + ": " + problem.strip());
            }
            return answer.substring(0, end);
        }
    }

    JsonNode json(String line) throws IOException {
        // Options come before arguments.
        return JSON.readTree(command(line.replaceFirst("^(\\S+)", "$1 --json")));
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Ends it and waits until nothing of it is left. */
    @Override
    public void close() {
        if (process != null) {
            end();
        }
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException broken) {
            // It goes with this process.
        }
    }

    private void end() {
        final List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        try {
            process.getOutputStream().close();
            for (final ProcessHandle one : all) {
                await(one, PATIENCE_END_MS);
            }
        } catch (IOException broken) {
            // Its end is awaited all the same.
        }
        for (final ProcessHandle one : all) {
            one.destroyForcibly();
            await(one, PATIENCE_END_MS);
        }
    }

    private static void await(ProcessHandle one, long ms) {
        try {
            one.onExit().get(ms, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            // The caller goes further.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
