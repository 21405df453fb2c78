package org.alphapulse.strategy.arbitrage;

import org.alphapulse.amm.PieceCursor;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.U256;
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
    private final U256 reserve = new U256();
    private final PieceCursor[] cursors = new PieceCursor[Route.MAX_HOPS];
    private final double[] in = new double[Route.MAX_HOPS];
    private final double[] out = new double[Route.MAX_HOPS];
    private final double[] keep = new double[Route.MAX_HOPS];
    private final double[] room = new double[Route.MAX_HOPS];
    private final double[] stop = new double[Route.MAX_HOPS];
    private final boolean[] last = new boolean[Route.MAX_HOPS];
    private double input;
    private double output;
    private double step;
    private int endHop;

    RouteSizer(final MarketView market, final Scratch scratch) {
        this.market = market;
        this.scratch = scratch;
        for (int i = 0; i < cursors.length; i++) {
            cursors[i] = new PieceCursor();
        }
    }

    /** The input found by the last call, in the start token's smallest unit. */
    double input() {
        return input;
    }

    /** What the route gives for it. */
    double output() {
        return output;
    }

    /** Output minus input and funding fee. */
    double profit(final double factor) {
        return output - factor * input;
    }

    /**
     * Finds the best input.
     *
     * @param overlay state that takes precedence, or null
     * @param factor 1 + funding fee
     * @param capital largest input allowed
     * @param maxImpact largest shortfall of a hop's average price against its spot price, 0 to 1
     * @return OK, CAPITAL, IMPACT or NONE
     */
    int size(
            final Route route,
            final Overlay overlay,
            final double factor,
            final double capital,
            final double maxImpact) {
        input = 0;
        output = 0;
        for (int hop = 0; hop < route.hops; hop++) {
            if (!enter(route, hop, overlay, maxImpact)) {
                return NONE;
            }
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
            final double rate = keep[hop] / in[hop];
            n += rate * k;
            k *= rate * out[hop];
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

    /** Moves every hop's reserves by what the step sends through it. */
    private void move(final Route route, final double by) {
        double x = by;
        for (int hop = 0; hop < route.hops; hop++) {
            final double paid = keep[hop] * x;
            final double y = out[hop] * paid / (in[hop] + paid);
            room[hop] = Math.max(0, room[hop] - x);
            out[hop] *= in[hop] / (in[hop] + paid);
            in[hop] += paid;
            x = y;
        }
    }

    private boolean enter(final Route route, final int hop, final Overlay overlay, final double maxImpact) {
        final int pool = route.pools[hop];
        final boolean down = route.zeroForOne[hop];
        if (market.family(pool) == PoolFamilies.UNISWAP_V2 && (overlay == null || overlay.size() == 0)) {
            market.reserve0(pool, reserve);
            final double reserve0 = reserve.toDouble();
            market.reserve1(pool, reserve);
            final double reserve1 = reserve.toDouble();
            in[hop] = down ? reserve0 : reserve1;
            out[hop] = down ? reserve1 : reserve0;
            keep[hop] = (1_000_000 - market.feePips(pool)) * 1e-6;
            room[hop] = in[hop] * (maxImpact / (1 - maxImpact)) / keep[hop];
            last[hop] = true;
            return reserve0 > 0 && reserve1 > 0;
        }
        final PieceCursor cursor = cursors[hop].direction(down);
        if (!market.firstPiece(pool, cursor, overlay, scratch)) {
            return false;
        }
        final double sqrt = cursor.sqrtFrom();
        stop[hop] = down ? sqrt * (1 - maxImpact) : sqrt / (1 - maxImpact);
        return load(hop) || next(route, hop);
    }

    /** Goes to the next piece that holds liquidity. */
    private boolean next(final Route route, final int hop) {
        final PieceCursor cursor = cursors[hop];
        while (market.nextPiece(route.pools[hop], cursor, scratch)) {
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
        keep[hop] = c.feeFactor();
        double need;
        if (c.zeroForOne()) {
            final double to = Math.max(c.sqrtTo(), stop[hop]);
            last[hop] = to > c.sqrtTo();
            in[hop] = liquidity / from;
            out[hop] = liquidity * from;
            need = in[hop] * ((from - to) / to);
        } else {
            final double to = Math.min(c.sqrtTo(), stop[hop]);
            last[hop] = to < c.sqrtTo();
            in[hop] = liquidity * from;
            out[hop] = liquidity / from;
            need = liquidity * (to - from);
        }
        room[hop] = need / keep[hop];
        return need > 0;
    }
}
