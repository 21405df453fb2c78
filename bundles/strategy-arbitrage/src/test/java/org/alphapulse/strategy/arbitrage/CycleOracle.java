package org.alphapulse.strategy.arbitrage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;

/**
 * Every simple cycle by plain recursion over pools, every size by dense search with the exact arithmetic. Knows nothing
 * of indices, logarithms or closed forms.
 */
final class CycleOracle {
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /** A cycle with its best profit in its start token. */
    record Found(List<Integer> pools, int start, double input, double profit) {}

    private final MarketView market;
    private final int[] starts;
    private final int maxHops;
    private final SwapResult result = new SwapResult();
    private final Scratch scratch = new Scratch();
    private final U256 amount = new U256();
    private final List<Integer> path = new ArrayList<>();
    private final List<Integer> tokens = new ArrayList<>();
    private final double[] prices;
    final Map<String, Found> found = new HashMap<>();

    /** Cycles from the given tokens; the probe is a tiny input, in units of value, from which the dense search starts. */
    CycleOracle(final MarketView market, final int[] starts, final int maxHops, final double[] prices) {
        this.market = market;
        this.starts = starts;
        this.maxHops = maxHops;
        this.prices = prices;
        for (int i = 0; i < starts.length; i++) {
            tokens.add(starts[i]);
            extend(i, starts[i]);
            tokens.remove(0);
        }
    }

    private void extend(final int start, final int token) {
        if (path.size() == maxHops) {
            return;
        }
        for (int pool = 0; pool < market.poolCount(); pool++) {
            final int t0 = market.token0(pool);
            final int t1 = market.token1(pool);
            if ((t0 != token && t1 != token) || path.contains(pool) || !market.tradable(pool)) {
                continue;
            }
            final int next = t0 == token ? t1 : t0;
            if (preferred(next, start)) {
                continue;
            }
            path.add(pool);
            if (next == starts[start]) {
                if (path.size() > 1) {
                    consider(start);
                }
            } else if (!tokens.contains(next)) {
                tokens.add(next);
                extend(start, next);
                tokens.remove(tokens.size() - 1);
            }
            path.remove(path.size() - 1);
        }
    }

    private boolean preferred(final int token, final int start) {
        for (int i = 0; i < start; i++) {
            if (starts[i] == token) {
                return true;
            }
        }
        return false;
    }

    private void consider(final int start) {
        // The product of the marginal rates decides whether any size can profit.
        double product = 1;
        int token = starts[start];
        for (final int pool : path) {
            final boolean down = market.token0(pool) == token;
            product *= market.marginalRate(pool, down);
            token = down ? market.token1(pool) : market.token0(pool);
        }
        if (product <= 1) {
            return;
        }
        final double probe = 1e16 / prices[starts[start]];
        double bestX = 0;
        double best = 0;
        for (double x = probe; x < 1e40; x *= 2) {
            final double profit = profit(start, x);
            if (profit < best / 2 || (x > 1e4 * probe && profit < -x / 5)) {
                // Profits are concave in the size.
                break;
            }
            if (profit > best) {
                best = profit;
                bestX = x;
            }
        }
        if (bestX == 0) {
            return;
        }
        double low = bestX / 2;
        double high = bestX * 2;
        double a = low + (high - low) * (1 - GOLDEN);
        double b = low + (high - low) * GOLDEN;
        double atA = profit(start, a);
        double atB = profit(start, b);
        for (int i = 0; i < 40; i++) {
            if (atA < atB) {
                low = a;
                a = b;
                atA = atB;
                b = low + (high - low) * GOLDEN;
                atB = profit(start, b);
            } else {
                high = b;
                b = a;
                atB = atA;
                a = low + (high - low) * (1 - GOLDEN);
                atA = profit(start, a);
            }
        }
        final double x = (low + high) / 2;
        final double profit = Math.max(best, Math.max(profit(start, x), Math.max(atA, atB)));
        found.put(key(start), new Found(List.copyOf(path), starts[start], x, profit));
    }

    private String key(final int start) {
        return starts[start] + ":" + path;
    }

    double profit(final int start, final double x) {
        amount.setDouble(x);
        final double in = amount.toDouble();
        int token = starts[start];
        for (final int pool : path) {
            final boolean down = market.token0(pool) == token;
            if (market.quoteExactIn(pool, down, amount, result, scratch) != AmmCode.OK) {
                return Double.NEGATIVE_INFINITY;
            }
            amount.set(result.amountOut());
            token = down ? market.token1(pool) : market.token0(pool);
        }
        return amount.toDouble() - in;
    }
}
