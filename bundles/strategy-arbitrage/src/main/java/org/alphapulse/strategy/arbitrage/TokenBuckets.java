package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;

/**
 * Items in buckets, each in one at most; given back bucket by bucket. Searches of shortest ways need no finer order: a way
 * that is improved within its bucket puts its item there once more. Confined to one thread; no method allocates.
 */
final class TokenBuckets {
    static final int COUNT = 64;
    private static final int NOWHERE = -1;
    private final int[] first = new int[COUNT];
    private final int[] next;
    private final int[] previous;
    private final int[] bucket;
    private long filled;

    /** Buckets for items below a number. */
    TokenBuckets(final int items) {
        next = new int[items];
        previous = new int[items];
        bucket = new int[items];
        Arrays.fill(bucket, NOWHERE);
    }

    /** Puts an item into a bucket, and takes it out of the one where it is. */
    void put(final int item, final int number) {
        if (bucket[item] == number) {
            return;
        }
        if (bucket[item] != NOWHERE) {
            remove(item);
        }
        final int head = (filled & 1L << number) == 0 ? NOWHERE : first[number];
        next[item] = head;
        previous[item] = NOWHERE;
        if (head != NOWHERE) {
            previous[head] = item;
        }
        first[number] = item;
        bucket[item] = number;
        filled |= 1L << number;
    }

    /** Takes an item of the lowest bucket that holds any; -1 if none does. */
    int take() {
        if (filled == 0) {
            return NOWHERE;
        }
        final int item = first[Long.numberOfTrailingZeros(filled)];
        remove(item);
        return item;
    }

    private void remove(final int item) {
        final int number = bucket[item];
        bucket[item] = NOWHERE;
        if (next[item] != NOWHERE) {
            previous[next[item]] = previous[item];
        }
        if (previous[item] != NOWHERE) {
            next[previous[item]] = next[item];
        } else if (next[item] != NOWHERE) {
            first[number] = next[item];
        } else {
            filled &= ~(1L << number);
        }
    }

    long bytes() {
        return 12L * next.length;
    }
}
