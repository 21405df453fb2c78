package org.alphapulse.strategy.arbitrage;

/**
 * The cycles through one directed edge whose rates multiply to more than one, the best by that product, in no order. Confined to one
 * thread; allocates only with another index.
 */
final class Screen {
    private static final int HOPS = 4;
    private final int width;
    private final double[] sums;
    /** Four edges per entry, -1 after the last. */
    private final int[] edges;

    private int size;
    private double floor;
    private int lowest;
    private double[] totals = new double[0];
    /** Only written, so that the compiler does not leave out the reading. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    /** A screen that keeps so many cycles. */
    Screen(final int width) {
        this.width = width;
        this.sums = new double[width];
        this.edges = new int[width * HOPS];
    }

    void clear() {
        size = 0;
        floor = 0;
    }

    int size() {
        return size;
    }

    int edge(final int entry, final int hop) {
        return edges[entry * HOPS + hop];
    }

    /**
     * Adds the cycles through an edge whose logarithms add up to more than a threshold.
     *
     * @param threshold logarithm that a cycle must exceed
     */
    void scan(final CycleIndex index, final RateTable rates, final int edge, final double threshold) {
        final double[] w = rates.best;
        final double base = w[edge] - threshold;
        if (base + w[edge ^ 1] > floor && rates.bestPool(edge) != rates.bestPool(edge ^ 1)) {
            offer(base + w[edge ^ 1], edge, edge ^ 1, -1, -1);
        }
        final int[] legs = index.legs[edge];
        if (totals.length < index.most) {
            totals = new double[index.most];
        }
        add(legs, w, base);
        final int end = CycleIndex.firstFour(legs);
        int cycle = 0;
        for (int i = 1; i < end; i += 2) {
            if (totals[cycle] > floor) {
                offer(totals[cycle], edge, legs[i], legs[i + 1], -1);
            }
            cycle++;
        }
        for (int i = end; i < legs.length; i += 3) {
            if (totals[cycle] > floor) {
                offer(totals[cycle], edge, legs[i], legs[i + 1], legs[i + 2]);
            }
            cycle++;
        }
    }

    /** Adds up all cycles of a list before one is looked at: nothing here waits for anything, so that memory is waited for once. */
    private void add(final int[] legs, final double[] w, final double base) {
        final int end = CycleIndex.firstFour(legs);
        int cycle = 0;
        for (int i = 1; i < end; i += 2) {
            totals[cycle++] = base + w[legs[i]] + w[legs[i + 1]];
        }
        for (int i = end; i < legs.length; i += 3) {
            totals[cycle++] = base + w[legs[i]] + w[legs[i + 1]] + w[legs[i + 2]];
        }
    }

    /** Reads what sizing all cycles will read, so that the caches wait for all of it at once. */
    void touch(final RateTable rates) {
        long sum = 0;
        for (int i = 0; i < HOPS * size; i++) {
            sum += rates.touch(Math.max(0, edges[i]));
        }
        touched = sum;
    }

    /** Keeps one of each cycle that was found from several of its edges. */
    void unite() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!isAmong(kept, i)) {
                sums[kept] = sums[i];
                System.arraycopy(edges, i * HOPS, edges, kept * HOPS, HOPS);
                kept++;
            }
        }
        size = kept;
    }

    private boolean isAmong(final int count, final int entry) {
        for (int i = 0; i < count; i++) {
            boolean same = true;
            for (int hop = 0; hop < HOPS && same; hop++) {
                same = has(i, edge(entry, hop)) && has(entry, edge(i, hop));
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    private boolean has(final int entry, final int wanted) {
        for (int hop = 0; hop < HOPS; hop++) {
            if (edge(entry, hop) == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Keeps a cycle; where there is no room it takes the place of the one with the lowest sum, which the floor is. */
    private void offer(final double sum, final int e0, final int e1, final int e2, final int e3) {
        final int at = size == width ? lowest : size++;
        sums[at] = sum;
        edges[at * HOPS] = e0;
        edges[at * HOPS + 1] = e1;
        edges[at * HOPS + 2] = e2;
        edges[at * HOPS + 3] = e3;
        if (size == width) {
            lowest = 0;
            for (int i = 1; i < width; i++) {
                lowest = sums[i] < sums[lowest] ? i : lowest;
            }
            floor = sums[lowest];
        }
    }
}
