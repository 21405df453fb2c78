package org.alphapulse.engine.relay;

import java.util.concurrent.atomic.AtomicLong;

/** A counter on cache lines of its own, so that its writer does not slow those who read what lies beside it. */
final class Counter extends AtomicLong {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("unused")
    private volatile long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14;

    /** Adds one; the only writer. */
    void increment() {
        lazySet(getPlain() + 1);
    }
}
