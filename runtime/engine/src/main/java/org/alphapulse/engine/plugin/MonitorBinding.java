package org.alphapulse.engine.plugin;

import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.RiskContext;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.spi.risk.RiskMonitor;

/** A bound risk monitor. */
public final class MonitorBinding extends Binding {
    private final RiskMonitor monitor;
    private final Function<Binding, RiskContext> context;

    MonitorBinding(RiskMonitor monitor, Origin origin, Function<Binding, RiskContext> context) {
        super(origin);
        this.monitor = monitor;
        this.context = context;
    }

    /** The monitor, for the gate. */
    public RiskMonitor monitor() {
        return monitor;
    }

    @Override
    protected void start() {
        monitor.onStart(context.apply(this));
    }

    @Override
    protected void deliver(MessageReader message, long planId) {
        monitor.onMessage(message);
    }

    @Override
    protected void stop() {}

    @Override
    protected int save(MutableDirectBuffer buffer) {
        return monitor.saveState(buffer);
    }

    @Override
    protected void restore(int schema, DirectBuffer buffer, int length) {
        monitor.restoreState(schema, buffer, length);
    }
}
