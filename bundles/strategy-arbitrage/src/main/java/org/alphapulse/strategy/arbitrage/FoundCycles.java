package org.alphapulse.strategy.arbitrage;

/** The most profitable cycles of a search, best first. Confined to one thread; no method allocates. */
final class FoundCycles {
    static final int MOST = 24;
    private final int[][] edges = new int[MOST][Route.MAX_HOPS];
    private final int[] lengths = new int[MOST];
    private final double[] profits = new double[MOST];
    private int count;

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    int length(final int cycle) {
        return lengths[cycle];
    }

    /** Edges of a cycle; only to be read. */
    int[] edges(final int cycle) {
        return edges[cycle];
    }

    /** Profit of a cycle, 0 the best; 0 where there is none. */
    double profit(final int cycle) {
        return cycle < count ? profits[cycle] : 0;
    }

    /** Takes a cycle if it is among the best; of the same edges with other pools only the best counts. */
    void offer(final int[] path, final int length, final double profit) {
        int at = find(path, length);
        if (at == count) {
            if (count == MOST && profit <= profits[MOST - 1]) {
                return;
            }
            at = count < MOST ? count++ : MOST - 1;
        } else if (profit <= profits[at]) {
            return;
        }
        final int[] spare = edges[at];
        for (; at > 0 && profits[at - 1] < profit; at--) {
            edges[at] = edges[at - 1];
            lengths[at] = lengths[at - 1];
            profits[at] = profits[at - 1];
        }
        edges[at] = spare;
        System.arraycopy(path, 0, spare, 0, length);
        lengths[at] = length;
        profits[at] = profit;
    }

    private int find(final int[] path, final int length) {
        int at = 0;
        while (at < count && !isSame(at, path, length)) {
            at++;
        }
        return at;
    }

    private boolean isSame(final int at, final int[] path, final int length) {
        int same = 0;
        while (lengths[at] == length && same < length && edges[at][same] == path[same]) {
            same++;
        }
        return same == length;
    }
}
