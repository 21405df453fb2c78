package org.alphapulse.engine.relay;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.protocol.HeaderFlags;
import org.alphapulse.protocol.HeaderFlyweight;

/**
 * The most recent messages of a relay. One thread appends and never waits; any number of readers go through them by ordinal, the
 * number of the message in the ring, and find out for themselves whether a message was overwritten while they read it. So losses are
 * counted exactly, and a message of the past can be found again.
 *
 * <p>Protocol: the appender announces how far it is going to write before it writes, and publishes the count after. A reader that copied
 * messages checks that the announcement has not reached the first of them. Positions grow for ever; an index holds those of the last messages.
 */
public final class RecentRing {
    /** Result of a read: no such message yet. */
    public static final int NOT_YET = 0;

    /** Result of a read: overwritten. */
    public static final int LAPPED = -1;

    private static final int HEAD = 8;
    private static final int SLACK = 128;
    private static final int BYTES_PER_ENTRY = 64;

    private final int capacity;
    private final UnsafeBuffer bytes;
    private final long[] positions;
    private final int indexMask;
    private final Counter intent = new Counter();
    private final Counter published = new Counter();
    private long tail;
    private long count;

    /** Makes an empty ring of a power of two bytes, at least 128 KiB. */
    public RecentRing(int capacity) {
        this.capacity = BitUtil.findNextPositivePowerOfTwo(Math.max(capacity, 2 * HeaderFlyweight.MAX_MESSAGE_LENGTH));
        this.bytes = new UnsafeBuffer(ByteBuffer.allocateDirect(this.capacity + SLACK));
        this.positions = new long[this.capacity / BYTES_PER_ENTRY];
        this.indexMask = positions.length - 1;
    }

    /** Size in bytes. */
    public int capacity() {
        return capacity;
    }

    /** Appends a copy. The one writer. */
    public void append(DirectBuffer source, int offset, int length) {
        final int record = BitUtil.align(length + HEAD, HEAD);
        long at = tail;
        int index = (int) at & (capacity - 1);
        if (index + record > capacity) {
            at += capacity - index;
            index = 0;
        }
        final long end = at + record;
        intent.lazySet(end);
        VarHandle.storeStoreFence();
        bytes.putInt(index, length);
        bytes.putBytes(index + HEAD, source, offset, length);
        final long ordinal = count;
        positions[(int) ordinal & indexMask] = at;
        tail = end;
        count = ordinal + 1;
        published.lazySet(ordinal + 1);
    }

    /** Messages appended so far; the ordinal of the next one. */
    public long published() {
        return published.get();
    }

    /** Ordinal of the oldest message that is certainly still there, if nothing more is appended. */
    public long oldest() {
        final long newest = published();
        long low = Math.max(0, newest - positions.length + 1);
        long high = newest;
        while (low < high) {
            final long middle = (low + high) >>> 1;
            if (position(middle) == LAPPED) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long position(long ordinal) {
        final long at = positions[(int) ordinal & indexMask];
        return holds(ordinal, at) ? at : LAPPED;
    }

    private boolean holds(long ordinal, long position) {
        VarHandle.loadLoadFence();
        return published.get() - ordinal < positions.length && position >= intent.get() - capacity;
    }

    /** Whether a message can still be read. */
    public boolean holds(long ordinal) {
        return ordinal < published() && position(ordinal) != LAPPED;
    }

    /**
     * Copies messages out, as many as a batch holds and there are.
     *
     * @param ordinal which one is the first
     * @param filter only messages that match are copied
     * @param batch takes them in place of what it had
     * @return how many; {@link #NOT_YET}; or {@link #LAPPED}, and then the batch is empty
     */
    int read(long ordinal, MessageFilter filter, Batch batch) {
        batch.clear();
        if (ordinal >= batch.published) {
            batch.published = published.get();
        }
        final int available = (int) Math.min(Batch.SIZE, batch.published - ordinal);
        if (available <= 0) {
            return NOT_YET;
        }
        final long first = positions[(int) ordinal & indexMask];
        int count = 0;
        while (count < available && copy(positions[(int) (ordinal + count) & indexMask], filter, batch)) {
            count++;
        }
        // Whatever was overwritten, the first was before it.
        if (count == 0 || !holds(ordinal, first)) {
            batch.clear();
            return LAPPED;
        }
        return count;
    }

    /** Copies one message out; false if it does not fit or is being overwritten. */
    private boolean copy(long position, MessageFilter filter, Batch batch) {
        final int index = ((int) position & (capacity - 1)) + HEAD;
        final int length = bytes.getInt(index - HEAD);
        if (length < HeaderFlyweight.LENGTH || length > capacity + HEAD - index || !batch.hasRoom(length)) {
            return false; // a length like the first two only a message has that is being overwritten
        }
        final boolean wanted = filter.matches(bytes, index);
        final long head = bytes.getLong(index, ByteOrder.LITTLE_ENDIAN);
        final long sequence = bytes.getLong(index + HeaderFlyweight.SEQUENCE_OFFSET, ByteOrder.LITTLE_ENDIAN);
        final int to = batch.add((int) (head >>> 48) & 0xff, sequence, wanted ? length : Batch.UNWANTED);
        if (wanted) {
            batch.bytes.putBytes(to, bytes, index, length);
        }
        return true;
    }

    /**
     * Copies a message out.
     *
     * @param ordinal which one
     * @param filter only a message that matches is copied
     * @param target has room for the largest message
     * @return its length; {@link #NOT_YET}; {@link #LAPPED}; or {@link Integer#MIN_VALUE} if it does not match
     */
    private int read(long ordinal, MessageFilter filter, MutableDirectBuffer target) {
        if (ordinal >= published.get()) {
            return NOT_YET;
        }
        final long at = positions[(int) ordinal & indexMask];
        final int index = ((int) at & (capacity - 1)) + HEAD;
        final int length = bytes.getInt(index - HEAD);
        if (length < HeaderFlyweight.LENGTH || length > capacity + HEAD - index) {
            return LAPPED; // only a message that is being overwritten looks like this
        }
        final boolean wanted = filter.matches(bytes, index);
        if (wanted) {
            target.putBytes(0, bytes, index, length);
        }
        if (!holds(ordinal, at)) {
            return LAPPED;
        }
        return wanted ? length : Integer.MIN_VALUE;
    }

    /**
     * Finds messages of a source by their sequences, newest first, and copies them out in order.
     *
     * @param sourceKind source kind of the header
     * @param first sequence of the first
     * @param count how many
     * @param out takes them, each marked as replayed
     * @return false if not all are there; then {@code out} was told nothing
     */
    boolean replay(int sourceKind, long first, int count, MessageConsumer out) {
        final byte[][] found = new byte[count][];
        final UnsafeBuffer scratch = new UnsafeBuffer(new byte[HeaderFlyweight.MAX_MESSAGE_LENGTH]);
        int missing = count;
        final MessageFilter filter =
                (buffer, offset) -> (buffer.getByte(offset + HeaderFlyweight.SOURCE_KIND_OFFSET) & 0xff) == sourceKind
                        && Long.compareUnsigned(sequenceAt(buffer, offset) - first, count) < 0
                        && (buffer.getByte(offset + HeaderFlyweight.FLAGS_OFFSET) & HeaderFlags.REPLAYED) == 0;
        for (long ordinal = published() - 1; ordinal >= 0 && missing > 0; ordinal--) {
            final int length = read(ordinal, filter, scratch);
            if (length == LAPPED) {
                return false;
            }
            if (length > 0) {
                final int place = (int) (sequenceAt(scratch, 0) - first);
                missing -= found[place] == null ? 1 : 0;
                found[place] = new byte[length];
                scratch.getBytes(0, found[place]);
            }
        }
        if (missing > 0) {
            return false;
        }
        for (final byte[] message : found) {
            message[HeaderFlyweight.FLAGS_OFFSET] |= (byte) HeaderFlags.REPLAYED;
            out.onMessage(new UnsafeBuffer(message), 0, message.length);
        }
        return true;
    }

    private static long sequenceAt(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + HeaderFlyweight.SEQUENCE_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }
}
