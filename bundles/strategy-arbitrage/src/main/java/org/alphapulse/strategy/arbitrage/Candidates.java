package org.alphapulse.strategy.arbitrage;

import org.alphapulse.market.MarketView;
import org.alphapulse.market.Overlay;

/**
 * Routes worth a closer look, each with its best size in doubles. A screened cycle of pairs is spread over the parallel
 * pools of its pairs, the best pools first. Confined to one thread.
 */
final class Candidates {
    private static final double NO_PROFIT = Double.NEGATIVE_INFINITY;
    private final MarketView market;
    private final Pricing pricing;
    private final RouteSizer sizer;
    private final FirstPieces pieces;
    private final int perCycle;
    private final double maxImpact;
    private final Route[] routes;
    private final double[] inputs;
    private final double[] values;
    private final double[] firstRates;
    private final int[] sources;
    private final int[] limits;
    private final int[] starts;
    private final boolean[] stale;
    private final int[] edges = new int[Route.MAX_HOPS];
    private final int[] lines = new int[Route.MAX_HOPS];
    private final double[] before = new double[Route.MAX_HOPS];
    private final double[] rest = new double[Route.MAX_HOPS + 1];
    private int hops;
    private int start;
    private int left;
    private int size;
    private boolean onlyBest;

    Candidates(
            final MarketView market,
            final Pricing pricing,
            final RouteSizer sizer,
            final FirstPieces pieces,
            final int capacity,
            final int perCycle,
            final double maxImpact) {
        this.market = market;
        this.pricing = pricing;
        this.sizer = sizer;
        this.pieces = pieces;
        this.perCycle = perCycle;
        this.maxImpact = maxImpact;
        routes = new Route[capacity];
        for (int i = 0; i < capacity; i++) {
            routes[i] = new Route();
        }
        inputs = new double[capacity];
        values = new double[capacity];
        firstRates = new double[capacity];
        sources = new int[capacity];
        limits = new int[capacity];
        starts = new int[capacity];
        stale = new boolean[capacity];
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    Route route(final int i) {
        return routes[i];
    }

    double input(final int i) {
        return inputs[i];
    }

    /** Expected net profit in wei. */
    double value(final int i) {
        return values[i];
    }

    /** Output per unit of the first unit put in. */
    double firstRate(final int i) {
        return firstRates[i];
    }

    int source(final int i) {
        return sources[i];
    }

    int limit(final int i) {
        return limits[i];
    }

    int start(final int i) {
        return starts[i];
    }

    void drop(final int i) {
        values[i] = NO_PROFIT;
    }

    /** Whether the size is from before others were taken. */
    boolean stale(final int i) {
        return stale[i];
    }

    /** Marks the candidates that share a pool with a route. */
    void markStale(final Route taken) {
        for (int i = 0; i < size; i++) {
            stale[i] |= values[i] != NO_PROFIT && routes[i].sharesPool(taken);
        }
    }

    /** The live candidate with the highest expected net profit, or -1. */
    int best() {
        int best = -1;
        double highest = NO_PROFIT;
        for (int i = 0; i < size; i++) {
            if (values[i] > highest) {
                highest = values[i];
                best = i;
            }
        }
        return best;
    }

    /** Adds the routes of a screened cycle. */
    void add(final Screen screen, final int entry, final RateTable rates, final double threshold) {
        hops = 0;
        while (hops < 4 && screen.edge(entry, hops) >= 0) {
            edges[hops] = screen.edge(entry, hops);
            hops++;
        }
        spread(rates, threshold);
    }

    /** Adds the routes of a cycle of edges. */
    void add(final int[] cycle, final int length, final RateTable rates, final double threshold) {
        System.arraycopy(cycle, 0, edges, 0, length);
        hops = length;
        spread(rates, threshold);
    }

    private void spread(final RateTable rates, final double threshold) {
        if (!rotate(rates)) {
            return;
        }
        rest[hops] = -threshold;
        for (int hop = hops - 1; hop >= 0; hop--) {
            rest[hop] = rest[hop + 1] + rates.best[edges[hop]];
        }
        left = perCycle;
        if (size == routes.length) {
            return;
        }
        final Route route = routes[size].start(pricing.token(start).token());
        for (int hop = 0; hop < hops; hop++) {
            route.hop(rates.bestPool(edges[hop]), rates.bestSellsToken0(edges[hop]));
        }
        take(route, rates);
        if (left == 1 && size < routes.length) {
            takeOthers(rates);
        } else {
            onlyBest = true;
            descend(rates, 0, 0);
        }
    }

    /**
     * The route in which other pools take the place of the best ones where that promises more: with s the logarithm of the product of the
     * rates and N the sum of the bends, each times the rates before it, a cycle earns about s^2 / (4 N).
     */
    private void takeOthers(final RateTable rates) {
        double bends = 0;
        double product = 1;
        boolean any = false;
        for (int hop = 0; hop < hops; hop++) {
            final int at = rates.piece(edges[hop], pieces);
            lines[hop] = at;
            before[hop] = product;
            bends += rates.bend(at) * product;
            product *= rates.rate(at);
            any |= rates.otherPool(at) >= 0;
        }
        if (any) {
            takeOthers(rates, bends);
        }
    }

    private void takeOthers(final RateTable rates, final double bendsOfBest) {
        double bends = bendsOfBest;
        double sum = rest[0];
        boolean different = false;
        final Route route = routes[size].start(pricing.token(start).token());
        for (int hop = 0; hop < hops; hop++) {
            final int at = lines[hop];
            final int pool = rates.otherPool(at);
            final double less = sum - rates.best[edges[hop]] + rates.otherLog(at);
            final double flatter = bends + (rates.otherBend(at) - rates.bend(at)) * before[hop];
            if (pool >= 0
                    && less > 0
                    && less * less * bends > sum * sum * flatter
                    && !goesBack(route, hop, pool, rates)) {
                route.hop(pool, rates.otherSellsToken0(at));
                sum = less;
                bends = flatter;
                different = true;
            } else {
                route.hop(rates.bestPool(edges[hop]), rates.bestSellsToken0(edges[hop]));
            }
        }
        if (different) {
            take(route, null);
        }
    }

    /** Whether a cycle of two hops would go back through the pool through which it came. */
    private boolean goesBack(final Route route, final int hop, final int pool, final RateTable rates) {
        return hops == 2 && pool == (hop == 0 ? rates.bestPool(edges[1]) : route.pools[0]);
    }

    /** Turns the cycle so that it begins with its most preferred start token; false if it has none. */
    private boolean rotate(final RateTable rates) {
        int first = -1;
        start = Integer.MAX_VALUE;
        for (int hop = 0; hop < hops; hop++) {
            final int index = pricing.start(rates.from(edges[hop]));
            if (index >= 0 && index < start) {
                start = index;
                first = hop;
            }
        }
        for (int turn = 0; turn < first; turn++) {
            final int edge = edges[0];
            System.arraycopy(edges, 1, edges, 0, hops - 1);
            edges[hops - 1] = edge;
        }
        return first >= 0;
    }

    /** All choices of parallel pools whose rates still multiply to more than one, without the one of best pools. */
    private void descend(final RateTable rates, final int hop, final double sum) {
        if (size == routes.length || left == 0) {
            return;
        }
        if (hop == hops) {
            if (!onlyBest) {
                final Route route = routes[size].start(pricing.token(start).token());
                for (int i = 0; i < hops; i++) {
                    route.hop(chosen[i], rates.graph().zeroForOne(chosen[i], edges[i]));
                }
                take(route, null);
            }
            return;
        }
        final int edge = edges[hop];
        final boolean before = onlyBest;
        final int pools = rates.pools(edge);
        for (int i = 0; i < pools; i++) {
            final int pool = pools == 1 ? rates.bestPool(edge) : rates.pool(edge, i);
            final double next = sum + (pools == 1 ? rates.best[edge] : rates.log(pool, edge));
            if (next + rest[hop + 1] > 0 && !(hop == 1 && hops == 2 && chosen[0] == pool)) {
                chosen[hop] = pool;
                onlyBest = before && pool == rates.bestPool(edge);
                descend(rates, hop + 1, next);
            }
        }
        onlyBest = before;
    }

    private final int[] chosen = new int[Route.MAX_HOPS];

    /**
     * Sizes a route.
     *
     * @param table of rates if the route goes through the best pools of the cycle under way, else null
     */
    private void take(final Route route, final RateTable table) {
        left--;
        starts[size] = start;
        if (price(size, route, table, null)) {
            size++;
        }
    }

    /** Sizes a candidate again on the state after others; false, and dropped, if nothing is left of its profit. */
    boolean resize(final int i, final Overlay overlay) {
        return price(i, routes[i], null, overlay);
    }

    /** Chooses the funding and the size with the highest net profit. */
    private boolean price(final int i, final Route route, final RateTable table, final Overlay overlay) {
        values[i] = NO_PROFIT;
        stale[i] = false;
        final int token = starts[i];
        for (int source = 0; source < pricing.sources(token); source++) {
            final double factor = pricing.factor(token, source);
            final double capital = pricing.capital(token, source);
            final int code = table == null
                    ? sizer.size(route, overlay, factor, capital, maxImpact)
                    : sizer.size(route, edges, table, factor, capital, maxImpact);
            if (code == RouteSizer.NONE) {
                continue;
            }
            final double net = sizer.profit(factor) - pricing.gasCost(token, source, route, sizer);
            final double value = net / pricing.unitsPerWei(token);
            if (value > values[i]) {
                values[i] = value;
                inputs[i] = sizer.input();
                firstRates[i] = sizer.firstRate();
                sources[i] = source;
                limits[i] = code;
            }
        }
        return values[i] != NO_PROFIT;
    }

    /** Whether every pool of a candidate may be traded. */
    boolean tradable(final int i) {
        for (int hop = 0; hop < routes[i].hops; hop++) {
            if (!market.tradable(routes[i].pools[hop])) {
                return false;
            }
        }
        return true;
    }
}
