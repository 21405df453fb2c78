package org.alphapulse.api.context;

import org.alphapulse.market.MarketView;
import org.osgi.annotation.versioning.ProviderType;

/** What a risk monitor is lent. */
@ProviderType
public interface RiskContext extends PluginContext {
    /**
     * Gives the market, readable in place inside a callback only.
     *
     * @return the state of pools and books
     */
    MarketView market();

    /**
     * Stops all trading at once, until a person resumes it.
     *
     * @param reason one line for the record: what was measured, what is allowed
     */
    void trip(String reason);
}
