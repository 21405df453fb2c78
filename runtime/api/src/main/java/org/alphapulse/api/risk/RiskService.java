package org.alphapulse.api.risk;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The kill switch and what else stops trading. A halt survives a restart; only {@link #reset} ends it. Any thread but a plugin's
 * callback thread.
 */
@ProviderType
public interface RiskService {
    /**
     * Reads the gate.
     *
     * @return its state now
     */
    RiskStatus gate();

    /**
     * Stops all trading at once, as a person.
     *
     * @param reason one line for the record
     */
    void trip(String reason);

    /**
     * Ends a halt, as a person. Breakers count from here on; live trading stays disarmed.
     *
     * @return what was ended, the first one first; empty if trading was not halted
     */
    List<Trip> reset();

    /**
     * Lets plans through to executors in live mode, until {@link #disarm} or a halt. A start never arms.
     *
     * @throws IllegalStateException if the mode is not live, trading is halted, or no risk monitor is bound
     */
    void arm();

    /** Stops plans in live mode before they reach an executor. What was sent already is followed to its end. */
    void disarm();
}
