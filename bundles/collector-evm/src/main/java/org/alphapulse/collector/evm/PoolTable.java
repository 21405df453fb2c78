package org.alphapulse.collector.evm;

import java.util.Arrays;

/**
 * Pools by their address in an open-addressed table, at most half full. A slot has all that a log needs to know of its pool, so that
 * memory that is far away is waited for once. One thread.
 */
final class PoolTable {
    /** No pool has the address. */
    static final int NONE = -1;

    /** Longs of a slot: the address' bytes 0 to 7 and 8 to 15; its bytes 16 to 19 above the pool's word; what of the pool's id comes before the address. */
    private static final int SLOT = 4;

    private static final int WORD = 2;
    private static final int ID = 3;
    /** Bits of a pool's word, which above them is its number plus one, and 0 where the slot is free. */
    private static final int LOADED = 1;

    private static final int CONCENTRATED = 2;
    private static final int NUMBER_SHIFT = 2;

    private long[] slots = new long[SLOT * 1024];
    private int mask = 1023;
    private Pool[] pools = new Pool[256];
    private int size;

    int size() {
        return size;
    }

    /** A pool by its number: they are counted as they come. */
    Pool get(int number) {
        return pools[number];
    }

    /** Adds a pool; false if its address is there already. */
    boolean add(Pool pool) {
        if (slotOf(pool) != NONE) {
            return false;
        }
        if (size == pools.length) {
            pools = Arrays.copyOf(pools, 2 * size);
        }
        pools[size++] = pool;
        if (2 * size > mask) {
            slots = new long[2 * slots.length];
            mask = 2 * mask + 1;
            for (int number = 0; number < size; number++) {
                put(number);
            }
        } else {
            put(size - 1);
        }
        return true;
    }

    /** Where the other methods find the pool at an address, until pools are added; {@link #NONE} if there is none. */
    int find(long a0, long a1, long a2) {
        int at = slot(a0, a1);
        while ((int) slots[at + WORD] != 0) {
            if (slots[at] == a0 && slots[at + 1] == a1 && slots[at + WORD] >>> Integer.SIZE == a2) {
                return at;
            }
            at = next(at);
        }
        return NONE;
    }

    /** Whether the pool's state was told. */
    boolean loaded(int at) {
        return (slots[at + WORD] & LOADED) != 0;
    }

    /** Whether the pool has ticks. */
    boolean concentrated(int at) {
        return (slots[at + WORD] & CONCENTRATED) != 0;
    }

    /** What of the pool's id comes before its address. */
    long idHead(int at) {
        return slots[at + ID];
    }

    int number(int at) {
        return ((int) slots[at + WORD] >>> NUMBER_SHIFT) - 1;
    }

    Pool pool(int at) {
        return pools[number(at)];
    }

    /** Notes that the state of a pool was told at the end of a block. */
    void told(Pool pool, long block) {
        pool.loadedAt = block;
        slots[slotOf(pool) + WORD] |= LOADED;
    }

    /** Notes that nothing was told of a pool that still holds. */
    void forget(Pool pool) {
        pool.loadedAt = Pool.NOT_LOADED;
        slots[slotOf(pool) + WORD] &= ~LOADED;
    }

    private int slotOf(Pool pool) {
        return find(word(pool, 0), word(pool, 1), word(pool, 2));
    }

    /** Bytes 0 to 7, 8 to 15 or 16 to 19 of a pool's address. */
    private static long word(Pool pool, int index) {
        final int from = 2 + 16 * index;
        return Long.parseUnsignedLong(pool.address, from, Math.min(from + 16, pool.address.length()), 16);
    }

    private int slot(long a0, long a1) {
        final long mixed = (a0 ^ a1) * 0x9E3779B97F4A7C15L;
        return ((int) (mixed >>> 40) & mask) * SLOT;
    }

    private int next(int at) {
        return at + SLOT == slots.length ? 0 : at + SLOT;
    }

    private void put(int number) {
        final Pool pool = pools[number];
        int at = slot(word(pool, 0), word(pool, 1));
        while ((int) slots[at + WORD] != 0) {
            at = next(at);
        }
        slots[at] = word(pool, 0);
        slots[at + 1] = word(pool, 1);
        slots[at + WORD] = word(pool, 2) << Integer.SIZE
                | (number + 1L) << NUMBER_SHIFT
                | (pool.concentrated ? CONCENTRATED : 0)
                | (pool.loaded() ? LOADED : 0);
        slots[at + ID] = pool.id.word0();
    }
}
