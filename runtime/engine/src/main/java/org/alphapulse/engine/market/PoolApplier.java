package org.alphapulse.engine.market;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.market.ApplyCode;
import org.alphapulse.market.MarketState;
import org.alphapulse.market.PoolStatus;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.InstrumentIdFlyweight;
import org.alphapulse.protocol.InstrumentMetaFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.PoolBurnFlyweight;
import org.alphapulse.protocol.PoolMintFlyweight;
import org.alphapulse.protocol.PoolStateFlyweight;
import org.alphapulse.protocol.PoolSwapFlyweight;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.alphapulse.protocol.PoolTickFlyweight;
import org.alphapulse.protocol.StateInvalidationFlyweight;

/** Applies the messages of chains to the pools. */
final class PoolApplier {
    private static final int WORDS = 5;
    /** Log index of a state read at the end of a block. */
    private static final long END_OF_BLOCK = 0xffffffffL;

    private final MarketState state;
    private final Chains chains;
    private final MetaStore metas;
    private final Restored restored;
    private final Diverged diverged;
    private final long[] id = new long[WORDS];
    private final InstrumentIdFlyweight instrument = new InstrumentIdFlyweight();
    private final PoolSyncFlyweight sync = new PoolSyncFlyweight();
    private final PoolSwapFlyweight swap = new PoolSwapFlyweight();
    private final PoolMintFlyweight mint = new PoolMintFlyweight();
    private final PoolBurnFlyweight burn = new PoolBurnFlyweight();
    private final PoolStateFlyweight full = new PoolStateFlyweight();
    private final PoolTickFlyweight tick = new PoolTickFlyweight();
    private final BlockHeadFlyweight head = new BlockHeadFlyweight();
    private final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
    private final StateInvalidationFlyweight invalidation = new StateInvalidationFlyweight();
    private int changed = -1;
    /** Per pool, ticks that its load still waits for; 0 when it is not being loaded. */
    private long[] ticksToCome = new long[64];

    private volatile long refused;

    PoolApplier(MarketState state, Chains chains, MetaStore metas, Restored restored, Diverged diverged) {
        this.restored = restored;
        this.diverged = diverged;
        this.metas = metas;
        this.state = state;
        this.chains = chains;
    }

    void begin() {
        changed = -1;
    }

    int changed() {
        return changed;
    }

    long refused() {
        return refused;
    }

    void sync(MessageReader reader) {
        if (sync.readFrom(reader) != 0) {
            return;
        }
        final int pool = find(sync.buffer(), sync.poolOffset());
        if (pool < 0 || (sync.logFlags() & PoolSyncFlyweight.LOG_FLAGS_REMOVED) != 0) {
            return;
        }
        if (sync.logIndex() == END_OF_BLOCK) {
            dropUnlessTaken(id[0] >>> 32);
            state.beginLoad(pool, sync.blockNumber());
            state.loadV2(pool, sync.reserve0Limb0(), sync.reserve0Limb1(), sync.reserve1Limb0(), sync.reserve1Limb1());
            note(pool, state.endLoad(pool));
        } else {
            note(
                    pool,
                    state.applySync(
                            pool,
                            sync.reserve0Limb0(),
                            sync.reserve0Limb1(),
                            sync.reserve1Limb0(),
                            sync.reserve1Limb1(),
                            sync.blockNumber(),
                            (int) sync.logIndex()));
        }
    }

    void swap(MessageReader reader) {
        if (swap.readFrom(reader) != 0) {
            return;
        }
        final int pool = find(swap.buffer(), swap.poolOffset());
        if (pool < 0 || (swap.logFlags() & PoolSwapFlyweight.LOG_FLAGS_REMOVED) != 0) {
            return;
        }
        note(
                pool,
                state.applyV3Swap(
                        pool,
                        swap.sqrtPriceX96Limb0(),
                        swap.sqrtPriceX96Limb1(),
                        swap.sqrtPriceX96Limb2(),
                        swap.liquidityLimb0(),
                        swap.liquidityLimb1(),
                        swap.tick(),
                        swap.blockNumber(),
                        (int) swap.logIndex()));
    }

    void mint(MessageReader reader) {
        if (mint.readFrom(reader) != 0) {
            return;
        }
        final int pool = find(mint.buffer(), mint.poolOffset());
        if (pool < 0 || (mint.logFlags() & PoolMintFlyweight.LOG_FLAGS_REMOVED) != 0) {
            return;
        }
        note(
                pool,
                state.applyV3Mint(
                        pool,
                        mint.tickLower(),
                        mint.tickUpper(),
                        mint.liquidityLimb0(),
                        mint.liquidityLimb1(),
                        mint.blockNumber(),
                        (int) mint.logIndex()));
    }

    void burn(MessageReader reader) {
        if (burn.readFrom(reader) != 0) {
            return;
        }
        final int pool = find(burn.buffer(), burn.poolOffset());
        if (pool < 0 || (burn.logFlags() & PoolBurnFlyweight.LOG_FLAGS_REMOVED) != 0) {
            return;
        }
        note(
                pool,
                state.applyV3Burn(
                        pool,
                        burn.tickLower(),
                        burn.tickUpper(),
                        burn.liquidityLimb0(),
                        burn.liquidityLimb1(),
                        burn.blockNumber(),
                        (int) burn.logIndex()));
    }

    void state(MessageReader reader) {
        if (full.readFrom(reader) != 0) {
            return;
        }
        final int pool = find(full.buffer(), full.poolOffset());
        if (pool < 0 || (full.logFlags() & PoolStateFlyweight.LOG_FLAGS_REMOVED) != 0) {
            return;
        }
        switch (full.cause()) {
            case PoolStateFlyweight.CAUSE_INITIALIZE ->
                note(
                        pool,
                        state.applyV3Initialize(
                                pool,
                                full.sqrtPriceX96Limb0(),
                                full.sqrtPriceX96Limb1(),
                                full.sqrtPriceX96Limb2(),
                                full.tick(),
                                full.blockNumber(),
                                (int) full.logIndex()));
            case PoolStateFlyweight.CAUSE_FEE_PROTOCOL ->
                note(
                        pool,
                        state.applyV3SetFeeProtocol(
                                pool, full.feeProtocol0(), full.feeProtocol1(), full.blockNumber(), (int)
                                        full.logIndex()));
            default -> load(pool);
        }
    }

    /** Makes void what was kept of a chain of which somebody tells who has not taken it over. */
    private void dropUnlessTaken(long chainId) {
        if (!restored.isEmpty() && restored.drop(chainId)) {
            state.invalidateChain(chains.indexOf(chainId), PoolStatus.UNSYNCED);
        }
    }

    private void load(int pool) {
        dropUnlessTaken(id[0] >>> 32);
        state.beginLoad(pool, full.blockNumber());
        state.loadV3(
                pool,
                full.sqrtPriceX96Limb0(),
                full.sqrtPriceX96Limb1(),
                full.sqrtPriceX96Limb2(),
                full.liquidityLimb0(),
                full.liquidityLimb1(),
                full.tick(),
                full.feeProtocol0() | full.feeProtocol1() << 4);
        if (pool >= ticksToCome.length) {
            ticksToCome = Arrays.copyOf(ticksToCome, Math.max(pool + 1, ticksToCome.length * 2));
        }
        ticksToCome[pool] = full.tickCount();
        changed = pool;
        if (ticksToCome[pool] == 0) {
            note(pool, state.endLoad(pool));
        }
    }

    void ticks(MessageReader reader) {
        if (tick.readFrom(reader) != 0) {
            return;
        }
        final int pool = find(tick.buffer(), tick.poolOffset());
        if (pool < 0 || pool >= ticksToCome.length || ticksToCome[pool] == 0) {
            return;
        }
        final int count = tick.tickCount();
        for (int i = 0; i < count; i++) {
            state.loadTick(
                    pool,
                    tick.tickIndex(i),
                    tick.tickLiquidityGrossLimb0(i),
                    tick.tickLiquidityGrossLimb1(i),
                    tick.tickLiquidityNetLimb0(i),
                    tick.tickLiquidityNetLimb1(i));
        }
        ticksToCome[pool] = Math.max(0, ticksToCome[pool] - count);
        changed = pool;
        if (ticksToCome[pool] == 0) {
            note(pool, state.endLoad(pool));
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void head(MessageReader reader) {
        if (head.readFrom(reader) != 0) {
            return;
        }
        final int chain = chains.indexOf(head.chainId());
        if (chain < 0) {
            return;
        }
        dropUnlessTaken(head.chainId());
        final DirectBuffer buffer = head.buffer();
        final long number = head.number();
        final int parent = head.parentHashOffset();
        boolean known = false;
        boolean same = true;
        for (int word = 0; word < 4; word++) {
            final long ours = state.view().blockHash(chain, number - 1, word);
            known |= ours != 0;
            same &= ours == buffer.getLong(parent + word * Long.BYTES, ByteOrder.BIG_ENDIAN);
        }
        if (known && !same) {
            state.holdChain(chain, PoolStatus.REORGING);
            refused++;
            return;
        }
        final int hash = head.hashOffset();
        state.blockHead(
                chain,
                number,
                buffer.getLong(hash, ByteOrder.BIG_ENDIAN),
                buffer.getLong(hash + 8, ByteOrder.BIG_ENDIAN),
                buffer.getLong(hash + 16, ByteOrder.BIG_ENDIAN),
                buffer.getLong(hash + 24, ByteOrder.BIG_ENDIAN));
        final int flags = head.headFlags();
        if ((flags & BlockHeadFlyweight.HEAD_FLAGS_LOGS_COMPLETE) != 0) {
            chains.complete(chain, Math.max(number, chains.complete(chain)));
        }
        final boolean behind = (flags & BlockHeadFlyweight.HEAD_FLAGS_BEHIND) != 0;
        state.holdChain(chain, behind ? PoolStatus.BEHIND : PoolStatus.TRADABLE);
    }

    void meta(MessageReader reader) {
        if (meta.readFrom(reader) != 0) {
            return;
        }
        metas.keep(meta);
        final int family = family(meta.family());
        if (family < 0) {
            return;
        }
        read(meta.buffer(), meta.instrumentOffset());
        final int chain = chains.indexOf(id[0] >>> 32);
        if (chain < 0) {
            return;
        }
        final int known = state.view().findPool(id, 0);
        if (known >= 0) {
            if (state.reconfigure(known, (int) meta.feePpm(), meta.tickSpacing())) {
                changed = known;
            }
            setAside(known);
            return;
        }
        read(meta.buffer(), meta.baseOffset());
        final int token0 = state.addToken(id, 0);
        read(meta.buffer(), meta.quoteOffset());
        final int token1 = state.addToken(id, 0);
        read(meta.buffer(), meta.instrumentOffset());
        final int venue = (int) id[0] & 0xffff;
        changed = state.addPool(id, 0, family, chain, venue, token0, token1, (int) meta.feePpm(), meta.tickSpacing());
        setAside(changed);
    }

    /** Sets a pool aside that has become unusual, or takes it back. */
    private void setAside(int pool) {
        final int unusual = InstrumentMetaFlyweight.META_FLAGS_FEE_ON_TRANSFER
                | InstrumentMetaFlyweight.META_FLAGS_REBASING
                | InstrumentMetaFlyweight.META_FLAGS_DELISTED;
        final PoolStatus before = state.view().status(pool);
        if ((meta.metaFlags() & unusual) != 0) {
            state.hold(pool, PoolStatus.QUARANTINED);
        } else {
            state.release(pool, PoolStatus.QUARANTINED);
        }
        if (state.view().status(pool) != before) {
            changed = pool;
        }
    }

    private static int family(int code) {
        return switch (code) {
            case InstrumentMetaFlyweight.FAMILY_CONSTANT_PRODUCT -> PoolFamilies.UNISWAP_V2;
            case InstrumentMetaFlyweight.FAMILY_CONCENTRATED -> PoolFamilies.UNISWAP_V3;
            default -> -1;
        };
    }

    void invalidate(MessageReader reader) {
        if (invalidation.readFrom(reader) != 0) {
            return;
        }
        final long chainId = invalidation.chainId();
        if (invalidation.scope() == StateInvalidationFlyweight.SCOPE_INSTRUMENT) {
            final int pool = find(invalidation.buffer(), invalidation.instrumentOffset());
            if (pool >= 0) {
                dropUnlessTaken(id[0] >>> 32);
                state.invalidatePool(pool, reason());
                changed = pool;
            }
        } else if (chainId != 0) {
            final int chain = chains.indexOf(chainId);
            if (chain < 0) {
                return;
            }
            dropUnlessTaken(chainId);
            if (invalidation.reason() == StateInvalidationFlyweight.REASON_REORG && invalidation.fromBlock() > 0) {
                state.rollback(chain, invalidation.fromBlock());
                chains.complete(chain, Math.min(invalidation.fromBlock(), chains.complete(chain)));
                state.holdChain(chain, PoolStatus.REORGING);
            } else if (invalidation.scope() == StateInvalidationFlyweight.SCOPE_VENUE && invalidation.venue() != 0) {
                state.invalidateVenue(chain, invalidation.venue(), reason());
            } else {
                state.invalidateChain(chain, reason());
            }
        } else if (invalidation.scope() == StateInvalidationFlyweight.SCOPE_VENUE) {
            for (int chain = 0; chain < chains.count(); chain++) {
                state.invalidateVenue(chain, invalidation.venue(), reason());
                if (state.changedCount() > 0) {
                    dropUnlessTaken(chains.id(chain));
                }
            }
        }
    }

    private PoolStatus reason() {
        return switch (invalidation.reason()) {
            case StateInvalidationFlyweight.REASON_GAP -> PoolStatus.GAPPED;
            case StateInvalidationFlyweight.REASON_REORG -> PoolStatus.REORGING;
            case StateInvalidationFlyweight.REASON_DIVERGENCE -> PoolStatus.DIVERGING;
            case StateInvalidationFlyweight.REASON_OPERATOR -> PoolStatus.QUARANTINED;
            default -> PoolStatus.STALE;
        };
    }

    /** Notes what became of an event of the pool that was found last. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    private void note(int pool, int code) {
        changed = pool;
        if (code < 0 && code != ApplyCode.UNSYNCED) {
            refused++;
            if (code == ApplyCode.DIVERGED) {
                diverged.add(new InstrumentId(id[0], id[1], id[2], id[3], id[4]));
            }
        }
    }

    private int find(DirectBuffer buffer, int offset) {
        read(buffer, offset);
        return state.view().findPool(id, 0);
    }

    private void read(DirectBuffer buffer, int offset) {
        instrument.wrap(buffer, offset);
        for (int word = 0; word < WORDS; word++) {
            id[word] = instrument.word(word);
        }
    }
}
