package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.market.MarketView;

/**
 * Logarithms of the marginal rates: of every pool in both directions, and of the best pool of every directed edge.
 * Confined to the engine thread.
 */
final class RateTable {
    /** Logarithm where there is no rate; so low that no cycle through it can profit. */
    static final double DEAD = -1e6;

    private static final double NEARLY = 0.005;
    private static final double DEEP = 0.04;
    private static final int SIDE = 4;
    private final MarketView market;
    private PairGraph graph;
    /** Index 2 * pool + direction, the direction as in the pool's pair. */
    private double[] poolLogs = new double[0];

    private double[] feeLogs = new double[0];
    double[] best = new double[0];
    /**
     * Per directed edge, side by side since a size reads them together: its best pool times two, plus one if token 0 is sold; the token
     * where it starts; where its pools begin among those of all pairs; how many they are.
     */
    private int[] sides = new int[0];

    RateTable(final MarketView market) {
        this.market = market;
    }

    PairGraph graph() {
        return graph;
    }

    /** Takes another graph and reads the rates of all its pools. */
    void reset(final PairGraph next) {
        graph = next;
        poolLogs = new double[2 * next.poolCount];
        feeLogs = new double[next.poolCount];
        best = new double[2 * next.pairCount];
        sides = new int[SIDE * 2 * next.pairCount];
        describeSides();
        for (int pool = 0; pool < next.poolCount; pool++) {
            open(pool);
        }
        for (int edge = 0; edge < best.length; edge++) {
            choose(edge);
        }
    }

    /** Takes a graph that extends the present one; reads only the rates that are new. */
    void extend(final PairGraph next) {
        final int pools = graph.poolCount;
        final int edges = best.length;
        graph = next;
        poolLogs = Arrays.copyOf(poolLogs, 2 * next.poolCount);
        feeLogs = Arrays.copyOf(feeLogs, next.poolCount);
        best = Arrays.copyOf(best, 2 * next.pairCount);
        sides = Arrays.copyOf(sides, SIDE * 2 * next.pairCount);
        describeSides();
        for (int pool = pools; pool < next.poolCount; pool++) {
            open(pool);
            if (next.poolPair[pool] >= 0 && 2 * next.poolPair[pool] < edges) {
                choose(2 * next.poolPair[pool]);
                choose(2 * next.poolPair[pool] + 1);
            }
        }
        for (int edge = edges; edge < best.length; edge++) {
            choose(edge);
        }
    }

    /** All but the best pools. */
    private void describeSides() {
        for (int edge = 0; edge < best.length; edge++) {
            final int pair = edge >> 1;
            sides[SIDE * edge + 1] = graph.from[edge];
            sides[SIDE * edge + 2] = graph.pairStart[pair];
            sides[SIDE * edge + 3] = graph.pairStart[pair + 1] - graph.pairStart[pair];
        }
    }

    /** The best pool of an edge, -1 where it has none. */
    int bestPool(final int edge) {
        return sides[SIDE * edge] >> 1;
    }

    /** Whether a swap along an edge sells token 0 of its best pool. */
    boolean bestSellsToken0(final int edge) {
        return (sides[SIDE * edge] & 1) != 0;
    }

    /** Token at which an edge starts. */
    int from(final int edge) {
        return sides[SIDE * edge + 1];
    }

    /** Number of an edge's pools. */
    int pools(final int edge) {
        return sides[SIDE * edge + 3];
    }

    /** One of an edge's pools. */
    int pool(final int edge, final int i) {
        return graph.pairPools[sides[SIDE * edge + 2] + i];
    }

    private void prefer(final int edge, final int pool) {
        sides[SIDE * edge] = 2 * pool + (pool >= 0 && graph.zeroForOne(pool, edge) ? 1 : 0);
    }

    private void open(final int pool) {
        feeLogs[pool] = Math.log((1_000_000 - market.feePips(pool)) * 1e-6);
        read(pool);
    }

    private void read(final int pool) {
        double forward = DEAD;
        double backward = DEAD;
        final double rate = market.marginalRate(pool, true);
        if (rate > 0 && rate < Double.POSITIVE_INFINITY) {
            forward = Math.log(rate);
            backward = market.family(pool) < PoolFamilies.FIRST_EXTERNAL
                    ? 2 * feeLogs[pool] - forward
                    : logOrDead(market.marginalRate(pool, false));
        }
        final int flip = graph.flipped[pool] ? 1 : 0;
        poolLogs[2 * pool + flip] = forward;
        poolLogs[2 * pool + 1 - flip] = backward;
    }

    private static double logOrDead(final double rate) {
        return rate > 0 && rate < Double.POSITIVE_INFINITY ? Math.log(rate) : DEAD;
    }

    /**
     * Reads a pool again.
     *
     * @return bit 0 if the best rate of the pair's lower edge improved, or the pool's own and comes close to it, bit 1 for
     *     the upper edge; bits 2 and 3 if the pool's own changed at all
     */
    int update(final int pool) {
        final double forward = poolLogs[2 * pool];
        final double backward = poolLogs[2 * pool + 1];
        read(pool);
        final int edge = 2 * graph.poolPair[pool];
        return improve(pool, edge, forward) | improve(pool, edge + 1, backward) << 1;
    }

    private int improve(final int pool, final int edge, final double own) {
        final double log = poolLogs[2 * pool + (edge & 1)];
        final double before = best[edge];
        if (log >= before) {
            best[edge] = log;
            if (bestPool(edge) != pool) {
                prefer(edge, pool);
            }
        } else if (bestPool(edge) == pool) {
            choose(edge);
        }
        // A deep pool that comes close to a shallow one with a better rate counts too.
        return (best[edge] > before || (log > own && log > best[edge] - NEARLY) ? 1 : 0) | (log != own ? 4 : 0);
    }

    private void choose(final int edge) {
        double highest = DEAD;
        int chosen = pools(edge) == 0 ? -1 : pool(edge, 0);
        for (int i = 0; i < pools(edge); i++) {
            final int pool = pool(edge, i);
            if (log(pool, edge) > highest) {
                highest = log(pool, edge);
                chosen = pool;
            }
        }
        best[edge] = highest;
        prefer(edge, chosen);
    }

    /** Logarithm of the rate of one pool along an edge of its pair. */
    double log(final int pool, final int edge) {
        return poolLogs[2 * pool + (edge & 1)];
    }

    /** (1 - fee) / virtual reserve sold to, of a pool along an edge: the share of the price lost per unit sold. */
    double depth(final int pool, final int edge) {
        if (pool < 0 || log(pool, edge) == DEAD) {
            return 0;
        }
        final double liquidity = market.liquidity(pool);
        final double sqrt = market.sqrtPrice(pool);
        final double reserve = graph.zeroForOne(pool, edge) ? liquidity / sqrt : liquidity * sqrt;
        return (1_000_000 - market.feePips(pool)) * 1e-6 / reserve;
    }

    /** The deepest of an edge's pools whose rate comes near the best one; the best one where it is alone. */
    int deepPool(final int edge) {
        int deepest = bestPool(edge);
        if (pools(edge) < 2) {
            return deepest;
        }
        double least = depth(deepest, edge);
        for (int i = 0; i < pools(edge); i++) {
            final int pool = pool(edge, i);
            if (log(pool, edge) >= best[edge] - DEEP && log(pool, edge) > DEAD) {
                final double depth = depth(pool, edge);
                if (depth < least) {
                    least = depth;
                    deepest = pool;
                }
            }
        }
        return deepest;
    }

    /** Logarithm and depth of an edge's best pool, then of its deep one. */
    void describe(final int edge, final double[] target, final int at) {
        final int deep = deepPool(edge);
        target[at] = best[edge];
        target[at + 1] = depth(bestPool(edge), edge);
        target[at + 2] = deep < 0 ? DEAD : log(deep, edge);
        target[at + 3] = depth(deep, edge);
    }

    long bytes() {
        return 8L * (poolLogs.length + feeLogs.length + best.length) + 4L * sides.length;
    }
}
