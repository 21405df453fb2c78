package org.alphapulse.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.protocol.TradeFlyweight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageFileTest {
    private static final int MESSAGES = 40;
    private static final int LENGTH = HeaderFlyweight.LENGTH + 2 + TradeFlyweight.BLOCK_LENGTH;
    private static final InstrumentId PAIR = InstrumentId.ofSymbol(60_000, InstrumentKind.SPOT, 0, "TEST-PAIR");

    @TempDir
    Path folder;

    private byte[] record() throws IOException {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final MessageWriter writer = new MessageWriter();
        final TradeFlyweight trade = new TradeFlyweight();
        final Path file = folder.resolve("recorded");
        try (MessageFileWriter out = new MessageFileWriter(file, MESSAGES)) {
            for (int i = 1; i <= MESSAGES + 5; i++) {
                writer.begin(buffer, 0, 256, Domains.MARKET_DATA, SourceKinds.COLLECTOR, 0, i, i);
                trade.appendTo(writer);
                trade.clear();
                trade.instrument(PAIR).tradeId(i);
                out.onMessage(buffer, 0, writer.finish());
            }
            assertEquals(MESSAGES, out.messages());
        }
        final byte[] bytes = Files.readAllBytes(file);
        assertEquals(MESSAGES * LENGTH, bytes.length);
        return bytes;
    }

    @Test
    void shouldSayWhatIsWrongWithTheFileWhenItCannotBeMade() throws IOException {
        final Path nowhere = folder.resolve("nowhere/file");
        assertEquals(
                "there is no folder " + folder.resolve("nowhere") + "; make it or choose another",
                assertThrows(IllegalArgumentException.class, () -> new MessageFileWriter(nowhere, 0))
                        .getMessage());
        final Path there = Files.createFile(folder.resolve("there"));
        assertEquals(
                there + " exists; delete it or choose another name",
                assertThrows(IllegalArgumentException.class, () -> new MessageFileWriter(there, 0))
                        .getMessage());
    }

    /** The counters of the whole messages, and position, bytes and error of each damage. */
    private List<String> read(byte[] bytes) throws IOException {
        final List<String> seen = new ArrayList<>();
        final Path file = folder.resolve("read");
        Files.write(file, bytes);
        try (MessageFile messages = new MessageFile(file)) {
            messages.read(new MessageFile.Visitor() {
                @Override
                public boolean onMessage(long position, MutableDirectBuffer buffer, int offset, int length) {
                    seen.add(Long.toString(
                            new HeaderFlyweight().wrap(buffer, offset).counter()));
                    return true;
                }

                @Override
                public boolean onDamage(long position, long length, String reason) {
                    seen.add(position + "+" + length + " " + reason.substring(0, reason.indexOf(' ')));
                    return true;
                }
            });
        }
        return seen;
    }

    private static List<String> counters(int from, int to) {
        final List<String> all = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            all.add(Integer.toString(i));
        }
        return all;
    }

    @Test
    void shouldReadBackWhatWasRecorded() throws IOException {
        assertEquals(counters(1, MESSAGES), read(record()));
    }

    @Test
    void shouldTellPlaceAndReasonAndGoOnWhenAMessageIsDamaged() throws IOException {
        final byte[] bytes = record();
        bytes[9 * LENGTH + 60] ^= 1;
        bytes[20 * LENGTH + HeaderFlyweight.PAYLOAD_SIZE_OFFSET + 3] ^= 0x40;
        final List<String> expected = counters(1, 9);
        expected.add(9 * LENGTH + "+" + LENGTH + " BAD_CHECKSUM");
        expected.addAll(counters(11, 20));
        expected.add(20 * LENGTH + "+" + LENGTH + " MESSAGE_TOO_LONG");
        expected.addAll(counters(22, MESSAGES));
        assertEquals(expected, read(bytes));
    }

    @Test
    void shouldTellOfTheTornEndWhenTheFileWasCutOff() throws IOException {
        final byte[] bytes = Arrays.copyOf(record(), 3 * LENGTH + 40);
        final List<String> expected = counters(1, 3);
        expected.add(3 * LENGTH + "+40 TRUNCATED_PAYLOAD");
        assertEquals(expected, read(bytes));
    }

    @Test
    void shouldAccountForEveryByteWhenBytesAreChangedAtRandom() throws IOException {
        final Random dice = new Random(11);
        final byte[] recorded = record();
        for (int round = 0; round < 200; round++) {
            final byte[] bytes = recorded.clone();
            final boolean[] touched = new boolean[MESSAGES];
            for (int i = dice.nextInt(6); i >= 0; i--) {
                final int at = dice.nextInt(bytes.length);
                bytes[at] ^= (byte) (1 + dice.nextInt(255));
                touched[at / LENGTH] = true;
            }
            final List<String> seen = read(bytes);
            for (int i = 0; i < MESSAGES; i++) {
                if (!touched[i]) {
                    assertEquals(1, Collections.frequency(seen, Integer.toString(i + 1)), "round " + round);
                }
            }
        }
    }

    @Test
    void shouldRefuseToOverwriteAFile() throws IOException {
        record();
        assertThrows(IllegalArgumentException.class, this::record);
    }
}
