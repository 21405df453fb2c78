package org.alphapulse.benchmarks;

import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.Sink;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;

/** A sink with one slot, which every message overwrites. */
final class SlotSink implements Sink {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4_096]);
    private final MessageWriter writer = new MessageWriter();
    private int length;
    private long messages;

    @Override
    public MessageWriter begin(int payloadLength) {
        writer.begin(buffer, 0, HeaderFlyweight.LENGTH + payloadLength, 1, 1, 0, 1, 0);
        return writer;
    }

    @Override
    public long commit() {
        length = writer.finish();
        return length < 0 ? TOO_LONG : ++messages;
    }

    /** A reader at the message written last, before its first TLV. */
    MessageReader reader() {
        final MessageReader reader = new MessageReader();
        reader.wrap(buffer, 0, length);
        return reader;
    }

    boolean sameAs(SlotSink other) {
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(i) != other.buffer.getByte(i)) {
                return false;
            }
        }
        return length == other.length;
    }
}
