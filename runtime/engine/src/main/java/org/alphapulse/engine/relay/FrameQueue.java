package org.alphapulse.engine.relay;

import org.agrona.DirectBuffer;
import org.alphapulse.protocol.HeaderFlyweight;
import org.jctools.queues.SpmcArrayQueue;

/**
 * A bounded queue of copied messages between two threads. One thread offers; it may also poll, to drop the oldest. The copies lie in
 * recycled frames.
 */
public final class FrameQueue {
    private final SpmcArrayQueue<Frame> queue;
    private final FramePool pool;

    /** Makes a queue for at least {@code capacity} messages. */
    public FrameQueue(int capacity) {
        this.queue = new SpmcArrayQueue<>(capacity);
        this.pool = new FramePool(queue.capacity() + 64);
    }

    /** Copies a message in. False when the queue is full. */
    public boolean offer(DirectBuffer source, int offset, int length, long planId) {
        final Frame frame = pool.take(length);
        if (frame == null) {
            return false;
        }
        frame.buffer().putBytes(0, source, offset, length);
        frame.set(length, planId);
        if (queue.offer(frame)) {
            return true;
        }
        frame.release();
        return false;
    }

    /** A frame to be filled and offered, or null when all are in use. The offering thread. */
    Frame claim() {
        return pool.take(HeaderFlyweight.LENGTH);
    }

    /** Puts a filled frame in; false if the queue is full, and then the frame stays with the caller. */
    boolean offer(Frame frame, int length) {
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
