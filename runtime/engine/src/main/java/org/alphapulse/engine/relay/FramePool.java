package org.alphapulse.engine.relay;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jctools.queues.MpscGrowableArrayQueue;

/**
 * Frames of one producer. They are made on demand up to a capacity and recycled for ever, so a producer allocates nothing once it
 * has reached its deepest backlog. The frame given back last is taken first, as its memory is still in the caches. One thread takes, any
 * thread gives.
 */
public final class FramePool {
    private static final int FRAME_BYTES = 256;
    private static final int SLAB_FRAMES = 64;

    /** A take passes over so many frames at most, so that the one after a backlog takes no longer than others. */
    private static final int SORTED = 4;

    private final MpscGrowableArrayQueue<Frame> given;
    private final int capacity;
    private Frame[] free = {};
    private int freeCount;
    private int created;

    /** Makes an empty pool of at most {@code capacity} frames. */
    public FramePool(int capacity) {
        this.capacity = Math.max(SLAB_FRAMES, capacity);
        this.given = new MpscGrowableArrayQueue<>(SLAB_FRAMES, this.capacity + SLAB_FRAMES);
    }

    /** Takes a frame with room for {@code length} bytes, or null when all are in use. */
    public Frame take(int length) {
        Frame frame = given.relaxedPoll();
        if (frame == null) {
            frame = freeCount > 0 ? free[--freeCount] : last();
            if (frame == null) {
                return null;
            }
        } else {
            for (int i = 0; i < SORTED; i++) {
                final Frame later = given.relaxedPoll();
                if (later == null) {
                    break;
                }
                free[freeCount++] = frame;
                frame = later;
            }
        }
        frame.ensure(length);
        return frame;
    }

    /** A new one, or one that is being given back at this moment. */
    private Frame last() {
        if (created < capacity) {
            grow();
            return free[--freeCount];
        }
        return given.poll();
    }

    void give(Frame frame) {
        given.offer(frame);
    }

    private void grow() {
        free = Arrays.copyOf(free, created + SLAB_FRAMES);
        final ByteBuffer slab = ByteBuffer.allocateDirect(FRAME_BYTES * SLAB_FRAMES);
        for (int i = SLAB_FRAMES - 1; i >= 0; i--) {
            free[freeCount++] = new Frame(this, slab, i * FRAME_BYTES, FRAME_BYTES);
        }
        created += SLAB_FRAMES;
    }
}
