package org.alphapulse.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
    /** Written by hand from the specification. */
    private static final String HEADER =
            "efbeadde" + "01" + "01" + "02" + "10" + "0500000000000300" + "00e40b5402000000";

    private final MessageReader reader = new MessageReader();

    @Test
    void shouldReadTheHeaderOfTheSpecification() {
        assertEquals(MessageErrors.OK, wrap(HEADER + "00000000" + "04030201"));
        final HeaderFlyweight header = reader.header();
        assertEquals(0xDEADBEEF, header.magic());
        assertEquals(Domains.MARKET_DATA, header.domain());
        assertEquals(1, header.version());
        assertEquals(2, header.sourceKind());
        assertEquals(HeaderFlags.TRACED, header.flags());
        assertEquals(3, header.sourceInstance());
        assertEquals(5, header.counter());
        assertEquals(HeaderFlyweight.sequence(3, 5), header.sequence());
        assertEquals(10_000_000_000L, header.timestampNs());
        assertEquals(0, header.payloadSize());
        assertEquals(0x01020304, header.checksum());
        assertEquals(MessageReader.END, reader.next());
        assertEquals(32, reader.messageLength());
    }

    @Test
    void shouldWriteTheHeaderOfTheSpecification() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[40]);
        final MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, 40, 1, 2, 0x10, HeaderFlyweight.sequence(3, 5), 10_000_000_000L);
        assertTrue(writer.claim(200, 1) > 0);
        buffer.putByte(34, (byte) 9);
        assertEquals(35, writer.finish());
        final byte[] message = new byte[35];
        buffer.getBytes(0, message);
        assertEquals(HEADER + "03000000" + "00000000" + "c80109", HexFormat.of().formatHex(message));
    }

    @Test
    void shouldNameTheErrorInTheHeaderAndItsPlace() {
        assertHeaderError("efbead", MessageErrors.TRUNCATED_HEADER, 0);
        assertHeaderError("", MessageErrors.TRUNCATED_HEADER, 0);
        assertHeaderError(header("ee", 0), MessageErrors.BAD_MAGIC, 0);
        assertHeaderError(header("efbeadde0102", 0), MessageErrors.BAD_VERSION, 5);
        assertHeaderError(header("efbeadde00", 0), MessageErrors.BAD_DOMAIN, 4);
        assertHeaderError(header("efbeadde05", 0), MessageErrors.BAD_DOMAIN, 4);
        assertHeaderError(header("efbeadde010100", 0), MessageErrors.BAD_SOURCE_KIND, 6);
        assertHeaderError(header("efbeadde010164", 0), MessageErrors.BAD_SOURCE_KIND, 6);
        assertHeaderError(header("efbeadde01010201", 0), MessageErrors.UNSUPPORTED_ENCODING, 7);
        assertHeaderError(header("efbeadde01010202", 0), MessageErrors.UNSUPPORTED_ENCODING, 7);
        assertHeaderError(header("", 1), MessageErrors.TRUNCATED_PAYLOAD, 24);
        assertHeaderError(header("", 65505), MessageErrors.MESSAGE_TOO_LONG, 24);
        assertHeaderError(header("", -1), MessageErrors.MESSAGE_TOO_LONG, 24);
        assertHeaderError(header("", Integer.MIN_VALUE), MessageErrors.MESSAGE_TOO_LONG, 24);
    }

    @Test
    void shouldNameTheErrorInThePayloadAndItsPlace() {
        assertPayloadError("c8", 0, MessageErrors.TRUNCATED_TLV, 32);
        assertPayloadError("c80107" + "c9", 1, MessageErrors.TRUNCATED_TLV, 35);
        assertPayloadError("c80207", 0, MessageErrors.LENGTH_PAST_PAYLOAD, 32);
        assertPayloadError("c80107" + "c9ff00", 1, MessageErrors.LENGTH_PAST_PAYLOAD, 35);
        assertPayloadError("0000", 0, MessageErrors.BAD_TYPE, 32);
        assertPayloadError("ff00c801", 0, MessageErrors.TRUNCATED_TLV, 32);
        assertPayloadError("ff01c80000", 0, MessageErrors.BAD_EXTENDED_FORM, 32);
        assertPayloadError("ff00ff0000", 0, MessageErrors.BAD_TYPE, 32);
        assertPayloadError("ff00000000", 0, MessageErrors.BAD_TYPE, 32);
        assertPayloadError("ff00c80200" + "01", 0, MessageErrors.LENGTH_PAST_PAYLOAD, 32);
        assertPayloadError("6400" + "c80107" + "6400", 2, MessageErrors.DUPLICATE_TYPE, 37);
        assertPayloadError("6400" + "ff00640000", 1, MessageErrors.DUPLICATE_TYPE, 34);
    }

    @Test
    void shouldSkipUnknownTypesAndReadWhatFollows() {
        assertEquals(
                MessageErrors.OK,
                wrap(payload("fa0101" + "fa0102" + "c803010203" + "0f00" + "ff00fb0300aabbcc" + "1000")));
        assertEquals(250, reader.next());
        assertEquals(250, reader.next());
        assertEquals(200, reader.next());
        assertEquals(3, reader.valueLength());
        assertEquals(40, reader.valuePosition());
        assertEquals(PoolStateFlyweight.TYPE, reader.next());
        assertEquals(251, reader.next());
        assertEquals(3, reader.valueLength());
        assertEquals((byte) 0xaa, reader.buffer().getByte(reader.valueOffset()));
        assertEquals(PoolSyncFlyweight.TYPE, reader.next());
        assertEquals(MessageReader.END, reader.next());
        assertEquals(MessageReader.END, reader.next());
    }

    @Test
    void shouldReadOnlyItsOwnMessageWhenOthersFollow() {
        final byte[] two = HexFormat.of().parseHex(payload("c80107") + payload("c90108"));
        final UnsafeBuffer buffer = new UnsafeBuffer(two);
        assertEquals(MessageErrors.OK, reader.wrap(buffer, 0, two.length));
        assertEquals(200, reader.next());
        assertEquals(MessageReader.END, reader.next());
        assertEquals(35, reader.messageLength());
        assertEquals(MessageErrors.OK, reader.wrap(buffer, 35, 35));
        assertEquals(201, reader.next());
        assertEquals(MessageReader.END, reader.next());
    }

    @Test
    void shouldAcceptFieldsThatWereAppendedLater() {
        final String longer = "64" + "28" + "01".repeat(40);
        assertEquals(MessageErrors.OK, wrap(payload(longer)));
        assertEquals(HeartbeatFlyweight.TYPE, reader.next());
        final HeartbeatFlyweight heartbeat = new HeartbeatFlyweight();
        assertEquals(MessageErrors.OK, heartbeat.readFrom(reader));
        assertEquals(0x01010101L, heartbeat.queueDepth());
    }

    @Test
    void shouldTakeTheNextValueOnlyIfItIsOfTheTypeAskedFor() {
        final String heartbeat = "641d" + "01".repeat(29);
        final HeartbeatFlyweight first = new HeartbeatFlyweight();
        final PoolSyncFlyweight sync = new PoolSyncFlyweight();
        assertEquals(MessageErrors.OK, wrap(payload("c80107" + heartbeat + heartbeat)));
        assertFalse(first.readNext(reader));
        assertEquals(200, reader.next());
        assertFalse(sync.readNext(reader));
        assertTrue(first.readNext(reader));
        assertEquals(0x01010101L, first.queueDepth());
        assertEquals(37, reader.valuePosition());
        assertEquals(29, reader.valueLength());
        assertFalse(first.readNext(reader), "a duplicate is left for next() to name");
        assertEquals(MessageErrors.DUPLICATE_TYPE, reader.next());
        assertFalse(first.readNext(reader));

        assertEquals(MessageErrors.OK, wrap(payload(heartbeat.substring(0, 58))));
        assertFalse(first.readNext(reader), "cut short");
        assertEquals(MessageErrors.LENGTH_PAST_PAYLOAD, reader.next());
        assertEquals(MessageErrors.OK, wrap(payload("")));
        assertFalse(first.readNext(reader));
        assertEquals(MessageReader.END, reader.next());
    }

    private void assertHeaderError(final String message, final int error, final int position) {
        assertEquals(MessageErrors.name(error), MessageErrors.name(wrap(message)));
        assertEquals(position, reader.errorPosition());
        assertEquals(error, reader.next());
        assertEquals(0, reader.messageLength());
    }

    private void assertPayloadError(final String payload, final int before, final int error, final int position) {
        assertEquals(MessageErrors.OK, wrap(payload(payload)));
        for (int i = 0; i < before; i++) {
            assertTrue(reader.next() > 0);
        }
        assertEquals(MessageErrors.name(error), MessageErrors.name(reader.next()));
        assertEquals(position, reader.errorPosition());
        assertEquals(error, reader.next());
    }

    private int wrap(final String message) {
        final byte[] bytes = HexFormat.of().parseHex(message);
        return reader.wrap(new UnsafeBuffer(bytes), 0, bytes.length);
    }

    private static String payload(final String payload) {
        return header("", payload.length() / 2) + payload;
    }

    private static String header(final String start, final int payloadSize) {
        final String size = HexFormat.of().toHexDigits(Integer.reverseBytes(payloadSize));
        return start + HEADER.substring(start.length()) + size + "00000000";
    }
}
