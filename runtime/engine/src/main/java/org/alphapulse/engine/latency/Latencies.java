package org.alphapulse.engine.latency;

import java.util.List;
import java.util.stream.Stream;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.relay.LatencyService;
import org.alphapulse.api.relay.LatencyStatus;
import org.alphapulse.engine.agent.Timers;

/**
 * Takes the times of every market event while it is switched on. The marks belong to the engine agent, the rest to any thread. Taking
 * times does not allocate.
 */
public final class Latencies implements LatencyService {
    private static final long NOTHING = 0;

    private final EngineClock clock;
    private final Timers timers;
    private volatile Times times;
    private Times current;
    private long collectNs;
    private long queueNs;
    private long takenNs;
    private long decidedNs;

    /** Makes it, switched off; the timers are those of the engine agent. */
    public Latencies(EngineClock clock, Timers timers) {
        this.clock = clock;
        this.timers = timers;
        timers.onIdle(this::idled);
    }

    private void idled(long ns) {
        final Times now = times;
        if (now != null) {
            now.idle.record(ns);
        }
    }

    /** The times of one period of measuring. */
    private static final class Times {
        private final Time collect = new Time("collect");
        private final Time queue = new Time("queue");
        private final Time decide = new Time("decide");
        private final Time decision = new Time("decision");
        private final Time plan = new Time("decision-plan");
        private final Time signed = new Time("signed");
        private final Time arrival = new Time("arrival");
        private final Time idle = new Time("idle-pass");
    }

    /**
     * The engine begins with an event. What its own tasks between two events made the event wait counts as part of the decision, since
     * a decision that is prepared in a task would else seem faster than it is.
     *
     * @param receivedNs when its bytes were in memory
     * @param sentNs when it was put into the relay
     */
    public void taken(long receivedNs, long sentNs) {
        current = times;
        if (current != null) {
            final long nowNs = clock.epochNs();
            takenNs = nowNs - timers.firedNs(sentNs, nowNs);
            collectNs = sentNs - receivedNs;
            queueNs = takenNs - sentNs;
            decidedNs = NOTHING;
        }
    }

    /** A strategy handed a plan to the gate. */
    public void decided() {
        if (current != null && decidedNs == NOTHING) {
            decidedNs = clock.epochNs();
        }
    }

    /** The executor of a plan returned: what it sends is signed. */
    public void signed() {
        if (current != null) {
            current.signed.record(collectNs + clock.epochNs() - takenNs);
        }
    }

    /** The engine is done with the event. */
    public void done() {
        final Times now = current;
        if (now == null) {
            return;
        }
        final boolean planned = decidedNs != NOTHING;
        final long decideNs = (planned ? decidedNs : clock.epochNs()) - takenNs;
        now.collect.record(collectNs);
        now.queue.record(queueNs);
        now.decide.record(decideNs);
        now.decision.record(collectNs + decideNs);
        now.arrival.record(collectNs + queueNs + decideNs);
        if (planned) {
            now.plan.record(collectNs + decideNs);
        }
        current = null;
    }

    @Override
    public boolean measuring() {
        return times != null;
    }

    @Override
    public void measure(boolean on) {
        times = on ? new Times() : null;
        timers.timed(on);
    }

    @Override
    public List<LatencyStatus> latencies() {
        final Times now = times;
        return now == null
                ? List.of()
                : Stream.of(
                                now.collect,
                                now.queue,
                                now.decide,
                                now.decision,
                                now.plan,
                                now.signed,
                                now.arrival,
                                now.idle)
                        .map(Time::status)
                        .toList();
    }
}
