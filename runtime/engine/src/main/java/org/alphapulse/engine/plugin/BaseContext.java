package org.alphapulse.engine.plugin;

import java.util.function.Consumer;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.PluginContext;
import org.alphapulse.api.context.Scheduler;
import org.alphapulse.api.plugin.PluginState;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.risk.Trip;
import org.alphapulse.engine.risk.Halts;
import org.alphapulse.engine.slot.Binding;

/** What all contexts share. */
class BaseContext implements PluginContext {
    private final String id;
    private final Surroundings surroundings;
    private final Binding binding;
    private final Scheduler scheduler;

    /**
     * What a context is made of.
     *
     * @param mode trading mode
     * @param clock engine clock
     * @param halts whether trading is halted
     * @param trip halts trading
     */
    record Surroundings(TradingMode mode, EngineClock clock, Halts halts, Consumer<Trip> trip) {}

    BaseContext(String id, Surroundings surroundings, Binding binding, Scheduler scheduler) {
        this.id = id;
        this.surroundings = surroundings;
        this.binding = binding;
        this.scheduler = scheduler;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final TradingMode mode() {
        return surroundings.mode();
    }

    @Override
    public final EngineClock clock() {
        return surroundings.clock();
    }

    @Override
    public final Scheduler scheduler() {
        return scheduler;
    }

    @Override
    public final void degraded(String reason) {
        if (binding.state() == PluginState.RUNNING) {
            binding.state(PluginState.DEGRADED, reason);
        }
    }

    @Override
    public final void recovered() {
        if (binding.state() == PluginState.DEGRADED) {
            binding.state(PluginState.RUNNING, "");
        }
    }

    /** Whether trading is halted. */
    public final boolean halted() {
        return surroundings.halts().halted();
    }

    final Surroundings surroundings() {
        return surroundings;
    }

    final Binding binding() {
        return binding;
    }
}
