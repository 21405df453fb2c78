package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;

/**
 * Shows by one comparison that no cycle through an edge profits, which holds for most events. Each token has a potential, near
 * the logarithm of its price; an edge is in order if its rate does not exceed what the potentials of its ends differ by, all in
 * logarithms. Around a cycle the differences cancel out: it gains at the most what its edges exceed theirs by. Those that do
 * are few and are kept in a list. Where an edge exceeds, though no cycle through it was found, the potentials near its end are
 * raised until it does not, as far as the shortest ways from there allow.
 *
 * <p>Confined to the engine thread; allocates only with another graph.
 */
final class Potentials {
    /** With more edges out of order than this nothing is shown. */
    private static final int LISTED = 16;
    /** Most pairs of a token that are looked through. */
    private static final int LOOKED_AT = 32;
    /** Hops of a cycle beside the given edge. */
    private static final int OTHERS = 3;
    /** Most edges looked at in one mending, which bounds its time. */
    private static final int BUDGET = 500;
    /** Far more than rounding adds up to, far less than a cycle that is worth anything. */
    private static final double MARGIN = 1e-9;
    /** How far beyond what it takes the potentials are raised, so that the next small change does not call for it again. */
    private static final double ROOM = 1e-3;
    /** An edge that exceeds by so much got its first rate after the potentials were guessed. */
    private static final double FAR = 0.5;
    /** Calls of {@link #tidy} after which the potentials may be guessed anew, and edges that each tries to bring in order. */
    private static final int PATIENCE = 16;

    private static final int TIDIED = 4;

    private PairGraph graph;
    private double[] best = new double[0];
    private double[] potential = new double[0];
    private int[] listed = new int[LISTED];
    private boolean[] isListed = new boolean[0];
    private int count;
    private int turn;
    private boolean doubtful;
    /** How many edges were listed when the potentials were guessed. */
    private int atFirst;

    private int calls;
    private final double[] largest = new double[OTHERS];
    private double[] way = new double[0];
    private int[] reached = new int[0];
    private int reachedCount;
    private TokenBuckets queue = new TokenBuckets(0);

    /** Takes a graph with the best rates of its edges, which is read in place later. */
    void reset(final PairGraph newGraph, final double[] newBest) {
        graph = newGraph;
        best = newBest;
        potential = new double[graph.tokenCount];
        way = new double[graph.tokenCount];
        reached = new int[graph.tokenCount];
        queue = new TokenBuckets(graph.tokenCount);
        isListed = new boolean[best.length];
        listed = new int[Math.max(LISTED, best.length)];
        begin();
    }

    private void begin() {
        Arrays.fill(potential, 0);
        Arrays.fill(isListed, false);
        count = 0;
        guess();
        for (int edge = 0; edge < best.length; edge++) {
            improved(edge);
        }
        doubtful = false;
        atFirst = count;
    }

    /** Follows the prices from token to token. */
    private void guess() {
        Arrays.fill(way, Double.POSITIVE_INFINITY);
        for (int root = 0; root < potential.length; root++) {
            if (way[root] > 0) {
                way[root] = 0;
                reached[0] = root;
                int size = 1;
                for (int i = 0; i < size; i++) {
                    size = guess(reached[i], size);
                }
            }
        }
        Arrays.fill(way, Double.POSITIVE_INFINITY);
    }

    private int guess(final int token, final int size) {
        int next = size;
        for (int i = graph.outStart[token]; i < graph.outStart[token + 1]; i++) {
            final int edge = graph.outEdges[i];
            final int to = graph.to(edge);
            if (way[to] > 0 && best[edge] > RateTable.DEAD && best[edge ^ 1] > RateTable.DEAD) {
                way[to] = 0;
                potential[to] = potential[token] + (best[edge] - best[edge ^ 1]) / 2;
                reached[next++] = to;
            }
        }
        return next;
    }

    /** By how much an edge exceeds what its potentials allow; below zero if it does not. */
    private double excess(final int edge) {
        return best[edge] + potential[graph.from[edge]] - potential[graph.from[edge ^ 1]];
    }

    /** Takes note of an edge that improved. */
    void improved(final int edge) {
        final double excess = excess(edge);
        if (excess > 0) {
            doubtful |= excess > FAR;
            // With a token that has one pair only there is no other cycle than to and fro, which needs no list.
            if (!isListed[edge] && pairs(graph.from[edge]) > 1 && pairs(graph.from[edge ^ 1]) > 1) {
                isListed[edge] = true;
                listed[count++] = edge;
            }
        }
    }

    private int pairs(final int token) {
        return graph.outStart[token + 1] - graph.outStart[token];
    }

    /** Whether no cycle of up to four hops through an edge has rates whose logarithms add up to more than a threshold. */
    boolean exclude(final int edge, final double threshold) {
        final double allowed = threshold - MARGIN - excess(edge);
        if (!(0 < allowed) || !(excess(edge ^ 1) < allowed)) {
            return false;
        }
        return count == 0 || others(edge, false) < allowed || (count <= LISTED && others(edge, true) < allowed);
    }

    /**
     * The most that the other edges of a cycle of three or four hops can exceed by.
     *
     * @param near whether to look closer which edges can be in a cycle with the given one
     */
    private double others(final int edge, final boolean near) {
        if (count > LISTED) {
            turn = turn + 1 < count ? turn + 1 : 0;
            strike(turn);
            return Double.POSITIVE_INFINITY;
        }
        final int start = graph.from[edge];
        final int end = graph.from[edge ^ 1];
        Arrays.fill(largest, 0);
        for (int i = count - 1; i >= 0; i--) {
            final boolean joins = graph.from[listed[i]] != start && graph.from[listed[i] ^ 1] != end;
            double excess = joins && (!near || shareCycle(edge, listed[i])) ? excess(listed[i]) : 0;
            for (int k = 0; k < OTHERS && excess > 0; k++) {
                final double other = largest[k];
                largest[k] = Math.max(other, excess);
                excess = Math.min(other, excess);
            }
            strike(i);
        }
        return largest[0] + largest[1] + largest[2];
    }

    /** Whether a cycle of up to four hops may go through both edges; they follow each other, or pairs join them on both sides. */
    private boolean shareCycle(final int edge, final int other) {
        final int start = graph.from[edge];
        final int end = graph.from[edge ^ 1];
        final int otherStart = graph.from[other];
        final int otherEnd = graph.from[other ^ 1];
        return end == otherStart || otherEnd == start || (mayBePair(end, otherStart) && mayBePair(otherEnd, start));
    }

    /** Whether two tokens have a pair; with many pairs on both sides nobody looks. */
    private boolean mayBePair(final int one, final int two) {
        final int token = pairs(one) < pairs(two) ? one : two;
        final int wanted = token == one ? two : one;
        if (pairs(token) > LOOKED_AT) {
            return true;
        }
        for (int i = graph.outStart[token]; i < graph.outStart[token + 1]; i++) {
            if (graph.to(graph.outEdges[i]) == wanted) {
                return true;
            }
        }
        return false;
    }

    /** Takes an edge off the list if it is in order; the last one takes its place. */
    private void strike(final int at) {
        if (excess(listed[at]) <= 0) {
            isListed[listed[at]] = false;
            listed[at] = listed[--count];
        }
    }

    /** Tries again to bring edges in order; to be called now and then when nothing else is to do. */
    void tidy() {
        calls++;
        if (calls % PATIENCE == 0 && (doubtful || count > LISTED + 2 * atFirst)) {
            begin();
        }
        for (int i = Math.min(count, TIDIED); i > 0 && count > 0; i--) {
            turn = turn + 1 < count ? turn + 1 : 0;
            raise(listed[turn]);
            strike(turn);
        }
    }

    /** Brings an edge in order, as far as no cycle through it profits and the time allows. */
    void mend(final int edge) {
        if (count <= LISTED) {
            raise(edge);
        }
    }

    private void raise(final int edge) {
        if (excess(edge) > 0) {
            final double by = reach(edge, excess(edge) + ROOM);
            for (int i = 0; i < reachedCount; i++) {
                final int token = reached[i];
                potential[token] += Math.max(0, by - way[token]);
                way[token] = Double.POSITIVE_INFINITY;
            }
            reachedCount = 0;
        }
    }

    /** Searches ways from an edge's end; the distance up to which all are known and none comes back to its start. */
    private double reach(final int edge, final double most) {
        final int end = graph.from[edge];
        final double perKey = TokenBuckets.COUNT / most;
        double limit = most;
        int budget = BUDGET;
        go(graph.from[edge ^ 1], 0, 0);
        for (int token = queue.take(); token >= 0; token = queue.take()) {
            final double here = way[token];
            if (budget < 0) {
                limit = Math.min(limit, (int) (here * perKey) / perKey);
            }
            final int last = here < limit ? graph.outStart[token + 1] : 0;
            for (int i = graph.outStart[token]; i < last; i++) {
                budget--;
                final int next = graph.outEdges[i];
                final int to = graph.from[next ^ 1];
                final double sum = here + Math.max(0, -excess(next));
                if (to == end) {
                    limit = Math.min(limit, sum);
                } else if (sum < limit && sum < way[to]) {
                    go(to, sum, (int) (sum * perKey));
                }
            }
        }
        return limit;
    }

    private void go(final int token, final double distance, final int bucket) {
        if (way[token] == Double.POSITIVE_INFINITY) {
            reached[reachedCount++] = token;
        }
        way[token] = distance;
        queue.put(token, Math.min(TokenBuckets.COUNT - 1, bucket));
    }

    long bytes() {
        return 20L * potential.length + queue.bytes() + 5L * best.length;
    }
}
