package org.alphapulse.strategy.arbitrage;

import java.util.concurrent.atomic.AtomicReference;
import org.alphapulse.market.MarketView;

/**
 * Brings new pools into the cycle index without holding up the engine: the engine thread posts the topology, another
 * thread builds, the engine thread takes the result.
 */
final class IndexFeed {
    /** Topology as the engine thread saw it; never changed. */
    private static final class Request {
        private final int tokenCount;
        private final int[] token0;
        private final int[] token1;

        Request(final MarketView market) {
            tokenCount = market.tokenCount();
            token0 = new int[market.poolCount()];
            token1 = new int[token0.length];
            for (int pool = 0; pool < token0.length; pool++) {
                token0[pool] = market.token0(pool);
                token1[pool] = market.token1(pool);
            }
        }
    }

    private final CycleIndexBuilder builder;
    private final AtomicReference<Request> request = new AtomicReference<>();
    private final AtomicReference<CycleIndex> result = new AtomicReference<>();
    private CycleIndex built;
    private int posted;
    private boolean waiting;

    IndexFeed(final CycleIndexBuilder builder) {
        this.builder = builder;
    }

    /** Engine thread: posts the topology if there are pools that it does not cover yet. */
    void post(final MarketView market) {
        if (!waiting && market.poolCount() != posted) {
            posted = market.poolCount();
            waiting = true;
            request.set(new Request(market));
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
        result.set(built);
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
