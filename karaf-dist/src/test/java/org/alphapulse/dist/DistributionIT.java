package org.alphapulse.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The distribution from outside, as an operator's script sees it: boot, stop, kill, start again, deploy by file. */
class DistributionIT {
    private static final Path DIST = Path.of(System.getProperty("alphapulse.dist"));

    private Path base;
    private Process process;

    @BeforeEach
    void makeInstance() throws IOException {
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
    }

    @AfterEach
    void end() throws InterruptedException {
        kill();
    }

    private Path ready() {
        return base.resolve("data/alphapulse-ready.json");
    }

    private void boot() throws IOException, InterruptedException {
        Files.deleteIfExists(ready());
        final ProcessBuilder builder =
                new ProcessBuilder("bash", DIST.resolve("bin/karaf").toString(), "server");
        builder.environment().put("CHECK_ROOT_INSTANCE_RUNNING", "false");
        builder.environment().put("KARAF_BASE", base.toString());
        builder.environment().put("KARAF_ETC", base.resolve("etc").toString());
        builder.environment().put("KARAF_DATA", base.resolve("data").toString());
        builder.environment().put("KARAF_LOG", base.resolve("data/log").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.redirectErrorStream(true)
                .redirectOutput(base.resolve("data/console.log").toFile());
        process = builder.start();
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!Files.exists(ready())) {
            assertTrue(process.isAlive() && System.nanoTime() < deadline, () -> "not ready; see " + base);
            Thread.sleep(20);
        }
    }

    private ProcessHandle engine() throws IOException {
        final long pid =
                new ObjectMapper().readTree(ready().toFile()).get("pid").asLong();
        return ProcessHandle.of(pid).orElseThrow();
    }

    private void kill() throws InterruptedException {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private JsonNode command(String line) throws IOException {
        try (SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(base.resolve("data/alphapulse.sock")))) {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            final String answer = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("0", answer.substring(0, answer.indexOf('\n')), answer);
            return new ObjectMapper().readTree(answer.substring(answer.indexOf('\n') + 1));
        }
    }

    private void assertItTrades() throws IOException, InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        boolean executed = false;
        while (!executed) {
            assertTrue(System.nanoTime() < deadline, "no plan reached the executor");
            Thread.sleep(50);
            for (final JsonNode row : command("alphapulse:plugins --json")) {
                executed |= row.get("kind").asText().equals("EXECUTOR")
                        && row.get("delivered").asLong() > 0;
            }
        }
        assertTrue(command("alphapulse:status --json").get("ready").asBoolean());
    }

    @Test
    void shouldTradeOnPaperAfterBootStopKillAndRestart() throws Exception {
        boot();
        assertItTrades();
        final ProcessHandle first = engine();
        first.destroy();
        first.onExit().get(30, TimeUnit.SECONDS);
        assertFalse(Files.exists(ready()), "a stopped system is not ready");
        boot();
        assertItTrades();
        kill();
        boot();
        assertItTrades();
    }

    @Test
    void shouldKeepItsCommandSocketToItsOwner() throws Exception {
        boot();
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(base.resolve("data/alphapulse.sock"))));
        try (Stream<Path> files = Files.walk(base)) {
            assertFalse(files.anyMatch(file -> file.toString().contains(".m2")));
        }
    }
}
