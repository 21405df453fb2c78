package org.alphapulse.executor.flashloan;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Hands slots from one thread to one other in order. */
final class PlanRing {
    private final PlanSlot[] slots;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final Queue<Long> missed = new ConcurrentLinkedQueue<>();

    PlanRing(int capacity) {
        slots = new PlanSlot[capacity];
        java.util.Arrays.setAll(slots, i -> new PlanSlot());
    }

    /** Writer: the next free slot, or null when the reader is behind. */
    PlanSlot claim() {
        final long at = written.getPlain();
        return at - read.get() == slots.length ? null : slots[(int) (at % slots.length)];
    }

    /** Writer: gives the claimed slot to the reader. */
    void publish() {
        written.setRelease(written.getPlain() + 1);
    }

    /** Writer: tells the reader of a plan for which there was no slot. */
    void miss(long planId) {
        missed.add(planId);
    }

    /** Reader: the oldest plan for which there was no slot, or null; each is given once. */
    Long missed() {
        return missed.poll();
    }

    /** Reader: the oldest slot, or null. */
    PlanSlot peek() {
        final long at = read.getPlain();
        return at == written.getAcquire() ? null : slots[(int) (at % slots.length)];
    }

    /** Reader: gives the oldest slot back. */
    void release() {
        read.setRelease(read.getPlain() + 1);
    }

    /** Any thread: how many wait, roughly. */
    int waiting() {
        return (int) (written.get() - read.get());
    }
}
