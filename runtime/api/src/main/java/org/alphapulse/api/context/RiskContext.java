package org.alphapulse.api.context;

import java.math.BigInteger;
import org.alphapulse.api.risk.Breaker;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentTable;
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

    /**
     * Stops all trading at once, until a person resets it. Without effect on a halt that this breaker has caused already.
     *
     * @param breaker which one tripped
     * @param observed value that tripped it
     * @param limit that it was held against
     * @param unit of both
     * @param explanation one line for the record: what was measured, what is allowed, what to look at
     */
    void trip(Breaker breaker, BigInteger observed, BigInteger limit, String unit, String explanation);

    /**
     * Tells whether trading is halted, by whomever.
     *
     * @return true until a person resets it
     */
    boolean halted();

    /**
     * Tells when a person last ended a halt; a breaker counts from then on. It survives a restart.
     *
     * @return nanoseconds since 1970-01-01 UTC, 0 for never
     */
    long lastResetNs();

    /**
     * Tells when the newest market data message was published.
     *
     * @return nanoseconds since 1970-01-01 UTC, 0 before the first
     */
    long lastMarketNs();

    /**
     * Gives the handles of the order books of {@link MarketView#books}.
     *
     * @return instrument id to book handle; read only
     */
    InstrumentTable bookHandles();
}
