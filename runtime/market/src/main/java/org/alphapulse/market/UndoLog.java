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

    /** Blocks whose hashes and beginnings are known; a power of two, more than are kept. */
    private static final int BLOCKS = 128;

    long[] ring = new long[1024 * ENTRY];

    /** Number of entries in the ring less one; the number is a power of two. */
    private int mask = 1023;

    long[] hashes = new long[BLOCKS * 5];

    /** The first entry made when a block was the head, so that blocks are forgotten whole. */
    private final long[] starts = new long[BLOCKS];

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
        final int at = (int) (block & (BLOCKS - 1)) * 5;
        return hashes[at] == block ? hashes[at + 1 + word] : 0;
    }

    void setHash(final long block, final long h0, final long h1, final long h2, final long h3) {
        final int at = (int) (block & (BLOCKS - 1)) * 5;
        hashes[at] = block;
        hashes[at + 1] = h0;
        hashes[at + 2] = h1;
        hashes[at + 3] = h2;
        hashes[at + 4] = h3;
    }

    /** Whether a further entry needs {@link #makeRoom} first. */
    boolean isFull() {
        return last - first > mask;
    }

    /**
     * Moves the head up to a block if it is below, forgets what is out of reach then, and sees to it that there is room for an entry. Allocates
     * only when more is kept than ever before.
     */
    void makeRoom(final long block) {
        if (block > head) {
            if (block == head + 1) {
                starts[(int) block & (BLOCKS - 1)] = last;
            } else {
                startAll(block);
            }
            floor = Math.max(floor, block - DEPTH);
            first = floor >= head ? last : Math.max(first, starts[(int) (floor + 1) & (BLOCKS - 1)]);
            head = block;
        }
        if (isFull()) {
            grow();
        }
    }

    /** Blocks that had no events begin where the given one does. Counts down, as the block may be the greatest number there is. */
    private void startAll(final long block) {
        for (long b = block; b > head && b > block - BLOCKS; b--) {
            starts[(int) b & (BLOCKS - 1)] = last;
        }
    }

    /** Finds out again where blocks begin, after a snapshot was read. Looks at differences, as the head may be the greatest number there is. */
    void locate() {
        long next = Math.max(floor, head - BLOCKS) + 1;
        for (long i = first; i < last; i++) {
            for (final long block = ring[index(i) + 3]; next - block <= 0; next++) {
                starts[(int) next & (BLOCKS - 1)] = i;
            }
        }
        for (; next - head <= 0; next++) {
            starts[(int) next & (BLOCKS - 1)] = last;
        }
    }

    int index(final long entry) {
        return (int) (entry & mask) * ENTRY;
    }

    /** Index of a new entry's first word; there must be room. */
    int next() {
        return index(last++);
    }

    private void grow() {
        final long[] bigger = new long[ring.length * 2];
        final int wider = 2 * mask + 1;
        for (long i = first; i < last; i++) {
            System.arraycopy(ring, index(i), bigger, (int) (i & wider) * ENTRY, ENTRY);
        }
        ring = bigger;
        mask = wider;
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
        for (int at = 0; at < hashes.length; at += 5) {
            if (hashes[at] > block) {
                hashes[at] = -1;
            }
        }
        head = Math.min(head, block);
    }
}
