package org.alphapulse.market;

import java.util.Arrays;
import org.alphapulse.amm.PoolFamily;

/**
 * The state of a few pools after supposed swaps, beside the shared state and without touching it. Owned by the caller,
 * reused, not thread-safe. It refers to pools by handle and is only meaningful until the next event; clear it then.
 */
public final class Overlay {
    private int[] pools = new int[16];
    long[] words = new long[16 * PoolFamily.WORDS];
    private int size;

    /** An empty overlay. */
    public Overlay() {}

    /** Forgets all supposed swaps. */
    public void clear() {
        size = 0;
    }

    /** Number of pools that differ from the shared state. */
    public int size() {
        return size;
    }

    /** Whether a pool differs from the shared state. */
    public boolean holds(final int pool) {
        return find(pool) >= 0;
    }

    /** Index of the pool's first word, or -1 if the overlay does not hold it. */
    int find(final int pool) {
        for (int i = 0; i < size; i++) {
            if (pools[i] == pool) {
                return i * PoolFamily.WORDS;
            }
        }
        return -1;
    }

    /** Index of the pool's first word, added if missing; allocates only past the largest size reached before. */
    int claim(final int pool) {
        final int found = find(pool);
        if (found >= 0) {
            return found;
        }
        if (size == pools.length) {
            pools = Arrays.copyOf(pools, size * 2);
            words = Arrays.copyOf(words, size * 2 * PoolFamily.WORDS);
        }
        pools[size] = pool;
        return size++ * PoolFamily.WORDS;
    }
}
