package org.alphapulse.engine.market;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.alphapulse.api.context.RestoredChain;

/** What was kept of chains and nobody has taken over yet. Any thread: of a collector that takes and an engine that drops one succeeds. */
final class Restored {
    private final Map<Long, RestoredChain> chains;
    private final Set<Long> given = ConcurrentHashMap.newKeySet();
    private final String refusal;

    /** Takes what was kept by chain id, or why nothing was. */
    Restored(Map<Long, RestoredChain> chains, String refusal) {
        this.chains = new ConcurrentHashMap<>(chains);
        this.refusal = refusal;
    }

    /** Why nothing was kept that could be used; empty if something was, or nothing ever could have been. */
    String refusal() {
        return refusal;
    }

    boolean isEmpty() {
        return chains.isEmpty();
    }

    /** Gives what was kept of a chain, once. */
    RestoredChain take(long chainId) {
        if (!given.add(chainId)) {
            return RestoredChain.none("");
        }
        final RestoredChain kept = chains.remove(chainId);
        return kept == null ? RestoredChain.none(refusal) : kept;
    }

    /** Makes void what was kept of a chain; false if there is nothing any more. */
    boolean drop(long chainId) {
        return chains.remove(chainId) != null;
    }
}
