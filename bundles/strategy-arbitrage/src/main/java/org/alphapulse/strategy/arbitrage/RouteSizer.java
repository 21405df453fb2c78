package org.alphapulse.strategy.arbitrage;

import org.alphapulse.amm.PieceCursor;
import org.alphapulse.amm.Scratch;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.Overlay;

/**
 * The input that maximises a route's profit, in doubles.
 *
 * <p>Where every hop stays within one piece of constant liquidity, out(t) = K t / (1 + N t) with K the product of the
 * hops' marginal rates and N the sum of (product of the rates before hop i) * g_i / r_i, g being 1 - fee and r the
 * (virtual) reserve sold to. With F = 1 + funding fee the best input is t* = (sqrt(K / F) - 1) / N. Where t* lies beyond
 * the end of a piece, all hops move to that end and the next piece is folded; the profit is concave, so the first t* that
 * lies within its piece is the optimum. A constant-product route takes exactly one fold.
 *
 * <p>Confined to one thread; no method allocates.
 */
final class RouteSizer {
    /** The optimum lies within the limits. */
    static final int OK = 0;
    /** The size was cut at the capital limit. */
    static final int CAPITAL = 1;
    /** The size was cut at the impact limit or at the end of the liquidity. */
    static final int IMPACT = 2;
    /** There is no profit at any size, or a pool has no price. */
    static final int NONE = 3;

    private static final int MAX_FOLDS = 1024;

    private final MarketView market;
    private final Scratch scratch;
    private final FirstPieces pieces;
    private final PieceCursor[] cursors = new PieceCursor[Route.MAX_HOPS];
    /** The hop's present piece: an input x gives rate * x / (1 + bend * x) up to x = room. */
    private final double[] rate = new double[Route.MAX_HOPS];

    private final double[] bend = new double[Route.MAX_HOPS];
    private final double[] room = new double[Route.MAX_HOPS];
    /** Where the price reaches the impact limit; only once the cursor stands. */
    private final double[] stop = new double[Route.MAX_HOPS];

    private final int[] families = new int[Route.MAX_HOPS];
    private final boolean[] standing = new boolean[Route.MAX_HOPS];
    private final boolean[] last = new boolean[Route.MAX_HOPS];
    private double input;
    private double output;
    private double first;
    private double step;
    private int endHop;
    private double maxImpact;
    private Overlay overlay;

    RouteSizer(final MarketView market, final Scratch scratch, final FirstPieces pieces) {
        this.market = market;
        this.scratch = scratch;
        this.pieces = pieces;
        for (int i = 0; i < cursors.length; i++) {
            cursors[i] = new PieceCursor();
        }
    }

    /** The input found by the last call, in the start token's smallest unit. */
    double input() {
        return input;
    }

    /** Output minus input and funding fee. */
    double profit(final double factor) {
        return output - factor * input;
    }

    /** Family of a hop's pool. */
    int family(final int hop) {
        return families[hop];
    }

    /** Output per unit of the first unit put in. */
    double firstRate() {
        return first;
    }

    /**
     * Finds the best input of a route.
     *
     * @param over state that takes precedence, or null
     * @param factor 1 + funding fee
     * @param capital largest input allowed
     * @param impactLimit largest shortfall of a hop's average price against its spot price, 0 to 1
     * @return OK, CAPITAL, IMPACT or NONE
     */
    int size(
            final Route route,
            final Overlay over,
            final double factor,
            final double capital,
            final double impactLimit) {
        overlay = over;
        input = 0;
        output = 0;
        maxImpact = impactLimit;
        final double growth = impactLimit / (1 - impactLimit);
        first = 1;
        for (int hop = 0; hop < route.hops; hop++) {
            if (!enter(route, hop, growth) && !next(route, hop)) {
                return NONE;
            }
            first *= rate[hop];
        }
        if (!(first > factor)) {
            return NONE;
        }
        for (int fold = 0; fold < MAX_FOLDS; fold++) {
            final int result = walk(route, factor, capital);
            if (result >= 0) {
                return input > 0 ? result : NONE;
            }
        }
        return IMPACT;
    }

    /** One fold; a result, or -1 if the walk goes on in the next piece. */
    private int walk(final Route route, final double factor, final double capital) {
        double k = 1;
        double n = 0;
        step = Double.POSITIVE_INFINITY;
        for (int hop = 0; hop < route.hops; hop++) {
            final double rest = k - n * room[hop];
            if (rest > 0 && room[hop] < step * rest) {
                step = room[hop] / rest;
                endHop = hop;
            }
            n += bend[hop] * k;
            k *= rate[hop];
        }
        if (!(k > factor)) {
            return OK;
        }
        final double best = (Math.sqrt(k / factor) - 1) / n;
        final double left = capital - input;
        if (best <= step && best <= left) {
            advance(best, k, n);
            return OK;
        }
        if (left <= step) {
            advance(left, k, n);
            return CAPITAL;
        }
        final double end = step;
        advance(end, k, n);
        if (last[endHop]) {
            return IMPACT;
        }
        move(route, end);
        return next(route, endHop) ? -1 : IMPACT;
    }

    private void advance(final double by, final double k, final double n) {
        input += by;
        output += k * by / (1 + n * by);
    }

    /** Moves every hop along its piece by what the step sends through it. */
    private void move(final Route route, final double by) {
        double x = by;
        for (int hop = 0; hop < route.hops; hop++) {
            final double shrink = 1 / (1 + bend[hop] * x);
            final double y = rate[hop] * x * shrink;
            room[hop] = Math.max(0, room[hop] - x);
            rate[hop] *= shrink * shrink;
            bend[hop] *= shrink;
            x = y;
        }
    }

    /** Takes the piece at a pool's price; false if it is empty. */
    private boolean enter(final Route route, final int hop, final double growth) {
        final int at = pieces.find(route.pools[hop], route.zeroForOne[hop], overlay);
        standing[hop] = false;
        families[hop] = pieces.family(at);
        rate[hop] = pieces.rate(at);
        bend[hop] = pieces.bend(at);
        room[hop] = pieces.room(at, growth);
        last[hop] = growth <= pieces.growth(at);
        return rate[hop] > 0 && room[hop] > 0;
    }

    /** Goes to the next piece that holds liquidity. */
    private boolean next(final Route route, final int hop) {
        final PieceCursor cursor = cursors[hop];
        final int pool = route.pools[hop];
        if (!standing[hop]) {
            if (!market.firstPiece(pool, cursor.direction(route.zeroForOne[hop]), overlay, scratch)) {
                return false;
            }
            standing[hop] = true;
            stop[hop] = cursor.zeroForOne() ? cursor.sqrtFrom() * (1 - maxImpact) : cursor.sqrtFrom() / (1 - maxImpact);
        }
        while (market.nextPiece(pool, cursor, scratch)) {
            if (cursor.zeroForOne() ? cursor.sqrtFrom() <= stop[hop] : cursor.sqrtFrom() >= stop[hop]) {
                return false;
            }
            if (load(hop)) {
                return true;
            }
        }
        return false;
    }

    /** Takes the cursor's piece; false if it is empty. */
    private boolean load(final int hop) {
        final PieceCursor c = cursors[hop];
        final double liquidity = c.liquidity();
        final double from = c.sqrtFrom();
        if (!(liquidity > 0)) {
            return false;
        }
        final boolean down = c.zeroForOne();
        final double to = down ? Math.max(c.sqrtTo(), stop[hop]) : Math.min(c.sqrtTo(), stop[hop]);
        last[hop] = down ? to > c.sqrtTo() : to < c.sqrtTo();
        final double in = down ? liquidity / from : liquidity * from;
        rate[hop] = c.feeFactor() * (down ? from * from : 1 / (from * from));
        bend[hop] = c.feeFactor() / in;
        room[hop] = in / c.feeFactor() * (down ? (from - to) / to : (to - from) / from);
        return room[hop] > 0;
    }
}
