package org.alphapulse.engine.plugin;

import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.spi.strategy.Strategy;

/** A bound strategy. */
final class StrategyBinding extends Binding {
    private final Strategy strategy;
    private final Function<Binding, StrategyContext> context;

    StrategyBinding(Strategy strategy, Origin origin, Function<Binding, StrategyContext> context) {
        super(origin);
        this.strategy = strategy;
        this.context = context;
    }

    @Override
    protected void start() {
        strategy.onStart(context.apply(this));
    }

    @Override
    protected void deliver(MessageReader message, long planId) {
        strategy.onMessage(message);
    }

    @Override
    protected void stop() {
        strategy.onStop();
    }

    @Override
    protected int save(MutableDirectBuffer buffer) {
        return strategy.saveState(buffer);
    }

    @Override
    protected void restore(int schema, DirectBuffer buffer, int length) {
        strategy.restoreState(schema, buffer, length);
    }
}
