package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.alphapulse.chain.NodeStatus;
import org.alphapulse.devnet.Abi;
import org.alphapulse.devnet.ChainSpec;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Pool;
import org.alphapulse.devnet.Transaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodesTest {
    @TempDir
    Path folder;

    @Test
    void shouldQuarantineANodeWhenTheOthersDenyItsHead() {
        try (Devnet honest = Devnet.start(DevnetSpec.instant());
                Devnet lying = Devnet.start(DevnetSpec.instant())) {
            final LocalChain chain = honest.chain(1);
            final LocalChain liar = lying.chain(1);
            // Back to the block that both have in common.
            final long common = commonBlock(chain, liar);
            final long ahead = liar.blockNumber() - common;
            if (ahead > 0) {
                liar.rpc().call("anvil_rollback", ahead);
            }
            final String endpoints = liar.wsUrl() + "," + Harness.ws(chain) + "," + chain.ipc();
            try (Harness harness = new Harness(chain, folder, endpoints, Map.of("silence_ms", 2_000))) {
                Harness.await("pools by the first node", () -> harness.tradable() == 50);
                assertEquals(common, harness.collector.status().headBlock());
                // Another time makes another block, even within the same second.
                liar.rpc().call("evm_increaseTime", 60);
                liar.mine(1);
                Harness.await("quarantine", () -> harness.collector.status().quarantines() == 1);
                final NodeStatus status = harness.collector.nodes().get(0);
                assertEquals("QUARANTINED", status.state());
                assertTrue(status.reason().contains("it lied: block " + (common + 1)), status.reason());
                harness.awaitLoaded();
                final Pool pool = chain.pools().get(0);
                chain.swap(chain.account(1), pool, pool.token0(), pool.token0().worth(50));
                Harness.await("the head", harness::caughtUp);
                harness.assertEqualToContracts();
            }
        }
    }

    private static long commonBlock(LocalChain a, LocalChain b) {
        long block = Math.min(a.blockNumber(), b.blockNumber());
        while (!a.blockHash(block).equals(b.blockHash(block))) {
            block--;
        }
        if (block == a.blockNumber()) {
            a.mine(1);
        }
        return block;
    }

    @Test
    void shouldTradeNothingWhenTwoNodesContradictEachOther() {
        try (Devnet one = Devnet.start(DevnetSpec.instant());
                Devnet two = Devnet.start(DevnetSpec.instant())) {
            final Pool pool = one.chain(1).pools().get(0);
            one.chain(1)
                    .swap(
                            one.chain(1).account(1),
                            pool,
                            pool.token0(),
                            pool.token0().worth(500));
            two.chain(1).mine(3);
            final String endpoints = one.chain(1).wsUrl() + "," + two.chain(1).wsUrl();
            try (Harness harness = new Harness(one.chain(1), folder, endpoints, Map.of())) {
                Harness.await(
                        "a dispute", () -> harness.collector.status().problem().contains("disputed"));
                for (int i = 0; i < 300; i++) {
                    assertEquals(0, harness.tradable());
                    java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
                }
                assertEquals(0, harness.collector.status().quarantines());
                assertFalse(harness.collector.status().loadedPools() > 0);
            }
        }
    }

    @Test
    void shouldGoOnWithTheNextNodeWhenOneFails() {
        try (Devnet devnet = Devnet.start(DevnetSpec.instant())) {
            final LocalChain chain = devnet.chain(1);
            try (Harness harness =
                    new Harness(chain, folder, Harness.ws(chain) + "," + chain.ipc(), Map.of("silence_ms", 10_000))) {
                harness.awaitLoaded();
                assertEquals(chain.wsUrl(), harness.collector.status().node());
                chain.connections().refuse(true);
                chain.dropConnections();
                Harness.await("the other node", () -> harness.collector
                        .status()
                        .node()
                        .equals(chain.ipc().toString()));
                harness.awaitLoaded();
                final Pool pool = chain.pools().get(2);
                chain.swap(chain.account(1), pool, pool.token0(), pool.token0().worth(5_000));
                Harness.await("the head", harness::caughtUp);
                harness.assertEqualToContracts();
            }
        }
    }

    @Test
    void shouldFindAllPoolsOfAFactoryAndGoOnWhereItEndedWhenStartedAgain() throws Exception {
        try (Devnet devnet = Devnet.start(
                DevnetSpec.defaults().withChains(ChainSpec.of(1).withBlockTime(Duration.ofSeconds(600))))) {
            final LocalChain chain = devnet.chain(1);
            final int made = makePairs(chain, 46);
            final long start = System.nanoTime();
            final Map<String, Object> settings = Map.of("discovery", "scan", "discovery_range", 100);
            try (Harness harness = new Harness(chain, folder, Harness.ws(chain), settings)) {
                Harness.await("all pools", () -> harness.collector.status().loadedPools() == 50 + made);
                final double minutes = (System.nanoTime() - start) / 60e9;
                System.out.printf("found and read %d pools: %.0f a minute%n", 50 + made, (50 + made) / minutes);
                assertEquals(50 + made, harness.collector.status().pools());
            }
            final long again = System.nanoTime();
            try (Harness harness = new Harness(chain, folder, Harness.ws(chain), settings)) {
                Harness.await(
                        "all pools",
                        () -> harness.collector.status().loadedPools() == 50 + made && harness.tradable() == 50 + made);
                System.out.printf("the same from the file in %d ms%n", (System.nanoTime() - again) / 1_000_000);
                harness.assertEqualToContracts();
            }
        }
    }

    /** Tokens that answer every call with 18, and a pair for every two of them. */
    private static int makePairs(LocalChain chain, int count) {
        chain.rpc().call("evm_setBlockGasLimit", "0x2540be400");
        final List<String> tokens = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final String token = String.format("0x%040x", 0xabcdef0000000000L + i * 0x1234567L);
            chain.rpc().call("anvil_setCode", token, "0x601260005260206000f3");
            tokens.add(token);
        }
        int pairs = 0;
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                final String data = Abi.call("createPair(address,address)", tokens.get(i), tokens.get(j));
                chain.submit(
                        chain.account(1), Transaction.call(chain.contracts().v2Factory(), data, 4_000_000));
                if (++pairs % 200 == 0) {
                    chain.mine(1);
                }
            }
        }
        chain.mine(1);
        return pairs;
    }
}
