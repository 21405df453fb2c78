package org.alphapulse.api.opportunity;

import java.util.List;
import org.alphapulse.model.InstrumentId;

/**
 * Swaps one after another. The direction of each follows from the token that comes out of the one before.
 *
 * @param start token that goes into the first pool
 * @param pools 1 to 12 pools
 */
public record SwapRoute(InstrumentId start, List<InstrumentId> pools) {
    /** Most swaps of a route. */
    public static final int MAX_POOLS = 12;

    /** Checks the number of pools. */
    public SwapRoute {
        pools = List.copyOf(pools);
        if (pools.isEmpty() || pools.size() > MAX_POOLS) {
            throw new IllegalArgumentException("a route has 1 to " + MAX_POOLS + " pools, not " + pools.size());
        }
    }
}
