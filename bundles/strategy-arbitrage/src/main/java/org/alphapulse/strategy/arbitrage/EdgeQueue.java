package org.alphapulse.strategy.arbitrage;

import java.util.concurrent.atomic.AtomicLong;

/** Changes of edges from the engine thread to the long search: one producer, one consumer, nothing allocated. */
final class EdgeQueue {
    private static final int SIZE = 1 << 15;
    private final int[] edges = new int[SIZE];
    private final double[] rates = new double[SIZE];
    private final double[] depths = new double[SIZE];
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();

    /** Producer: false if the consumer is too far behind. */
    boolean offer(final int edge, final double log, final double depth) {
        final long at = tail.get();
        if (at - head.get() == SIZE) {
            return false;
        }
        final int slot = (int) at & (SIZE - 1);
        edges[slot] = edge;
        rates[slot] = log;
        depths[slot] = depth;
        tail.lazySet(at + 1);
        return true;
    }

    /** Consumer: passes one change to the search; false if there is none. */
    boolean poll(final LongSearch search) {
        final long at = head.get();
        if (at == tail.get()) {
            return false;
        }
        final int slot = (int) at & (SIZE - 1);
        search.update(edges[slot], rates[slot], depths[slot]);
        head.lazySet(at + 1);
        return true;
    }

    /** Consumer: forgets everything, because a snapshot replaces it. */
    void clear() {
        head.lazySet(tail.get());
    }
}
