package org.alphapulse.engine.market;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.alphapulse.model.InstrumentId;

/** Pools found to contradict their chain, until whoever tells of the chain asks for them. Any thread. */
final class Diverged {
    private final Set<InstrumentId> pools = ConcurrentHashMap.newKeySet();

    /** Adds a pool. Allocates, as it is rare. */
    void add(InstrumentId pool) {
        pools.add(pool);
    }

    /** Takes the pools of a chain. */
    Set<InstrumentId> take(long chainId) {
        if (pools.isEmpty()) {
            return Set.of();
        }
        final Set<InstrumentId> taken = new HashSet<>();
        for (final InstrumentId pool : pools) {
            if (pool.chainId() == chainId && pools.remove(pool)) {
                taken.add(pool);
            }
        }
        return taken;
    }
}
