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
    private final CycleSizer cycle;
    private final RateTable rates;
    private final int perCycle;
    private final double maxImpact;
    private final Route[] routes;
    /** How candidates go whose routes were not asked for, see {@link CycleSizer#keep}. */
    private final int[] ways;

    private final double[] inputs;
    private final double[] values;
    private final double[] firstRates;
    private final int[] sources;
    private final int[] limits;
    private final int[] starts;
    private final boolean[] stale;
    private final int[] edges = new int[Route.MAX_HOPS];
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
            final RateTable rates,
            final int capacity,
            final int perCycle,
            final double maxImpact) {
        this.market = market;
        this.pricing = pricing;
        this.sizer = sizer;
        this.rates = rates;
        cycle = new CycleSizer(pricing, pieces, rates);
        this.perCycle = perCycle;
        this.maxImpact = maxImpact;
        routes = new Route[capacity];
        for (int i = 0; i < capacity; i++) {
            routes[i] = new Route();
        }
        ways = new int[capacity * CycleSizer.HOPS];
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
        cycle.write(ways, i, routes[i], starts[i]);
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
            stale[i] |= values[i] != NO_PROFIT && route(i).sharesPool(taken);
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
    void add(final Screen screen, final int entry, final double threshold) {
        if (size == routes.length || !cycle.take(screen, entry)) {
            return;
        }
        left = perCycle;
        takeCycle();
        if (left > 1) {
            hops = 0;
            while (hops < CycleSizer.HOPS && screen.edge(entry, hops) >= 0) {
                edges[hops] = screen.edge(entry, hops);
                hops++;
            }
            rotate();
            spread(threshold);
        } else if (size < routes.length && cycle.chooseOthers()) {
            takeCycle();
        }
    }

    /** Adds the routes of a cycle of edges. */
    void add(final int[] cycle, final int length, final double threshold) {
        System.arraycopy(cycle, 0, edges, 0, length);
        hops = length;
        left = perCycle;
        if (rotate() && size < routes.length) {
            final Route route = routes[size].start(pricing.token(start).token());
            for (int hop = 0; hop < hops; hop++) {
                route.hop(rates.bestPool(edges[hop]), rates.bestSellsToken0(edges[hop]));
            }
            take();
            spread(threshold);
        }
    }

    /** Sizes the cycle under way. */
    private void takeCycle() {
        left--;
        final int code = cycle.size();
        if (code == RouteSizer.NONE) {
            return;
        }
        cycle.keep(ways, size);
        starts[size] = cycle.start();
        stale[size] = false;
        if (code == CycleSizer.LONGER) {
            size += price(size, null) ? 1 : 0;
            return;
        }
        values[size] = cycle.value();
        inputs[size] = cycle.input();
        firstRates[size] = cycle.firstRate();
        sources[size] = cycle.source();
        limits[size] = code;
        size++;
    }

    private void spread(final double threshold) {
        rest[hops] = -threshold;
        for (int hop = hops - 1; hop >= 0; hop--) {
            rest[hop] = rest[hop + 1] + rates.best[edges[hop]];
        }
        onlyBest = true;
        descend(0, 0);
    }

    /** Turns the cycle so that it begins with its most preferred start token; false if it has none. */
    private boolean rotate() {
        final int first = pricing.first(rates, edges, hops);
        if (first < 0) {
            return false;
        }
        start = pricing.start(rates.from(edges[first]));
        for (int turn = 0; turn < first; turn++) {
            final int edge = edges[0];
            System.arraycopy(edges, 1, edges, 0, hops - 1);
            edges[hops - 1] = edge;
        }
        return true;
    }

    /** All choices of parallel pools whose rates still multiply to more than one, without the one of best pools. */
    private void descend(final int hop, final double sum) {
        if (size == routes.length || left == 0) {
            return;
        }
        if (hop == hops) {
            if (!onlyBest) {
                final Route route = routes[size].start(pricing.token(start).token());
                for (int i = 0; i < hops; i++) {
                    route.hop(chosen[i], rates.graph().zeroForOne(chosen[i], edges[i]));
                }
                take();
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
                descend(hop + 1, next);
            }
        }
        onlyBest = before;
    }

    private final int[] chosen = new int[Route.MAX_HOPS];

    private void take() {
        left--;
        ways[size * CycleSizer.HOPS] = CycleSizer.NONE;
        starts[size] = start;
        if (price(size, null)) {
            size++;
        }
    }

    /** Sizes a candidate again on the state after others; false, and dropped, if nothing is left of its profit. */
    boolean resize(final int i, final Overlay overlay) {
        return price(i, overlay);
    }

    /** Chooses the funding and the size with the highest net profit. */
    private boolean price(final int i, final Overlay overlay) {
        values[i] = NO_PROFIT;
        stale[i] = false;
        final Route route = route(i);
        final int token = starts[i];
        for (int source = 0; source < pricing.sources(token); source++) {
            if (route.uses(pricing.lender(token, source), 1)
                    || !pricing.funds(token, source, market.family(route.pools[0]))) {
                continue;
            }
            final double factor = pricing.factor(token, source);
            final double capital = pricing.capital(token, source);
            final int code = sizer.size(route, overlay, factor, capital, maxImpact);
            if (code == RouteSizer.NONE) {
                continue;
            }
            final double net = sizer.profit(factor) - pricing.gasCost(token, source, route, sizer);
            final double value = net * pricing.weiPerUnit(token);
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
        final Route route = route(i);
        for (int hop = 0; hop < route.hops; hop++) {
            if (!market.tradable(route.pools[hop])) {
                return false;
            }
        }
        return true;
    }
}
