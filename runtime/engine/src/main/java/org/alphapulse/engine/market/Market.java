package org.alphapulse.engine.market;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Set;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.RestoredChain;
import org.alphapulse.api.market.MarketService;
import org.alphapulse.api.market.MarketStatus;
import org.alphapulse.engine.agent.Worker;
import org.alphapulse.engine.relay.MessageConsumer;
import org.alphapulse.engine.relay.SnapshotSource;
import org.alphapulse.market.MarketState;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentTable;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.InstrumentMetaFlyweight;
import org.alphapulse.protocol.L2DeltaFlyweight;
import org.alphapulse.protocol.L2ResetFlyweight;
import org.alphapulse.protocol.L2SnapshotFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.PoolBurnFlyweight;
import org.alphapulse.protocol.PoolMintFlyweight;
import org.alphapulse.protocol.PoolStateFlyweight;
import org.alphapulse.protocol.PoolSwapFlyweight;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.alphapulse.protocol.PoolTickFlyweight;
import org.alphapulse.protocol.StateInvalidationFlyweight;

/**
 * Brings the messages of the market data relay into the market state, before any strategy sees them. One writer: the engine agent.
 *
 * <p>What cannot be applied exactly makes its pool or book untradable and is counted; it never stops the engine.
 */
public final class Market implements MessageConsumer {
    private final MarketState state;
    private final Chains chains;
    private final MetaStore metas;
    private final Restored restored;
    private final Diverged diverged = new Diverged();
    private final PoolApplier pools;
    private final BookApplier books;
    private final int keptPools;
    private final MessageReader reader = new MessageReader();
    private volatile long malformed;
    private long newestNs;

    /** An empty market. */
    public Market() {
        this("");
    }

    /** An empty market, and why it is empty. */
    Market(String reason) {
        this(new MarketState(), new Chains(), new MetaStore(), new Restored(Map.of(), reason));
    }

    /** A market as it was kept; order books begin anew. */
    Market(MarketState state, MarketTables tables, Map<Long, RestoredChain> kept) {
        this(state, tables.chains, tables.metas, new Restored(kept, ""));
    }

    private Market(MarketState state, Chains chains, MetaStore metas, Restored restored) {
        this.state = state;
        this.chains = chains;
        this.metas = metas;
        this.restored = restored;
        this.keptPools = state.view().poolCount();
        state.books().clear();
        pools = new PoolApplier(state, chains, metas, restored, diverged);
        books = new BookApplier(state.books());
    }

    /** Gives what was kept of a chain from before the start, once. Any thread. */
    public RestoredChain restored(long chainId) {
        return restored.take(chainId);
    }

    /** Takes the pools of a chain that were found diverging since it was asked last. Any thread. */
    public Set<InstrumentId> diverged(long chainId) {
        return diverged.take(chainId);
    }

    /** Pools whose state is that of the last complete block of their chain or later. */
    int inStep() {
        int count = 0;
        for (int pool = 0; pool < view().poolCount(); pool++) {
            count += view().inStep(pool) && chains.complete(view().chain(pool)) >= 0 ? 1 : 0;
        }
        return count;
    }

    /** What gives the handles their meaning, see {@link MarketTables}. */
    byte[] tables() {
        return MarketTables.encode(chains, metas, view());
    }

    void writeState(OutputStream out) throws IOException {
        state.writeSnapshot(out);
    }

    /** The state as messages, for consumers that lost too many. */
    public SnapshotSource snapshot() {
        return new MarketSnapshot(state.view(), chains, metas, books.handles());
    }

    /** Copies for people, made on the engine agent. */
    public MarketService reader(Worker agent) {
        return new MarketReader(agent, state.view(), chains, metas, books.handles());
    }

    /** What plugins read in place. */
    public MarketView view() {
        return state.view();
    }

    /** Handles of the order books. */
    public InstrumentTable bookHandles() {
        return books.handles();
    }

    /** The pool that the message under way changed, or -1. */
    public int changedPool() {
        return pools.changed();
    }

    /** When the newest message was published, nanoseconds since 1970-01-01 UTC; 0 before the first. */
    public long newestNs() {
        return newestNs;
    }

    /** How it began, and what could not be applied. Any thread. */
    public MarketStatus status() {
        final String reason = restored.refusal();
        final String kept = keptPools > 0 ? "READ" : reason.isEmpty() ? "NONE" : "REFUSED";
        return new MarketStatus(kept, reason, keptPools, malformed, pools.refused() + books.gaps());
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    public void onMessage(MutableDirectBuffer buffer, int offset, int length) {
        pools.begin();
        if (reader.wrap(buffer, offset, length) != 0) {
            malformed++;
            return;
        }
        newestNs = reader.header().timestampNs();
        int type;
        while ((type = reader.next()) > 0) {
            apply(type);
        }
        if (type < 0) {
            malformed++;
        }
    }

    private void apply(int type) {
        switch (type) {
            case PoolSyncFlyweight.TYPE -> pools.sync(reader);
            case PoolSwapFlyweight.TYPE -> pools.swap(reader);
            case PoolMintFlyweight.TYPE -> pools.mint(reader);
            case PoolBurnFlyweight.TYPE -> pools.burn(reader);
            case PoolStateFlyweight.TYPE -> pools.state(reader);
            case PoolTickFlyweight.TYPE -> pools.ticks(reader);
            case BlockHeadFlyweight.TYPE -> pools.head(reader);
            case InstrumentMetaFlyweight.TYPE -> pools.meta(reader);
            case L2DeltaFlyweight.TYPE -> books.delta(reader);
            case L2SnapshotFlyweight.TYPE -> books.snapshot(reader);
            case L2ResetFlyweight.TYPE -> books.reset(reader);
            case StateInvalidationFlyweight.TYPE -> {
                pools.invalidate(reader);
                books.invalidate(reader);
            }
            default -> {
                // Other types carry no state.
            }
        }
    }
}
