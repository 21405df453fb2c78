package org.alphapulse.market;

import java.util.Arrays;

/**
 * What undoes the last 64 blocks of one chain: before-images in a ring of equal entries, in order of application.
 *
 * <pre>
 * word 0  pool (high half), kind (bits 0..7), sync byte before (8..15)
 *      1  log index before (high half), epoch of the pool (low half)
 *      2  block of the pool's last event before
 *      3  block that made the change
 *      4..10  the pool's words 0..6, or its reserves, or tick, gross and net liquidity
 *      11 unused
 * </pre>
 *
 * Entries of one pool are in order of blocks; those of different pools may be late by a little, which does no harm.
 */
final class UndoLog {
    static final int DEPTH = 64;
    static final int ENTRY = 12;
    static final int KIND_WORDS = 0;
    static final int KIND_TICK = 1;
    static final int KIND_RESERVES = 2;

    private static final int HASHES = 128;
    long[] ring = new long[1024 * ENTRY];

    /** Number of entries in the ring less one; the number is a power of two. */
    private int mask = 1023;

    long[] hashes = new long[HASHES * 5];
    long first;
    long last;
    long head = -1;
    long floor = Long.MIN_VALUE;

    UndoLog() {
        Arrays.fill(hashes, -1);
    }

    long head() {
        return head;
    }

    long hash(final long block, final int word) {
        final int at = (int) (block & (HASHES - 1)) * 5;
        return hashes[at] == block ? hashes[at + 1 + word] : 0;
    }

    void setHash(final long block, final long h0, final long h1, final long h2, final long h3) {
        final int at = (int) (block & (HASHES - 1)) * 5;
        hashes[at] = block;
        hashes[at + 1] = h0;
        hashes[at + 2] = h1;
        hashes[at + 3] = h2;
        hashes[at + 4] = h3;
    }

    /** Moves the head forward and forgets what is out of reach. */
    void advance(final long block) {
        if (block <= head) {
            return;
        }
        head = block;
        floor = Math.max(floor, block - DEPTH);
        while (first < last && ring[index(first) + 3] <= floor) {
            first++;
        }
    }

    int index(final long entry) {
        return (int) (entry & mask) * ENTRY;
    }

    /** Index of a new entry's first word. Allocates only when more is kept than ever before. */
    int push() {
        if (last - first > mask) {
            grow();
        }
        return index(last++);
    }

    private void grow() {
        final long[] bigger = new long[ring.length * 2];
        final int n = (int) (last - first);
        for (int i = 0; i < n; i++) {
            System.arraycopy(ring, index(first + i), bigger, i * ENTRY, ENTRY);
        }
        ring = bigger;
        mask = 2 * mask + 1;
        first = 0;
        last = n;
    }

    /** Drops the entries of blocks above the given one, keeping the others in order, and moves the head back. */
    void truncate(final long block) {
        long kept = first;
        for (long i = first; i < last; i++) {
            final int from = index(i);
            if (ring[from + 3] <= block) {
                if (kept != i) {
                    System.arraycopy(ring, from, ring, index(kept), ENTRY);
                }
                kept++;
            }
        }
        last = kept;
        for (long b = block + 1; b <= Math.min(head, block + HASHES); b++) {
            hashes[(int) (b & (HASHES - 1)) * 5] = -1;
        }
        head = Math.min(head, block);
    }
}
