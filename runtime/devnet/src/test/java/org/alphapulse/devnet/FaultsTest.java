package org.alphapulse.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultsTest {
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

    @Test
    void shouldReplaceBlocksAndAnnounceOthersWhenReorganised() throws Exception {
        for (int depth : new int[] {1, 5, 64}) {
            long base = chain.blockNumber();
            Pool pool = chain.pools().get(0);
            Reserves before = chain.reserves(pool);
            chain.swap(chain.account(1), pool, pool.token0(), pool.token0().worth(1000));
            if (depth > 1) {
                chain.mine(depth - 1);
            }
            List<String> old = hashes(base + 1, depth);
            try (HeadWatcher heads = HeadWatcher.connect(chain.wsUrl())) {
                chain.reorg(depth);
                List<String> now = hashes(base + 1, depth);
                for (int i = 0; i < depth; i++) {
                    assertNotEquals(old.get(i), now.get(i));
                    assertTrue(
                            chain.rpc()
                                    .call("eth_getBlockByHash", old.get(i), false)
                                    .isNull(),
                            "a lost block is known");
                    assertEquals(now.get(i), heads.next(), "announced head " + i + " of depth " + depth);
                }
            }
            assertEquals(base + depth, chain.blockNumber());
            assertEquals(before, chain.reserves(pool), "the swap must be lost");
            chain.swap(chain.account(1), pool, pool.token0(), pool.token0().worth(1000));
        }
    }

    @Test
    void shouldKeepTransactionsWhenAskedToInAReorg() {
        Pool pool = chain.pools().get(0);
        Receipt first =
                chain.swap(chain.account(1), pool, pool.token0(), pool.token0().worth(1000));
        Reserves after = chain.reserves(pool);
        chain.swap(chain.account(2), pool, pool.token0(), pool.token0().worth(1000));
        chain.reorg(2, List.of(first.transactionHash()));
        assertEquals(after, chain.reserves(pool));
        Receipt again = chain.receipt(first.transactionHash());
        assertEquals(first.blockNumber(), again.blockNumber());
        assertNotEquals(first.blockHash(), again.blockHash());
    }

    @Test
    void shouldKeepTheTimeOfDayWhenHistoryIsRewritten() {
        chain.mine(3);
        chain.reorg(3);
        assertTrue(Math.abs(timestamp(chain) - System.currentTimeMillis() / 1000) <= 5, "replaced blocks");
        String snapshot = chain.snapshot();
        chain.mine(1);
        chain.revert(snapshot);
        chain.mine(1);
        assertTrue(Math.abs(timestamp(chain) - System.currentTimeMillis() / 1000) <= 5, "a block after that");
    }

    @Test
    void shouldReturnToTheRememberedStateWhenReverted() {
        Pool pool = chain.pools().get(3);
        Reserves before = chain.reserves(pool);
        long block = chain.blockNumber();
        String snapshot = chain.snapshot();
        chain.swap(chain.account(1), pool, pool.token1(), pool.token1().worth(5000));
        assertNotEquals(before, chain.reserves(pool));
        chain.revert(snapshot);
        assertEquals(before, chain.reserves(pool));
        assertEquals(block, chain.blockNumber());
        chain.swap(chain.account(1), pool, pool.token1(), pool.token1().worth(5000));
        assertThrows(IllegalArgumentException.class, () -> chain.revert("0xffff"));
    }

    @Test
    void shouldHaveItsBlocksButNotItsPoolWhenKilledAndStartedAgain() {
        Pool pool = chain.pools().get(3);
        Receipt mined =
                chain.swap(chain.account(1), pool, pool.token1(), pool.token1().worth(5000));
        Reserves reserves = chain.reserves(pool);
        long block = chain.blockNumber();
        chain.rpc().call("evm_setAutomine", false);
        String lost = chain.submit(
                chain.account(2),
                chain.swapTransaction(
                        chain.account(2), pool, pool.token0(), pool.token0().worth(10)));
        String way = chain.httpUrl();
        chain.crash();
        assertThrows(RpcException.class, chain::blockNumber);
        chain.restart();
        assertEquals(way, chain.httpUrl());
        assertEquals(block, chain.blockNumber());
        assertEquals(mined.blockHash(), chain.receipt(mined.transactionHash()).blockHash());
        assertEquals(reserves, chain.reserves(pool));
        assertTrue(chain.rpc().call("eth_getTransactionByHash", lost).isNull(), "the pool is lost");
        chain.swap(chain.account(2), pool, pool.token0(), pool.token0().worth(10));
    }

    @Test
    void shouldCutClientsButNotItselfWhenConnectionsAreDropped() throws Exception {
        try (HeadWatcher heads = HeadWatcher.connect(chain.wsUrl())) {
            chain.mine(1);
            assertEquals(chain.blockHash(chain.blockNumber()), heads.next());
            chain.dropConnections();
            assertTrue(heads.awaitEnd(), "the client must notice");
            chain.mine(1);
        }
        chain.connections().refuse(true);
        assertThrows(Exception.class, () -> HeadWatcher.connect(chain.wsUrl()).close());
        chain.connections().refuse(false);
        try (HeadWatcher heads = HeadWatcher.connect(chain.wsUrl())) {
            chain.mine(1);
            assertNotNull(heads.next());
        }
    }

    @Test
    void shouldHoldBackAndThenDeliverWhenSilenced() throws Exception {
        try (HeadWatcher heads = HeadWatcher.connect(chain.wsUrl())) {
            chain.connections().silence(true);
            chain.mine(2);
            assertNull(heads.poll(400));
            chain.connections().silence(false);
            assertEquals(chain.blockHash(chain.blockNumber() - 1), heads.next());
            assertEquals(chain.blockHash(chain.blockNumber()), heads.next());
        }
    }

    @Test
    void shouldMineAtTheBlockTimeWhenItHasOne() throws Exception {
        try (Devnet ticking = Devnet.start(DevnetSpec.defaults().withChains(ChainSpec.of(1)));
                HeadWatcher heads = HeadWatcher.connect(ticking.chain(1).wsUrl())) {
            assertNotNull(heads.next());
            assertNotNull(heads.next());
            long stamp = timestamp(ticking.chain(1));
            assertTrue(Math.abs(stamp - System.currentTimeMillis() / 1000) <= 5, "block times follow the clock");
        }
    }

    @Test
    void shouldLeaveNoProcessWhenClosed() {
        long node = nodePid(ProcessHandle.current(), chain);
        devnet.close();
        assertTrue(gone(node));
        assertFalse(chain.ipc().getParent().toFile().exists(), "the node's folder must be removed");
    }

    @Test
    void shouldLeaveNoProcessWhenTheParentIsKilled() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dalphapulse.npm=" + System.getProperty("alphapulse.npm", "contracts/node_modules"),
                        DevnetMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var out = child.inputReader()) {
            assertTrue(out.readLine().contains("\"event\":\"ready\""));
            List<Long> below = child.descendants().map(ProcessHandle::pid).toList();
            assertTrue(below.size() >= 4, "two guards and two nodes, but " + below);
            child.destroyForcibly().waitFor();
            for (long pid : below) {
                assertTrue(gone(pid), "process " + pid + " outlived its parent");
            }
        }
    }

    @Test
    void shouldSayHowToGetThemWhenThePackagesAreMissing(@TempDir Path empty) {
        IllegalStateException error = assertThrows(
                IllegalStateException.class,
                () -> Devnet.start(DevnetSpec.instant().withNpm(empty)));
        assertTrue(error.getMessage().contains("./mvnw -pl contracts generate-resources"), error.getMessage());
    }

    private List<String> hashes(long from, int count) {
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            hashes.add(chain.blockHash(from + i));
        }
        return hashes;
    }

    private static long timestamp(LocalChain of) {
        return Long.decode(of.rpc()
                .call("eth_getBlockByNumber", "latest", false)
                .path("timestamp")
                .asText());
    }

    private static long nodePid(ProcessHandle parent, LocalChain chain) {
        String folder = chain.ipc().getParent().toString();
        return parent.descendants()
                .filter(handle -> handle.info().command().orElse("").endsWith("anvil"))
                .filter(handle -> String.join(" ", handle.info().arguments().orElse(new String[0]))
                        .contains(folder))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private static boolean gone(long pid) {
        for (int i = 0; i < 500; i++) {
            if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
                return true;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }
}
