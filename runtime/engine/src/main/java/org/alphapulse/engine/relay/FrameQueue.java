package org.alphapulse.engine.relay;

import org.agrona.DirectBuffer;
import org.alphapulse.protocol.HeaderFlyweight;
import org.jctools.queues.MpmcUnboundedXaddArrayQueue;

/**
 * A bounded queue of copied messages between two threads. One thread offers; it may also poll, to drop the oldest. The copies lie in
 * recycled frames, and the queue is made of recycled chunks, so that one that is hardly used takes hardly any memory.
 */
public final class FrameQueue {
    private static final int CHUNK = 1024;
    private static final int POOLED_CHUNKS = 4;

    private final MpmcUnboundedXaddArrayQueue<Frame> queue = new MpmcUnboundedXaddArrayQueue<>(CHUNK, POOLED_CHUNKS);
    private final FramePool pool;
    private final int capacity;

    /** Makes a queue for {@code capacity} messages. */
    public FrameQueue(int capacity) {
        this.capacity = capacity;
        this.pool = new FramePool(capacity + 64);
    }

    /** Copies a message in. False when the queue is full. */
    public boolean offer(DirectBuffer source, int offset, int length, long planId) {
        if (queue.size() >= capacity) {
            return false;
        }
        final Frame frame = pool.take(length);
        if (frame == null) {
            return false;
        }
        frame.buffer().putBytes(0, source, offset, length);
        frame.set(length, planId);
        return queue.offer(frame);
    }

    /** A frame to be filled and offered, or null when all are in use. The offering thread. */
    Frame claim() {
        return pool.take(HeaderFlyweight.LENGTH);
    }

    /** Puts a filled frame in; false if the queue is full, and then the frame stays with the caller. */
    boolean offer(Frame frame, int length) {
        if (queue.size() >= capacity) {
            return false;
        }
        frame.set(length, 0);
        return queue.offer(frame);
    }

    /** Takes the oldest message, or null. The caller releases the frame. */
    public Frame poll() {
        return queue.poll();
    }

    /** Messages waiting; exact only when nobody writes. */
    public int size() {
        return queue.size();
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return queue.isEmpty();
    }
}
