package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;

/**
 * Cycles of any length through an edge that improved, over copies of the best rates.
 *
 * <p>A potential per token keeps every edge's reduced cost, -ln rate + p(from) - p(to), at zero or above; as long as that
 * holds no cycle profits, and most events end with this one comparison. An edge that breaks it starts a Dijkstra search
 * from its end, cut off at the size of the breach: if that does not come back to the edge's start the potentials are
 * mended, otherwise there is a profitable cycle and the edge is capped at the rate at which it would not profit. The
 * cycles themselves come from a layered dynamic programme over amounts (the most of each token after k hops, with and
 * without a start token among them, from an input at the far end of the edge) in the {@link Corridor} of edges that can be on such a cycle at all; it is run for an
 * infinitesimal input and around the best size of what it found, because the best rate seldom is the best profit.
 *
 * <p>Confined to one thread; allocates only when the graph changes.
 */
final class LongSearch {
    static final int RESULTS = 24;
    private static final int RECHECKS = 4;
    /** Most edges looked at for one event, which bounds its time. */
    private static final int BUDGET = 12_000;

    private static final double SLACK = 1e-11;
    /** What a way must gain to count as shorter: a capped cycle costs nothing, but by rounding less than that. */
    private static final double ROUNDING = 1e-13;
    /** The part of the best marginal gain that cycles must have to be looked at first. */
    private static final double NARROW = 0.5;

    /** Inputs to try, as parts of the best size known. */
    private static final double[] SIZES = {1, 0.125, 4, 1 / 64.0, 32};

    private final int maxHops;
    private final boolean[] starts;
    private PairGraph graph;
    /** Edges are numbered here in the order of the rows of the graph, so that those of a token lie side by side. */
    private int[] position = new int[0];

    private int[] from = new int[0];
    private int[] to = new int[0];
    private double[] logs = new double[0];
    /** The same by the position of the edge in the other direction, so that the edges into a token lie side by side. */
    private double[] inLogs = new double[0];

    private int[] reverse = new int[0];
    private double[] deepLogs = new double[0];
    /** Four per edge, in one line of the cache: rate and depth of the best pool and of the deep one. */
    private double[] curves = new double[0];

    private double[] cost = new double[0];
    private double[] potential = new double[0];
    /** Cost of the best way so far, not reduced: the potential of its begin included, that of its end not taken off. */
    private double[] distance = new double[0];

    private boolean[] reached = new boolean[0];
    private double[][] most = new double[0][];
    private int[][] parent = new int[0][];
    private int[][] active = new int[0][];
    private final int[] activeCount = new int[Route.MAX_HOPS + 1];
    private TokenHeap heap = new TokenHeap(0);
    private int[] settled = new int[0];
    private int settledCount;
    private double capped;
    private int[] cappedEdges = new int[256];
    private int cappedCount;
    private int next;
    private final int[] closing = new int[Route.MAX_HOPS + 1];
    private final double[] closingAmount = new double[Route.MAX_HOPS + 1];
    private final int[] path = new int[Route.MAX_HOPS];
    private final int[][] results = new int[RESULTS][Route.MAX_HOPS];
    private final int[] lengths = new int[RESULTS];
    private final double[] profits = new double[RESULTS];
    private int count;
    private double bestInput;
    private int budget;
    private final Corridor corridor = new Corridor();

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
    }

    /** Takes a graph with the values of {@link RateTable#describe} for every edge. */
    void reset(final PairGraph next, final double[] values) {
        graph = next;
        final int edges = 2 * next.pairCount;
        position = new int[edges];
        from = new int[edges];
        to = new int[edges];
        for (int i = 0; i < edges; i++) {
            position[next.outEdges[i]] = i;
            from[i] = next.from[next.outEdges[i]];
            to[i] = next.to(next.outEdges[i]);
        }
        reverse = new int[edges];
        inLogs = new double[edges];
        for (int i = 0; i < edges; i++) {
            reverse[i] = position[next.outEdges[i] ^ 1];
        }
        logs = new double[edges];
        deepLogs = new double[edges];
        curves = new double[Corridor.CURVE * edges];
        cost = new double[edges];
        Arrays.fill(logs, RateTable.DEAD);
        Arrays.fill(inLogs, RateTable.DEAD);
        Arrays.fill(cost, Double.POSITIVE_INFINITY);
        potential = new double[next.tokenCount];
        distance = new double[next.tokenCount];
        reached = new boolean[next.tokenCount];
        settled = new int[next.tokenCount];
        heap = new TokenHeap(next.tokenCount);
        corridor.reset(next, from, to);
        most = new double[maxHops][2 * next.tokenCount];
        parent = new int[maxHops][2 * next.tokenCount];
        active = new int[maxHops][2 * next.tokenCount];
        capped = 0;
        cappedCount = 0;
        for (int edge = 0; edge < edges; edge++) {
            set(position[edge], values, 4 * edge);
            mend(position[edge]);
        }
        count = 0;
    }

    /** Number of cycles that the last update found, the most profitable first. */
    int count() {
        return count;
    }

    int length(final int result) {
        return lengths[result];
    }

    /** Edges of a cycle. */
    int[] edges(final int result) {
        return results[result];
    }

    /** Takes a change of an edge and looks for cycles through it if it improved. */
    void update(final int changed, final double[] values, final int at) {
        count = 0;
        if (changed >= logs.length) {
            return;
        }
        final int edge = position[changed];
        final boolean better = values[at] > logs[edge] || values[at + 2] > deepLogs[edge];
        set(edge, values, at);
        if (better) {
            // Where other edges are capped the potentials do not see all; the programme then has to look itself.
            final double gain = mend(edge);
            if (gain > 0 || cappedCount > 0) {
                find(edge, gain);
            }
        } else {
            recheck();
        }
    }

    /** Tries to lift the caps of a few edges, because another edge got worse. */
    private void recheck() {
        for (int i = Math.min(cappedCount, RECHECKS); i > 0; i--) {
            next = next + 1 < cappedCount ? next + 1 : 0;
            mend(cappedEdges[next]);
            if (excess(cappedEdges[next]) <= SLACK) {
                cappedEdges[next] = cappedEdges[--cappedCount];
            }
        }
        if (cappedCount == 0) {
            capped = 0;
        }
    }

    private void noteCapped(final int edge) {
        for (int i = 0; i < cappedCount; i++) {
            if (cappedEdges[i] == edge) {
                return;
            }
        }
        if (cappedCount == cappedEdges.length) {
            cappedEdges = Arrays.copyOf(cappedEdges, 2 * cappedCount);
        }
        cappedEdges[cappedCount++] = edge;
    }

    private void set(final int edge, final double[] values, final int at) {
        final double before = excess(edge);
        final double log = values[at];
        logs[edge] = log;
        inLogs[reverse[edge]] = log;
        deepLogs[edge] = values[at + 2];
        final int curve = Corridor.CURVE * edge;
        curves[curve] = log == RateTable.DEAD ? 0 : Math.exp(log);
        curves[curve + 1] = values[at + 1];
        curves[curve + 2] = values[at + 2] == RateTable.DEAD ? 0 : Math.exp(values[at + 2]);
        curves[curve + 3] = values[at + 3];
        final double real = log == RateTable.DEAD ? Double.POSITIVE_INFINITY : -log;
        if (real > cost[edge]) {
            cost[edge] = real;
        }
        capped += excess(edge) - before;
    }

    /** By how much an edge is capped. */
    private double excess(final int edge) {
        return logs[edge] == RateTable.DEAD || cost[edge] == Double.POSITIVE_INFINITY ? 0 : cost[edge] + logs[edge];
    }

    /** Lowers an edge's cost to the real one as far as no cycle profits; the logarithm of what one would, or 0. */
    private double mend(final int edge) {
        if (logs[edge] == RateTable.DEAD) {
            return 0;
        }
        final int u = from[edge];
        final int v = to[edge];
        final double real = -logs[edge];
        final double breach = potential[v] - potential[u] - real;
        capped -= excess(edge);
        if (breach <= SLACK) {
            cost[edge] = real;
            return 0;
        }
        final double around = dijkstra(v, u, breach);
        final boolean profits = around < breach - SLACK;
        final double lower = profits ? around : breach;
        cost[edge] = profits ? real + breach - around : real;
        capped += excess(edge);
        if (profits) {
            noteCapped(edge);
        }
        for (int i = 0; i < settledCount; i++) {
            final int token = settled[i];
            // The reduced distance falls short of the one sought by so much.
            final double missing = lower + potential[token] - distance[token];
            if (missing > 0) {
                potential[token] -= missing;
            }
        }
        return profits ? breach - around : 0;
    }

    /** Distance by reduced costs if it is below the limit, else the limit. Leaves the tokens reached in settled. */
    private double dijkstra(final int source, final int target, final double limit) {
        settledCount = 0;
        heap.clear();
        for (int token = 0; token < distance.length; token++) {
            distance[token] = potential[token] + limit;
            reached[token] = false;
        }
        reach(source, potential[source]);
        while (!heap.isEmpty()) {
            final double d = heap.topKey();
            final int token = heap.pop();
            final double way = distance[token];
            if (d > way - potential[token]) {
                continue;
            }
            if (token == target) {
                return d;
            }
            final int last = graph.outStart[token + 1];
            for (int i = graph.outStart[token]; i < last; i++) {
                final double next = way + cost[i];
                if (next + ROUNDING < distance[to[i]]) {
                    reach(to[i], next);
                }
            }
        }
        return limit;
    }

    private void reach(final int token, final double way) {
        if (!reached[token]) {
            reached[token] = true;
            settled[settledCount++] = token;
        }
        distance[token] = way;
        heap.push(token, way - potential[token]);
    }

    /**
     * Looks first where cycles gain most. With what is found there the least gain of anything better is known, because each
     * cycle has to pass the given edge and cannot be deeper than that; if it is less than was looked at, it looks again.
     */
    private void find(final int edge, final double gain) {
        bestInput = 0;
        budget = BUDGET;
        final double first = NARROW * gain;
        search(edge, first);
        final double needed = count == 0 ? 0 : leastGain(edge, profits[0]);
        if (needed < first) {
            search(edge, needed);
        }
    }

    /**
     * Least logarithm of a cycle's marginal gain K with which it can earn a profit P. With depth d and rate r of the edge,
     * which comes last, N is at least d K / r, so that P = (sqrt(K) - 1)^2 / N is at most (1 - 1 / sqrt(K))^2 r / d.
     */
    private double leastGain(final int edge, final double profit) {
        final int curve = Corridor.CURVE * edge;
        final double deep = curves[curve + 3];
        final double depth = deep > 0 ? Math.min(curves[curve + 1], deep) : curves[curve + 1];
        final double root = Math.sqrt(profit * depth / curves[curve]);
        return root < 1 ? -2 * Math.log1p(-root) : Double.POSITIVE_INFINITY;
    }

    private void search(final int edge, final double leastGain) {
        corridor.open(logs, inLogs, potential, edge, maxHops - 1, Math.max(0, capped - excess(edge)), leastGain);
        corridor.pack(curves);
        layers(edge, 0, Math.exp(leastGain));
        final double size = bestInput;
        if (size > 0) {
            for (final double times : SIZES) {
                layers(edge, size * times, 1);
            }
            if (bestInput > 1.5 * size || bestInput < size / 1.5) {
                layers(edge, bestInput, 1);
            }
        }
        corridor.close();
    }

    /** The programme for one input; 0 stands for an infinitesimal one, of which at least so much must come back. */
    private void layers(final int edge, final double input, final double back) {
        final int u = from[edge];
        final int v = to[edge];
        final double start = input > 0 ? input : 1;
        // What a token's amount can become at most must exceed the input, and a quarter of the best profit known.
        final double least =
                input > 0 && count > 0 ? start + profits[0] / 4 * Math.min(1, input / bestInput) : start * back;
        final int first = state(v, isStart(u) || isStart(v));
        most[0][first] = start;
        active[0][0] = first;
        activeCount[0] = 1;
        for (int k = 0; k + 1 < maxHops; k++) {
            closing[k + 1] = -1;
            activeCount[k + 1] = 0;
            for (int i = 0; i < activeCount[k] && budget > 0; i++) {
                expand(k, active[k][i], u, v, least / curves[Corridor.CURVE * edge], input > 0 ? 1 : 0);
            }
        }
        for (int k = 0; k + 1 < maxHops; k++) {
            for (int i = 0; i < activeCount[k]; i++) {
                most[k][active[k][i]] = 0;
            }
        }
        for (int k = 1; k < maxHops; k++) {
            if (closing[k] >= 0) {
                trace(edge, k, input);
            }
        }
    }

    /** A token, and whether the way to it has touched a token in which routes may start. */
    private static int state(final int token, final boolean started) {
        return 2 * token + (started ? 1 : 0);
    }

    private boolean isStart(final int token) {
        return token < starts.length && starts[token];
    }

    private void expand(final int k, final int state, final int u, final int v, final double least, final double use) {
        final double have = most[k][state];
        final boolean started = (state & 1) != 0;
        final double[] later = most[k + 1];
        final Corridor c = corridor;
        final int last = c.end(state >> 1);
        for (int i = c.begin(state >> 1); i < last; i++) {
            budget--;
            // Without depth it is more; the divisions are for what passes.
            final double most = have * c.rate[i];
            if (most * c.onward[i] <= least) {
                continue;
            }
            final int f = c.edge[i];
            final int end = c.to[i];
            double amount = most / (1 + use * c.depth[i] * have);
            if (c.deepRate[i] > 0) {
                amount = Math.max(amount, have * c.deepRate[i] / (1 + use * c.deepDepth[i] * have));
            }
            if (end == u) {
                if (started && amount > least && (closing[k + 1] < 0 || amount > closingAmount[k + 1])) {
                    closing[k + 1] = f;
                    closingAmount[k + 1] = amount;
                }
            } else if (k + 2 < maxHops
                    && amount * c.onward[i] > least
                    && amount > later[state(end, true)]
                    && fresh(k, state, end, v)) {
                offer(k + 1, state(end, started || isStart(end)), amount, 2 * f + (state & 1));
            }
        }
    }

    private void offer(final int k, final int state, final double amount, final int cameBy) {
        if (amount > most[k][state]) {
            if (most[k][state] == 0) {
                active[k][activeCount[k]++] = state;
            }
            most[k][state] = amount;
            parent[k][state] = cameBy;
        }
    }

    /** The state before one, by the edge that led to it. */
    private int before(final int cameBy) {
        return 2 * from[cameBy >> 1] + (cameBy & 1);
    }

    /** Whether a token is not yet on the way. */
    private boolean fresh(final int k, final int state, final int token, final int v) {
        int at = state;
        for (int layer = k; layer > 0; layer--) {
            if (at >> 1 == token) {
                return false;
            }
            at = before(parent[layer][at]);
        }
        return token != v;
    }

    /** Reads back the way that closes after k hops, the edge itself being the last. */
    private void trace(final int edge, final int k, final double input) {
        int cameBy = 2 * closing[k] + 1;
        for (int layer = k; layer > 0; layer--) {
            path[layer - 1] = cameBy >> 1;
            cameBy = layer > 1 ? parent[layer - 1][before(cameBy)] : cameBy;
        }
        path[k] = edge;
        size(k + 1, input);
    }

    /** The best size of the path, each edge with the pool that gives more at the input under work. */
    private void size(final int length, final double input) {
        double k = 1;
        double n = 0;
        double amount = input;
        for (int i = 0; i < length; i++) {
            final int f = Corridor.CURVE * path[i];
            final double best = curves[f] / (1 + curves[f + 1] * amount);
            final double deep = curves[f + 2] / (1 + curves[f + 3] * amount);
            final int taken = best >= deep ? f : f + 2;
            n += curves[taken + 1] * k;
            k *= curves[taken];
            amount *= Math.max(best, deep);
        }
        if (!(k > 1)) {
            return;
        }
        final double x = (Math.sqrt(k) - 1) / n;
        final double profit = (Math.sqrt(k) - 1) * x;
        if (count == 0 || profit >= profits[0]) {
            bestInput = x;
        }
        insert(length, profit);
    }

    private void insert(final int length, final double profit) {
        int at = 0;
        while (at < count && profits[at] > profit) {
            at++;
        }
        if (at == RESULTS || (at < count && lengths[at] == length && profits[at] == profit)) {
            return;
        }
        count = Math.min(count + 1, RESULTS);
        final int[] spare = results[count - 1];
        for (int i = count - 1; i > at; i--) {
            results[i] = results[i - 1];
            lengths[i] = lengths[i - 1];
            profits[i] = profits[i - 1];
        }
        results[at] = spare;
        for (int i = 0; i < length; i++) {
            spare[i] = graph.outEdges[path[i]];
        }
        lengths[at] = length;
        profits[at] = profit;
    }

    long bytes() {
        return corridor.bytes() + 8L * (7L * logs.length + 3L * potential.length) + 32L * maxHops * potential.length;
    }
}
