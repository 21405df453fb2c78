package org.alphapulse.engine.relay;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One message in flight, in a buffer that is used again and again. It belongs to the pool it was taken from and travels through
 * JCTools queues without being copied.
 */
public final class Frame {
    private final FramePool pool;
    private final UnsafeBuffer buffer;
    private int length;
    private long planId;
    private long receivedNs;

    Frame(FramePool pool, ByteBuffer memory, int offset, int capacity) {
        this.pool = pool;
        this.buffer = new UnsafeBuffer(memory, offset, capacity);
    }

    /** The bytes, from 0 to {@link #length()}. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** Length of the message, header included. */
    public int length() {
        return length;
    }

    /** Id of the approved plan in this frame, 0 for any other message. */
    public long planId() {
        return planId;
    }

    /** Sets what the frame holds. */
    public void set(int newLength, long newPlanId) {
        this.length = newLength;
        this.planId = newPlanId;
    }

    /** When the bytes that the message was made of were in memory; 0 where nobody said. */
    public long receivedNs() {
        return receivedNs;
    }

    /** Sets when the bytes were in memory. */
    public void receivedNs(long epochNs) {
        this.receivedNs = epochNs;
    }

    /** Gives the frame back to its pool. The consumer's last act with it. */
    public void release() {
        pool.give(this);
    }

    void ensure(int capacity) {
        if (buffer.capacity() < capacity) {
            buffer.wrap(ByteBuffer.allocateDirect(Integer.highestOneBit(capacity - 1) << 1));
        }
    }
}
