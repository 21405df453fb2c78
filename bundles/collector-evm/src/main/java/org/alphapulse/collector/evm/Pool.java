package org.alphapulse.collector.evm;

import org.alphapulse.api.context.RestoredChain;
import org.alphapulse.model.InstrumentId;

/** A pool: what it is, and how far its state was told. The second part belongs to the stream's thread. */
final class Pool {
    /** The state was never told. */
    static final long NOT_LOADED = -1;

    final InstrumentId id;
    /** What of the id comes before the pool's address, which is the rest: who has the address needs no other object. */
    final long idHead;

    final String address;
    final boolean concentrated;
    final Token token0;
    final Token token1;
    final int feePpm;
    final int tickSpacing;

    long loadedAt = NOT_LOADED;
    long lastBlock = -1;
    long lastLogIndex = -1;
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
        this.idHead = id.word0();
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

    void forget() {
        loadedAt = NOT_LOADED;
        lastBlock = -1;
        lastLogIndex = -1;
    }

    /** What it is for whoever keeps its state. */
    RestoredChain.Terms terms() {
        return new RestoredChain.Terms(feePpm, concentrated ? tickSpacing : 0);
    }

    /** How much there is to read for its state, in single reads. */
    int weight() {
        return concentrated ? 2 + 2 * 887_272 / tickSpacing / 256 : 1;
    }
}
