package org.alphapulse.strategy.arbitrage;

/**
 * The most profitable simple cycles through an edge, by branch and bound. A way whose rates multiply to K and whose depths
 * fold to N, beginning with the edge, can at the best become a cycle that earns (sqrt(K B) - 1)^2 / N, with B the most that
 * the rest of any way back can gain: N only grows. Ways that cannot come near the best cycle known are not followed. Pools
 * with one piece of liquidity are assumed, and of the pools of an edge the best and the deep one are tried.
 *
 * <p>Confined to one thread; no method allocates.
 */
final class CycleSearch {
    /** What a cycle must earn to be worth knowing, as a part of the best. */
    private static final double PART = 0.5;
    /** Most edges followed in one search, which bounds its time. */
    private static final int BUDGET = 2_000;

    private final EdgeRates rates;
    private final Ways ways;
    private final int maxHops;
    private final FoundCycles found;
    private final int[] path = new int[Route.MAX_HOPS];
    private final boolean[] passed;
    /** Per token, the number of the search for which its edges were listed, and the part of the list. */
    private final int[] listed;

    private final int[] begin;
    private final int[] end;
    /** Edges that can be on a cycle worth knowing, those of a token side by side, the most promising first. */
    private final int[] list;
    /** For each the logarithm of what it and the best way on from there gain. */
    private final double[] gains;

    private int listSize;
    private int number;
    private int start;
    /** Logarithm that a cycle must exceed: any that gains less was not searched for. */
    private double least;
    /** How much more a way back may gain than its bound says. */
    private double slack;

    private int budget;

    CycleSearch(final EdgeRates rates, final Ways ways, final int maxHops, final FoundCycles found) {
        this.rates = rates;
        this.ways = ways;
        this.maxHops = maxHops;
        this.found = found;
        passed = new boolean[rates.tokenCount];
        listed = new int[rates.tokenCount];
        begin = new int[rates.tokenCount];
        end = new int[rates.tokenCount];
        list = new int[rates.count()];
        gains = new double[rates.count()];
    }

    /**
     * Finds cycles through an edge. The ways back to its start must have been searched.
     *
     * @param leastGain logarithm of the marginal gain that all cycles worth knowing exceed
     * @param excess see {@link #slack}
     */
    void search(final int edge, final double leastGain, final double excess) {
        least = leastGain;
        slack = excess;
        budget = BUDGET;
        number++;
        listSize = 0;
        start = rates.from[edge];
        follow(edge, 0, 0, 1, 0, ways.isStart(start));
    }

    /** Logarithm of the marginal gain that a cycle through the edge needs in order to earn so much. */
    double needed(final int edge, final double profit) {
        return bound(rates.leastDepth(edge), profit);
    }

    /** At the most 2 ln(1 + sqrt(n * profit)), the logarithm of K where (sqrt(K) - 1)^2 / n is the profit. */
    private static double bound(final double n, final double profit) {
        final double z = Math.sqrt(n * profit);
        return z * (2 - z);
    }

    /** Appends an edge to the way, with its best pool and with its deep one. */
    private void follow(
            final int edge, final int hops, final double log, final double k, final double n, final boolean touched) {
        path[hops] = edge;
        visit(edge, hops + 1, log + rates.log[edge], k * rates.rate(edge), n + rates.depth(edge) * k, touched);
        if (rates.hasDeep(edge)) {
            path[hops] = edge;
            final double deep = n + rates.deepDepth(edge) * k;
            visit(edge, hops + 1, log + rates.deepLog[edge], k * rates.deepRate(edge), deep, touched);
        }
    }

    private void visit(
            final int edge, final int hops, final double log, final double k, final double n, final boolean before) {
        final int token = rates.to[edge];
        if (token == start) {
            close(hops, k, n, before);
            return;
        }
        final boolean touched = before || ways.isStart(token);
        final double[] back = touched ? ways.back() : ways.backByStart();
        double needed = needed(log, n);
        if (hops == maxHops || back[token] + needed >= 0) {
            return;
        }
        if (listed[token] != number) {
            list(token);
        }
        passed[token] = true;
        for (int i = begin[token]; i < end[token] && gains[i] > needed && budget > 0; i++) {
            if (!passed[rates.to[list[i]]]) {
                budget--;
                follow(list[i], hops, log, k, n, touched);
                needed = needed(log, n);
            }
        }
        passed[token] = false;
    }

    /** Logarithm of what must follow on a way, by its bounds, for it to become a cycle worth knowing. */
    private double needed(final double log, final double n) {
        return Math.max(least, bound(n, PART * found.profit(0))) - slack - log;
    }

    /** Lists the edges that leave a token and can be on such a cycle by the best way to the token. */
    private void list(final int token) {
        listed[token] = number;
        begin[token] = listSize;
        final double[] back = ways.back();
        final double needed = least - slack - ways.most(token);
        final int last = rates.row[token + 1];
        for (int i = rates.row[token]; i < last; i++) {
            final double gain = rates.log[i] - back[rates.to[i]];
            if (gain > needed) {
                int at = listSize++;
                for (; at > begin[token] && gains[at - 1] < gain; at--) {
                    gains[at] = gains[at - 1];
                    list[at] = list[at - 1];
                }
                gains[at] = gain;
                list[at] = i;
            }
        }
        end[token] = listSize;
    }

    private void close(final int hops, final double k, final double n, final boolean touched) {
        final double root = Math.sqrt(k) - 1;
        final double profit = root * root / n;
        if (touched && root > 0 && profit > PART * found.profit(0)) {
            found.offer(path, hops, profit);
        }
    }
}
