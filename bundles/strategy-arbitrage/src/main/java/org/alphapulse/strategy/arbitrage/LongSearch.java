package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;

/**
 * Cycles of any length through an edge that improved, over copies of the best rates.
 *
 * <p>As long as the potentials of {@link Ways} keep every edge's reduced cost at zero or above no cycle profits, and most
 * events end with this one comparison. An edge that breaks it is capped at the cost that keeps it, and the cheapest ways back
 * to its start are searched as far as they could profit: first those that would leave half of the breach as gain, then, if
 * what is found allows for a better one, the others. In their bounds {@link CycleSearch} looks for the most profitable
 * cycles. If there is no way back the potentials are mended and the cap is lifted. If there is one the cap stays: most
 * opportunities are gone with the next event of their pool. Only when other cycles are searched before that the potentials
 * are mended as far as they can be, so that the cap widens the bounds of those no more than it must.
 *
 * <p>Confined to one thread; allocates only when the graph changes.
 */
final class LongSearch {
    private static final int RECHECKS = 4;
    /** What counts as zero: far more than rounding adds up to around a cycle, far less than any cycle is worth. */
    private static final double SLACK = 1e-11;
    /** The part of the breach that cycles must leave to be searched first. */
    private static final double NARROW = 0.5;

    private final int maxHops;
    private final boolean[] starts;
    private EdgeRates rates;
    private Ways ways;
    private CycleSearch search;
    private final FoundCycles found = new FoundCycles();
    private final int[] cycle = new int[Route.MAX_HOPS];
    private int[] capped = new int[256];
    private int cappedCount;
    /** The edge that was capped last, at more than it must; -1 if there is none. */
    private int unmended = -1;

    private int next;
    private final double[] largest = new double[Route.MAX_HOPS];

    /**
     * A search for cycles through at least one of the start tokens.
     *
     * @param maxHops longest cycle
     * @param startTokens their handles
     */
    LongSearch(final int maxHops, final int... startTokens) {
        this.maxHops = maxHops;
        starts = new boolean[Arrays.stream(startTokens).max().orElse(-1) + 1];
        for (final int token : startTokens) {
            starts[token] = true;
        }
        reset(PairGraph.of(0, new int[0], new int[0], 0), new double[0]);
    }

    /** Takes a graph with the values of {@link RateTable#describe} for every edge. */
    void reset(final PairGraph graph, final double[] values) {
        rates = new EdgeRates(graph);
        ways = new Ways(rates, starts);
        search = new CycleSearch(rates, ways, maxHops, found);
        found.clear();
        cappedCount = 0;
        unmended = -1;
        for (int edge = 0; edge < rates.count(); edge++) {
            final int at = rates.place(edge);
            rates.set(at, values, 4 * edge);
            mend(at);
        }
    }

    /** Number of cycles that the last update found, the most profitable first. */
    int count() {
        return found.count();
    }

    int length(final int result) {
        return found.length(result);
    }

    /** Edges of a cycle; valid until the next call. */
    int[] edges(final int result) {
        for (int i = 0; i < found.length(result); i++) {
            cycle[i] = rates.edge(found.edges(result)[i]);
        }
        return cycle;
    }

    /** Takes a change of an edge and looks for cycles through it if it improved. */
    void update(final int changed, final double[] values, final int at) {
        found.clear();
        if (changed >= rates.count()) {
            return;
        }
        final int edge = rates.place(changed);
        final boolean better = rates.set(edge, values, at);
        if (-rates.log[edge] > rates.cost(edge)) {
            rates.cost(edge, -rates.log[edge]);
        }
        if (better && !rates.isDead(edge)) {
            improved(edge);
        } else {
            recheck();
        }
    }

    private void improved(final int edge) {
        if (unmended != edge) {
            settle();
        }
        final double breach = breach(edge);
        cap(edge);
        // Where other edges are capped the potentials do not see all; the search then has to look itself.
        final double slack = slack(edge);
        if (breach + slack > SLACK) {
            find(edge, breach, slack);
        }
    }

    /** By how much an edge costs less than the potentials allow. */
    private double breach(final int edge) {
        return ways.level(edge) + rates.log[edge];
    }

    /** Lets an edge cost what it does, or more where the potentials ask for it. */
    private void cap(final int edge) {
        rates.cost(edge, Math.max(ways.level(edge), -rates.log[edge]));
    }

    private void find(final int edge, final double breach, final double slack) {
        final double most = breach + slack + SLACK;
        final double first = (1 - NARROW) * most;
        look(edge, most - first, first, slack);
        final double needed = search.needed(edge, found.profit(0));
        if (needed < first) {
            look(edge, most - needed, needed, slack);
        }
        if (breach > SLACK) {
            if (found.count() == 0 && ways.distance() - SLACK >= breach) {
                ways.mend(breach);
                cap(edge);
            } else {
                noteCapped(edge);
                unmended = edge;
            }
        }
    }

    private void look(final int edge, final double radius, final double least, final double slack) {
        final boolean touching = !ways.isStart(rates.from[edge]) && !ways.isStart(rates.to[edge]);
        ways.search(edge, radius, touching);
        search.search(edge, least, slack);
    }

    /** Mends the potentials for the edge that was capped last; whether there was one. To be called when nothing else is to do. */
    boolean settle() {
        if (unmended < 0) {
            return false;
        }
        final int edge = unmended;
        unmended = -1;
        mend(edge);
        return true;
    }

    /** Lowers an edge's cost to the real one as far as no cycle profits. */
    private void mend(final int edge) {
        final double breach = breach(edge);
        if (breach <= SLACK) {
            cap(edge);
            return;
        }
        // Mostly the way back is short, above all where it was mended before.
        final double most = breach + SLACK;
        double radius = most / 16;
        ways.search(edge, radius, false);
        while (radius < most && ways.distance() >= radius) {
            radius = Math.min(most, 4 * radius);
            ways.search(edge, radius, false);
        }
        final double by = Math.max(0, ways.distance() - SLACK);
        ways.mend(Math.min(breach, by));
        cap(edge);
        if (excess(edge) > SLACK) {
            noteCapped(edge);
        }
    }

    /** Tries to lift the caps of a few edges, because another edge got worse. */
    private void recheck() {
        for (int i = Math.min(cappedCount, RECHECKS); i > 0; i--) {
            next = next + 1 < cappedCount ? next + 1 : 0;
            final int edge = capped[next];
            unmended = unmended == edge ? -1 : unmended;
            mend(edge);
            if (excess(edge) <= SLACK) {
                capped[next] = capped[--cappedCount];
            }
        }
    }

    private void noteCapped(final int edge) {
        for (int i = 0; i < cappedCount; i++) {
            if (capped[i] == edge) {
                return;
            }
        }
        if (cappedCount == capped.length) {
            capped = Arrays.copyOf(capped, 2 * cappedCount);
        }
        capped[cappedCount++] = edge;
    }

    /** By how much an edge is capped. */
    private double excess(final int edge) {
        return rates.isDead(edge) ? 0 : Math.max(0, rates.cost(edge) + rates.log[edge]);
    }

    /** How much more than the potentials allow a cycle through an edge can gain at most from other edges that are capped. */
    private double slack(final int edge) {
        Arrays.fill(largest, 0);
        for (int i = 0; i < cappedCount; i++) {
            double excess = capped[i] == edge ? 0 : excess(capped[i]);
            for (int k = 0; k < maxHops - 1 && excess > 0; k++) {
                final double other = largest[k];
                largest[k] = Math.max(other, excess);
                excess = Math.min(other, excess);
            }
        }
        double sum = 0;
        for (final double excess : largest) {
            sum += excess;
        }
        return sum;
    }
}
