package org.alphapulse.strategy.arbitrage;

/**
 * The input that maximises the profit of a cycle of edges where no hop leaves the piece of liquidity at its pool's price, by the formulas of
 * {@link RouteSizer}, all in one fold. Each edge is passed by its best pool or by its other one, see {@link RateTable}. Confined to one
 * thread.
 */
final class CycleSizer {
    /** Most edges of a cycle. */
    static final int HOPS = 4;
    /** A piece of liquidity ends before the best input, or holds nothing: this is for {@link RouteSizer}. */
    static final int LONGER = -1;

    /** Stands for no pool, no further hop, and in the first place for a way that was written. */
    static final int NONE = -1;

    private final Pricing pricing;
    private final FirstPieces pieces;
    private final RateTable rates;
    private final int[] edges = new int[HOPS];
    private final int[] lines = new int[HOPS];
    private int hops;
    private int start;
    /** A bit for each hop that goes through the other pool. */
    private int others;

    private boolean hasOthers;
    private double product;
    private double bends;
    private double shortest;
    private double gas;
    private int source;
    private double input;
    private double value;

    CycleSizer(final Pricing pricing, final FirstPieces pieces, final RateTable rates) {
        this.pricing = pricing;
        this.pieces = pieces;
        this.rates = rates;
    }

    /**
     * Takes a cycle of a screen through the best pools, turned so that it begins with its most preferred start token.
     *
     * @return false if it has none
     */
    boolean take(final Screen screen, final int entry) {
        hops = 0;
        while (hops < HOPS && screen.edge(entry, hops) >= 0) {
            edges[hops] = screen.edge(entry, hops);
            hops++;
        }
        final int first = pricing.first(rates, edges, hops);
        if (first < 0) {
            return false;
        }
        start = pricing.start(rates.from(edges[first]));
        for (int hop = 0; hop < hops; hop++) {
            final int turned = first + hop < hops ? first + hop : first + hop - hops;
            lines[hop] = rates.pieces(edges[turned], pieces);
        }
        others = 0;
        return true;
    }

    /**
     * Lets other pools take the place of the best ones where that promises more: a cycle earns about (product of the rates - 1)^2 / (4 bends),
     * the bends being each times the rates before it. To be called when the cycle through the best pools was sized.
     *
     * @return whether there is such a pool
     */
    boolean chooseOthers() {
        if (!hasOthers) {
            return false;
        }
        double all = product;
        double sum = bends;
        double before = 1;
        for (int hop = 0; hop < hops; hop++) {
            final int at = lines[hop];
            final double rate = rates.rate(at, false);
            if (rates.pool(at, true) >= 0) {
                final double less = all * rates.rate(at, true) / rate;
                final double flatter = sum + (rates.bend(at, true) - rates.bend(at, false)) * before;
                if (less > 1 && (less - 1) * (less - 1) * sum > (all - 1) * (all - 1) * flatter && !goesBack(hop)) {
                    others |= 1 << hop;
                    all = less;
                    sum = flatter;
                }
            }
            before *= rate;
        }
        return others != 0;
    }

    /** Whether a cycle of two hops would go back through the pool through which it came. */
    private boolean goesBack(final int hop) {
        return hops == 2 && rates.pool(lines[hop], true) == rates.pool(lines[1 - hop], (others & (2 >> hop)) != 0);
    }

    /**
     * Sizes the cycle and chooses its funding.
     *
     * @return {@link RouteSizer#OK}, {@link RouteSizer#CAPITAL}, {@link RouteSizer#NONE} or {@link #LONGER}
     */
    int size() {
        fold();
        value = Double.NEGATIVE_INFINITY;
        int limit = RouteSizer.NONE;
        final double root = Math.sqrt(product);
        final double straightness = 1 / bends;
        for (int i = 0; i < pricing.sources(start); i++) {
            if (isLocked(pricing.lender(start, i))
                    || !pricing.funds(start, i, rates.family(lines[0], (others & 1) != 0))) {
                continue;
            }
            final double factor = pricing.factor(start, i);
            final double capital = pricing.capital(start, i);
            final double gain = root * pricing.inverseRoot(start, i) - 1;
            final double best = gain * straightness;
            final boolean free = best <= capital;
            final double most = free ? best : capital;
            if (!(shortest < Double.POSITIVE_INFINITY) || most * shortest > 1) {
                return LONGER;
            }
            final double profit = free ? factor * gain * best : (product / (1 + bends * capital) - factor) * capital;
            final double net = (profit - pricing.gasCost(start, i, gas)) * pricing.weiPerUnit(start);
            if (most > 0 && net > value) {
                value = net;
                input = most;
                source = i;
                limit = free ? RouteSizer.OK : RouteSizer.CAPITAL;
            }
        }
        return limit;
    }

    /** Whether a pool that lends is on the way other than as the first. */
    private boolean isLocked(final int lender) {
        for (int hop = 1; hop < hops && lender >= 0; hop++) {
            if (rates.pool(lines[hop], ((others >> hop) & 1) != 0) == lender) {
                return true;
            }
        }
        return false;
    }

    /** One way along all hops; an input t leaves no piece while t times the highest of (rates before the hop) / room - bends before it is below 1. */
    private void fold() {
        double k = 1;
        double n = 0;
        double highest = 0;
        double units = 0;
        int alternatives = NONE;
        for (int hop = 0; hop < hops; hop++) {
            final int at = lines[hop];
            final boolean other = ((others >> hop) & 1) != 0;
            highest = Math.max(highest, k * rates.tightness(at, other) - n);
            n += rates.bend(at, other) * k;
            k *= rates.rate(at, other);
            units += pricing.gas.hop(rates.family(at, other), rates.sellsToken0(at, other));
            alternatives &= rates.pool(at, true);
        }
        product = k;
        bends = n;
        shortest = highest;
        gas = units;
        hasOthers = alternatives >= 0;
    }

    /** Keeps the way of the cycle sized last, for {@link #write}. */
    void keep(final int[] ways, final int entry) {
        for (int hop = 0; hop < HOPS; hop++) {
            ways[entry * HOPS + hop] = hop < hops ? (lines[hop] << 1) | ((others >> hop) & 1) : NONE;
        }
    }

    /** Writes a way that was kept and not written before; the table must be what it was. */
    void write(final int[] ways, final int entry, final Route route, final int startIndex) {
        final int from = entry * HOPS;
        if (ways[from] == NONE) {
            return;
        }
        route.start(pricing.token(startIndex).token());
        for (int i = from; i < from + HOPS && ways[i] != NONE; i++) {
            final boolean other = (ways[i] & 1) != 0;
            route.hop(rates.pool(ways[i] >> 1, other), rates.sellsToken0(ways[i] >> 1, other));
        }
        ways[from] = NONE;
    }

    /** Index of the token at which the cycle starts, the most preferred. */
    int start() {
        return start;
    }

    /** The funding with the highest net profit. */
    int source() {
        return source;
    }

    /** The best input, in the start token's smallest unit. */
    double input() {
        return input;
    }

    /** Expected net profit in wei. */
    double value() {
        return value;
    }

    /** Output per unit of the first unit put in. */
    double firstRate() {
        return product;
    }
}
