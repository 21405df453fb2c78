package org.alphapulse.strategy.probe;

import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.Check;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.benchmarks.probe.DeliveryRecorder;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.spi.strategy.Strategy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Reports every message; on request it hangs after a while or throws at each message. */
@Component(
        name = "org.alphapulse.strategy.probe",
        service = Strategy.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ProbeConfig.class, factory = true)
public final class ProbeStrategy implements Strategy {
    private static final int HANG_AFTER = 1_000;

    private final DeliveryRecorder recorder;
    private final int index;
    private final String behaviour;
    private final boolean normal;
    private StrategyContext context;
    private int instance;
    private long count;
    private long sinceStart;
    private volatile boolean deactivated;

    /** Refuses values that make no sense. */
    @Activate
    public ProbeStrategy(ProbeConfig config, @Reference DeliveryRecorder recorder) {
        this.recorder = recorder;
        index = (int) Check.range("index", config::index, 0, 63, "number");
        behaviour = Check.oneOf("behaviour", config::behaviour, "normal", "hang", "throw");
        normal = "normal".equals(behaviour);
    }

    @Deactivate
    void deactivate() {
        deactivated = true;
    }

    @Override
    public void onStart(StrategyContext newContext) {
        context = newContext;
        instance = recorder.started(index, this);
    }

    @Override
    public void onMessage(MessageReader message) {
        if (deactivated) {
            recorder.deliveredAfterDeactivation(index);
        }
        count++;
        sinceStart++;
        if (!normal) {
            misbehave();
        }
        recorder.delivered(index, instance, message.header().counter(), context.acting());
    }

    private void misbehave() {
        if ("throw".equals(behaviour)) {
            throw new IllegalStateException("as configured");
        }
        if (sinceStart > HANG_AFTER) {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park(this);
            }
        }
    }

    @Override
    public int saveState(MutableDirectBuffer buffer) {
        buffer.putLong(0, count);
        return Long.BYTES;
    }

    @Override
    public void restoreState(int schema, DirectBuffer buffer, int length) {
        count = buffer.getLong(0);
        recorder.restored(index, count);
    }
}
