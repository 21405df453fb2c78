package org.alphapulse.collector.evm;

import java.math.BigInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.Sink;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;

/** Keeps the last message. */
final class RecordingSink implements Sink {
    private static final int HEADER = 32;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[70_000]);
    private final MessageWriter writer = new MessageWriter();
    private final MessageReader reader = new MessageReader();
    private int length;
    long messages;
    /** Whether nobody takes messages. */
    boolean full;

    @Override
    public MessageWriter begin(int payloadLength) {
        if (full) {
            return null;
        }
        writer.begin(buffer, 0, HEADER + payloadLength, 1, 1, 0, messages + 1, 0);
        return writer;
    }

    @Override
    public long commit() {
        length = writer.finish();
        return length < 0 ? TOO_LONG : ++messages;
    }

    /** A reader at the first TLV of the last message. */
    MessageReader first() {
        if (reader.wrap(buffer, 0, length) != 0 || reader.next() <= 0) {
            throw new AssertionError("unreadable message");
        }
        return reader;
    }

    static BigInteger unsigned(long... limbs) {
        BigInteger value = BigInteger.ZERO;
        for (int i = limbs.length - 1; i >= 0; i--) {
            value = value.shiftLeft(64).add(new BigInteger(Long.toUnsignedString(limbs[i])));
        }
        return value;
    }

    static BigInteger signed(long... limbs) {
        final BigInteger value = unsigned(limbs);
        return limbs[limbs.length - 1] < 0 ? value.subtract(BigInteger.ONE.shiftLeft(64 * limbs.length)) : value;
    }
}
