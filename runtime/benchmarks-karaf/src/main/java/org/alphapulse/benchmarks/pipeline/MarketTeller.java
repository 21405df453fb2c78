package org.alphapulse.benchmarks.pipeline;

import java.math.BigInteger;
import java.util.List;
import org.alphapulse.api.context.Sink;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.Venues;
import org.alphapulse.protocol.InstrumentMetaFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.PoolStateFlyweight;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.alphapulse.protocol.PoolTickFlyweight;

/** Tells the pools and their first state as a collector does when it starts. One thread. */
final class MarketTeller {
    private static final int HEADS = 16;
    private static final long END_OF_BLOCK = 0xffffffffL;

    private final Sink sink;
    private final long block;
    private final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
    private final PoolSyncFlyweight sync = new PoolSyncFlyweight();
    private final PoolStateFlyweight state = new PoolStateFlyweight();
    private final PoolTickFlyweight ticks = new PoolTickFlyweight();

    MarketTeller(Sink sink, long block) {
        this.sink = sink;
        this.block = block;
    }

    /** Id of a token by its address. */
    static InstrumentId token(byte[] address) {
        return InstrumentId.ofAddress(
                Venues.standard().code("chain"), InstrumentKind.TOKEN, PipelineInput.CHAIN_ID, address);
    }

    /** Tells one pool; false if the engine is behind, and then it must be told again. */
    boolean tell(PipelineInput.Pool pool, InstrumentId id, InstrumentId token0, InstrumentId token1) {
        final MessageWriter writer = sink.begin(InstrumentMetaFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            return false;
        }
        meta.appendTo(writer);
        meta.clear();
        meta.instrument(id)
                .base(token0)
                .quote(token1)
                .feePpm(PipelineInput.FEE_PPM)
                .tickSpacing(pool.concentrated() ? PipelineInput.TICK_SPACING : 0)
                .baseDecimals(18)
                .quoteDecimals(18)
                .family(
                        pool.concentrated()
                                ? InstrumentMetaFlyweight.FAMILY_CONCENTRATED
                                : InstrumentMetaFlyweight.FAMILY_CONSTANT_PRODUCT);
        return sink.commit() > 0 && (pool.concentrated() ? concentrated(pool, id) : reserves(pool, id));
    }

    private boolean reserves(PipelineInput.Pool pool, InstrumentId id) {
        final MessageWriter writer = sink.begin(PoolSyncFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            return false;
        }
        sync.appendTo(writer);
        sync.pool(id)
                .reserve0(limb(pool.first(), 0), limb(pool.first(), 1))
                .reserve1(limb(pool.second(), 0), limb(pool.second(), 1))
                .blockNumber(block)
                .logIndex(END_OF_BLOCK)
                .transactionIndex(END_OF_BLOCK)
                .logFlags(0);
        return sink.commit() > 0;
    }

    private boolean concentrated(PipelineInput.Pool pool, InstrumentId id) {
        final List<PipelineInput.Tick> known = pool.ticks();
        final MessageWriter writer = sink.begin(PoolStateFlyweight.BLOCK_LENGTH
                + PoolTickFlyweight.BLOCK_LENGTH
                + known.size() * PoolTickFlyweight.TICK_LENGTH
                + HEADS);
        if (writer == null) {
            return false;
        }
        state.appendTo(writer);
        state.clear();
        state.pool(id)
                .sqrtPriceX96(limb(pool.first(), 0), limb(pool.first(), 1), limb(pool.first(), 2))
                .liquidity(limb(pool.second(), 0), limb(pool.second(), 1))
                .blockNumber(block)
                .logIndex(END_OF_BLOCK)
                .transactionIndex(END_OF_BLOCK)
                .tick(pool.tick())
                .feePpm(PipelineInput.FEE_PPM)
                .tickSpacing(PipelineInput.TICK_SPACING)
                .tickCount(known.size())
                .cause(PoolStateFlyweight.CAUSE_BOOTSTRAP);
        ticks.appendTo(writer, known.size());
        ticks.pool(id).blockNumber(block);
        for (int i = 0; i < known.size(); i++) {
            final PipelineInput.Tick tick = known.get(i);
            ticks.tickLiquidityGross(i, limb(tick.gross(), 0), limb(tick.gross(), 1))
                    .tickLiquidityNet(i, limb(tick.net(), 0), limb(tick.net(), 1))
                    .tickIndex(i, tick.index());
        }
        return sink.commit() > 0;
    }

    static long limb(BigInteger value, int index) {
        return value.shiftRight(64 * index).longValue();
    }
}
