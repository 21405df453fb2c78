package org.alphapulse.strategy.arbitrage;

/**
 * The cheapest ways from the end of an edge back to its start, searched from both sides, and the potentials that guide them.
 *
 * <p>A potential per token keeps every edge's reduced cost, cost + p(from) - p(to), at zero or above. Along a way the reduced
 * costs are the costs but for the potentials of its ends, so that a search may stop where they exceed what is left. From the
 * edge's end all tokens are searched up to a part of the radius; from its start those that can still lie on a way below the
 * radius, which beyond the rest of it are only such that the first search has reached. All ways are kept unreduced, which
 * takes one random read an edge instead of two.
 *
 * <p>Confined to one thread; allocates only with a new graph.
 */
final class Ways {
    /** The part of the radius that is searched from the edge's end. */
    private static final double FORWARD = 0.5;
    /** What a way must gain to count as cheaper: a capped cycle costs nothing, but by rounding less than that. */
    private static final double ROUNDING = 1e-13;

    private final EdgeRates rates;
    private final boolean[] starts;
    private final double[] potential;
    /** By token: potential of the edge's end plus costs of the cheapest way from there, or a bound of it. */
    private final double[] there;
    /** By token: costs of the cheapest way to the edge's start; where there is none below the radius, more than that leaves. */
    private final double[] back;
    /** The same, of ways that touch a start token. */
    private final double[] backByStart;
    /** Of the search from the edge's start the items are twice the token, plus one if a start token was touched. */
    private final TokenBuckets queue;

    private int edge;
    private int u;
    private int v;
    private double radius;
    /** What the costs of a way may come to, the potential of the edge's end included. */
    private double bound;

    private double perKey;

    /**
     * Ways over rates.
     *
     * @param starts by token, whether it is a start token; tokens beyond are none
     */
    Ways(final EdgeRates rates, final boolean[] starts) {
        this.rates = rates;
        this.starts = starts;
        potential = new double[rates.tokenCount];
        there = new double[rates.tokenCount];
        back = new double[rates.tokenCount];
        backByStart = new double[rates.tokenCount];
        queue = new TokenBuckets(2 * rates.tokenCount);
    }

    boolean isStart(final int token) {
        return token < starts.length && starts[token];
    }

    /** The cost of an edge at which its reduced cost is zero. */
    double level(final int edge) {
        return potential[rates.to[edge]] - potential[rates.from[edge]];
    }

    /** By token, the least cost to the edge's start, or a bound of what is at most too much; only to be read. */
    double[] back() {
        return back;
    }

    /** The same, by way of a start token. */
    double[] backByStart() {
        return backByStart;
    }

    /**
     * Searches the ways whose reduced costs stay below a radius.
     *
     * @param touching whether ways that touch a start token have to be told apart
     */
    void search(final int newEdge, final double newRadius, final boolean touching) {
        edge = newEdge;
        u = rates.from[edge];
        v = rates.to[edge];
        radius = newRadius;
        goThere();
        goBack(touching);
    }

    /** Reduced cost of the cheapest way found, or the radius if there is none. */
    double distance() {
        return back[v] < bound - there[v] ? Math.min(radius, back[v] + potential[v] - potential[u]) : radius;
    }

    /** The logarithm that a way to a token can gain at the most, the edge included, if no edge on it is capped. */
    double most(final int token) {
        return rates.log[edge] + potential[v] - there[token];
    }

    private void goThere() {
        final double reach = FORWARD * radius;
        perKey = TokenBuckets.COUNT / reach;
        for (int token = 0; token < there.length; token++) {
            there[token] = potential[token] + reach;
        }
        there[v] = potential[v];
        queue.put(v, 0);
        final int[] to = rates.to;
        final double[] cost = rates.costs();
        for (int token = queue.take(); token >= 0; token = queue.take()) {
            final double way = there[token] + ROUNDING;
            final int end = rates.row[token + 1];
            for (int i = rates.row[token]; i < end; i++) {
                final double next = way + cost[i];
                if (next < there[to[i]]) {
                    there[to[i]] = next - ROUNDING;
                    queue.put(to[i], bucket(next - potential[to[i]]));
                }
            }
        }
    }

    private int bucket(final double key) {
        return Math.max(0, Math.min(TokenBuckets.COUNT - 1, (int) (key * perKey)));
    }

    private void goBack(final boolean touching) {
        bound = radius + potential[u];
        perKey = TokenBuckets.COUNT / radius;
        for (int token = 0; token < back.length; token++) {
            back[token] = bound - there[token];
        }
        if (touching) {
            System.arraycopy(back, 0, backByStart, 0, back.length);
        }
        back[u] = 0;
        queue.put(2 * u, 0);
        final int[] to = rates.to;
        final double[] cost = rates.inCosts();
        for (int item = queue.take(); item >= 0; item = queue.take()) {
            final int token = item >> 1;
            final boolean touched = (item & 1) != 0;
            final double way = (touched ? backByStart[token] : back[token]) + ROUNDING;
            final int end = rates.row[token + 1];
            for (int i = rates.row[token]; i < end; i++) {
                // Without a start token it must be the cheapest way at all.
                final boolean touches = touched || (touching && isStart(to[i]));
                if (way + cost[i] < (touches ? backByStart : back)[to[i]]) {
                    come(to[i], way + cost[i] - ROUNDING, touches);
                }
            }
        }
    }

    private void come(final int token, final double way, final boolean touches) {
        if (touches) {
            backByStart[token] = way;
        }
        back[token] = Math.min(back[token], way);
        queue.put(2 * token + (touches ? 1 : 0), bucket(way + potential[token] - potential[u]));
    }

    /**
     * Changes the potentials so that the edge searched for last may cost less by so much, which no way that was found may
     * fall short of. Around its end they are lowered, around its start raised.
     */
    void mend(final double by) {
        final double lower = Math.min(by, FORWARD * radius);
        final double raise = by - lower;
        final double end = potential[u];
        for (int token = 0; token < potential.length; token++) {
            final double p = potential[token];
            potential[token] =
                    p - Math.max(0, lower - (there[token] - p)) + Math.max(0, raise - (back[token] + p - end));
        }
    }
}
