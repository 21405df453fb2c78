package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.market.MarketView;

/**
 * Logarithms of the marginal rates, of every pool in both directions and of the best pool of every directed edge, and what a size needs
 * to know of that best pool. Confined to the engine thread.
 */
final class RateTable {
    /** Logarithm where there is no rate; so low that no cycle through it can profit. */
    static final double DEAD = -1e6;

    private static final double NEARLY = 0.005;
    private static final double DEEP = 0.04;
    /** Longs that describe an edge, a line of the cache. */
    private static final int LINE = 8;
    /** The first begins with a line where the array is so large that the virtual machine gives it regions of its own. */
    private static final int FIRST = 6;

    private static final int POOL = FIRST;
    private static final int OTHER = FIRST + 1;
    /** Of the piece of the best pool and, so many words after it, of the other one. */
    private static final int RATE = FIRST + 2;

    private static final int BEND = FIRST + 3;
    private static final int TIGHTNESS = FIRST + 4;
    private static final int TO_OTHER = 3;
    /** Surplus of rates, as a logarithm, for which the other pool is chosen. */
    private static final double USUAL = 0.01;

    private static final long LOW = 0xffffffffL;
    private static final int NONE = -1;
    /** Bits of what has to be done before a line is read: a piece of its pools is another, or these pools may be others. */
    private static final byte CHANGED = 1;

    private static final byte UNCHOSEN = 2;

    private static final int FAMILY = 0xffff;
    private final MarketView market;
    private final double mostGrowth;
    private PairGraph graph;
    /** Index 2 * pool + direction, the direction as in the pool's pair. */
    private double[] poolLogs = new double[0];

    private double[] feeLogs = new double[0];
    double[] best = new double[0];
    /**
     * Per directed edge, side by side since a size reads them together: its best pool times two, plus one if token 0 is sold, and above
     * that the token where it starts; its other pool likewise, and above that the families of both; then of both pools' pieces of liquidity
     * rate, bend and 1 / room as {@link FirstPieces} has them. All but the token is as it was when {@link #pieces} was called last.
     */
    private long[] lines = new long[FIRST];
    /** What of each line is no longer so. An event writes only here: lines are too many to be in the caches. */
    private byte[] pending = new byte[0];
    /** Best and other pool of each directed edge. */
    private int[] bestPools = new int[0];

    private int[] otherPools = new int[0];

    /**
     * A table without edges.
     *
     * @param mostGrowth part by which no swap may make the reserve sold to grow, see {@link FirstPieces#room}
     */
    RateTable(final MarketView market, final double mostGrowth) {
        this.market = market;
        this.mostGrowth = mostGrowth;
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
        lines = new long[FIRST + LINE * best.length];
        pending = new byte[best.length];
        bestPools = new int[best.length];
        otherPools = new int[best.length];
        describeEdges(0);
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
        lines = Arrays.copyOf(lines, FIRST + LINE * best.length);
        pending = Arrays.copyOf(pending, best.length);
        bestPools = Arrays.copyOf(bestPools, best.length);
        otherPools = Arrays.copyOf(otherPools, best.length);
        describeEdges(edges);
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

    /** Where edges start; those from a given one on have no best pool yet. */
    private void describeEdges(final int fresh) {
        for (int edge = 0; edge < best.length; edge++) {
            if (edge >= fresh) {
                bestPools[edge] = -1;
            }
            lines[LINE * edge + POOL] = (long) graph.from[edge] << 32;
            // The pair may have got another pool.
            forgetOther(edge);
        }
    }

    /** The best pool of an edge, -1 where it has none. */
    int bestPool(final int edge) {
        return bestPools[edge];
    }

    /** Whether a swap along an edge sells token 0 of its best pool. */
    boolean bestSellsToken0(final int edge) {
        return (side(edge, bestPools[edge]) & 1) != 0;
    }

    /** Token at which an edge starts. */
    int from(final int edge) {
        return (int) (lines[LINE * edge + POOL] >> 32);
    }

    /** Number of an edge's pools. */
    int pools(final int edge) {
        return graph.pairStart[(edge >> 1) + 1] - graph.pairStart[edge >> 1];
    }

    /** One of an edge's pools. */
    int pool(final int edge, final int i) {
        return graph.pairPools[graph.pairStart[edge >> 1] + i];
    }

    /** Reads what is known of an edge, so that the caches have it; nothing of use. */
    long touch(final int edge) {
        return lines[LINE * edge + POOL];
    }

    /**
     * Where the other methods find the pieces of liquidity at the prices of an edge's best and other pool; reads them if one has changed, and
     * chooses the other pool if it has to be chosen anew.
     */
    int pieces(final int edge, final FirstPieces pieces) {
        final int at = LINE * edge;
        if (pending[edge] != 0) {
            read(edge, at, pieces);
        }
        return at;
    }

    private void read(final int edge, final int at, final FirstPieces pieces) {
        final long bestSide = side(edge, bestPools[edge]);
        lines[at + POOL] = (lines[at + POOL] & ~LOW) | bestSide;
        final long best = keep(at, bestSide, pieces);
        if ((pending[edge] & UNCHOSEN) != 0) {
            otherPools[edge] = chooseOther(edge, pieces);
        }
        final int other = otherPools[edge];
        final long otherSide = side(edge, other);
        final long family = other < 0 ? 0 : keep(at + TO_OTHER, otherSide, pieces);
        lines[at + OTHER] = (family << 48) | (best << 32) | otherSide;
        pending[edge] = 0;
    }

    /** Copies the piece of a pool in a direction; returns the pool's family. */
    private int keep(final int at, final long side, final FirstPieces pieces) {
        final int from = pieces.find((int) side >> 1, (side & 1) != 0, null);
        final boolean holds = pieces.rate(from) > 0;
        lines[at + RATE] = Double.doubleToRawLongBits(pieces.rate(from));
        lines[at + BEND] = Double.doubleToRawLongBits(pieces.bend(from));
        lines[at + TIGHTNESS] =
                Double.doubleToRawLongBits(holds ? 1 / pieces.room(from, mostGrowth) : Double.POSITIVE_INFINITY);
        return pieces.family(from);
    }

    /** Has the other pool of an edge chosen anew, since other pools may have come nearer. */
    void forgetOther(final int edge) {
        pending[edge] |= UNCHOSEN;
        otherPools[edge] = NONE;
    }

    /** Of the pools whose rate comes near the best one the one that lets a usual cycle earn most, which is (surplus)^2 / (4 bend); -1 if none does. */
    private int chooseOther(final int edge, final FirstPieces pieces) {
        double highest = 0;
        int other = NONE;
        for (int i = 0; i < pools(edge); i++) {
            final int pool = pool(edge, i);
            final double surplus = USUAL - best[edge] + log(pool, edge);
            if (surplus > 0 && pool != bestPool(edge)) {
                final double bend = pieces.bend(pieces.find(pool, graph.zeroForOne(pool, edge), null));
                if (bend > 0 && surplus * surplus > highest * bend) {
                    highest = surplus * surplus / bend;
                    other = pool;
                }
            }
        }
        return other;
    }

    /** The best pool of the edge, or the one to be tried beside it, which is below zero where there is none. */
    int pool(final int at, final boolean other) {
        return (int) lines[at + (other ? OTHER : POOL)] >> 1;
    }

    /** Whether a swap along the edge sells token 0 of such a pool. */
    boolean sellsToken0(final int at, final boolean other) {
        return (lines[at + (other ? OTHER : POOL)] & 1) != 0;
    }

    /** Family of such a pool. */
    int family(final int at, final boolean other) {
        return (int) (lines[at + OTHER] >>> (other ? 48 : 32)) & FAMILY;
    }

    /** As {@link FirstPieces#rate}. */
    double rate(final int at, final boolean other) {
        return Double.longBitsToDouble(lines[at + RATE + (other ? TO_OTHER : 0)]);
    }

    /** As {@link FirstPieces#bend}. */
    double bend(final int at, final boolean other) {
        return Double.longBitsToDouble(lines[at + BEND + (other ? TO_OTHER : 0)]);
    }

    /** 1 / {@link FirstPieces#room} for the most growth; infinite where there is no liquidity. */
    double tightness(final int at, final boolean other) {
        return Double.longBitsToDouble(lines[at + TIGHTNESS + (other ? TO_OTHER : 0)]);
    }

    private void prefer(final int edge, final int pool) {
        bestPools[edge] = pool;
        forgetOther(edge);
    }

    private long side(final int edge, final int pool) {
        return (2 * pool + (pool >= 0 && graph.zeroForOne(pool, edge) ? 1 : 0)) & LOW;
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
        final boolean wasBest = bestPools[edge] == pool;
        if (log >= before) {
            best[edge] = log;
            if (!wasBest) {
                prefer(edge, pool);
            }
        } else if (wasBest) {
            choose(edge);
        }
        if (wasBest || otherPools[edge] == pool) {
            pending[edge] |= CHANGED;
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
        if (chosen != bestPools[edge]) {
            prefer(edge, chosen);
        }
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
        return 8L * (poolLogs.length + feeLogs.length + best.length + lines.length) + 9L * pending.length;
    }
}
