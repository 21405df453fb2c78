package org.alphapulse.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random addresses, identifiers and symbols, all different, go through bytes and text and come back. */
class InstrumentIdPropertyTest {
    private static final int SOURCES = Boolean.getBoolean("alphapulse.long") ? 10_000_000 : 200_000;
    private static final InstrumentKind[] KINDS = InstrumentKind.values();

    private final SplittableRandom random = new SplittableRandom(40);
    private final byte[] bytes = new byte[64];
    private final byte[] text = new byte[InstrumentText.MAX_LENGTH];
    private final long[] words = new long[5];

    @Test
    void shouldComeBackEqualAndNeverMeet() {
        final InstrumentTable table = new InstrumentTable(SOURCES);
        for (int i = 0; i < SOURCES; i++) {
            final int venue = 1 + random.nextInt(65535);
            final InstrumentKind kind = KINDS[random.nextInt(KINDS.length)];
            final long chain = random.nextInt(3) == 0 ? 1 : random.nextLong(1L << 32);
            final int form = 1 + i % 3;
            final byte[] payload = payload(form, i);
            final InstrumentId id = id(venue, kind, chain, form, payload);

            assertEquals(venue, id.venue());
            assertEquals(kind.code(), id.kind());
            assertEquals(chain, id.chainId());
            assertEquals(form, id.form());
            assertArrayEquals(payload, id.payload());
            id.toBytes(bytes, 3);
            assertEquals(id, InstrumentId.fromBytes(bytes, 3));
            assertText(id);
            assertEquals(i, table.add(id), "two sources have one id");
            assertEquals(i, table.find(bytes, 3));
        }
        assertEquals(SOURCES, table.size());
    }

    private void assertText(final InstrumentId id) {
        final int length = InstrumentText.format(
                id.word0(), id.word1(), id.word2(), id.word3(), id.word4(), Venues.standard(), text, 0);
        assertEquals(0, InstrumentText.parse(text, 0, length, Venues.standard(), words, 0));
        assertEquals(id, new InstrumentId(words[0], words[1], words[2], words[3], words[4]));
    }

    private byte[] payload(final int form, final int number) {
        if (form == InstrumentId.FORM_SYMBOL) {
            return symbol(number);
        }
        final byte[] payload = new byte[form == InstrumentId.FORM_ADDRESS ? 20 : 32];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (random.nextInt(4) == 0 ? 0 : random.nextInt());
        }
        for (int i = 0; i < 4; i++) {
            payload[8 + i] = (byte) (number >>> (8 * i));
        }
        return payload;
    }

    /** Five characters that are the number, so that no two are the same, and up to 27 that are not. */
    private byte[] symbol(final int number) {
        final byte[] symbol = new byte[5 + random.nextInt(28)];
        int rest = number;
        for (int i = 0; i < symbol.length; i++) {
            symbol[i] = (byte) ('!' + (i < 5 ? rest % 94 : random.nextInt(94)));
            rest /= 94;
        }
        return symbol;
    }

    private static InstrumentId id(
            final int venue, final InstrumentKind kind, final long chain, final int form, final byte[] payload) {
        switch (form) {
            case InstrumentId.FORM_ADDRESS:
                return InstrumentId.ofAddress(venue, kind, chain, payload);
            case InstrumentId.FORM_ID32:
                return InstrumentId.ofId32(venue, kind, chain, payload);
            default:
                return InstrumentId.ofSymbol(venue, kind, chain, new String(payload, StandardCharsets.US_ASCII));
        }
    }
}
