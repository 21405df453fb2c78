package org.alphapulse.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A fresh instance of the built distribution with files of its own, run as an operator's script runs it. */
final class Instance {
    static final Path DIST = Path.of(System.getProperty("alphapulse.dist"));

    private final Path base;
    private final Map<String, String> environment = new HashMap<>();
    private Process process;

    Instance() throws IOException {
        base = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("alphapulse.work"))), "instance");
        try (Stream<Path> files = Files.walk(DIST.resolve("etc"))) {
            for (final Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, base.resolve("etc").resolve(DIST.resolve("etc").relativize(file)));
            }
        }
        Files.createDirectories(base.resolve("deploy"));
        Files.createDirectories(base.resolve("data/log"));
        final Path shell = base.resolve("etc/org.apache.karaf.shell.cfg");
        Files.writeString(shell, Files.readString(shell).replace("sshPort = 8101", "sshPort = 0"));
        environment.put("CHECK_ROOT_INSTANCE_RUNNING", "false");
        environment.put("KARAF_BASE", base.toString());
        environment.put("KARAF_ETC", base.resolve("etc").toString());
        environment.put("KARAF_DATA", base.resolve("data").toString());
        environment.put("KARAF_LOG", base.resolve("data/log").toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
    }

    Path base() {
        return base;
    }

    Path ready() {
        return base.resolve("data/alphapulse-ready.json");
    }

    /** Sets a variable of the environment for the next boot. */
    Instance with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Writes a configuration file. */
    Instance configure(String pid, String... lines) throws IOException {
        Files.write(base.resolve("etc/" + pid + ".cfg"), java.util.List.of(lines));
        return this;
    }

    void boot() throws IOException, InterruptedException {
        Files.deleteIfExists(ready());
        final ProcessBuilder builder =
                new ProcessBuilder("bash", DIST.resolve("bin/karaf").toString(), "server");
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true)
                .redirectOutput(base.resolve("data/console.log").toFile());
        process = builder.start();
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!Files.exists(ready())) {
            assertTrue(process.isAlive() && System.nanoTime() < deadline, () -> "not ready; see " + base);
            Thread.sleep(20);
        }
    }

    ProcessHandle engine() throws IOException {
        final long pid =
                new ObjectMapper().readTree(ready().toFile()).get("pid").asLong();
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** Kills the script and the engine, and nothing that the engine started. */
    void kill() throws IOException, InterruptedException {
        if (process != null && process.isAlive()) {
            if (Files.exists(ready())) {
                engine().destroyForcibly();
            }
            process.destroyForcibly();
            process.waitFor();
        }
    }

    void close() throws InterruptedException {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.waitFor();
        }
    }

    /** Runs a command: the exit code on a line of its own, then what it printed and what went wrong. */
    String answer(String line) throws IOException {
        try (SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(base.resolve("data/alphapulse.sock")))) {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            final String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            final int end = answer.indexOf(0);
            final int code = answer.indexOf('\n', end);
            return answer.substring(end + 1, code + 1) + answer.substring(0, end) + answer.substring(code + 1);
        }
    }

    /** What a command prints that must succeed. */
    JsonNode json(String line) throws IOException {
        final String answer = answer(line);
        assertEquals("0", answer.substring(0, answer.indexOf('\n')), answer);
        return new ObjectMapper().readTree(answer.substring(answer.indexOf('\n') + 1));
    }
}
