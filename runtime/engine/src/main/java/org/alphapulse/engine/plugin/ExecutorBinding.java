package org.alphapulse.engine.plugin;

import java.util.function.Function;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.risk.RiskGate;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.spi.executor.TradeExecutor;

/** A bound executor. */
final class ExecutorBinding extends Binding {
    private final TradeExecutor executor;
    private final RiskGate.Stamp stamp;
    private final Function<Binding, ExecutorContext> context;
    private final Engine engine;
    private final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();

    ExecutorBinding(TradeExecutor executor, Origin origin, Engine engine, Function<Binding, ExecutorContext> context) {
        super(origin);
        this.executor = executor;
        this.stamp = engine.gate().newStamp();
        this.engine = engine;
        this.context = context;
    }

    @Override
    protected void start() {
        executor.onStart(context.apply(this));
    }

    @Override
    protected void deliver(MessageReader message, long planId) {
        if (planId == 0) {
            executor.onMessage(message);
        } else if (engine.isHalted() || !engine.gate().stands(planId)) {
            refuse(message, planId);
        } else {
            executor.execute(stamp.approved(planId, message));
        }
    }

    /** A plan that waited while trading was halted or disarmed is not executed, not even when that is over. */
    private void refuse(MessageReader plan, long planId) {
        long signalId = 0;
        long strategyId = 0;
        int type;
        while ((type = plan.next()) > 0) {
            if (type == SignalIdentityFlyweight.TYPE && identity.readFrom(plan) == 0) {
                signalId = identity.signalId();
                strategyId = identity.strategyId();
            }
        }
        final long signal = signalId;
        final long strategy = strategyId;
        final boolean halted = engine.isHalted();
        final int code = halted ? RiskGate.CODE_HALTED : engine.gate().voidCode();
        final String reason = halted
                ? "trading was halted after the approval, " + engine.halts().reason()
                : code == RiskGate.CODE_HALTED
                        ? "trading was halted after the approval"
                        : "live trading was disarmed after the approval";
        final int mode = engine.settings().mode().ordinal();
        engine.agent().execute(() -> engine.messages().refusedLate(planId, signal, strategy, mode, code, reason));
    }

    @Override
    protected void rehearse(MessageReader expected) {
        executor.rehearse(expected);
    }

    @Override
    public boolean tellsResults() {
        return true;
    }

    @Override
    protected void stop() {
        executor.onStop();
    }
}
