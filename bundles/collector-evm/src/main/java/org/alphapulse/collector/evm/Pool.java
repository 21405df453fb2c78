package org.alphapulse.collector.evm;

import org.alphapulse.api.context.RestoredChain;
import org.alphapulse.model.InstrumentId;

/** A pool: what it is, and whether its state was told. The second part belongs to the stream's thread. */
final class Pool {
    /** The state was never told. */
    static final long NOT_LOADED = -1;
    /** The highest tick of any pool, as {@code TickMath.MAX_TICK} of Uniswap V3 has it; the lowest is its negative. */
    static final int MAX_TICK = 887_272;

    final InstrumentId id;
    final String address;
    final boolean concentrated;
    final Token token0;
    final Token token1;
    final int feePpm;
    final int tickSpacing;

    /** Block at the end of which its state was read that was told last; {@link PoolTable} has whether there is one as well. */
    long loadedAt = NOT_LOADED;

    int failedLoads;
    int divergences;
    long divergedNs;

    Pool(
            InstrumentId id,
            String address,
            boolean concentrated,
            Token token0,
            Token token1,
            int feePpm,
            int tickSpacing) {
        this.id = id;
        this.address = address;
        this.concentrated = concentrated;
        this.token0 = token0;
        this.token1 = token1;
        this.feePpm = feePpm;
        this.tickSpacing = tickSpacing;
    }

    boolean loaded() {
        return loadedAt != NOT_LOADED;
    }

    /** What it is for whoever keeps its state. */
    RestoredChain.Terms terms() {
        return new RestoredChain.Terms(feePpm, concentrated ? tickSpacing : 0);
    }

    /** How much there is to read for its state, in single reads. */
    int weight() {
        return concentrated ? 2 + 2 * MAX_TICK / tickSpacing / 256 : 1;
    }
}
