package org.alphapulse.strategy.arbitrage;

import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.Overlay;

/** A route computed hop by hop in the contracts' own arithmetic. Confined to one thread; no method allocates. */
final class ExactRoute {
    private static final long SMALL = 1L << 24;
    private static final int COARSE = 48;
    private static final int STEPS = 12;
    /** At a size off by a part e the profit falls short of the best by about e^2, so this keeps it within 10^-6. */
    private static final double NEAR = 5e-4;

    private final MarketView market;
    private final Scratch scratch;
    private final FirstPieces pieces;
    private final SwapResult[] results = new SwapResult[Route.MAX_HOPS];
    private final U256 amount = new U256();
    private final U256 gain = new U256();
    private final U256 distance = new U256();
    private final U256 centre = new U256();
    private final U256 chosen = new U256();
    private final U256 best = new U256();
    private final SlopeSearch search = new SlopeSearch();
    /** What the last unit put in gives, and how far rounding may have bent that. */
    private double slope;

    private double noise;

    ExactRoute(final MarketView market, final Scratch scratch, final FirstPieces pieces) {
        this.market = market;
        this.scratch = scratch;
        this.pieces = pieces;
        for (int i = 0; i < results.length; i++) {
            results[i] = new SwapResult();
        }
    }

    /**
     * Computes an opportunity, whose route is given, at the best input.
     *
     * <p>The estimate is checked around the optimum by the exact arithmetic: there the last unit put in gives just what it
     * costs. Where it does not, the input is corrected until it does. Amounts so small that a unit matters are tried unit
     * by unit, and what rounding would lose is taken off.
     *
     * @param estimate best input computed in doubles
     * @param limit largest input allowed
     * @param firstRate output per unit of the first unit put in
     * @param factor 1 + funding fee, or 0 if the estimate is not an optimum but a limit
     * @return an {@link AmmCode}
     */
    int solve(
            final Opportunity o,
            final Overlay overlay,
            final double estimate,
            final U256 limit,
            final double firstRate,
            final double factor) {
        o.amounts[0].setDouble(estimate);
        if (o.amounts[0].compareTo(limit) > 0) {
            o.amounts[0].set(limit);
        }
        int code = fill(o, overlay);
        if (code != AmmCode.OK) {
            return code;
        }
        if (factor > 0 && isOff(firstRate, factor)) {
            code = correct(o, overlay, limit, firstRate, factor);
        }
        if (code == AmmCode.OK && estimate < SMALL) {
            code = tryUnits(o, overlay, limit);
        }
        return code == AmmCode.OK && trim(o, overlay) ? fill(o, overlay) : code;
    }

    /** Looks for the input at which the last unit gives what it costs. */
    private int correct(
            final Opportunity o, final Overlay overlay, final U256 limit, final double firstRate, final double factor) {
        chosen.set(o.amounts[0]);
        best.set(o.amountOut());
        search.start(firstRate, factor);
        int code = AmmCode.OK;
        for (int step = 0; step < STEPS && code == AmmCode.OK && isOff(firstRate, factor); step++) {
            o.amounts[0].setDouble(search.next(o.amounts[0].toDouble(), slope));
            if (o.amounts[0].compareTo(limit) > 0) {
                o.amounts[0].set(limit);
            }
            code = fill(o, overlay);
            if (code == AmmCode.OK) {
                choose(o);
            }
        }
        o.amounts[0].set(chosen);
        return fill(o, overlay);
    }

    private boolean isOff(final double firstRate, final double factor) {
        return Math.abs(slope - factor) > NEAR * (firstRate - factor) + 2 * noise;
    }

    /** Keeps the opportunity's input if it earns more than the one kept. */
    private void choose(final Opportunity o) {
        // output - input > best - chosen, without signs
        gain.set(o.amountOut());
        gain.add(chosen);
        distance.set(best);
        distance.add(o.amounts[0]);
        if (gain.compareTo(distance) > 0) {
            best.set(o.amountOut());
            chosen.set(o.amounts[0]);
        }
    }

    /** Chooses the best of the inputs up to fifteen units away from the present one. */
    private int tryUnits(final Opportunity o, final Overlay overlay, final U256 limit) {
        centre.set(o.amounts[0]);
        chosen.set(centre);
        best.set(o.amountOut());
        for (int by = -15; by < 16; by++) {
            o.amounts[0].set(centre);
            distance.set(Math.abs(by));
            final int borrow = by < 0 ? o.amounts[0].subtract(distance) : o.amounts[0].add(distance);
            if (by == 0
                    || borrow != 0
                    || o.amounts[0].isZero()
                    || o.amounts[0].compareTo(limit) > 0
                    || fill(o, overlay) != AmmCode.OK) {
                continue;
            }
            choose(o);
        }
        o.amounts[0].set(chosen);
        return fill(o, overlay);
    }

    /**
     * Takes off the input what rounding would lose: backwards from the last output, the least that must go into each hop.
     * It matters where a token on the way has so few decimals that one unit is worth something.
     *
     * @return whether it was tried, so that {@link #fill} has to be called again
     */
    private boolean trim(final Opportunity o, final Overlay overlay) {
        int shortest = 256;
        for (int hop = 0; hop <= o.route.hops; hop++) {
            shortest = Math.min(shortest, o.amounts[hop].bitLength());
        }
        if (shortest > COARSE) {
            return false;
        }
        amount.set(o.amountOut());
        for (int hop = o.route.hops - 1; hop >= 0; hop--) {
            final SwapResult result = results[hop];
            final int code =
                    market.quote(o.route.pools[hop], o.route.zeroForOne[hop], false, amount, overlay, result, scratch);
            if (code != AmmCode.OK) {
                return true;
            }
            amount.set(result.amountIn());
        }
        if (amount.compareTo(o.amounts[0]) < 0) {
            o.amounts[0].set(amount);
        }
        return true;
    }

    /** Computes an opportunity's amounts, crossings and impact from its route and first amount; an {@link AmmCode}. */
    int fill(final Opportunity o, final Overlay overlay) {
        o.crossings = 0;
        double worst = 0;
        slope = 1;
        noise = 0;
        for (int hop = 0; hop < o.route.hops; hop++) {
            final int pool = o.route.pools[hop];
            final boolean down = o.route.zeroForOne[hop];
            final SwapResult result = results[hop];
            final int code = market.quote(pool, down, true, o.amounts[hop], overlay, result, scratch);
            if (code != AmmCode.OK) {
                return code;
            }
            o.amounts[hop + 1].set(result.amountOut());
            o.families[hop] = market.family(pool);
            o.crossings += result.crossings();
            final double spot = pieces.rate(pieces.find(pool, down, overlay));
            final double out = result.amountOut().toDouble();
            final double share = out / (o.amounts[hop].toDouble() * spot);
            noise += 1 / out;
            worst = Math.max(worst, 1 - share);
            slope *= slope(pool, down, spot, share, result);
        }
        o.impactPpm = (int) Math.round(worst * 1e6);
        return AmmCode.OK;
    }

    /** What the last unit put into a hop gave. */
    private double slope(
            final int pool, final boolean down, final double spot, final double share, final SwapResult result) {
        if (market.family(pool) == PoolFamilies.UNISWAP_V3) {
            final double sqrt = result.sqrtPriceX96().toDouble() * 0x1p-96;
            final double keep = (1_000_000 - market.feePips(pool)) * 1e-6;
            return down ? keep * sqrt * sqrt : keep / (sqrt * sqrt);
        }
        // y = r x / (1 + b x) has the slope (y / x)^2 / r.
        return spot * share * share;
    }

    /** Lets the overlay keep the swaps of the opportunity that was computed last. */
    void apply(final Opportunity o, final Overlay overlay) {
        for (int hop = 0; hop < o.route.hops; hop++) {
            market.keep(o.route.pools[hop], o.route.zeroForOne[hop], results[hop], overlay);
        }
    }
}
