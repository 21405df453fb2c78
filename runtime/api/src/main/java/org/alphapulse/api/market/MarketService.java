package org.alphapulse.api.market;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Reads the market state as copies, in parts between two messages, so that the engine is never held up. Any thread. */
@ProviderType
public interface MarketService {
    /**
     * Reads the venues.
     *
     * @return one row a venue and chain, in the order of their names
     */
    List<VenueInfo> venues();

    /**
     * Reads the pools.
     *
     * @return one row each, in the order in which they became known
     */
    List<PoolInfo> pools();

    /**
     * Reads the tokens of the pools.
     *
     * @return one row each, in the order in which they became known
     */
    List<TokenInfo> tokens();
}
