package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;

/**
 * The edges that can be on a profitable cycle through a given one. What a cycle gains at an infinitesimal input bounds what
 * it gains at any, so an edge counts only if the best way to it from the given edge's end, itself, and the best way on to the
 * given edge's start multiply to enough. The way back is pruned by the potentials, the way forward by the way back, so that it
 * stays within the corridor: the potentials were mended from the given edge's end just before, so that near there they tell nothing.
 *
 * <p>Edges are numbered in the order of the rows of the graph. Confined to one thread; allocates only with a new graph.
 */
final class Corridor {
    /** Values per edge, see {@link #pack}. */
    static final int CURVE = 4;

    private static final double NOWHERE = Double.NEGATIVE_INFINITY;
    /** Most edges looked at on the way back, which bounds the time. */
    private static final int BUDGET = 12_000;

    private PairGraph graph;
    private int[] from = new int[0];
    private int[] ends = new int[0];
    private double[] logs = new double[0];
    /** Logarithm of the best way from the given edge's end to a token, and from a token to the edge's start. */
    private double[] there = new double[0];

    private double[] back = new double[0];
    /** At most what one unit of a token becomes at the given edge's start; 0 until it is asked for. */
    private double[] onwards = new double[0];

    private boolean[] isReached = new boolean[0];
    private int[] leaving = new int[0];
    private int leavingCount;
    private int[] begins = new int[0];
    private int[] lasts = new int[0];
    /** The edges of the corridor token by token with what the programme wants to know of each. */
    int[] edge = new int[0];

    int[] to = new int[0];
    double[] rate = new double[0];
    double[] depth = new double[0];
    /** 0 where the edge has no other pool than the best one. */
    double[] deepRate = new double[0];

    double[] deepDepth = new double[0];
    /** At most what one unit of the token at its end becomes at the given edge's start. */
    double[] onward = new double[0];

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
     * @param edgeEnds token at which it ends
     */
    void reset(final PairGraph next, final int[] starts, final int[] edgeEnds) {
        graph = next;
        from = starts;
        ends = edgeEnds;
        there = new double[next.tokenCount];
        back = new double[next.tokenCount];
        onwards = new double[next.tokenCount];
        isReached = new boolean[next.tokenCount];
        leaving = new int[next.tokenCount];
        begins = new int[next.tokenCount];
        lasts = new int[next.tokenCount];
        edge = new int[2 * next.pairCount];
        to = new int[2 * next.pairCount];
        rate = new double[2 * next.pairCount];
        depth = new double[2 * next.pairCount];
        deepRate = new double[2 * next.pairCount];
        deepDepth = new double[2 * next.pairCount];
        onward = new double[2 * next.pairCount];
        firstOut = new int[next.tokenCount];
        reached = new int[next.tokenCount];
        queued = new boolean[next.tokenCount];
        frontier = new int[next.tokenCount];
        coming = new int[next.tokenCount];
        nextOut = new int[2 * next.pairCount];
        kept = new boolean[2 * next.pairCount];
        edges = new int[2 * next.pairCount];
        Arrays.fill(there, NOWHERE);
        Arrays.fill(firstOut, -1);
        edgeCount = 0;
        reachedCount = 0;
        leavingCount = 0;
    }

    /** Index of the first edge of the corridor that leaves a token. */
    int begin(final int token) {
        return begins[token];
    }

    /** Index after the last edge of the corridor that leaves a token. */
    int end(final int token) {
        return lasts[token];
    }

    /**
     * Lays the corridor's edges side by side, for the programme passes over them many times.
     *
     * @param curves four values an edge: rate and depth of its best pool and of its deep one
     */
    void pack(final double[] curves) {
        int n = 0;
        for (int i = 0; i < leavingCount; i++) {
            final int token = leaving[i];
            begins[token] = n;
            for (int f = firstOut[token]; f >= 0; f = nextOut[f]) {
                final int end = ends[f];
                if (onwards[end] == 0) {
                    onwards[end] = Math.exp(back[end]);
                }
                final int curve = CURVE * f;
                edge[n] = f;
                to[n] = end;
                rate[n] = curves[curve];
                depth[n] = curves[curve + 1];
                deepDepth[n] = curves[curve + 3];
                deepRate[n] = deepDepth[n] == depth[n] ? 0 : curves[curve + 2];
                onward[n++] = onwards[end];
            }
            lasts[token] = n;
        }
    }

    /**
     * Finds the corridor of an edge.
     *
     * @param rateLogs logarithm of the best rate of each edge
     * @param inLogs the same by the number of the edge in the other direction
     * @param potential per token; no way gains more than the difference of the potentials at its ends and the slack
     * @param hops most edges beside the given one
     * @param slack see there
     * @param least logarithm of what a cycle must gain at the least
     */
    void open(
            final double[] rateLogs,
            final double[] inLogs,
            final double[] potential,
            final int edge,
            final int hops,
            final double slack,
            final double least) {
        logs = rateLogs;
        final int u = from[edge];
        final int v = ends[edge];
        goBack(u, v, inLogs, potential, hops, logs[edge] + slack + potential[v] - least);
        goThere(u, v, hops, logs[edge] - least);
    }

    private void goBack(
            final int u,
            final int v,
            final double[] inLogs,
            final double[] potential,
            final int hops,
            final double bound) {
        int budget = BUDGET;
        for (int token = 0; token < back.length; token++) {
            back[token] = potential[token] - bound;
        }
        back[u] = Double.POSITIVE_INFINITY;
        reach(u);
        frontier[0] = u;
        int count = 1;
        for (int hop = 0; hop < hops && count > 0; hop++) {
            comingCount = 0;
            for (int i = 0; i < count && budget > 0; i++) {
                final int token = frontier[i];
                final double sum = hop == 0 ? 0 : back[token];
                final int end = graph.outStart[token + 1];
                budget -= end - graph.outStart[token];
                for (int out = graph.outStart[token]; out < end; out++) {
                    final double log = sum + inLogs[out];
                    if (log > back[ends[out]]) {
                        final int start = ends[out];
                        back[start] = log;
                        reach(start);
                        queue(start, v);
                    }
                }
            }
            count = turn();
        }
        back[u] = 0;
    }

    private void reach(final int token) {
        if (!isReached[token]) {
            isReached[token] = true;
            reached[reachedCount++] = token;
        }
    }

    private void goThere(final int u, final int v, final int hops, final double gain) {
        if (!isReached[v]) {
            return;
        }
        there[v] = 0;
        frontier[0] = v;
        int count = 1;
        for (int hop = 0; hop < hops && count > 0; hop++) {
            comingCount = 0;
            for (int i = 0; i < count; i++) {
                final int token = frontier[i];
                final double sum = there[token] + gain;
                final int last = graph.outStart[token + 1];
                for (int f = graph.outStart[token]; f < last; f++) {
                    final int end = ends[f];
                    final double log = sum + logs[f];
                    if (back[end] + log > 0 && end != v && isReached[end]) {
                        keep(f, token);
                        if (log - gain > there[end]) {
                            there[end] = log - gain;
                            queue(end, u);
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
            if (firstOut[start] < 0) {
                leaving[leavingCount++] = start;
            }
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
            isReached[reached[i]] = false;
            onwards[reached[i]] = 0;
        }
        for (int i = 0; i < leavingCount; i++) {
            firstOut[leaving[i]] = -1;
            begins[leaving[i]] = 0;
            lasts[leaving[i]] = 0;
        }
        leavingCount = 0;
        for (int i = 0; i < edgeCount; i++) {
            kept[edges[i]] = false;
        }
        reachedCount = 0;
        edgeCount = 0;
    }

    long bytes() {
        return 50L * there.length + 57L * nextOut.length;
    }
}
