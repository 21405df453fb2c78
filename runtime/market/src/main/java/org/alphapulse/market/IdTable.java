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

    /** The products do not wait for each other. */
    private static int hash(final long[] id, final int at) {
        final long sum = id[at] * 0x9E3779B97F4A7C15L
                + (id[at + 1] ^ 0x2545F4914F6CDD1DL) * 0xBF58476D1CE4E5B9L
                + id[at + 2] * 0x94D049BB133111EBL
                + id[at + 3] * 0xD6E8FEB86659FD93L
                + id[at + 4] * 0xA0761D6478BD642FL;
        final long mixed = (sum ^ (sum >>> 32)) * 0xE7037ED1A0B428DBL;
        return (int) (mixed ^ (mixed >>> 32));
    }

    int find(final long[] id, final int at) {
        final int mask = slots.length - 1;
        for (int slot = hash(id, at) & mask; slots[slot] >= 0; slot = (slot + 1) & mask) {
            final int handle = slots[slot];
            final int known = handle * WORDS;
            final long differs = (ids[known] ^ id[at])
                    | (ids[known + 1] ^ id[at + 1])
                    | (ids[known + 2] ^ id[at + 2])
                    | (ids[known + 3] ^ id[at + 3])
                    | (ids[known + 4] ^ id[at + 4]);
            if (differs == 0) {
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
