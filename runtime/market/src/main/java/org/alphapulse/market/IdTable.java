package org.alphapulse.market;

import java.util.Arrays;

/** Dense handles for 40-byte identities: five words each, found by open addressing. Handles are never reused. */
final class IdTable {
    static final int WORDS = 5;

    long[] ids = new long[64 * WORDS];
    int count;
    private int[] slots = filled(128);

    private static int[] filled(final int size) {
        final int[] slots = new int[size];
        Arrays.fill(slots, -1);
        return slots;
    }

    private static int hash(final long[] id, final int at) {
        long h = id[at] * 0x9E3779B97F4A7C15L;
        h = (h ^ (h >>> 29) ^ id[at + 1]) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 32) ^ id[at + 2]) * 0x94D049BB133111EBL;
        h = (h ^ (h >>> 29) ^ id[at + 3]) * 0x9E3779B97F4A7C15L;
        h = (h ^ (h >>> 32) ^ id[at + 4]) * 0xBF58476D1CE4E5B9L;
        return (int) (h ^ (h >>> 31));
    }

    int find(final long[] id, final int at) {
        final int mask = slots.length - 1;
        for (int slot = hash(id, at) & mask; slots[slot] >= 0; slot = (slot + 1) & mask) {
            final int handle = slots[slot];
            if (Arrays.equals(ids, handle * WORDS, handle * WORDS + WORDS, id, at, at + WORDS)) {
                return handle;
            }
        }
        return -1;
    }

    /** Adds an identity that is not there yet. */
    int add(final long[] id, final int at) {
        if ((count + 1) * WORDS > ids.length) {
            ids = Arrays.copyOf(ids, ids.length * 2);
        }
        final int handle = count++;
        System.arraycopy(id, at, ids, handle * WORDS, WORDS);
        if (count * 2 > slots.length) {
            slots = filled(slots.length * 2);
            for (int i = 0; i < count; i++) {
                place(i);
            }
        } else {
            place(handle);
        }
        return handle;
    }

    private void place(final int handle) {
        final int mask = slots.length - 1;
        int slot = hash(ids, handle * WORDS) & mask;
        while (slots[slot] >= 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = handle;
    }
}
