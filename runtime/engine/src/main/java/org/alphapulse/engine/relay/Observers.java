package org.alphapulse.engine.relay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.alphapulse.api.relay.LossPolicy;
import org.alphapulse.api.relay.Observer;
import org.alphapulse.api.relay.ObserverHandler;
import org.alphapulse.api.relay.ObserverSpec;
import org.alphapulse.api.relay.ObserverStatus;
import org.alphapulse.api.relay.RelayService;
import org.alphapulse.api.relay.RelayStatus;
import org.alphapulse.engine.agent.AgentThread;

/** The observers of an engine's relays and their threads. Any thread. */
public final class Observers implements RelayService, AutoCloseable {
    private final List<Relay> relays;
    private final Map<RelayObserver, AgentThread> observers = new ConcurrentHashMap<>();
    private final Mover mover = new Mover();
    private AgentThread moverThread;
    private boolean closed;

    /** Makes it for some relays. */
    public Observers(Relay... relays) {
        this.relays = List.of(relays);
    }

    @Override
    public List<RelayStatus> relays() {
        return relays.stream().map(Relay::status).toList();
    }

    @Override
    public List<ObserverStatus> observers() {
        final List<ObserverStatus> rows = new ArrayList<>();
        observers.keySet().forEach(observer -> rows.add(observer.status()));
        rows.sort(Comparator.comparing(ObserverStatus::name));
        return rows;
    }

    @Override
    public Observer observe(ObserverSpec spec, ObserverHandler handler) {
        return observe(spec, handler, false);
    }

    @Override
    public Observer observeFromState(ObserverSpec spec, ObserverHandler handler) {
        if (spec.policy() != LossPolicy.LOSSLESS) {
            throw new IllegalArgumentException("only a lossless observer begins with the state");
        }
        return observe(spec, handler, true);
    }

    private Observer observe(ObserverSpec spec, ObserverHandler handler, boolean fromState) {
        final Topics topics = Topics.parse(spec.topics());
        final Relay[] wanted =
                relays.stream().filter(relay -> topics.includes(relay.domain())).toArray(Relay[]::new);
        if (wanted.length == 0) {
            throw new IllegalArgumentException("topics=" + spec.topics()
                    + " names no relay; allowed is one of market-data, signal, execution, each with /type/venue/chain");
        }
        return observe(spec, handler, topics::matches, wanted, fromState);
    }

    /** Observes all relays with a filter of one's own. */
    public Observer observe(ObserverSpec spec, ObserverHandler handler, MessageFilter filter) {
        return observe(spec, handler, filter, relays.toArray(Relay[]::new), false);
    }

    private synchronized Observer observe(
            ObserverSpec spec, ObserverHandler handler, MessageFilter filter, Relay[] wanted, boolean fromState) {
        if (closed) {
            throw new IllegalStateException("the engine is stopped");
        }
        final RelayObserver observer = new RelayObserver(spec, handler, filter, wanted, this::forget, fromState);
        observers.put(observer, new AgentThread(observer, AgentThread.Idle.RELAXED));
        if (observer.isLossless()) {
            mover.add(observer);
            if (moverThread == null) {
                moverThread = new AgentThread(mover, AgentThread.Idle.RELAXED);
            }
        }
        return observer;
    }

    private void forget(RelayObserver observer) {
        mover.remove(observer);
        final AgentThread thread = observers.remove(observer);
        if (thread != null) {
            thread.close();
        }
    }

    @Override
    public int retransmit(int domain, int sourceKind, long firstSequence, long lastSequence, ObserverHandler handler) {
        final long count = lastSequence - firstSequence + 1;
        if (count <= 0) {
            throw new IllegalArgumentException("lastSequence is before firstSequence");
        }
        if (count > MAX_RETRANSMISSION) {
            return TOO_MANY;
        }
        for (final Relay relay : relays) {
            final RecentRing ring = relay.recent();
            if (relay.domain() == domain
                    && ring != null
                    && ring.replay(sourceKind, firstSequence, (int) count, handler::onMessage)) {
                return (int) count;
            }
        }
        return NOT_KEPT;
    }

    @Override
    public void close() {
        final AgentThread running;
        synchronized (this) {
            closed = true;
            running = moverThread;
        }
        List.copyOf(observers.keySet()).forEach(RelayObserver::close);
        if (running != null) {
            running.close();
        }
    }
}
