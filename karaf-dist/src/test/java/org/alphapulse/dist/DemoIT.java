package org.alphapulse.dist;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo in its short form: the distribution trades on a local chain, and the chain's own figures say how. */
class DemoIT {
    private static final boolean LONG = Boolean.getBoolean("alphapulse.long");
    private static final String SECONDS = LONG ? "90s" : "25s";
    /** A compiler at work makes some plans of a few seconds late, which is much of a short run; plans that are wrong revert mostly. */
    private static final int SUBMITTED_PER_REVERTED = LONG ? 20 : 4;

    private final Path home =
            Path.of(System.getProperty("alphapulse.dist")).resolve("../../..").normalize();
    private final Path work = Path.of(System.getProperty("alphapulse.work"));

    @Test
    void shouldFillExactlyAndReplaceTheStrategyWhenOthersTrade() throws Exception {
        assumeTrue(
                Files.isDirectory(home.resolve("contracts/node_modules/@uniswap")),
                "the demo needs the npm packages of the module contracts");
        final Path json = work.resolve("demo.json");
        final Path log = work.resolve("demo.log");
        Files.createDirectories(work);
        Files.deleteIfExists(json);
        final Process demo = start(log.toFile(), "--for", SECONDS, "--json", json.toString());
        try {
            assertTrue(demo.waitFor(240, TimeUnit.SECONDS), () -> "the demo does not end; see " + log);
        } finally {
            demo.descendants().forEach(ProcessHandle::destroy);
        }
        assertEquals(0, demo.exitValue(), () -> "see " + log);
        final JsonNode figures = new ObjectMapper().readTree(json.toFile());
        final long submitted = figures.get("submitted").asLong();
        assertAll(
                figures.toString(),
                () -> assertTrue(figures.get("filled").asLong() >= 5, "filled"),
                () -> assertEquals(0, figures.get("inexact").asLong(), "inexact"),
                () -> assertEquals(
                        figures.get("filled").asLong(), figures.get("exact").asLong(), "exact"),
                () -> assertEquals(0, figures.get("belowMinimumProfit").asLong(), "below the minimum profit"),
                () -> assertTrue(
                        SUBMITTED_PER_REVERTED * figures.get("reverted").asLong() <= submitted, "reverted"),
                () -> assertTrue(figures.at("/profit/net").asDouble() > 0, "net profit"),
                () -> assertTrue(figures.get("capture").asDouble() > 0.5, "capture"),
                () -> assertTrue(figures.at("/decisionLatencyUs/p50").asDouble() > 0, "latency"),
                () -> assertEquals(1, figures.get("strategySwaps").asLong(), "strategy swaps"),
                () -> assertEquals(0, figures.get("messagesLost").asLong(), "messages lost"),
                () -> assertEquals(0, figures.get("messagesDuplicated").asLong(), "messages duplicated"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-INT", "-KILL"})
    void shouldLeaveNothingBehindWhenItIsEndedEarly(String signal) throws Exception {
        assumeTrue("-INT".equals(signal) || LONG, "the long form kills it as well");
        final Path log = work.resolve("demo" + signal + ".log");
        Files.createDirectories(work);
        final Process demo = start(log.toFile());
        final List<ProcessHandle> all = new ArrayList<>();
        try {
            await("it trades", 120, () -> Files.readString(log).contains("live trading is armed"));
            all.addAll(demo.descendants().toList());
            assertTrue(all.size() >= 5, "the demo, a node and an engine with their guards, not only " + all);
            final long group = demo.children().findFirst().orElseThrow().pid();
            // An interrupt comes from a terminal and reaches the whole group.
            final String whom = "-KILL".equals(signal) ? Long.toString(group) : "-" + group;
            new ProcessBuilder("kill", heard(signal), "--", whom).start().waitFor();
            await("it ends", 60, () -> !demo.isAlive());
            await("nothing is left", 30, () -> all.stream().noneMatch(ProcessHandle::isAlive));
            if (!"-KILL".equals(signal)) {
                assertTrue(Files.readString(log).contains("messagesLost"), () -> "no summary; see " + log);
            }
        } finally {
            demo.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Whoever starts the tests in the background of a shell has all their processes ignore an interrupt; then a request to end stands for it. */
    private static String heard(String signal) throws Exception {
        final Path status = Path.of("/proc/self/status");
        final boolean deaf = Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).trim(), 16) & 2) != 0);
        return deaf && "-INT".equals(signal) ? "-TERM" : signal;
    }

    private static void await(String what, int seconds, Callable<Boolean> condition) throws Exception {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.call()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain until " + what);
            Thread.sleep(50);
        }
    }

    private Process start(File log, String... options) throws Exception {
        final Path target = home.resolve("runtime/demo/target");
        final List<String> command = new ArrayList<>(List.of(
                "bash",
                "-c",
                "set -m; \"$@\" & wait $!",
                "a-terminal",
                System.getProperty("java.home") + "/bin/java",
                "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "-Dalphapulse.home=" + home,
                "-cp",
                target.resolve("classes") + File.pathSeparator + Files.readString(target.resolve("classpath")),
                "org.alphapulse.demo.DemoMain"));
        command.addAll(List.of(options));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }
}
