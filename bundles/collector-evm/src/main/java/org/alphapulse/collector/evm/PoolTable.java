package org.alphapulse.collector.evm;

import java.util.Arrays;

/**
 * Pools by their address in an open-addressed table, at most half full. The key and where its pool is lie side by side, so that most
 * lookups touch one line of the cache. One thread.
 */
final class PoolTable {
    /** Longs of a slot: bytes 0 to 7, 8 to 15 and 16 to 19 of the address, then the pool's index and one, 0 where the slot is free. */
    private static final int SLOT = 4;

    private long[] slots = new long[SLOT * 1024];
    private int mask = 1023;
    private Pool[] pools = new Pool[256];
    private int size;

    int size() {
        return size;
    }

    Pool get(int index) {
        return pools[index];
    }

    /** Adds a pool; false if its address is there already. */
    boolean add(Pool pool) {
        final String digits = pool.address.substring(2);
        final long a0 = Long.parseUnsignedLong(digits, 0, 16, 16);
        final long a1 = Long.parseUnsignedLong(digits, 16, 32, 16);
        final long a2 = Long.parseUnsignedLong(digits, 32, 40, 16);
        if (find(a0, a1, a2) != null) {
            return false;
        }
        if (size == pools.length) {
            pools = Arrays.copyOf(pools, 2 * size);
        }
        pools[size++] = pool;
        if (2 * size > mask) {
            grow();
        }
        put(a0, a1, a2, size);
        return true;
    }

    /** The pool at an address, or null. */
    Pool find(long a0, long a1, long a2) {
        int at = slot(a0, a1);
        while (slots[at + 3] != 0) {
            if (slots[at] == a0 && slots[at + 1] == a1 && slots[at + 2] == a2) {
                return pools[(int) slots[at + 3] - 1];
            }
            at = next(at);
        }
        return null;
    }

    private int slot(long a0, long a1) {
        final long mixed = (a0 ^ a1) * 0x9E3779B97F4A7C15L;
        return ((int) (mixed >>> 40) & mask) * SLOT;
    }

    private int next(int at) {
        return at + SLOT == slots.length ? 0 : at + SLOT;
    }

    private void put(long a0, long a1, long a2, long number) {
        int at = slot(a0, a1);
        while (slots[at + 3] != 0) {
            at = next(at);
        }
        slots[at] = a0;
        slots[at + 1] = a1;
        slots[at + 2] = a2;
        slots[at + 3] = number;
    }

    private void grow() {
        final long[] old = slots;
        slots = new long[2 * old.length];
        mask = 2 * mask + 1;
        for (int at = 0; at < old.length; at += SLOT) {
            if (old[at + 3] != 0) {
                put(old[at], old[at + 1], old[at + 2], old[at + 3]);
            }
        }
    }
}
