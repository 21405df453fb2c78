package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.PoolStatus;

/**
 * Brings pools that come or go into the cycle index without holding up the engine: the engine thread posts the topology, another
 * thread builds, the engine thread takes the result. A pool that goes, which is one that is set aside, is dead to all searches at once by
 * its rates; the index only becomes smaller later. Pools of other chains than the start tokens' are in no pair.
 */
final class IndexFeed {
    /** Topology as the engine thread saw it; never changed. */
    private static final class Request {
        private final int tokenCount;
        private final int[] token0;
        private final int[] token1;
        private final boolean[] gone;

        Request(final MarketView market, final int start, final boolean[] gone) {
            this.tokenCount = market.tokenCount();
            this.token0 = new int[market.poolCount()];
            this.token1 = new int[token0.length];
            this.gone = gone;
            for (int pool = 0; pool < token0.length; pool++) {
                token0[pool] = market.token0(pool);
                final boolean ours = chainId(market, token0[pool]) == chainId(market, start);
                token1[pool] = ours ? market.token1(pool) : token0[pool];
            }
        }

        private static long chainId(final MarketView market, final int token) {
            return market.tokenId(token, 0) >>> Integer.SIZE;
        }

        /** By pair, whether all its pools are gone. */
        boolean[] gonePairs(final PairGraph graph) {
            final boolean[] pairs = new boolean[graph.pairCount];
            Arrays.fill(pairs, true);
            for (int pool = 0; pool < graph.poolCount; pool++) {
                if (graph.poolPair[pool] >= 0) {
                    pairs[graph.poolPair[pool]] &= gone[pool];
                }
            }
            return pairs;
        }
    }

    private final CycleIndexBuilder builder;
    private final int start;
    private final AtomicReference<Request> request = new AtomicReference<>();
    private final AtomicReference<CycleIndex> result = new AtomicReference<>();
    /** The index with the pools that are gone. */
    private CycleIndex built;

    private boolean[] gone = new boolean[0];
    private boolean changed;
    private int posted;
    private boolean waiting;

    /** A feed for cycles from start tokens, one of which is given. */
    IndexFeed(final CycleIndexBuilder builder, final int start) {
        this.builder = builder;
        this.start = start;
    }

    /** Engine thread: looks whether a pool has gone or is back, after a change of its status. */
    void look(final MarketView market, final int pool) {
        if (pool < gone.length && market.tradable(pool) != gone[pool]) {
            return;
        }
        if (pool >= gone.length) {
            gone = Arrays.copyOf(gone, Math.max(pool + 1, 2 * gone.length));
        }
        final boolean now = market.status(pool) == PoolStatus.QUARANTINED;
        changed |= gone[pool] != now;
        gone[pool] = now;
    }

    /** Engine thread: posts the topology if it is not the one posted before. */
    void post(final MarketView market) {
        if (!waiting && (changed || market.poolCount() != posted)) {
            posted = market.poolCount();
            changed = false;
            waiting = true;
            request.set(new Request(market, start, Arrays.copyOf(gone, posted)));
        }
    }

    /** Background thread: builds what was posted; returns the amount of work done. */
    int work() {
        final Request next = request.getAndSet(null);
        if (next == null) {
            return 0;
        }
        final int pools = next.token0.length;
        final PairGraph graph =
                PairGraph.extend(built == null ? null : built.graph, next.tokenCount, next.token0, next.token1, pools);
        final boolean few = built != null && graph.pairCount - built.graph.pairCount < built.graph.pairCount / 8;
        built = few ? builder.extend(built, graph) : builder.build(graph);
        CycleIndex present = built;
        final boolean[] gonePairs = next.gonePairs(graph);
        for (int pair = 0; pair < gonePairs.length; pair++) {
            if (gonePairs[pair]) {
                present = builder.without(present, pair);
            }
        }
        result.set(present);
        return 1;
    }

    /** Engine thread: the new index, or null. */
    CycleIndex take() {
        if (!waiting || result.get() == null) {
            return null;
        }
        waiting = false;
        return result.getAndSet(null);
    }
}
