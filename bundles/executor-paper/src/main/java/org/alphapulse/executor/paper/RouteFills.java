package org.alphapulse.executor.paper;

import java.util.Arrays;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.Overlay;

/**
 * What a route would have yielded, by the pools' own arithmetic on the state in which it is due. Nothing is allocated but for pools that
 * are new.
 *
 * <p>The market knows nothing of a fill on paper, so the same opportunity would be there again. Hence a pool fills once in each of its
 * states: until an event of the chain changes it, the next route through it is refused.
 */
final class RouteFills {
    private final Overlay overlay = new Overlay();
    private final SwapResult result = new SwapResult();
    private final Scratch scratch = new Scratch();
    private final U256 amount = new U256();
    private final U256 profit = new U256();
    private long[] filledVersions = new long[0];

    /** Computes a route; gives a reason, {@link Reasons#NONE} when it fills. */
    int fill(PaperRoute route, MarketView market) {
        profit.set(0);
        if (isTaken(route, market)) {
            return Reasons.TAKEN;
        }
        overlay.clear();
        amount.set(route.amountIn);
        for (int hop = 0; hop < route.hops; hop++) {
            final int code =
                    market.swap(route.pools[hop], route.zeroForOne[hop], true, amount, overlay, result, scratch);
            if (code == AmmCode.NOT_TRADABLE) {
                return Reasons.NOT_TRADABLE;
            }
            if (code != AmmCode.OK) {
                return Reasons.BELOW_MINIMUM;
            }
            amount.set(result.amountOut());
        }
        if (amount.compareTo(route.amountIn) < 0) {
            return Reasons.BELOW_MINIMUM;
        }
        amount.subtract(route.amountIn);
        if (amount.compareTo(route.fundingFee) < 0) {
            return Reasons.BELOW_MINIMUM;
        }
        amount.subtract(route.fundingFee);
        if (amount.compareTo(route.minimumProfit) < 0) {
            return Reasons.BELOW_MINIMUM;
        }
        profit.set(amount);
        note(route, market);
        return Reasons.NONE;
    }

    private boolean isTaken(PaperRoute route, MarketView market) {
        for (int hop = 0; hop < route.hops; hop++) {
            final int pool = route.pools[hop];
            if (pool < filledVersions.length && filledVersions[pool] == market.version(pool)) {
                return true;
            }
        }
        return false;
    }

    private void note(PaperRoute route, MarketView market) {
        if (filledVersions.length < market.poolCount()) {
            final int before = filledVersions.length;
            filledVersions = Arrays.copyOf(filledVersions, market.poolCount() + 64);
            Arrays.fill(filledVersions, before, filledVersions.length, -1);
        }
        for (int hop = 0; hop < route.hops; hop++) {
            filledVersions[route.pools[hop]] = market.version(route.pools[hop]);
        }
    }

    /** Profit of the route that was filled last, after the lender's fee; 0 when it was not. */
    U256 profit() {
        return profit;
    }
}
