package org.alphapulse.collector.evm;

import java.util.ArrayList;
import java.util.List;

/**
 * Pools whose state contradicted the chain and that are to be read again: at once the first time, and after a pause of 1 s, 2 s, 4 s and so
 * on up to 5 min when a pool diverges again less than 10 min after it did before. A pool that never comes right is thus read rarely, and
 * one that was read wrong is back at once. One thread.
 */
final class Diverging {
    private static final long FIRST_PAUSE_NS = 1_000_000_000L;
    private static final long LONGEST_PAUSE_NS = 300 * FIRST_PAUSE_NS;
    private static final long CALM_NS = 2 * LONGEST_PAUSE_NS;
    private static final int DOUBLINGS = 9;

    private final List<Pool> waiting = new ArrayList<>();

    /** Adds a pool; gives the pause after which it is due, in nanoseconds. */
    long add(Pool pool, long nowNs) {
        final boolean again = pool.divergences > 0 && nowNs - pool.divergedNs < CALM_NS;
        pool.divergences = again ? pool.divergences + 1 : 1;
        pool.divergedNs = nowNs;
        waiting.add(pool);
        return pauseNs(pool);
    }

    private static long pauseNs(Pool pool) {
        return pool.divergences == 1
                ? 0
                : Math.min(LONGEST_PAUSE_NS, FIRST_PAUSE_NS << Math.min(DOUBLINGS, pool.divergences - 2));
    }

    /** Takes a pool that is due; null if there is none. */
    Pool due(long nowNs) {
        for (int i = 0; i < waiting.size(); i++) {
            if (nowNs - waiting.get(i).divergedNs >= pauseNs(waiting.get(i))) {
                return waiting.remove(i);
            }
        }
        return null;
    }

    void clear() {
        waiting.clear();
    }
}
