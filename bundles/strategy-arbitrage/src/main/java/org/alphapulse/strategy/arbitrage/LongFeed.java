package org.alphapulse.strategy.arbitrage;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Connects the engine thread with the long search on its own thread: changes go there, cycles come back, both without
 * waiting. Where the search falls behind it gets a whole snapshot instead.
 */
final class LongFeed {
    private static final int SLOTS = 64;

    /** All edges at one moment. */
    private static final class Snapshot {
        private final PairGraph graph;
        private final double[] values;
        /** Changes that it has. */
        private final long changes;

        Snapshot(final PairGraph graph, final double[] values, final long changes) {
            this.graph = graph;
            this.values = values;
            this.changes = changes;
        }
    }

    private final LongSearch search;
    private final EdgeQueue queue = new EdgeQueue();
    private final AtomicReference<Snapshot> snapshot = new AtomicReference<>();
    private final int[][] cycles = new int[SLOTS][Route.MAX_HOPS];
    private final int[] lengths = new int[SLOTS];
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();
    private boolean behind;

    LongFeed(final int maxHops, final int... starts) {
        search = new LongSearch(maxHops, starts);
    }

    /** Engine thread: everything anew. */
    void reset(final RateTable rates) {
        final double[] values = new double[4 * rates.best.length];
        for (int edge = 0; edge < rates.best.length; edge++) {
            rates.describe(edge, values, 4 * edge);
        }
        snapshot.set(new Snapshot(rates.graph(), values, queue.offered()));
        behind = false;
    }

    /** Engine thread: an edge changed. */
    void changed(final int edge, final RateTable rates) {
        behind |= !queue.offer(edge, rates);
    }

    /** Engine thread: whether changes were lost, so that a reset is due; not before the last one was taken. */
    boolean behind() {
        return behind && snapshot.get() == null;
    }

    /** Engine thread: number of cycles found and not yet taken. */
    int found() {
        return (int) (tail.get() - head.get());
    }

    /** Engine thread: edges of the oldest cycle. */
    int[] cycle() {
        return cycles[(int) head.get() & (SLOTS - 1)];
    }

    int length() {
        return lengths[(int) head.get() & (SLOTS - 1)];
    }

    void taken() {
        head.lazySet(head.get() + 1);
    }

    /** Search thread: takes a limited number of changes; returns how many. */
    int work(final int limit) {
        final Snapshot next = snapshot.get();
        if (next != null) {
            queue.forget(next.changes);
            snapshot.compareAndSet(next, null);
            search.reset(next.graph, next.values);
            return 1;
        }
        int work = 0;
        while (work < limit && queue.poll(search)) {
            work++;
            for (int i = 0; i < search.count() && publish(i); i++) {
                work++;
            }
        }
        return work == 0 && search.settle() ? 1 : work;
    }

    private boolean publish(final int result) {
        final long at = tail.get();
        if (at - head.get() == SLOTS) {
            return false;
        }
        final int slot = (int) at & (SLOTS - 1);
        System.arraycopy(search.edges(result), 0, cycles[slot], 0, search.length(result));
        lengths[slot] = search.length(result);
        tail.lazySet(at + 1);
        return true;
    }
}
