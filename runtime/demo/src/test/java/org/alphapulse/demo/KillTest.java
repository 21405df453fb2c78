package org.alphapulse.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.alphapulse.chain.RestartStatus;
import org.alphapulse.devnet.ChainSpec;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Noise;
import org.alphapulse.devnet.NoiseSpec;
import org.alphapulse.devnet.Pool;
import org.alphapulse.devnet.PoolFamily;
import org.alphapulse.devnet.Reserves;
import org.alphapulse.ledger.FileLedger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole line as a process of its own is killed at random moments, or finds its disk full, while it trades. */
class KillTest {
    private static final int KILLS = Boolean.getBoolean("alphapulse.long") ? 20 : 3;
    private static final String PRLIMIT = "/usr/bin/prlimit";

    @TempDir
    Path folder;

    private Devnet devnet;
    private LocalChain chain;
    private Reckoning reckoning;
    private Map<String, Map<String, String>> configurations;
    private Noise noise;

    /** A process and what it said. */
    private record Child(Process process, List<String> said) implements AutoCloseable {
        void await(String begin) {
            Patience.until(
                    begin,
                    () -> said.stream().anyMatch(line -> line.startsWith(begin)),
                    () -> said + (process.isAlive() ? " and runs" : " and ended"));
        }

        /** Has it end in good order. */
        void stop() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
            Patience.until("its end", () -> !process.isAlive(), () -> said);
        }

        @Override
        public void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    @BeforeEach
    void startChain() throws IOException {
        devnet = Devnet.start(DevnetSpec.defaults().withChains(ChainSpec.of(1)));
        chain = devnet.chain(1);
        final Trader trader = new Trader(chain);
        configurations = FaultsTest.faulty(chain, trader, folder);
        new ObjectMapper().writeValue(folder.resolve("line.json").toFile(), configurations);
        reckoning = new Reckoning(chain, trader.address());
        noise = chain.noise(NoiseSpec.of(5, 20));
    }

    @AfterEach
    void stopChain() {
        devnet.close();
    }

    private Child start(String task) throws IOException {
        final Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LineProcess.class.getName(),
                        folder.toString(),
                        task)
                .redirectErrorStream(true)
                .start();
        final List<String> said = new CopyOnWriteArrayList<>();
        final Thread reader = new Thread(() -> {
            try (BufferedReader lines = process.inputReader()) {
                lines.lines().forEach(said::add);
            } catch (IOException | java.io.UncheckedIOException killed) {
                // There is no more to read.
            }
        });
        reader.setDaemon(true);
        reader.start();
        return new Child(process, said);
    }

    private int settle() throws IOException {
        try (Child last = start("settle")) {
            last.await("settled");
        }
        try (FileLedger ledger = FileLedger.open(folder.resolve("ledger"), 1 << 20)) {
            return reckoning.check(ledger);
        }
    }

    @Test
    void shouldLoseNothingAndSendNothingTwiceWhenKilledAtAnyMoment() throws IOException, InterruptedException {
        final Random random = new Random(11);
        for (int kill = 0; kill < KILLS; kill++) {
            try (Child child = start("trade")) {
                switch (kill % 3) {
                    case 0 -> { // while plans are sent and settled
                        child.await("filled");
                        Thread.sleep(random.nextInt(1_500));
                    }
                    case 1 -> { // from the first plan on
                        child.await("trading");
                        Thread.sleep(random.nextInt(2_500));
                    }
                    default ->
                        Thread.sleep(random.nextInt(5_000)); // while it starts and finds what the one before left
                }
            }
        }
        assertTrue(settle() > 0, "nothing was traded");
    }

    @Test
    void shouldTradeOnWithTheMarketOfTheLastStopInGoodOrderWhenKilledAfterIt() throws IOException {
        final Path market = folder.resolve("market");
        try (Child child = start("trade")) {
            child.await("filled");
            child.stop();
        }
        final long stopped = chain.blockNumber();
        final byte[] kept = Files.readAllBytes(market);
        try (Child child = start("trade")) {
            child.await("filled");
        }
        assertArrayEquals(kept, Files.readAllBytes(market), "nothing is written when it is killed");
        try (Line line = new Line(configurations, folder)) {
            Patience.until("pools", () -> line.tradable() == 50, () -> line.collector.status());
            final RestartStatus restart = line.collector.status().restart();
            assertEquals("RESTORED", restart.outcome(), restart.reason());
            assertTrue(restart.block() <= stopped && restart.logs() > 0, restart::toString);
            line.engine.arm();
            final long before = line.filled();
            Patience.until("fills", () -> line.filled() > before, () -> line.engine.status());
            line.engine.disarm();
            noise.close();
            Patience.until("results", () -> line.ledger.open().isEmpty(), line.ledger::open);
            final long block = chain.blockNumber();
            Patience.until("two blocks", () -> line.collector.status().headBlock() > block + 1, chain::blockNumber);
            assertEqualToContracts(line);
            assertTrue(reckoning.check(line.ledger) > 0, "nothing was traded");
        }
    }

    /** Nothing happens on the chain any more. */
    private void assertEqualToContracts(Line line) {
        final Map<String, List<BigInteger>> ours = line.states();
        assertEquals(50, ours.size());
        for (final Pool pool : chain.pools()) {
            final String address = pool.address();
            if (pool.family().isV2()) {
                final Reserves reserves = chain.reserves(pool);
                assertEquals(List.of(reserves.amount0(), reserves.amount1()), ours.get(address), pool::toString);
            } else if (pool.family() == PoolFamily.UNISWAP_V3) {
                final Object price = chain.call(address, "slot0()", "(uint160,int24,uint16,uint16,uint16,uint8,bool)")
                        .get(0);
                final Object liquidity =
                        chain.call(address, "liquidity()", "(uint128)").get(0);
                assertEquals(List.of(price, liquidity), ours.get(address), pool::toString);
            }
        }
    }

    @Test
    void shouldSendNothingWhenTheDiskIsFullAndGoOnWhenThereIsRoom() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of(PRLIMIT)), "prlimit of util-linux fills the disk");
        try (Child child = start("trade")) {
            child.await("filled");
            // No file grows any more: the disk is full for this process.
            final Process full = new ProcessBuilder(
                            PRLIMIT, "--pid", Long.toString(child.process().pid()), "--fsize=1")
                    .inheritIO()
                    .start();
            assertEquals(0, full.waitFor());
            child.await("LEDGER_FAILED");
            // What was on its way is mined by the next block but one.
            final long block = chain.blockNumber();
            Patience.until("two blocks", () -> chain.blockNumber() > block + 1, chain::blockNumber);
            final long nonce = reckoning.nonce();
            Patience.during(3_000, () -> assertEquals(nonce, reckoning.nonce(), "sent without a record"));
            assertTrue(child.process().isAlive(), "it ended");
        }
        try (Child child = start("trade")) {
            child.await("filled");
        }
        assertTrue(settle() > 0, "nothing was traded");
    }
}
