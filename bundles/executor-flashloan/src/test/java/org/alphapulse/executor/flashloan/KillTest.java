package org.alphapulse.executor.flashloan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.devnet.ChainSpec;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.ledger.FileLedger;
import org.alphapulse.ledger.LedgerEntry;
import org.alphapulse.ledger.Outcome;
import org.alphapulse.ledger.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a trading process at random moments, again and again, and compares its ledger with the chain. */
class KillTest {
    @TempDir
    Path folder;

    @Test
    void shouldLoseNoPlanAndSendNoneTwiceWhenKilledAtAnyMoment() throws IOException, InterruptedException {
        final int kills = Boolean.getBoolean("alphapulse.long") ? 20 : 3;
        final Random random = new Random(5);
        try (Devnet devnet =
                Devnet.start(DevnetSpec.defaults().withChains(ChainSpec.of(1).withBlockTime(Duration.ofSeconds(1))))) {
            final LocalChain chain = devnet.chain(1);
            final Arena arena = new Arena(chain);
            Desk.signer(folder, arena.operator.privateKey());
            arena.pushApart(60_000);
            final UnsafeBuffer message = arena.plan(arena.weth().units(1)).message();
            final byte[] plan = new byte[message.capacity()];
            message.getBytes(0, plan);
            Files.write(folder.resolve("plan"), plan);
            final long firstNonce = arena.mined();
            for (int kill = 0; kill < kills; kill++) {
                final Process process = start(chain, arena, "trade");
                try (BufferedReader said = process.inputReader()) {
                    assertEquals("ready", firstWord(said, "ready"));
                    Thread.sleep(random.nextInt(1_500));
                    process.toHandle().destroyForcibly();
                    process.waitFor();
                }
            }
            final Process last = start(chain, arena, "settle");
            try (BufferedReader said = last.inputReader()) {
                assertEquals("settled", firstWord(said, "settled"));
            }
            last.waitFor();
            check(chain, arena, firstNonce);
        }
    }

    private static String firstWord(BufferedReader said, String awaited) throws IOException {
        final StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(awaited)) {
                return awaited;
            }
            all.append(line).append('\n');
        }
        return all.toString();
    }

    private Process start(LocalChain chain, Arena arena, String task) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TradingProcess.class.getName(),
                        folder.toString(),
                        chain.httpUrl(),
                        arena.contract,
                        task)
                .redirectErrorStream(true)
                .start();
    }

    private void check(LocalChain chain, Arena arena, long firstNonce) {
        final Map<String, JsonNode> onChain = ofAccount(chain, arena.operator.address());
        final long mined = arena.mined();
        final Set<String> accounted = new HashSet<>();
        int settledOnChain = 0;
        try (FileLedger ledger = FileLedger.open(folder.resolve("ledger"), 1 << 20)) {
            assertEquals(List.of(), ledger.open());
            for (final LedgerEntry entry : ledger.newest(10_000)) {
                final List<String> there =
                        entry.hashes().stream().filter(onChain::containsKey).toList();
                assertTrue(there.size() <= 1, "sent twice: " + entry);
                final Settlement settled = entry.settlement().orElseThrow();
                assertEquals(there.isEmpty() ? 0 : 1, settled.blockNumber() == 0 ? 0 : 1, entry.toString());
                for (final String hash : there) {
                    assertTrue(accounted.add(hash), "two plans have the transaction " + hash);
                    assertEquals(hash, settled.transactionHash());
                    final boolean success = chain.receipt(hash).success();
                    assertTrue(
                            settled.outcome() == Outcome.EXPIRED || success == (settled.outcome() == Outcome.FILLED));
                    settledOnChain++;
                }
            }
        }
        assertEquals(mined - firstNonce, settledOnChain, "each nonce has its plan");
        assertEquals(onChain.keySet(), accounted);
        assertTrue(settledOnChain > 0, "nothing was traded");
    }

    /** All transactions of the contract's operator, from the blocks themselves. */
    private static Map<String, JsonNode> ofAccount(LocalChain chain, String account) {
        final Map<String, JsonNode> found = new HashMap<>();
        final long newest = chain.blockNumber();
        for (long number = Math.max(0, newest - 400); number <= newest; number++) {
            final JsonNode block = chain.rpc().call("eth_getBlockByNumber", "0x" + Long.toHexString(number), true);
            for (final JsonNode transaction : block.path("transactions")) {
                if (transaction.path("from").asText().equalsIgnoreCase(account)
                        && !transaction.path("to").isNull()
                        && number > newest - 400) {
                    found.put(transaction.path("hash").asText(), transaction);
                }
            }
        }
        found.values()
                .removeIf(transaction -> !transaction.path("to").asText().equalsIgnoreCase(account)
                        && transaction.path("input").asText().length() > 2
                        && !transaction.path("input").asText().startsWith("0x61461954"));
        return found;
    }
}
