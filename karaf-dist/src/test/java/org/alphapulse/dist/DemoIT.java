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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The demo in its short form: the distribution trades on a local chain, and the chain's own figures say how. */
class DemoIT {
    private static final String SECONDS = Boolean.getBoolean("alphapulse.long") ? "90s" : "25s";

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
        final Process demo = start(json, log.toFile());
        try {
            assertTrue(demo.waitFor(240, TimeUnit.SECONDS), () -> "the demo does not end; see " + log);
        } finally {
            demo.destroy();
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
                () -> assertTrue(20 * figures.get("reverted").asLong() <= submitted, "reverted"),
                () -> assertTrue(figures.at("/profit/net").asDouble() > 0, "net profit"),
                () -> assertEquals(1, figures.get("strategySwaps").asLong(), "strategy swaps"),
                () -> assertEquals(0, figures.get("messagesLost").asLong(), "messages lost"),
                () -> assertEquals(0, figures.get("messagesDuplicated").asLong(), "messages duplicated"));
    }

    private Process start(Path json, File log) throws Exception {
        final Path target = home.resolve("runtime/demo/target");
        return new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "-Dalphapulse.home=" + home,
                        "-cp",
                        target.resolve("classes") + File.pathSeparator + Files.readString(target.resolve("classpath")),
                        "org.alphapulse.demo.DemoMain",
                        "--for",
                        SECONDS,
                        "--json",
                        json.toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }
}
