package org.alphapulse.collector.evm;

import java.util.Arrays;

/** Pools by their address in an open-addressed table of three longs a key. One thread. */
final class PoolTable {
    private long[] keys = new long[3 * 1024];
    private Pool[] values = new Pool[1024];
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
        if (4 * size >= values.length) {
            grow();
        }
        put(a0, a1, a2, pool);
        if (size == pools.length) {
            pools = Arrays.copyOf(pools, 2 * size);
        }
        pools[size++] = pool;
        return true;
    }

    /** The pool at an address, or null. */
    Pool find(long a0, long a1, long a2) {
        int slot = slot(a0, a1);
        for (Pool pool = values[slot]; pool != null; pool = values[slot]) {
            if (keys[3 * slot] == a0 && keys[3 * slot + 1] == a1 && keys[3 * slot + 2] == a2) {
                return pool;
            }
            slot = slot + 1 & mask;
        }
        return null;
    }

    private int slot(long a0, long a1) {
        final long mixed = (a0 ^ a1) * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & mask;
    }

    private void put(long a0, long a1, long a2, Pool pool) {
        int slot = slot(a0, a1);
        while (values[slot] != null) {
            slot = slot + 1 & mask;
        }
        keys[3 * slot] = a0;
        keys[3 * slot + 1] = a1;
        keys[3 * slot + 2] = a2;
        values[slot] = pool;
    }

    private void grow() {
        final long[] oldKeys = keys;
        final Pool[] oldValues = values;
        values = new Pool[2 * oldValues.length];
        keys = new long[3 * values.length];
        mask = values.length - 1;
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                put(oldKeys[3 * i], oldKeys[3 * i + 1], oldKeys[3 * i + 2], oldValues[i]);
            }
        }
    }
}
