package org.alphapulse.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that writes, at random moments, and compares what it said was written with what is there. */
class LedgerKillTest {
    @TempDir
    Path folder;

    // The handle is used for killing, since Process.destroyForcibly throws away what was said before.

    /** The process: writes plans and their settlements for ever, and says so after each. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] args) {
            try (FileLedger ledger = FileLedger.open(Path.of(args[0]), 20_000)) {
                for (long nonce = Long.parseLong(args[1]); ; nonce++) {
                    final long entry = ledger.plan(FileLedgerTest.plan(nonce));
                    System.out.println("planned " + nonce);
                    ledger.settle(entry, Settlement.without(Outcome.EXPIRED, "test"));
                    System.out.println("settled " + nonce);
                }
            }
        }
    }

    @Test
    void shouldHaveAllThatWasAcknowledgedWhenTheWriterIsKilledAtAnyMoment() throws IOException, InterruptedException {
        final Random random = new Random(11);
        final int kills = Boolean.getBoolean("alphapulse.long") ? 20 : 3;
        long next = 0;
        for (int kill = 0; kill < kills; kill++) {
            final Process process = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElse("java"),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Writer.class.getName(),
                            folder.toString(),
                            Long.toString(next))
                    .redirectErrorStream(true)
                    .start();
            long planned = next - 1;
            long settled = next - 1;
            try (BufferedReader said = process.inputReader()) {
                String line = said.readLine();
                final long until = System.nanoTime() + random.nextInt(200_000_000);
                for (; line != null; line = said.readLine()) {
                    if (System.nanoTime() > until) {
                        process.toHandle().destroyForcibly();
                    }
                    final String[] words = line.split(" ");
                    if (words[0].equals("planned")) {
                        planned = Long.parseLong(words[1]);
                    } else if (words[0].equals("settled")) {
                        settled = Long.parseLong(words[1]);
                    } else if (process.isAlive()) {
                        throw new AssertionError(line);
                    }
                }
            }
            process.waitFor();
            try (FileLedger ledger = FileLedger.open(folder, 20_000)) {
                final LedgerEntry last = ledger.newest(1).get(0);
                final long have = last.plan().nonce();
                assertTrue(have == planned || have == planned + 1, "has " + have + ", was told " + planned);
                assertTrue(have > settled || last.settlement().isPresent(), "settlement " + settled + " is lost");
                assertTrue(ledger.open().size() <= kill + 1);
                for (final LedgerEntry open : ledger.open()) {
                    ledger.settle(open.entry(), Settlement.without(Outcome.EXPIRED, "after a restart"));
                }
                assertEquals(0, ledger.open().size());
                next = have + 1;
            }
        }
        assertTrue(next > kills, "the writer wrote nothing");
    }
}
