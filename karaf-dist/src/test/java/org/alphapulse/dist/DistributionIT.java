package org.alphapulse.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The distribution from outside, as an operator's script sees it: boot, stop, kill, start again, deploy by file. */
class DistributionIT {
    private Instance instance;

    @BeforeEach
    void makeInstance() throws IOException {
        instance = new Instance();
    }

    @AfterEach
    void end() throws InterruptedException {
        instance.close();
    }

    private void assertItTrades() throws IOException, InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        boolean executed = false;
        while (!executed) {
            assertTrue(System.nanoTime() < deadline, "no plan reached the executor");
            Thread.sleep(50);
            for (final JsonNode row : instance.json("alphapulse:plugins --json")) {
                executed |= row.get("kind").asText().equals("EXECUTOR")
                        && row.get("delivered").asLong() > 0;
            }
        }
        assertTrue(instance.json("alphapulse:status --json").get("ready").asBoolean());
    }

    @Test
    void shouldTradeOnPaperAfterBootStopKillAndRestart() throws Exception {
        instance.boot();
        assertItTrades();
        final ProcessHandle first = instance.engine();
        first.destroy();
        first.onExit().get(30, TimeUnit.SECONDS);
        assertFalse(Files.exists(instance.ready()), "a stopped system is not ready");
        instance.boot();
        assertItTrades();
        instance.kill();
        instance.boot();
        assertItTrades();
    }

    @Test
    void shouldKeepItsCommandSocketToItsOwner() throws Exception {
        instance.boot();
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(instance.base().resolve("data/alphapulse.sock"))));
        try (Stream<Path> files = Files.walk(instance.base())) {
            assertFalse(files.anyMatch(file -> file.toString().contains(".m2")));
        }
    }

    @Test
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldOpenAShellForTheOwnerOfTheSocketWithoutAPassword() throws Exception {
        instance.boot();
        try (SocketChannel channel =
                SocketChannel.open(UnixDomainSocketAddress.of(instance.base().resolve("data/alphapulse.sock")))) {
            type(channel, "\0\0\5xterm\2\0\170\0\50");
            type(channel, keys("alphapulse:sta\t\r"));
            assertTrue(shown(channel, "READY, paper mode").contains("alphapulse:status"), "the tab completes");
            type(channel, keys("feature:info alphapulse-base\r"));
            shown(channel, "Feature alphapulse-base");
            type(channel, keys("\4"));
            shown(channel, null);
        }
        assertTrue(instance.json("alphapulse:status --json").get("ready").asBoolean(), "the engine runs on");
        assertTrue(
                Files.readString(instance.base().resolve("data/shell-history")).contains("alphapulse:status"),
                "what was typed stays with the instance");
    }

    @Test
    @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldOpenTheShellInATerminal() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "needs script of util-linux to make a terminal");
        instance.boot();
        final Path home = Instance.DIST.resolve("../../..").normalize();
        final ProcessBuilder builder =
                new ProcessBuilder("/usr/bin/script", "-qec", home.resolve("alphapulse") + " shell", "/dev/null");
        builder.environment().put("ALPHAPULSE_HOME", instance.base().toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("TERM", "xterm");
        final Process terminal = builder.redirectErrorStream(true).start();
        try {
            terminal.getOutputStream().write("alphapulse:ready\r".getBytes(StandardCharsets.UTF_8));
            terminal.getOutputStream().flush();
            final StringBuilder screen = new StringBuilder();
            for (int c = 0;
                    c >= 0 && !screen.toString().contains("READY");
                    c = terminal.getInputStream().read()) {
                screen.append((char) c);
            }
            terminal.getOutputStream().write(4);
            terminal.getOutputStream().flush();
            assertTrue(terminal.waitFor(20, TimeUnit.SECONDS), "ctrl-d ends the shell");
            assertEquals(0, terminal.exitValue(), screen.toString());
        } finally {
            terminal.descendants().forEach(ProcessHandle::destroyForcibly);
            terminal.destroyForcibly();
        }
    }

    private static String keys(String typed) {
        return "\1\0" + (char) typed.length() + typed;
    }

    private static void type(SocketChannel channel, String bytes) throws IOException {
        channel.write(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /** Reads up to an expected text, or to the end of the session. */
    private static String shown(SocketChannel channel, String expected) throws IOException {
        final ByteBuffer buffer = ByteBuffer.allocate(65_536);
        final StringBuilder screen = new StringBuilder();
        while (expected == null || !screen.toString().contains(expected)) {
            if (channel.read(buffer.clear()) < 0) {
                assertEquals(null, expected, () -> "the session ended after " + screen);
                break;
            }
            screen.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        }
        return screen.toString();
    }
}
