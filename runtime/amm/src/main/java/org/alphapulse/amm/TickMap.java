package org.alphapulse.amm;

/**
 * The initialized ticks of a concentrated-liquidity pool, sorted, in one slab of longs.
 *
 * <pre>
 * word   0              number of ticks n
 *        1..c           ticks, ascending, c = (length - 1) / 5 the capacity
 *        1+c+4i..       tick i: gross liquidity (2 words, low first), net liquidity (2 words, two's complement)
 * </pre>
 *
 * 40 bytes per tick. Static functions over the caller's slab; a function that returns a slab may have made a longer one.
 */
public final class TickMap {
    private static final long[] EMPTY = new long[1];

    private TickMap() {}

    /** The slab without ticks, shared and never written. */
    public static long[] empty() {
        return EMPTY;
    }

    /** A slab that holds the given number of ticks without growing. */
    public static long[] withCapacity(final int ticks) {
        return new long[1 + 5 * ticks];
    }

    /** Number of initialized ticks. */
    public static int count(final long[] slab) {
        return (int) slab[0];
    }

    /** The tick at a position, 0 to count - 1. */
    public static int tick(final long[] slab, final int position) {
        return (int) slab[1 + position];
    }

    static int data(final long[] slab, final int position) {
        return 1 + (slab.length - 1) / 5 + 4 * position;
    }

    /** Gross liquidity at a position, word 0 or 1. */
    public static long gross(final long[] slab, final int position, final int word) {
        return slab[data(slab, position) + word];
    }

    /** Net liquidity at a position, word 0 or 1, the second signed. */
    public static long net(final long[] slab, final int position, final int word) {
        return slab[data(slab, position) + 2 + word];
    }

    /** Number of initialized ticks at or below the given tick. */
    public static int position(final long[] slab, final int tick) {
        int low = 1;
        int high = (int) slab[0] + 1;
        while (low < high) {
            final int middle = (low + high) >>> 1;
            if (slab[middle] <= tick) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    /** The position of an initialized tick, or -1. */
    public static int find(final long[] slab, final int tick) {
        final int position = position(slab, tick) - 1;
        return position >= 0 && slab[1 + position] == tick ? position : -1;
    }

    /**
     * Sets a tick's liquidity: adds the tick, changes it, or with a gross liquidity of zero removes it.
     *
     * @return the slab to use from now on
     */
    public static long[] set(
            final long[] slab, final int tick, final long gross0, final long gross1, final long net0, final long net1) {
        final int at = find(slab, tick);
        if ((gross0 | gross1) == 0) {
            if (at >= 0) {
                remove(slab, at);
            }
            return slab;
        }
        if (at >= 0) {
            write(slab, at, gross0, gross1, net0, net1);
            return slab;
        }
        final int n = (int) slab[0];
        final int capacity = (slab.length - 1) / 5;
        final long[] target = n == capacity ? grow(slab, n, capacity + capacity / 4 + 4) : slab;
        insert(target, n, position(slab, tick), tick);
        write(target, find(target, tick), gross0, gross1, net0, net1);
        return target;
    }

    private static void write(
            final long[] slab, final int at, final long gross0, final long gross1, final long net0, final long net1) {
        final int data = data(slab, at);
        slab[data] = gross0;
        slab[data + 1] = gross1;
        slab[data + 2] = net0;
        slab[data + 3] = net1;
    }

    private static long[] grow(final long[] slab, final int n, final int capacity) {
        final long[] longer = withCapacity(capacity);
        System.arraycopy(slab, 0, longer, 0, n + 1);
        System.arraycopy(slab, data(slab, 0), longer, data(longer, 0), 4 * n);
        return longer;
    }

    private static void insert(final long[] slab, final int n, final int at, final int tick) {
        System.arraycopy(slab, 1 + at, slab, 2 + at, n - at);
        final int data = data(slab, at);
        System.arraycopy(slab, data, slab, data + 4, 4 * (n - at));
        slab[1 + at] = tick;
        slab[0] = n + 1L;
    }

    private static void remove(final long[] slab, final int at) {
        final int n = (int) slab[0];
        System.arraycopy(slab, 2 + at, slab, 1 + at, n - at - 1);
        final int data = data(slab, at);
        System.arraycopy(slab, data + 4, slab, data, 4 * (n - at - 1));
        slab[0] = n - 1L;
    }
}
