package org.alphapulse.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
    private static final byte UNTOUCHED = 0x5A;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[70_000]);
    private final MessageWriter writer = new MessageWriter();
    private final MessageReader reader = new MessageReader();

    @Test
    void shouldNeverWritePastItsCapacity() {
        final PoolSyncFlyweight sync = new PoolSyncFlyweight();
        for (int capacity = 0; capacity < 32 + 3 * 91; capacity++) {
            buffer.setMemory(0, 1000, UNTOUCHED);
            begin(100, capacity);
            int fitted = 0;
            while (sync.appendTo(writer) >= 0) {
                sync.clear();
                fitted++;
            }
            assertEquals(Math.max(0, (capacity - 32) / 91), fitted);
            assertEquals(MessageErrors.BUFFER_TOO_SMALL, writer.finish());
            assertEquals(UNTOUCHED, buffer.getByte(99));
            assertEquals(UNTOUCHED, buffer.getByte(100 + Math.max(0, capacity)));
        }
    }

    @Test
    void shouldUseTheExtendedFormFromTwoHundredAndFiftySixBytesOn() {
        for (final int length : new int[] {0, 1, 254, 255, 256, 257, 65535 - 36}) {
            begin(0, 70_000);
            final int at = writer.claim(200, length);
            assertEquals(length > 255 ? 37 : 34, at);
            buffer.setMemory(at, length, (byte) 7);
            final int size = writer.finish();
            assertEquals(at + length, size);
            assertEquals(MessageErrors.OK, reader.wrap(new UnsafeBuffer(buffer, 0, size), 0, size));
            assertEquals(200, reader.next());
            assertEquals(length, reader.valueLength());
            assertEquals(at, reader.valueOffset());
            assertEquals(MessageReader.END, reader.next());
        }
    }

    @Test
    void shouldRefuseWhatNoMessageCanHold() {
        begin(0, 70_000);
        assertEquals(MessageErrors.BAD_VALUE_LENGTH, writer.claim(200, 65_500));
        assertEquals(MessageErrors.BAD_VALUE_LENGTH, writer.claim(200, -1));
        begin(0, 70_000);
        assertTrue(writer.claim(200, 65_000) > 0);
        assertEquals(MessageErrors.BUFFER_TOO_SMALL, writer.claim(200, 500));
        assertEquals(MessageErrors.BUFFER_TOO_SMALL, writer.finishWithChecksum());
        final RouteFlyweight route = new RouteFlyweight();
        begin(0, 70_000);
        assertEquals(MessageErrors.BAD_VALUE_LENGTH, route.appendTo(writer, 65_536));
        begin(0, 70_000);
        assertEquals(MessageErrors.BAD_VALUE_LENGTH, route.appendTo(writer, -1));
    }

    @Test
    void shouldKeepTwelveHopsInOneRoute() {
        begin(0, 70_000);
        final RouteFlyweight route = new RouteFlyweight();
        assertTrue(route.appendTo(writer, 12) > 0);
        for (int hop = 0; hop < 12; hop++) {
            route.hopAmountIn(hop, hop, 0, 0, -1);
        }
        final int size = writer.finishWithChecksum();
        final MessageValidator validator = new MessageValidator();
        assertEquals(MessageErrors.BAD_INSTRUMENT, validator.validateWithChecksum(buffer, 0, size));
        reader.wrap(buffer, 0, size);
        assertEquals(RouteFlyweight.TYPE, reader.next());
        assertEquals(MessageErrors.OK, route.readFrom(reader));
        assertEquals(12, route.hopCount());
        assertEquals(11, route.hopAmountInLimb0(11));
        assertEquals(-1, route.hopAmountInLimb3(11));
    }

    private void begin(final int offset, final int capacity) {
        writer.begin(buffer, offset, capacity, Domains.MARKET_DATA, SourceKinds.COLLECTOR, 0, 1, 1);
    }
}
