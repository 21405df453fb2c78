package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Noise;
import org.alphapulse.devnet.NoiseSpec;
import org.alphapulse.devnet.Pool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvmCollectorTest {
    @TempDir
    Path folder;

    private Devnet devnet;
    private LocalChain chain;

    @BeforeEach
    void start() {
        devnet = Devnet.start(DevnetSpec.instant());
        chain = devnet.chain(1);
    }

    @AfterEach
    void stop() {
        devnet.close();
    }

    private Harness harness() {
        return harness(10_000);
    }

    private Harness harness(int silenceMs) {
        return new Harness(chain, folder, Harness.ws(chain), Map.of("silence_ms", silenceMs, "timeout_ms", 3_000));
    }

    @Test
    void shouldTellAllPoolsAsTheContractsHaveThemWhenStarted() {
        try (Harness harness = harness()) {
            harness.awaitLoaded();
            assertEquals(harness.pools().size(), harness.tradable());
            harness.assertEqualToContracts();
        }
    }

    @Test
    void shouldFollowEveryEventWhenOthersTrade() throws Exception {
        try (Harness harness = harness()) {
            harness.awaitLoaded();
            final Noise noise = chain.noise(new NoiseSpec(7, 60, 10, 0, 0.02));
            Thread.sleep(6_000);
            noise.close();
            swaps(new Random(5), 40);
            Harness.await("the head", harness::caughtUp);
            harness.assertEqualToContracts();
            assertEquals(0, harness.collector.status().gaps());
            assertTrue(
                    harness.collector.status().logs() > 300,
                    harness.collector.status().toString());
        }
    }

    @Test
    void shouldTradeNothingAtOnceAndRecoverWhenTheConnectionIsCut() {
        try (Harness harness = harness()) {
            harness.awaitLoaded();
            chain.connections().refuse(true);
            chain.dropConnections();
            Harness.await("untradable pools", () -> harness.tradable() == 0);
            swaps(new Random(9), 10);
            chain.connections().refuse(false);
            harness.awaitLoaded();
            harness.assertEqualToContracts();
            assertEquals("", harness.collector.status().problem());
        }
    }

    @Test
    void shouldTradeNothingAndRecoverWhenTheNodeIsSilent() {
        try (Harness harness = harness(1_000)) {
            harness.awaitLoaded();
            chain.connections().silence(true);
            Harness.await("untradable pools", () -> harness.tradable() == 0);
            swaps(new Random(9), 5);
            chain.connections().silence(false);
            harness.awaitLoaded();
            harness.assertEqualToContracts();
        }
    }

    @Test
    void shouldEndInTheStateOfTheNewBranchWhenReorganised() {
        try (Harness harness = harness()) {
            harness.awaitLoaded();
            // Blocks above the one at which the pools were read, so that rollback is tested and not reading again.
            swaps(new Random(1), 12);
            Harness.await("the head", harness::caughtUp);
            for (int depth = 1; depth <= 10; depth++) {
                final List<String> swaps = swaps(new Random(depth), depth);
                if (depth % 3 != 0) {
                    Harness.await("the head", harness::caughtUp);
                }
                chain.reorg(depth, swaps.subList(0, depth / 2));
                swaps(new Random(-depth), 1);
                Harness.await("the head after " + depth, harness::caughtUp);
                Harness.await(
                        "reading again after " + depth,
                        () -> harness.tradable() == harness.pools().size());
                Harness.await("the head after " + depth, harness::caughtUp);
                harness.assertEqualToContracts();
            }
            assertTrue(
                    harness.collector.status().reorgs() >= 6,
                    harness.collector.status().toString());
            assertEquals(0, harness.collector.status().disconnects());
        }
    }

    private List<String> swaps(Random random, int count) {
        final List<String> hashes = new ArrayList<>();
        final List<Pool> pools = chain.pools();
        for (int i = 0; i < count; i++) {
            final Pool pool = pools.get(random.nextInt(50));
            final var in = random.nextBoolean() ? pool.token0() : pool.token1();
            hashes.add(chain.swap(chain.account(1 + i % 5), pool, in, in.worth(20_000 + random.nextInt(200_000)))
                    .transactionHash());
        }
        return hashes;
    }
}
