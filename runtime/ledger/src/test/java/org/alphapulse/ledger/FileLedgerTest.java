package org.alphapulse.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLedgerTest {
    @TempDir
    Path folder;

    static Planned plan(long nonce) {
        return new Planned(
                nonce + 100,
                7,
                3,
                1,
                "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
                nonce,
                "0x" + "ab".repeat(32),
                "",
                BigInteger.valueOf(-5),
                300_000,
                2_000_000_000L,
                1_000_000_000L,
                0,
                1,
                new byte[] {1, 2, 3});
    }

    private static Settlement filled(long profit) {
        return new Settlement(Outcome.FILLED, "0x01", 9, "0x02", 21_000, 10, BigInteger.valueOf(profit), "");
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void shouldKnowAllAfterARestartWhenPlansWereSettledReplacedAndUndone() {
        try (FileLedger ledger = FileLedger.open(folder, 300)) {
            final long first = ledger.plan(plan(1));
            final long second = ledger.plan(plan(2));
            final long third = ledger.plan(plan(3));
            ledger.replace(second, new Replacement("0x05", 4, 5, true, new byte[] {9}));
            ledger.settle(first, filled(50));
            ledger.settle(third, filled(70));
            ledger.undo(third);
        }
        try (FileLedger ledger = FileLedger.open(folder, 300)) {
            assertEquals(
                    List.of(2L, 3L),
                    ledger.open().stream().map(entry -> entry.plan().nonce()).toList());
            assertEquals(
                    List.of("0x" + "ab".repeat(32), "0x05"),
                    ledger.open().get(0).hashes());
            assertEquals(BigInteger.valueOf(-5), ledger.open().get(0).plan().expectedProfit());
            final Position position = ledger.positions().get(0);
            assertEquals(1, position.filled());
            assertEquals(2, position.unsettled());
            assertEquals(BigInteger.valueOf(50), position.profit());
            assertEquals(BigInteger.valueOf(210_000), position.gasWei());
            assertTrue(ledger.plan(plan(4)) > ledger.open().get(1).entry());
        }
    }

    @Test
    void shouldCutTheLastRecordWhenItIsTornAtAnyByte() throws IOException {
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20)) {
            ledger.plan(plan(1));
        }
        final byte[] whole = Files.readAllBytes(onlyFile());
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20)) {
            ledger.plan(plan(2));
        }
        final byte[] both = Files.readAllBytes(onlyFile());
        for (int length = whole.length; length < both.length; length++) {
            Files.write(onlyFile(), java.util.Arrays.copyOf(both, length));
            try (FileLedger ledger = FileLedger.open(folder, 1 << 20)) {
                assertEquals(1, ledger.open().size(), "torn at " + length);
                ledger.plan(plan(5));
            }
            try (FileLedger ledger = FileLedger.open(folder, 1 << 20)) {
                assertEquals(5, ledger.open().get(1).plan().nonce());
            }
        }
        // A file that grew before its data came ends in zeros.
        Files.write(onlyFile(), java.util.Arrays.copyOf(whole, whole.length + 777));
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20)) {
            assertEquals(1, ledger.open().size());
        }
    }

    @Test
    void shouldCutTheLastRecordWhenOnlyItsSecondPageCameToTheDisk() throws IOException {
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20)) {
            ledger.plan(plan(1));
        }
        final int first = (int) Files.size(onlyFile());
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20)) {
            ledger.plan(plan(2));
            ledger.plan(plan(3));
        }
        final byte[] all = Files.readAllBytes(onlyFile());
        final int second = (all.length - first) / 2;
        // Anything less leaves a record that is whole but for its length, which may have been told.
        for (int missing = Integer.BYTES + 1; missing < second; missing++) {
            final byte[] torn = java.util.Arrays.copyOf(all, first + second);
            java.util.Arrays.fill(torn, first, first + missing, (byte) 0);
            Files.write(onlyFile(), torn);
            try (FileLedger ledger = FileLedger.open(folder, 1 << 20)) {
                assertEquals(1, ledger.open().size(), missing + " bytes are missing");
                ledger.plan(plan(5));
            }
            try (FileLedger ledger = FileLedger.open(folder, 1 << 20)) {
                assertEquals(5, ledger.open().get(1).plan().nonce());
            }
            // The same with a record behind it is damage.
            final byte[] damaged = all.clone();
            java.util.Arrays.fill(damaged, first, first + missing, (byte) 0);
            Files.write(onlyFile(), damaged);
            final LedgerException refused = assertThrows(LedgerException.class, () -> FileLedger.open(folder, 1 << 20));
            assertTrue(refused.getMessage().contains("damaged at byte " + first), refused.getMessage());
        }
    }

    @Test
    void shouldRefuseARecordThatItCouldNotReadAgainAndTakeTheNext() {
        try (FileLedger ledger = FileLedger.open(folder, 1 << 24)) {
            final long entry = ledger.plan(plan(1));
            final Replacement tooLong = new Replacement("0x05", 4, 5, true, new byte[1 << 20]);
            final LedgerException refused = assertThrows(LedgerException.class, () -> ledger.replace(entry, tooLong));
            assertTrue(refused.getMessage().contains("longer than the ledger takes (1048576)"), refused.getMessage());
            assertEquals("", ledger.failure());
            ledger.plan(plan(2));
        }
        try (FileLedger ledger = FileLedger.open(folder, 1 << 24)) {
            assertEquals(2, ledger.open().size());
            assertEquals(1, ledger.open().get(0).hashes().size());
        }
    }

    @Test
    void shouldRefuseToOpenWhenARecordInTheMiddleIsDamaged() throws IOException {
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20)) {
            ledger.plan(plan(1));
            ledger.plan(plan(2));
        }
        final byte[] bytes = Files.readAllBytes(onlyFile());
        bytes[60] ^= 1;
        Files.write(onlyFile(), bytes, StandardOpenOption.TRUNCATE_EXISTING);
        final LedgerException refused = assertThrows(LedgerException.class, () -> FileLedger.open(folder, 1 << 20));
        assertTrue(refused.getMessage().contains("damaged at byte 0"), refused.getMessage());
    }

    @Test
    void shouldRefuseToOpenWhenALengthIsDamagedAndNotCutWhatFollows() throws IOException {
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20)) {
            ledger.plan(plan(1));
            ledger.plan(plan(2));
            ledger.plan(plan(3));
        }
        final byte[] bytes = Files.readAllBytes(onlyFile());
        final int second = bytes.length / 3;
        for (final int record : new int[] {0, second, 2 * second}) {
            for (int bit = 0; bit < 32; bit++) {
                final byte[] damaged = bytes.clone();
                damaged[record + bit / 8] ^= (byte) (1 << (bit % 8));
                Files.write(onlyFile(), damaged);
                final LedgerException refused =
                        assertThrows(LedgerException.class, () -> FileLedger.open(folder, 1 << 20));
                assertTrue(refused.getMessage().contains("damaged at byte " + record), refused.getMessage());
            }
        }
        Files.write(onlyFile(), bytes);
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20)) {
            assertEquals(3, ledger.open().size(), "it can be opened where it was refused before");
        }
    }

    @Test
    void shouldRefuseASecondOwnerWhileItIsOpen() {
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20)) {
            final LedgerException refused = assertThrows(LedgerException.class, () -> FileLedger.open(folder, 1 << 20));
            assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
            assertEquals("", ledger.failure());
        }
    }

    /** Takes so many bytes, then behaves as a full disk does: the last write is cut short. */
    private static Store.Opener disk(long room) {
        final long[] left = {room};
        return file -> {
            final Store real = Store.file(file);
            return new Store() {
                @Override
                public void write(ByteBuffer bytes, long position) throws IOException {
                    final int wanted = bytes.remaining();
                    if (wanted > left[0]) {
                        bytes.limit(bytes.position() + (int) left[0]);
                        left[0] = 0;
                        real.write(bytes, position);
                        throw new IOException("No space left on device");
                    }
                    left[0] -= wanted;
                    real.write(bytes, position);
                }

                @Override
                public void force() throws IOException {
                    real.force();
                }

                @Override
                public void truncate(long size) throws IOException {
                    real.truncate(size);
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        };
    }

    @Test
    void shouldRefuseAllWithANamedErrorWhenTheDiskIsFullAndLoseNothingThatWasWritten() {
        for (long room = 0; room < 1_200; room += 97) {
            final Path here = folder.resolve("room" + room);
            long written = 0;
            try (FileLedger ledger = new FileLedger(here, 1 << 20, disk(room))) {
                while (true) {
                    ledger.plan(plan(written));
                    written++;
                }
            } catch (LedgerException full) {
                assertTrue(full.getMessage().startsWith("LEDGER_FAILED"), full.getMessage());
                assertTrue(full.getMessage().contains("No space left on device"), full.getMessage());
            }
            try (FileLedger ledger = FileLedger.open(here, 1 << 20)) {
                assertEquals(written, ledger.open().size());
                ledger.plan(plan(written));
            }
        }
    }

    @Test
    void shouldStayRefusingWhenOneWriteFailed() {
        try (FileLedger ledger = new FileLedger(folder, 1 << 20, disk(400))) {
            ledger.plan(plan(1));
            assertThrows(LedgerException.class, () -> {
                ledger.plan(plan(2));
                ledger.plan(plan(3));
            });
            assertThrows(LedgerException.class, () -> ledger.settle(1, filled(1)));
            assertTrue(ledger.failure().startsWith("LEDGER_FAILED"));
        }
    }
}
