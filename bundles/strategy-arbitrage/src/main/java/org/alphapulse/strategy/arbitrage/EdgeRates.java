package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;

/**
 * A copy of the best rates for the long search. Edges are numbered by place: in the order of the rows of the graph, so that
 * those that leave a token lie side by side. Confined to one thread; allocates only with a new graph.
 */
final class EdgeRates {
    private static final int CURVE = 4;
    final int tokenCount;
    /** By token, place of the first edge that leaves it; one more at the end. */
    final int[] row;

    final int[] from;
    final int[] to;
    /** Place of the edge in the other direction. */
    private final int[] reverse;
    /** Logarithm of the best pool's rate, and of the deep pool's. */
    final double[] log;

    final double[] deepLog;
    /** -log, or more where the edge is capped; infinite before the edge was set. */
    private final double[] cost;
    /** The cost of the edge in the other direction, so that the edges into a token lie side by side too. */
    private final double[] inCost;
    /** Four per edge, in one line of the cache: rate and depth of the best pool and of the deep one. */
    private final double[] curves;

    private final int[] place;
    private final int[] edges;

    EdgeRates(final PairGraph graph) {
        tokenCount = graph.tokenCount;
        row = graph.outStart;
        edges = graph.outEdges;
        final int count = edges.length;
        place = new int[count];
        from = new int[count];
        to = new int[count];
        reverse = new int[count];
        for (int i = 0; i < count; i++) {
            place[edges[i]] = i;
            from[i] = graph.from[edges[i]];
            to[i] = graph.to(edges[i]);
        }
        for (int i = 0; i < count; i++) {
            reverse[i] = place[edges[i] ^ 1];
        }
        log = new double[count];
        deepLog = new double[count];
        cost = new double[count];
        inCost = new double[count];
        curves = new double[CURVE * count];
        Arrays.fill(log, RateTable.DEAD);
        Arrays.fill(deepLog, RateTable.DEAD);
        Arrays.fill(cost, Double.POSITIVE_INFINITY);
        Arrays.fill(inCost, Double.POSITIVE_INFINITY);
    }

    int count() {
        return to.length;
    }

    /** Place of an edge of the graph. */
    int place(final int edge) {
        return place[edge];
    }

    /** Edge of the graph at a place. */
    int edge(final int at) {
        return edges[at];
    }

    /** Takes the values of {@link RateTable#describe} for the edge at a place, but not yet its cost; whether it improved. */
    boolean set(final int at, final double[] values, final int index) {
        final boolean better = values[index] > log[at] || values[index + 2] > deepLog[at];
        log[at] = values[index];
        deepLog[at] = values[index + 2];
        curves[CURVE * at] = rate(values[index]);
        curves[CURVE * at + 1] = values[index + 1];
        curves[CURVE * at + 2] = rate(values[index + 2]);
        curves[CURVE * at + 3] = values[index + 3];
        return better;
    }

    private static double rate(final double log) {
        return log == RateTable.DEAD ? 0 : Math.exp(log);
    }

    boolean isDead(final int at) {
        return log[at] == RateTable.DEAD;
    }

    double rate(final int at) {
        return curves[CURVE * at];
    }

    double depth(final int at) {
        return curves[CURVE * at + 1];
    }

    /** Whether the edge has a deep pool beside the best one. */
    boolean hasDeep(final int at) {
        return curves[CURVE * at + 3] > 0 && curves[CURVE * at + 3] != curves[CURVE * at + 1];
    }

    double deepRate(final int at) {
        return curves[CURVE * at + 2];
    }

    double deepDepth(final int at) {
        return curves[CURVE * at + 3];
    }

    /** The least share of the rate that a unit costs along the edge. */
    double leastDepth(final int at) {
        return hasDeep(at) ? Math.min(depth(at), deepDepth(at)) : depth(at);
    }

    double cost(final int at) {
        return cost[at];
    }

    /** By place, the cost of each edge; only to be read. */
    double[] costs() {
        return cost;
    }

    /** By place, the cost of the edge in the other direction; only to be read. */
    double[] inCosts() {
        return inCost;
    }

    void cost(final int at, final double newCost) {
        cost[at] = newCost;
        inCost[reverse[at]] = newCost;
    }
}
