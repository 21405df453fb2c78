package org.alphapulse.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.model.InstrumentId;
import org.junit.jupiter.api.Test;

class MessageValidatorTest {
    private static final InstrumentId POOL =
            InstrumentId.parse("uniswap-v2:1:pool:0xb4e16d0168e52d35cacd2c6185b44281ec28c9dc");

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final MessageValidator validator = new MessageValidator();
    private final PoolSyncFlyweight sync = new PoolSyncFlyweight();

    @Test
    void shouldFindEverySingleFlippedBitByTheChecksum() {
        final int size = message();
        assertEquals(MessageErrors.OK, validator.validateWithChecksum(buffer, 0, size));
        for (int bit = 0; bit < size * 8; bit++) {
            final byte before = buffer.getByte(bit / 8);
            buffer.putByte(bit / 8, (byte) (before ^ 1 << bit % 8));
            assertTrue(validator.validateWithChecksum(buffer, 0, size) < 0, "bit " + bit);
            buffer.putByte(bit / 8, before);
        }
        assertEquals(MessageErrors.OK, validator.validateWithChecksum(buffer, 0, size));
        assertEquals(size, validator.messageLength());
    }

    @Test
    void shouldRefuseReservesWiderThanTheContractHas() {
        final int size = message();
        sync.reserve1(-1L, 0xFFFF_FFFF_FFFFL);
        assertEquals(MessageErrors.OK, validator.validate(buffer, 0, size));
        sync.reserve1(-1L, 0x1_0000_0000_0000L);
        assertEquals(MessageErrors.NUMBER_OUT_OF_RANGE, validator.validate(buffer, 0, size));
        assertEquals(34 + PoolSyncFlyweight.RESERVE1_OFFSET, validator.errorPosition());
    }

    @Test
    void shouldRefuseBytesThatAreNoInstrument() {
        final int size = message();
        buffer.putByte(sync.poolOffset() + 39, (byte) 1);
        assertEquals(MessageErrors.BAD_INSTRUMENT, validator.validate(buffer, 0, size));
        assertEquals(34, validator.errorPosition());
    }

    @Test
    void shouldRefuseABookWithMoreBidsThanLevels() {
        final MessageWriter writer = begin();
        final L2SnapshotFlyweight book = new L2SnapshotFlyweight();
        book.appendTo(writer, 3);
        book.clear();
        book.instrument(POOL).bidCount(3).levelCount(3);
        final int size = writer.finish();
        assertEquals(MessageErrors.OK, validator.validate(buffer, 0, size));
        book.bidCount(4);
        assertEquals(MessageErrors.NUMBER_OUT_OF_RANGE, validator.validate(buffer, 0, size));
        assertEquals(34 + L2SnapshotFlyweight.BID_COUNT_OFFSET, validator.errorPosition());
    }

    @Test
    void shouldNameAGroupWhoseCountDoesNotFit() {
        final MessageWriter writer = begin();
        final L2DeltaFlyweight delta = new L2DeltaFlyweight();
        delta.appendTo(writer, 3);
        delta.instrument(POOL).bidCount(1);
        final int size = writer.finish();
        assertEquals(MessageErrors.OK, validator.validate(buffer, 0, size));
        for (final int count : new int[] {0, 2, 4, 65535}) {
            delta.levelCount(count);
            assertEquals(MessageErrors.BAD_GROUP_COUNT, validator.validate(buffer, 0, size));
            assertEquals(34, validator.errorPosition());
        }
    }

    @Test
    void shouldShowAMalformedMessageAsFarAsItCanBeRead() {
        final int size = message();
        buffer.putByte(size - 1, (byte) 0xFF);
        final String whole = new MessageJson().render(buffer, 0, size);
        assertTrue(whole.contains("\"logFlags\":[\"REMOVED\",254]"), whole);
        buffer.putByte(33, (byte) 200);
        final String cut = new MessageJson().render(buffer, 0, size);
        assertTrue(cut.contains("\"tlvs\":[],\"error\":\"LENGTH_PAST_PAYLOAD\",\"position\":32,"), cut);
        final String unknown = new MessageJson().render(buffer, 0, 10);
        assertTrue(unknown.startsWith("{\"error\":\"TRUNCATED_HEADER\",\"position\":0,"), unknown);
    }

    private int message() {
        final MessageWriter writer = begin();
        sync.appendTo(writer);
        sync.clear();
        sync.pool(POOL).reserve0(5, 6).reserve1(7, 8).blockNumber(19_000_000).logIndex(3);
        return writer.finishWithChecksum();
    }

    private MessageWriter begin() {
        final MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, buffer.capacity(), Domains.MARKET_DATA, SourceKinds.COLLECTOR, 0, 1, 1);
        return writer;
    }
}
