package org.alphapulse.engine.plugin;

import java.util.function.Function;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.engine.risk.RiskGate;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.spi.executor.TradeExecutor;

/** A bound executor. */
final class ExecutorBinding extends Binding {
    private final TradeExecutor executor;
    private final RiskGate.Stamp stamp;
    private final Function<Binding, ExecutorContext> context;

    ExecutorBinding(
            TradeExecutor executor, Origin origin, RiskGate.Stamp stamp, Function<Binding, ExecutorContext> context) {
        super(origin);
        this.executor = executor;
        this.stamp = stamp;
        this.context = context;
    }

    @Override
    protected void start() {
        executor.onStart(context.apply(this));
    }

    @Override
    protected void deliver(MessageReader message, long planId) {
        if (planId != 0) {
            executor.execute(stamp.approved(planId, message));
        } else {
            executor.onMessage(message);
        }
    }

    @Override
    protected void stop() {
        executor.onStop();
    }
}
