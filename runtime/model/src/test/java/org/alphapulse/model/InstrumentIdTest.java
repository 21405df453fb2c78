package org.alphapulse.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstrumentIdTest {
    private static final String POOL = "88e6a0c2ddd26feeb64f039a2c41296fcb3f5640";

    @Test
    void shouldHaveTheBytesOfTheSpecification() {
        final InstrumentId pool = InstrumentId.ofAddress(
                1100, InstrumentKind.POOL, 137, HexFormat.of().parseHex(POOL));
        final byte[] bytes = new byte[40];
        pool.toBytes(bytes, 0);
        assertEquals(
                "4c04" + "02" + "01" + "89000000" + POOL + "00".repeat(12),
                HexFormat.of().formatHex(bytes));
        assertEquals("uniswap-v3:137:pool:0x" + POOL, pool.toString());

        final InstrumentId spot = InstrumentId.ofSymbol(100, InstrumentKind.SPOT, 0, "BTCUSDT");
        spot.toBytes(bytes, 0);
        assertEquals(
                "6400" + "03" + "03" + "00000000" + "42544355534454" + "00".repeat(25),
                HexFormat.of().formatHex(bytes));
        assertEquals("binance:0:spot:BTCUSDT", spot.toString());
    }

    @Test
    void shouldTellFormsApartThatShareTheirBytes() {
        final byte[] address = HexFormat.of().parseHex(POOL);
        final byte[] padded = Arrays.copyOf(address, 32);
        assertNotEquals(
                InstrumentId.ofAddress(1, InstrumentKind.POOL, 1, address),
                InstrumentId.ofId32(1, InstrumentKind.POOL, 1, padded));
        assertNotEquals(
                InstrumentId.ofId32(
                        1,
                        InstrumentKind.POOL,
                        1,
                        Arrays.copyOf("ETH".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 32)),
                InstrumentId.ofSymbol(1, InstrumentKind.POOL, 1, "ETH"));
        assertArrayEquals(
                padded, InstrumentId.ofId32(1, InstrumentKind.POOL, 1, padded).payload());
    }

    @Test
    void shouldParseNumbersWhereThereAreNoNames() {
        final InstrumentId id = InstrumentId.parse("64000:4294967295:200:A:B:C");
        assertEquals(64000, id.venue());
        assertEquals(4294967295L, id.chainId());
        assertEquals(200, id.kind());
        assertEquals("A:B:C", new String(id.payload(), java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals("64000:4294967295:200:A:B:C", id.toString());
        assertEquals(InstrumentId.parse("uniswap-v2:1:pool:0x" + POOL), InstrumentId.parse("1000:1:2:0x" + POOL));
        assertEquals(
                InstrumentId.parse("chain:1:token:0x" + POOL),
                InstrumentId.parse("chain:1:token:0x" + POOL.toUpperCase(java.util.Locale.ROOT)));
    }

    @Test
    void shouldUseTheNamesThatItIsGiven() {
        final Venues venues = Venues.of(Map.of("mine", 60_001));
        final InstrumentId id = InstrumentId.parse("mine:0:spot:X", venues);
        assertEquals(60_001, id.venue());
        assertEquals("mine:0:spot:X", id.text(venues));
        assertEquals("60001:0:spot:X", id.toString());
    }

    @Test
    void shouldSayWhereATextIsWrong() {
        assertWrongAt("", 0);
        assertWrongAt("binance", 7);
        assertWrongAt("binance:0:spot", 14);
        assertWrongAt("nowhere:0:spot:X", 0);
        assertWrongAt("0:0:spot:X", 0);
        assertWrongAt("65536:0:spot:X", 0);
        assertWrongAt("01:0:spot:X", 0);
        assertWrongAt("binance::spot:X", 8);
        assertWrongAt("binance:4294967296:spot:X", 8);
        assertWrongAt("binance:-1:spot:X", 8);
        assertWrongAt("binance:0:spots:X", 10);
        assertWrongAt("binance:0:0:X", 10);
        assertWrongAt("binance:0:256:X", 10);
        assertWrongAt("binance:0:spot:", 15);
        assertWrongAt("binance:0:spot:A B", 16);
        assertWrongAt("binance:0:spot:" + "A".repeat(33), 15);
        assertWrongAt("binance:0:spot:0y" + POOL, 15);
        assertWrongAt("binance:0:spot:0xg" + POOL.substring(1), 17);
    }

    @Test
    void shouldRefuseWhatIsNoInstrument() {
        assertFalse(InstrumentId.isValid(0, 0, 0, 0, 0));
        assertFalse(InstrumentId.isValid(0x01_02_0000L, 1, 0, 0, 0), "no venue");
        assertFalse(InstrumentId.isValid(0x01_00_0001L, 1, 0, 0, 0), "no kind");
        assertFalse(InstrumentId.isValid(0x00_02_0001L, 1, 0, 0, 0), "no form");
        assertFalse(InstrumentId.isValid(0x05_02_0001L, 1, 0, 0, 0), "unknown flag");
        assertFalse(InstrumentId.isValid(0x01_02_0001L, 1, 0, 1L << 32, 0), "bytes behind an address");
        assertFalse(InstrumentId.isValid(0x01_02_0001L, 1, 0, 0, 1), "bytes behind an address");
        assertFalse(InstrumentId.isValid(0x03_02_0001L, 0x41_00_41, 0, 0, 0), "hole in a symbol");
        assertFalse(InstrumentId.isValid(0x03_02_0001L, 0x41_00, 0, 0, 0), "symbol that begins with zero");
        assertFalse(InstrumentId.isValid(0x03_02_0001L, 0x20, 0, 0, 0), "space");
        assertTrue(InstrumentId.isValid(0x01_02_0001L, 0, 0, 0, 0), "the zero address is an address");
        assertThrows(IllegalArgumentException.class, () -> new InstrumentId(0, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> InstrumentId.ofSymbol(1, InstrumentKind.SPOT, 0, "Ä"));
        assertThrows(IllegalArgumentException.class, () -> InstrumentId.ofSymbol(1, InstrumentKind.SPOT, 0, ""));
        assertThrows(
                IllegalArgumentException.class, () -> InstrumentId.ofAddress(1, InstrumentKind.POOL, 1, new byte[32]));
        assertThrows(
                IllegalArgumentException.class,
                () -> InstrumentId.ofAddress(1, InstrumentKind.POOL, 1L << 32, new byte[20]));
    }

    @Test
    void shouldKeepStandardVenuesReversible() {
        final Venues venues = Venues.standard();
        assertTrue(venues.names().size() > 20);
        venues.names().forEach((code, name) -> {
            assertEquals(code, venues.code(name));
            assertEquals(name, venues.name(code));
            assertTrue(code < Venues.FIRST_PRIVATE_CODE);
        });
        assertEquals(0, venues.code("nowhere"));
        assertEquals("60000", venues.name(60_000));
        assertThrows(IllegalArgumentException.class, () -> Venues.of(Map.of("a", 5, "b", 5)));
        assertThrows(IllegalArgumentException.class, () -> Venues.of(Map.of("12", 5)));
    }

    private static void assertWrongAt(final String text, final int position) {
        final byte[] ascii = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        final long[] words = {7, 7, 7, 7, 7};
        final int error = InstrumentText.parse(ascii, 0, ascii.length, Venues.standard(), words, 0);
        assertTrue(error < 0, text);
        assertEquals(position, InstrumentText.errorPosition(error), text);
        assertArrayEquals(new long[] {7, 7, 7, 7, 7}, words);
        assertThrows(IllegalArgumentException.class, () -> InstrumentId.parse(text));
    }
}
