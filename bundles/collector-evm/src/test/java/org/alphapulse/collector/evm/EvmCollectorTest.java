package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.alphapulse.devnet.Noise;
import org.alphapulse.devnet.NoiseSpec;
import org.junit.jupiter.api.Test;

class EvmCollectorTest extends OnLocalChain {
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
            Harness.await("others trade", () -> noise.swaps() > 300);
            noise.close();
            trade(new Random(5), 40);
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
            trade(new Random(9), 10);
            chain.connections().refuse(false);
            harness.awaitLoaded();
            harness.assertEqualToContracts();
            assertEquals("", harness.collector.status().problem());
        }
    }

    @Test
    void shouldTradeNothingAndRecoverWhenTheNodeIsSilent() {
        try (Harness harness = harness("silence_ms", 1_000)) {
            harness.awaitLoaded();
            chain.connections().silence(true);
            Harness.await("untradable pools", () -> harness.tradable() == 0);
            trade(new Random(9), 5);
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
            trade(new Random(1), 12);
            Harness.await("the head", harness::caughtUp);
            for (int depth = 1; depth <= 10; depth++) {
                final List<String> swaps = trade(new Random(depth), depth);
                if (depth % 3 != 0) {
                    Harness.await("the head", harness::caughtUp);
                }
                chain.reorg(depth, swaps.subList(0, depth / 2));
                trade(new Random(-depth), 1);
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
}
