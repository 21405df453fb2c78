package org.alphapulse.engine.relay;

import java.nio.ByteBuffer;
import org.jctools.queues.MpscGrowableArrayQueue;

/**
 * Frames of one producer. They are made on demand up to a capacity and recycled for ever, so a producer allocates nothing once it
 * has reached its deepest backlog. One thread takes, any thread gives.
 */
public final class FramePool {
    private static final int FRAME_BYTES = 256;
    private static final int SLAB_FRAMES = 64;

    private final MpscGrowableArrayQueue<Frame> free;
    private final int capacity;
    private int created;

    /** Makes an empty pool of at most {@code capacity} frames. */
    public FramePool(int capacity) {
        this.capacity = Math.max(SLAB_FRAMES, capacity);
        this.free = new MpscGrowableArrayQueue<>(SLAB_FRAMES, this.capacity + SLAB_FRAMES);
    }

    /** Takes a frame with room for {@code length} bytes, or null when all are in use. */
    public Frame take(int length) {
        Frame frame = free.relaxedPoll();
        if (frame == null) {
            if (created >= capacity) {
                frame = free.poll();
                if (frame == null) {
                    return null;
                }
            } else {
                frame = grow();
            }
        }
        frame.ensure(length);
        return frame;
    }

    void give(Frame frame) {
        free.offer(frame);
    }

    private Frame grow() {
        final ByteBuffer slab = ByteBuffer.allocateDirect(FRAME_BYTES * SLAB_FRAMES);
        for (int i = 1; i < SLAB_FRAMES; i++) {
            free.offer(new Frame(this, slab, i * FRAME_BYTES, FRAME_BYTES));
        }
        created += SLAB_FRAMES;
        return new Frame(this, slab, 0, FRAME_BYTES);
    }
}
