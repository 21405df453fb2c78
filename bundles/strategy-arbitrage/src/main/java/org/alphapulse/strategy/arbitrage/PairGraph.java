package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;

/**
 * Which pools trade which pair of tokens. Immutable, so that it is read by any thread.
 *
 * <p>A pair has two directed edges, 2 * pair from its lower token handle to the higher, 2 * pair + 1 back. Pools with two
 * equal tokens belong to no pair.
 */
final class PairGraph {
    final int tokenCount;
    final int poolCount;
    final int pairCount;
    /** Token at which a directed edge starts; where it ends is {@code from[edge ^ 1]}. */
    final int[] from;

    final int[] poolPair;
    /** Whether the pool's token 0 is the pair's higher token. */
    final boolean[] flipped;

    final int[] pairStart;
    final int[] pairPools;
    final int[] outStart;
    final int[] outEdges;

    private PairGraph(
            final int tokenCount,
            final int[] from,
            final int[] poolPair,
            final boolean[] flipped,
            final int pairCount) {
        this.tokenCount = tokenCount;
        this.poolCount = poolPair.length;
        this.pairCount = pairCount;
        this.from = from;
        this.poolPair = poolPair;
        this.flipped = flipped;
        this.pairStart = new int[pairCount + 1];
        this.pairPools = rows(poolPair, pairCount, pairStart);
        this.outStart = new int[tokenCount + 1];
        this.outEdges = rows(from, tokenCount, outStart);
    }

    /** The graph of the pools given by their tokens. */
    static PairGraph of(final int tokenCount, final int[] token0, final int[] token1, final int poolCount) {
        return extend(null, tokenCount, token0, token1, poolCount);
    }

    /** The graph with more pools; edges keep their numbers. */
    static PairGraph extend(
            final PairGraph old, final int tokenCount, final int[] token0, final int[] token1, final int poolCount) {
        final PairTable table = new PairTable();
        final int[] poolPair = new int[poolCount];
        final boolean[] flipped = new boolean[poolCount];
        final int oldPairs = old == null ? 0 : old.pairCount;
        for (int pair = 0; pair < oldPairs; pair++) {
            table.add(old.from[2 * pair], old.from[2 * pair + 1]);
        }
        for (int pool = 0; pool < poolCount; pool++) {
            flipped[pool] = token0[pool] > token1[pool];
            poolPair[pool] = token0[pool] == token1[pool]
                    ? -1
                    : table.add(Math.min(token0[pool], token1[pool]), Math.max(token0[pool], token1[pool]));
        }
        return new PairGraph(tokenCount, table.from(), poolPair, flipped, table.count);
    }

    /** Compressed rows: the indices of the keys grouped by key. */
    private static int[] rows(final int[] keys, final int count, final int[] start) {
        int used = 0;
        for (final int key : keys) {
            if (key >= 0) {
                start[key + 1]++;
                used++;
            }
        }
        for (int i = 0; i < count; i++) {
            start[i + 1] += start[i];
        }
        final int[] next = Arrays.copyOf(start, count);
        final int[] rows = new int[used];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] >= 0) {
                rows[next[keys[i]]++] = i;
            }
        }
        return rows;
    }

    int to(final int edge) {
        return from[edge ^ 1];
    }

    /** The edge of a swap. */
    int edge(final int pool, final boolean zeroForOne) {
        return 2 * poolPair[pool] + (zeroForOne == flipped[pool] ? 1 : 0);
    }

    /** Whether a swap along the edge sells the pool's token 0. */
    boolean zeroForOne(final int pool, final int edge) {
        return ((edge & 1) == 0) != flipped[pool];
    }

    /** The edge between two tokens, or -1. */
    int find(final int tokenFrom, final int tokenTo) {
        for (int i = outStart[tokenFrom]; i < outStart[tokenFrom + 1]; i++) {
            if (to(outEdges[i]) == tokenTo) {
                return outEdges[i];
            }
        }
        return -1;
    }

    /** Pairs by their tokens, open addressing. */
    private static final class PairTable {
        private int[] slots = new int[1024];
        private int[] ends = new int[512];
        private int count;

        int add(final int low, final int high) {
            int slot = slot(low, high);
            if (slots[slot] == 0) {
                if ((count + 1) * 2 > slots.length) {
                    grow();
                    slot = slot(low, high);
                }
                if (2 * count + 2 > ends.length) {
                    ends = Arrays.copyOf(ends, ends.length * 2);
                }
                ends[2 * count] = low;
                ends[2 * count + 1] = high;
                slots[slot] = ++count;
            }
            return slots[slot] - 1;
        }

        private int slot(final int low, final int high) {
            final int mask = slots.length - 1;
            int slot = (int) Route.mix(((long) low << 32) | high) & mask;
            while (slots[slot] != 0) {
                final int at = 2 * (slots[slot] - 1);
                if (ends[at] == low && ends[at + 1] == high) {
                    return slot;
                }
                slot = (slot + 1) & mask;
            }
            return slot;
        }

        private void grow() {
            slots = new int[slots.length * 2];
            for (int pair = 0; pair < count; pair++) {
                slots[slot(ends[2 * pair], ends[2 * pair + 1])] = pair + 1;
            }
        }

        int[] from() {
            return Arrays.copyOf(ends, 2 * count);
        }
    }
}
