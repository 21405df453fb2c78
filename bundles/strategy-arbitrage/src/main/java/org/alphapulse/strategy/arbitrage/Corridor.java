package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;

/**
 * The edges that can be on a profitable cycle through a given one. What a cycle gains at an infinitesimal input bounds what
 * it gains at any, so an edge counts only if the best way to it from the given edge's end, itself, and the best way on to the
 * given edge's start multiply to enough. The way forward is pruned by the potentials, the way back by the way forward, so that
 * it stays within the corridor.
 *
 * <p>Edges are numbered in the order of the rows of the graph. Confined to one thread; allocates only with a new graph.
 */
final class Corridor {
    private static final double NOWHERE = Double.NEGATIVE_INFINITY;
    /** Most edges looked at on the way forward, which bounds the time. */
    private static final int BUDGET = 12_000;

    private PairGraph graph;
    private int[] from = new int[0];
    private int[] to = new int[0];
    private int[] reverse = new int[0];
    private double[] logs = new double[0];
    /** Logarithm of the best way from the given edge's end to a token, and from a token to the edge's start. */
    private double[] there = new double[0];

    private double[] back = new double[0];
    private double[] onward = new double[0];
    private int[] firstOut = new int[0];
    private int[] nextOut = new int[0];
    private boolean[] kept = new boolean[0];
    private int[] edges = new int[0];
    private int edgeCount;
    private int[] reached = new int[0];
    private int reachedCount;
    private boolean[] queued = new boolean[0];
    private int[] frontier = new int[0];
    private int[] coming = new int[0];
    private int comingCount;

    /**
     * Takes another graph.
     *
     * @param starts token at which each edge starts
     * @param ends token at which it ends
     * @param back the edge in the other direction
     */
    void reset(final PairGraph next, final int[] starts, final int[] ends, final int[] back) {
        graph = next;
        from = starts;
        to = ends;
        reverse = back;
        there = new double[next.tokenCount];
        this.back = new double[next.tokenCount];
        onward = new double[next.tokenCount];
        firstOut = new int[next.tokenCount];
        reached = new int[next.tokenCount];
        queued = new boolean[next.tokenCount];
        frontier = new int[next.tokenCount];
        coming = new int[next.tokenCount];
        nextOut = new int[2 * next.pairCount];
        kept = new boolean[2 * next.pairCount];
        edges = new int[2 * next.pairCount];
        Arrays.fill(there, NOWHERE);
        Arrays.fill(this.back, NOWHERE);
        Arrays.fill(firstOut, -1);
        edgeCount = 0;
        reachedCount = 0;
    }

    /** First edge of the corridor that leaves a token, or -1. */
    int first(final int token) {
        return firstOut[token];
    }

    /** The edge that follows one of the corridor at the same token, or -1. */
    int next(final int edge) {
        return nextOut[edge];
    }

    /** At most what one unit of a token becomes at the given edge's start. */
    double onward(final int token) {
        return onward[token];
    }

    /**
     * Finds the corridor of an edge.
     *
     * @param rateLogs logarithm of the best rate of each edge
     * @param potential per token; no way gains more than the difference of the potentials at its ends and the slack
     * @param hops most edges beside the given one
     * @param slack see there
     * @param least logarithm of what a cycle must gain at the least
     */
    void open(
            final double[] rateLogs,
            final double[] potential,
            final int edge,
            final int hops,
            final double slack,
            final double least) {
        logs = rateLogs;
        final int u = from[edge];
        final int v = to[edge];
        goThere(u, v, potential, hops, logs[edge] + slack - potential[u] - least);
        goBack(u, v, hops, logs[edge] - least);
    }

    private void goThere(final int u, final int v, final double[] potential, final int hops, final double bound) {
        int budget = BUDGET;
        reach(v, 0);
        frontier[0] = v;
        int count = 1;
        for (int hop = 0; hop < hops && count > 0; hop++) {
            comingCount = 0;
            for (int i = 0; i < count && budget > 0; i++) {
                final int token = frontier[i];
                final double sum = there[token];
                budget -= graph.outStart[token + 1] - graph.outStart[token];
                for (int f = graph.outStart[token]; f < graph.outStart[token + 1]; f++) {
                    final int end = to[f];
                    final double log = sum + logs[f];
                    if (log > there[end] && log + potential[end] + bound > 0 && end != v) {
                        reach(end, log);
                        queue(end, u);
                    }
                }
            }
            count = turn();
        }
    }

    private void reach(final int token, final double log) {
        if (there[token] == NOWHERE) {
            reached[reachedCount++] = token;
        }
        there[token] = log;
    }

    private void goBack(final int u, final int v, final int hops, final double gain) {
        if (there[u] == NOWHERE) {
            return;
        }
        back[u] = 0;
        frontier[0] = u;
        int count = 1;
        for (int hop = 0; hop < hops && count > 0; hop++) {
            comingCount = 0;
            for (int i = 0; i < count; i++) {
                final int token = frontier[i];
                final double sum = back[token];
                for (int out = graph.outStart[token]; out < graph.outStart[token + 1]; out++) {
                    final int start = to[out];
                    final int f = reverse[out];
                    final double log = sum + logs[f];
                    if (there[start] + log + gain > 0 && start != u) {
                        keep(f, start);
                        if (log > back[start]) {
                            back[start] = log;
                            onward[start] = Math.exp(log);
                            queue(start, v);
                        }
                    }
                }
            }
            count = turn();
        }
    }

    private void keep(final int edge, final int start) {
        if (!kept[edge]) {
            kept[edge] = true;
            edges[edgeCount++] = edge;
            nextOut[edge] = firstOut[start];
            firstOut[start] = edge;
        }
    }

    /** Puts a token into the next frontier, unless it is the end of the way. */
    private void queue(final int token, final int end) {
        if (!queued[token] && token != end) {
            queued[token] = true;
            coming[comingCount++] = token;
        }
    }

    /** Makes the coming frontier the present one; returns its size. */
    private int turn() {
        final int[] spare = frontier;
        frontier = coming;
        coming = spare;
        for (int i = 0; i < comingCount; i++) {
            queued[frontier[i]] = false;
        }
        return comingCount;
    }

    /** Forgets the corridor. */
    void close() {
        for (int i = 0; i < reachedCount; i++) {
            there[reached[i]] = NOWHERE;
            back[reached[i]] = NOWHERE;
            firstOut[reached[i]] = -1;
        }
        for (int i = 0; i < edgeCount; i++) {
            kept[edges[i]] = false;
        }
        reachedCount = 0;
        edgeCount = 0;
    }

    long bytes() {
        return 41L * there.length + 21L * nextOut.length;
    }
}
