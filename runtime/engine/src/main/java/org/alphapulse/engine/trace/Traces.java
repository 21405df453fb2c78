package org.alphapulse.engine.trace;

import java.util.List;
import java.util.Locale;
import org.alphapulse.api.relay.LossPolicy;
import org.alphapulse.api.relay.Observer;
import org.alphapulse.api.relay.ObserverSpec;
import org.alphapulse.api.relay.TraceService;
import org.alphapulse.api.relay.TraceStage;
import org.alphapulse.engine.relay.Observers;
import org.alphapulse.protocol.HeaderFlags;
import org.alphapulse.protocol.HeaderFlyweight;

/** Turns tracing on and off: while it is on, an observer collects the marked messages of all relays. Any thread. */
public final class Traces implements TraceService {
    private final Tracing tracing;
    private final Observers observers;
    private final TraceCollector collector = new TraceCollector();
    private Observer observer;

    /** Makes it for an engine. */
    public Traces(Tracing tracing, Observers observers) {
        this.tracing = tracing;
        this.observers = observers;
    }

    @Override
    public int every() {
        return tracing.every();
    }

    @Override
    public synchronized void every(int messages) {
        if (messages > 0 && observer == null) {
            observer = observers.observe(
                    new ObserverSpec("traces", "traced messages", LossPolicy.LOSSY, ObserverSpec.MIN_BACKLOG),
                    collector,
                    (buffer, offset) ->
                            (buffer.getByte(offset + HeaderFlyweight.FLAGS_OFFSET) & HeaderFlags.TRACED) != 0);
        }
        tracing.every(messages);
        if (messages == 0 && observer != null) {
            observer.close();
            observer = null;
        }
    }

    @Override
    public List<String> recent(int limit) {
        return collector.recent(limit);
    }

    @Override
    public List<TraceStage> trace(String id) {
        final List<String> last = "last".equals(id) ? collector.recent(1) : List.of(id.toLowerCase(Locale.ROOT));
        return last.isEmpty() ? List.of() : collector.trace(last.get(0));
    }
}
