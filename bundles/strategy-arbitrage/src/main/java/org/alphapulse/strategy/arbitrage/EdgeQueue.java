package org.alphapulse.strategy.arbitrage;

import java.util.concurrent.atomic.AtomicLong;

/** Changes of edges from the engine thread to the long search: one producer, one consumer, nothing allocated. */
final class EdgeQueue {
    private static final int SIZE = 1 << 15;
    private final int[] edges = new int[SIZE];
    /** Four per change: logarithm and depth of the best pool and of the deep one. */
    private final double[] values = new double[4 * SIZE];

    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();

    /** Producer: false if the consumer is too far behind. */
    boolean offer(final int edge, final RateTable rates) {
        final long at = tail.get();
        if (at - head.get() == SIZE) {
            return false;
        }
        final int slot = (int) at & (SIZE - 1);
        edges[slot] = edge;
        rates.describe(edge, values, 4 * slot);
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
        search.update(edges[slot], values, 4 * slot);
        head.lazySet(at + 1);
        return true;
    }

    /** Producer: how many changes were offered so far. */
    long offered() {
        return tail.get();
    }

    /** Consumer: forgets the changes up to a number of them, because a snapshot has them. */
    void forget(final long count) {
        head.lazySet(Math.max(head.get(), count));
    }
}
