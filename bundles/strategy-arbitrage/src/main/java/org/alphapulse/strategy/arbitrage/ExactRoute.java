package org.alphapulse.strategy.arbitrage;

import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.PieceCursor;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.Overlay;

/** A route computed hop by hop in the contracts' own arithmetic. Confined to one thread. */
final class ExactRoute {
    private static final long SMALL = 1L << 24;
    private static final int COARSE = 48;
    private final MarketView market;
    private final Scratch scratch;
    private final SwapResult result = new SwapResult();
    private final PieceCursor cursor = new PieceCursor();
    private final U256 centre = new U256();
    private final U256 input = new U256();
    private final U256 amount = new U256();
    private final U256 gain = new U256();
    private final U256 best = new U256();
    private final U256 distance = new U256();
    private U256 highest = centre;

    ExactRoute(final MarketView market, final Scratch scratch) {
        this.market = market;
        this.scratch = scratch;
    }

    /** The output of a route into {@link #amount}; an {@link AmmCode}. */
    private int output(final Route route, final U256 in, final Overlay overlay) {
        amount.set(in);
        for (int hop = 0; hop < route.hops; hop++) {
            final int code =
                    market.quote(route.pools[hop], route.zeroForOne[hop], true, amount, overlay, result, scratch);
            if (code != AmmCode.OK) {
                return code;
            }
            amount.set(result.amountOut());
        }
        return AmmCode.OK;
    }

    /**
     * Looks for a better input close to one computed in doubles, by the exact profit: two units up and down, and step by
     * step where the amounts are so small that a unit matters. Never goes above the limit.
     */
    void refine(final Route route, final Overlay overlay, final double estimate, final U256 limit, final U256 out) {
        centre.setDouble(estimate);
        if (centre.compareTo(limit) > 0) {
            centre.set(limit);
        }
        highest = limit;
        out.set(centre);
        if (output(route, centre, overlay) != AmmCode.OK) {
            return;
        }
        best.set(amount);
        final boolean small = estimate < SMALL;
        tryAt(route, overlay, small ? 1 : 2, true, out);
        tryAt(route, overlay, small ? 1 : 2, false, out);
        for (int step = 2; small && step < 16; step++) {
            tryAt(route, overlay, step, true, out);
            tryAt(route, overlay, step, false, out);
        }
    }

    private void tryAt(final Route route, final Overlay overlay, final long by, final boolean up, final U256 chosen) {
        distance.set(by);
        input.set(centre);
        if (up ? input.add(distance) != 0 : input.subtract(distance) != 0 || input.isZero()) {
            return;
        }
        if (input.compareTo(highest) > 0) {
            return;
        }
        if (output(route, input, overlay) != AmmCode.OK) {
            return;
        }
        // amount - input > best - chosen, without signs
        gain.set(amount);
        gain.add(chosen);
        distance.set(best);
        distance.add(input);
        if (gain.compareTo(distance) > 0) {
            best.set(amount);
            chosen.set(input);
        }
    }

    /**
     * Takes off the input what rounding would lose: backwards from the last output, the least that must go into each hop.
     * It matters where a token on the way has so few decimals that one unit is worth something.
     *
     * @return whether the input became less, so that {@link #fill} has to be called again
     */
    boolean trim(final Opportunity o, final Overlay overlay) {
        int shortest = 256;
        for (int hop = 0; hop <= o.route.hops; hop++) {
            shortest = Math.min(shortest, o.amounts[hop].bitLength());
        }
        if (shortest > COARSE) {
            return false;
        }
        amount.set(o.amountOut());
        for (int hop = o.route.hops - 1; hop >= 0; hop--) {
            final int code =
                    market.quote(o.route.pools[hop], o.route.zeroForOne[hop], false, amount, overlay, result, scratch);
            if (code != AmmCode.OK) {
                return false;
            }
            amount.set(result.amountIn());
        }
        if (amount.compareTo(o.amounts[0]) >= 0) {
            return false;
        }
        o.amounts[0].set(amount);
        return true;
    }

    /** Computes an opportunity's amounts, crossings and impact from its route and first amount; an {@link AmmCode}. */
    int fill(final Opportunity o, final Overlay overlay) {
        o.crossings = 0;
        double worst = 0;
        for (int hop = 0; hop < o.route.hops; hop++) {
            final int pool = o.route.pools[hop];
            final boolean down = o.route.zeroForOne[hop];
            final int code = market.quote(pool, down, true, o.amounts[hop], overlay, result, scratch);
            if (code != AmmCode.OK) {
                return code;
            }
            o.amounts[hop + 1].set(result.amountOut());
            o.families[hop] = market.family(pool);
            o.crossings += result.crossings();
            final double spot = spot(pool, down, overlay);
            worst = Math.max(worst, 1 - result.amountOut().toDouble() / (o.amounts[hop].toDouble() * spot));
        }
        o.impactPpm = (int) Math.round(worst * 1e6);
        return AmmCode.OK;
    }

    private double spot(final int pool, final boolean down, final Overlay overlay) {
        if (overlay == null) {
            return market.marginalRate(pool, down);
        }
        market.firstPiece(pool, cursor.direction(down), overlay, scratch);
        final double price = cursor.sqrtFrom() * cursor.sqrtFrom();
        return cursor.feeFactor() * (down ? price : 1 / price);
    }

    /** Swaps an opportunity's hops in the overlay; false if one of them cannot be done. */
    boolean apply(final Opportunity o, final Overlay overlay) {
        for (int hop = 0; hop < o.route.hops; hop++) {
            final int code = market.swap(
                    o.route.pools[hop], o.route.zeroForOne[hop], true, o.amounts[hop], overlay, result, scratch);
            if (code != AmmCode.OK) {
                return false;
            }
        }
        return true;
    }
}
