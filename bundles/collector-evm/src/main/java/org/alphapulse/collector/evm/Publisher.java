package org.alphapulse.collector.evm;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.Sink;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.InstrumentMetaFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.PoolStateFlyweight;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.alphapulse.protocol.PoolTickFlyweight;
import org.alphapulse.protocol.StateInvalidationFlyweight;

/**
 * Writes everything but logs. Waits while the engine is behind, since none of it may be lost; gives up when the collector is closed.
 * One thread.
 */
final class Publisher {
    private static final int HEADS = 8;
    private static final long END_OF_BLOCK = 0xffffffffL;
    private static final int TICKS_PER_MESSAGE = 1_700;
    private static final long WAIT_NS = 20_000;
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private final CollectorContext context;
    private final Sink sink;
    private final long chainId;
    private final BooleanSupplier closed;
    private final LogEncoder logs;
    private final HeadEncoder heads;
    private final PoolSyncFlyweight sync = new PoolSyncFlyweight();
    private final PoolStateFlyweight state = new PoolStateFlyweight();
    private final PoolTickFlyweight tick = new PoolTickFlyweight();
    private final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
    private final StateInvalidationFlyweight invalidation = new StateInvalidationFlyweight();

    Publisher(CollectorContext context, long chainId, PoolTable pools, BooleanSupplier closed) {
        this.context = context;
        this.sink = context.sink();
        this.chainId = chainId;
        this.closed = closed;
        this.logs = new LogEncoder(sink, pools);
        this.heads = new HeadEncoder(chainId);
    }

    /** The bytes of what follows are in memory. */
    void received() {
        sink.received(context.clock().epochNs());
    }

    /** Publishes a log of a pool, given as {@link PoolTable#find} does; a result of {@link LogEncoder#publish} that is never back-pressure. */
    long log(MessageParser found, int pool) {
        long result = logs.publish(found, pool);
        while (result == Sink.BACK_PRESSURED && !closed.getAsBoolean()) {
            LockSupport.parkNanos(WAIT_NS);
            result = logs.publish(found, pool);
        }
        return result;
    }

    /** Tells a block all of whose logs were told; {@code behind} if newer ones are there and are told next. */
    void head(Head block, boolean behind) {
        heads.write(begin(BlockHeadFlyweight.BLOCK_LENGTH), block, behind);
        commit();
    }

    void meta(Pool pool) {
        meta.appendTo(begin(InstrumentMetaFlyweight.BLOCK_LENGTH));
        meta.clear();
        final byte[] symbol = symbol(pool).getBytes(StandardCharsets.US_ASCII);
        meta.instrument(pool.id)
                .base(pool.token0.id())
                .quote(pool.token1.id())
                .feePpm(pool.feePpm)
                .tickSpacing(pool.tickSpacing)
                .baseDecimals(pool.token0.decimals())
                .quoteDecimals(pool.token1.decimals())
                .family(
                        pool.concentrated
                                ? InstrumentMetaFlyweight.FAMILY_CONCENTRATED
                                : InstrumentMetaFlyweight.FAMILY_CONSTANT_PRODUCT);
        meta.buffer().putBytes(meta.offset() + InstrumentMetaFlyweight.SYMBOL_OFFSET, symbol);
        commit();
    }

    private static String symbol(Pool pool) {
        final String text = pool.token0.symbol() + "/" + pool.token1.symbol() + "-" + pool.feePpm;
        return text.length() > 32 ? text.substring(0, 32) : text;
    }

    void snapshot(PoolSnapshot loaded, long block) {
        if (loaded.pool().concentrated) {
            concentrated(loaded, block);
        } else {
            sync.appendTo(begin(PoolSyncFlyweight.BLOCK_LENGTH));
            sync.pool(loaded.pool().id)
                    .reserve0(limb(loaded.first(), 0), limb(loaded.first(), 1))
                    .reserve1(limb(loaded.second(), 0), limb(loaded.second(), 1))
                    .blockNumber(block)
                    .logIndex(END_OF_BLOCK)
                    .transactionIndex(END_OF_BLOCK)
                    .logFlags(0);
            commit();
        }
    }

    /** Price and ticks go in one message where they fit, so that nothing comes between them. */
    private void concentrated(PoolSnapshot loaded, long block) {
        final int count = loaded.ticks().size();
        final int together = Math.min(count, TICKS_PER_MESSAGE);
        final MessageWriter writer = begin(PoolStateFlyweight.BLOCK_LENGTH + HEADS + ticksLength(together));
        state.appendTo(writer);
        state.clear();
        state.pool(loaded.pool().id)
                .sqrtPriceX96(limb(loaded.first(), 0), limb(loaded.first(), 1), limb(loaded.first(), 2))
                .liquidity(limb(loaded.second(), 0), limb(loaded.second(), 1))
                .blockNumber(block)
                .logIndex(END_OF_BLOCK)
                .transactionIndex(END_OF_BLOCK)
                .tick(loaded.tick())
                .feePpm(loaded.pool().feePpm)
                .tickSpacing(loaded.pool().tickSpacing)
                .tickCount(count)
                .feeProtocol0(loaded.feeProtocol() & 15)
                .feeProtocol1(loaded.feeProtocol() >> 4 & 15)
                .cause(PoolStateFlyweight.CAUSE_BOOTSTRAP);
        if (together > 0) {
            ticks(writer, loaded.pool(), loaded.ticks().subList(0, together), block);
        }
        commit();
        for (int from = together; from < count; from += TICKS_PER_MESSAGE) {
            final int to = Math.min(count, from + TICKS_PER_MESSAGE);
            ticks(begin(ticksLength(to - from)), loaded.pool(), loaded.ticks().subList(from, to), block);
            commit();
        }
    }

    private static int ticksLength(int count) {
        return PoolTickFlyweight.BLOCK_LENGTH + count * PoolTickFlyweight.TICK_LENGTH;
    }

    private void ticks(MessageWriter writer, Pool pool, List<PoolSnapshot.Tick> part, long block) {
        tick.appendTo(writer, part.size());
        tick.pool(pool.id).blockNumber(block);
        for (int i = 0; i < part.size(); i++) {
            final PoolSnapshot.Tick one = part.get(i);
            tick.tickLiquidityGross(i, limb(one.gross(), 0), limb(one.gross(), 1))
                    .tickLiquidityNet(i, limb(one.net(), 0), limb(one.net(), 1))
                    .tickIndex(i, one.index());
        }
    }

    /** Declares void what was told of blocks after one, or with 0 and another reason all that was told of the chain. */
    void invalidate(int reason, long fromBlock) {
        invalidation.appendTo(begin(StateInvalidationFlyweight.BLOCK_LENGTH));
        invalidation.clear();
        invalidation
                .fromBlock(fromBlock)
                .invalidatedAtNs(context.clock().epochNs())
                .chainId(chainId)
                .scope(StateInvalidationFlyweight.SCOPE_CHAIN)
                .reason(reason);
        commit();
    }

    void invalidate(InstrumentId pool, int reason) {
        invalidation.appendTo(begin(StateInvalidationFlyweight.BLOCK_LENGTH));
        invalidation.clear();
        invalidation
                .instrument(pool)
                .invalidatedAtNs(context.clock().epochNs())
                .chainId(chainId)
                .scope(StateInvalidationFlyweight.SCOPE_INSTRUMENT)
                .reason(reason);
        commit();
    }

    private MessageWriter begin(int length) {
        MessageWriter writer = sink.begin(length + HEADS);
        while (writer == null) {
            if (closed.getAsBoolean()) {
                throw new ClosedException();
            }
            LockSupport.parkNanos(WAIT_NS);
            writer = sink.begin(length + HEADS);
        }
        return writer;
    }

    private void commit() {
        while (sink.commit() == Sink.BACK_PRESSURED) {
            if (closed.getAsBoolean()) {
                throw new ClosedException();
            }
            LockSupport.parkNanos(WAIT_NS);
        }
    }

    private static long limb(BigInteger value, int index) {
        return value.shiftRight(64 * index).and(WORD).longValue();
    }

    /** The collector was closed while it waited. */
    static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ClosedException() {
            super("closed", null, false, false);
        }
    }
}
