package org.alphapulse.engine.market;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.engine.relay.SnapshotSource;
import org.alphapulse.market.BookStatus;
import org.alphapulse.market.BookView;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.PoolStatus;
import org.alphapulse.model.InstrumentTable;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.InstrumentIdFlyweight;
import org.alphapulse.protocol.InstrumentMetaFlyweight;
import org.alphapulse.protocol.L2SnapshotFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.PoolStateFlyweight;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.alphapulse.protocol.PoolTickFlyweight;
import org.alphapulse.protocol.StateInvalidationFlyweight;

/**
 * The market state as messages that bring it about: metadata, then each pool that is tradable or only waits for the replay of its
 * chain, then each synced book. What is left out is not tradable for the receiver either. Engine agent.
 */
final class MarketSnapshot implements SnapshotSource {
    private static final int METAS_PER_PART = 32;
    private static final int TICKS_PER_PART = 1_600;
    private static final long END_OF_BLOCK = 0xffffffffL;

    private final MarketView view;
    private final Chains chains;
    private final MetaStore metas;
    private final InstrumentTable bookHandles;
    private final UnsafeBuffer id = new UnsafeBuffer(new byte[InstrumentIdFlyweight.LENGTH]);
    private final StateInvalidationFlyweight invalidation = new StateInvalidationFlyweight();
    private final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
    private final PoolSyncFlyweight sync = new PoolSyncFlyweight();
    private final PoolStateFlyweight state = new PoolStateFlyweight();
    private final PoolTickFlyweight tick = new PoolTickFlyweight();
    private final BlockHeadFlyweight head = new BlockHeadFlyweight();
    private final L2SnapshotFlyweight levels = new L2SnapshotFlyweight();
    private int nextMeta;
    private int nextPool;
    private int nextTick;
    private int nextBook;

    MarketSnapshot(MarketView view, Chains chains, MetaStore metas, InstrumentTable bookHandles) {
        this.view = view;
        this.chains = chains;
        this.metas = metas;
        this.bookHandles = bookHandles;
    }

    @Override
    public void begin(MessageWriter writer) {
        nextMeta = 0;
        nextPool = 0;
        nextTick = 0;
        nextBook = 0;
        invalidate(writer, 0, StateInvalidationFlyweight.SCOPE_VENUE);
        for (int chain = 0; chain < chains.count(); chain++) {
            invalidate(writer, chains.id(chain), StateInvalidationFlyweight.SCOPE_CHAIN);
            if (view.chainStatus(chain) == PoolStatus.BEHIND) {
                behind(writer, chain);
            }
        }
    }

    /** The receiver is given the pools that wait for the replay of their chain, and holds them back as they are held back here. */
    private void behind(MessageWriter writer, int chain) {
        final long block = chains.complete(chain);
        head.appendTo(writer);
        head.clear();
        for (int word = 0; word < 4; word++) {
            head.buffer()
                    .putLong(
                            head.hashOffset() + word * Long.BYTES,
                            view.blockHash(chain, block, word),
                            ByteOrder.BIG_ENDIAN);
        }
        head.number(block).chainId(chains.id(chain)).headFlags(BlockHeadFlyweight.HEAD_FLAGS_BEHIND);
    }

    private void invalidate(MessageWriter writer, long chainId, int scope) {
        invalidation.appendTo(writer);
        invalidation.clear();
        invalidation.chainId(chainId).scope(scope).reason(StateInvalidationFlyweight.REASON_GAP);
    }

    @Override
    public boolean next(MessageWriter writer) {
        if (nextMeta < metas.count()) {
            writeMetas(writer);
            return true;
        }
        while (nextPool < view.poolCount()) {
            if (writePool(writer, nextPool)) {
                return true;
            }
        }
        while (nextBook < view.books().count()) {
            if (writeBook(writer, nextBook++)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isDivided() {
        return nextTick > 0;
    }

    private void writeMetas(MessageWriter writer) {
        final int end = Math.min(metas.count(), nextMeta + METAS_PER_PART);
        while (nextMeta < end) {
            meta.appendTo(writer);
            meta.buffer().putBytes(meta.offset(), metas.value(nextMeta++));
        }
    }

    private boolean writePool(MessageWriter writer, int pool) {
        final boolean told = view.tradable(pool) || (view.status(pool) == PoolStatus.BEHIND && view.inStep(pool));
        if (!told && nextTick == 0) {
            nextPool++;
            return false;
        }
        for (int word = 0; word < InstrumentIdFlyweight.LENGTH / Long.BYTES; word++) {
            id.putLong(word * Long.BYTES, view.poolId(pool, word), ByteOrder.LITTLE_ENDIAN);
        }
        switch (view.family(pool)) {
            case PoolFamilies.UNISWAP_V2 -> {
                writeSync(writer, pool);
                nextPool++;
            }
            case PoolFamilies.UNISWAP_V3 -> writeConcentrated(writer, pool);
            default -> {
                nextPool++;
                return false;
            }
        }
        return true;
    }

    /** The block up to which events count as contained; later ones of the pool's own block are still to come. */
    private long block(int pool) {
        return view.lastLogIndex(pool) == Integer.MAX_VALUE ? view.lastBlock(pool) : view.lastBlock(pool) - 1;
    }

    private void writeSync(MessageWriter writer, int pool) {
        sync.appendTo(writer);
        sync.clear();
        sync.poolFrom(id, 0)
                .reserve0(view.word(pool, 0), view.word(pool, 1))
                .reserve1(view.word(pool, 2), view.word(pool, 3))
                .blockNumber(block(pool))
                .logIndex(END_OF_BLOCK);
    }

    private void writeConcentrated(MessageWriter writer, int pool) {
        final int count = view.tickCount(pool);
        if (nextTick == 0) {
            final int fee = view.protocolFee(pool);
            state.appendTo(writer);
            state.clear();
            state.poolFrom(id, 0)
                    .sqrtPriceX96(view.word(pool, 0), view.word(pool, 1), view.word(pool, 2))
                    .liquidity(view.word(pool, 3), view.word(pool, 4))
                    .tick(view.tick(pool))
                    .feePpm(view.feePips(pool))
                    .tickSpacing(view.tickSpacing(pool))
                    .feeProtocol0(fee & 15)
                    .feeProtocol1(fee >>> 4)
                    .tickCount(count)
                    .blockNumber(block(pool))
                    .logIndex(END_OF_BLOCK)
                    .cause(PoolStateFlyweight.CAUSE_BOOTSTRAP);
        }
        final int part = Math.min(TICKS_PER_PART, count - nextTick);
        if (part > 0) {
            writeTicks(writer, pool, part);
        }
        nextTick += part;
        if (nextTick >= count) {
            nextTick = 0;
            nextPool++;
        }
    }

    private void writeTicks(MessageWriter writer, int pool, int part) {
        tick.appendTo(writer, part);
        tick.poolFrom(id, 0).blockNumber(block(pool));
        for (int i = 0; i < part; i++) {
            final int position = nextTick + i;
            tick.tickIndex(i, view.tickAt(pool, position))
                    .tickLiquidityGross(i, view.tickGross(pool, position, 0), view.tickGross(pool, position, 1))
                    .tickLiquidityNet(i, view.tickNet(pool, position, 0), view.tickNet(pool, position, 1));
        }
    }

    private boolean writeBook(MessageWriter writer, int book) {
        final BookView books = view.books();
        if (books.status(book) != BookStatus.SYNCED) {
            return false;
        }
        final int bids = books.depth(book, true);
        final int count = bids + books.depth(book, false);
        levels.appendTo(writer, count);
        levels.instrumentFrom(bookHandles, book)
                .venueSequence(books.sequence(book))
                .venueTimestampNs(0)
                .bidCount(bids)
                .levelCount(count);
        for (int i = 0; i < count; i++) {
            final boolean bid = i < bids;
            final int level = bid ? i : i - bids;
            levels.levelPrice(i, books.price(book, bid, level)).levelSize(i, books.size(book, bid, level));
        }
        return true;
    }
}
