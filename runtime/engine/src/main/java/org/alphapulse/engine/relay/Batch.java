package org.alphapulse.engine.relay;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.protocol.HeaderFlyweight;

/**
 * Some messages in a row that one reader copied out of a {@link RecentRing}. The appender's counters are looked at once for all of them: each
 * look takes their cache line away from the appender, which writes it with every message. Confined to the reader.
 */
final class Batch {
    /** Messages at most. */
    static final int SIZE = 128;

    /** Length of a message that the filter did not want. */
    static final int UNWANTED = Integer.MIN_VALUE;

    final UnsafeBuffer bytes = new UnsafeBuffer(new byte[2 * HeaderFlyweight.MAX_MESSAGE_LENGTH]);

    /** What the reader knows of the number of messages published. */
    long published;

    private final int[] offsets = new int[SIZE];
    private final int[] lengths = new int[SIZE];
    private final int[] sourceKinds = new int[SIZE];
    private final long[] sequences = new long[SIZE];
    private int count;
    private int next;
    private int used;

    void clear() {
        count = 0;
        next = 0;
        used = 0;
    }

    boolean isEmpty() {
        return next == count;
    }

    /** Whether there is room for a message. */
    boolean hasRoom(int length) {
        return used + length <= bytes.capacity();
    }

    /** Takes note of a message, and of its bytes if the length is not {@link #UNWANTED}: they lie where this says. */
    int add(int sourceKind, long sequence, int length) {
        final int offset = used;
        offsets[count] = offset;
        lengths[count] = length;
        sourceKinds[count] = sourceKind;
        sequences[count] = sequence;
        count++;
        used += Math.max(0, length);
        return offset;
    }

    /** Length of the first message that was not passed yet. */
    int length() {
        return lengths[next];
    }

    int sourceKind() {
        return sourceKinds[next];
    }

    long sequence() {
        return sequences[next];
    }

    void copyTo(MutableDirectBuffer target) {
        target.putBytes(0, bytes, offsets[next], lengths[next]);
    }

    void pass() {
        next++;
    }
}
