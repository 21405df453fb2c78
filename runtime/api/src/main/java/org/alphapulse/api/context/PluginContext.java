package org.alphapulse.api.context;

import org.alphapulse.api.plugin.TradingMode;
import org.osgi.annotation.versioning.ProviderType;

/** What every kind of plugin is lent while it is bound. It is dead after the plugin was unbound. */
@ProviderType
public interface PluginContext {
    /**
     * Names this instance of the plugin.
     *
     * @return the stable id of the slot, for example {@code strategy.sample~main}
     */
    String id();

    /**
     * Says what trading means at present.
     *
     * @return the mode the engine was started in
     */
    TradingMode mode();

    /**
     * Gives the clock.
     *
     * @return the engine's clock
     */
    EngineClock clock();

    /**
     * Gives the scheduler.
     *
     * @return the scheduler whose tasks end with this binding
     */
    Scheduler scheduler();

    /**
     * Reports that the plugin works with a defect, which people see as the state DEGRADED.
     *
     * @param reason one line that says what is wrong and what to do
     */
    void degraded(String reason);

    /** Reports that the defect is over. */
    void recovered();
}
