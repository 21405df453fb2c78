package org.alphapulse.engine.market;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.RestoredChain;
import org.alphapulse.market.ApplyCode;
import org.alphapulse.market.MarketState;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.PoolStatus;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.InstrumentMetaFlyweight;

/**
 * What gives the handles of a market their meaning, as it is kept beside its state.
 *
 * <pre>
 * u32 chains; of each: u64 id, i64 last complete block or -1, 4 x u64 its hash
 * u32 bytes of one metadata, u32 metadata; of each: its bytes
 * </pre>
 */
final class MarketTables {
    private static final int HASH_WORDS = 4;
    private static final int CHAIN = (2 + HASH_WORDS) * Long.BYTES;

    final Chains chains = new Chains();
    final MetaStore metas = new MetaStore();
    private final long[][] hashes = new long[Chains.MAX][];

    private MarketTables() {}

    /** A block that the state does not know by its hash does not count as complete. */
    static byte[] encode(Chains chains, MetaStore metas, MarketView view) {
        final int length =
                3 * Integer.BYTES + chains.count() * CHAIN + metas.count() * InstrumentMetaFlyweight.BLOCK_LENGTH;
        final ByteBuffer out = ByteBuffer.allocate(length).putInt(chains.count());
        for (int chain = 0; chain < chains.count(); chain++) {
            final long block = chains.complete(chain);
            long known = 0;
            for (int word = 0; word < HASH_WORDS; word++) {
                known |= view.blockHash(chain, block, word);
            }
            out.putLong(chains.id(chain)).putLong(known == 0 ? -1 : block);
            for (int word = 0; word < HASH_WORDS; word++) {
                out.putLong(view.blockHash(chain, block, word));
            }
        }
        out.putInt(InstrumentMetaFlyweight.BLOCK_LENGTH).putInt(metas.count());
        for (int i = 0; i < metas.count(); i++) {
            out.put(metas.value(i));
        }
        return out.array();
    }

    static MarketTables decode(ByteBuffer in) throws IOException {
        try {
            final MarketTables tables = new MarketTables();
            for (int count = in.getInt(), chain = 0; chain < count; chain++) {
                tables.chains.indexOf(in.getLong());
                tables.chains.complete(chain, in.getLong());
                tables.hashes[chain] = new long[] {in.getLong(), in.getLong(), in.getLong(), in.getLong()};
            }
            if (in.getInt() != InstrumentMetaFlyweight.BLOCK_LENGTH) {
                throw new IOException("metadata of another layout");
            }
            final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
            for (int count = in.getInt(); count > 0; count--) {
                final byte[] bytes = new byte[InstrumentMetaFlyweight.BLOCK_LENGTH];
                in.get(bytes);
                meta.wrap(new UnsafeBuffer(bytes), 0);
                tables.metas.keep(meta);
            }
            return tables;
        } catch (BufferUnderflowException e) {
            throw new IOException("damaged: its tables end early", e);
        }
    }

    /**
     * Takes back in a state what belongs to blocks that were not complete, and holds all of it back.
     *
     * @param readMs milliseconds that reading took
     * @return what each chain has, by its id
     */
    Map<Long, RestoredChain> settle(MarketState state, long readMs) throws IOException {
        final MarketView view = state.view();
        for (int pool = 0; pool < view.poolCount(); pool++) {
            if (view.chain(pool) >= chains.count()) {
                throw new IOException("damaged: a pool is on a chain that its tables do not have");
            }
        }
        final Map<Long, RestoredChain> restored = new HashMap<>();
        for (int chain = 0; chain < chains.count(); chain++) {
            restored.put(chains.id(chain), settle(state, chain, readMs));
            state.holdChain(chain, PoolStatus.BEHIND);
        }
        return restored;
    }

    private RestoredChain settle(MarketState state, int chain, long readMs) {
        final long block = chains.complete(chain);
        if (block < 0) {
            state.invalidateChain(chain, PoolStatus.UNSYNCED);
            return RestoredChain.none("no complete block of it was known when the engine ended");
        }
        if (state.rollback(chain, block) != ApplyCode.APPLIED) {
            return RestoredChain.none("block " + block + " was too deep to be gone back to");
        }
        final Map<InstrumentId, RestoredChain.Terms> pools = pools(state.view(), chain);
        return pools.isEmpty()
                ? RestoredChain.none("no pool of it was in step when the engine ended")
                : new RestoredChain(block, hash(hashes[chain]), pools, "", readMs);
    }

    private static Map<InstrumentId, RestoredChain.Terms> pools(MarketView view, int chain) {
        final Map<InstrumentId, RestoredChain.Terms> pools = new HashMap<>();
        for (int pool = 0; pool < view.poolCount(); pool++) {
            if (view.chain(pool) == chain && view.inStep(pool)) {
                final InstrumentId id = new InstrumentId(
                        view.poolId(pool, 0),
                        view.poolId(pool, 1),
                        view.poolId(pool, 2),
                        view.poolId(pool, 3),
                        view.poolId(pool, 4));
                pools.put(id, new RestoredChain.Terms(view.feePips(pool), view.tickSpacing(pool)));
            }
        }
        return pools;
    }

    private static String hash(long[] words) {
        return String.format("0x%016x%016x%016x%016x", words[0], words[1], words[2], words[3]);
    }
}
