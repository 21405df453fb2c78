package org.alphapulse.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.plugin.PluginKind;
import org.alphapulse.api.plugin.PluginStatus;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.risk.Breaker;
import org.alphapulse.api.risk.Trip;
import org.alphapulse.engine.agent.AgentThread;
import org.alphapulse.engine.agent.EngineAgent;
import org.alphapulse.engine.agent.IsolatedWorker;
import org.alphapulse.engine.agent.Watchdog;
import org.alphapulse.engine.agent.Worker;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.plugin.Rows;
import org.alphapulse.engine.relay.Relay;
import org.alphapulse.engine.relay.Topics;
import org.alphapulse.engine.risk.RiskGate;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.engine.slot.OverflowPolicy;
import org.alphapulse.engine.slot.Slot;
import org.alphapulse.engine.slot.SlotEvents;
import org.alphapulse.engine.slot.SlotSpec;
import org.alphapulse.spi.strategy.StrategyProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slots of an engine: made and retired here, put on the relays and the gate, and, where they are isolated, given a thread, which is
 * given up and replaced when a plugin hangs in it.
 *
 * <p>Threading: the public methods may be called by any thread but a plugin's callback.
 */
public final class Slots implements Iterable<Slot>, SlotEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.engine");
    private static final Slot[] NONE = {};

    private final EngineSettings settings;
    private final EngineClock clock;
    private final EngineAgent agent;
    private final RiskGate gate;
    private final List<Relay> relays;
    private final Consumer<Trip> halt;
    private final Watchdog watchdog;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private final Map<String, PluginStatus> retired = new ConcurrentHashMap<>();
    private final Map<Slot, AgentThread> isolated = new ConcurrentHashMap<>();

    Slots(
            EngineSettings settings,
            EngineClock clock,
            EngineAgent agent,
            RiskGate gate,
            List<Relay> relays,
            Consumer<Trip> halt) {
        this.settings = settings;
        this.clock = clock;
        this.agent = agent;
        this.gate = gate;
        this.relays = relays;
        this.halt = halt;
        this.watchdog = new Watchdog(settings.hangNs(), this::onHang);
        watchdog.watch(agent);
    }

    /** What looks after the threads; to be run by a thread of its own. */
    Watchdog watchdog() {
        return watchdog;
    }

    /** Ends the threads of isolated slots. */
    void close() {
        isolated.values().forEach(AgentThread::close);
    }

    /** Finds the slot of a plugin, or makes it. */
    public synchronized Slot of(PluginKind kind, Plugin plugin, String defaultTopics) {
        final SlotSpec spec = spec(kind, plugin, defaultTopics);
        final Slot known = slots.get(plugin.id());
        if (known != null && known.kind() != kind) {
            throw new IllegalStateException("slot " + plugin.id() + " is that of a " + known.kind() + ", not of a "
                    + kind + ": give one of them another name");
        }
        if (known != null && !known.isClosed() && (known.spec().equals(spec) || !known.isEmpty())) {
            return known;
        }
        if (known != null && !known.close()) {
            return known;
        }
        retired.remove(plugin.id());
        final Slot slot = newSlot(spec, known);
        if (known == null) {
            agent.execute(this::routeHere);
        } else {
            route(known);
            endWorker(known);
        }
        return slot;
    }

    /**
     * Ends a slot that nothing will be bound to any more: what waits in it is dropped, counted and reported, its saved state forgotten. A
     * plugin of the same id that comes later begins anew. The slot of a risk monitor is never retired, since its absence is an objection to
     * every plan.
     *
     * @param why what became of its plugin
     * @return false if there is no such slot, something is bound to it, or it is a risk monitor's
     */
    public synchronized boolean retire(String id, String why) {
        final Slot slot = slots.get(id);
        if (slot == null || slot.kind() == PluginKind.RISK_MONITOR || !slot.close()) {
            return false;
        }
        slots.remove(id);
        route(slot);
        final String reason = why + "; retired, " + slot.discard() + " messages that waited were dropped";
        endWorker(slot);
        retired.put(id, Rows.retired(slot, reason));
        report(slot, reason);
        return true;
    }

    /** What is left of slots that were retired, until another plugin takes the id. */
    public Collection<PluginStatus> retired() {
        return retired.values();
    }

    /** Takes a closed slot off the relays, and puts the one on them that is in its place. */
    private void route(Slot slot) {
        try {
            agent.call(
                    () -> {
                        routeHere();
                        return null;
                    },
                    settings.commandTimeoutMs());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the engine agent hangs: slot " + slot.id() + " cannot be changed", e);
        }
    }

    private void endWorker(Slot slot) {
        final AgentThread own = isolated.remove(slot);
        if (own != null) {
            own.close();
        }
    }

    private SlotSpec spec(PluginKind kind, Plugin plugin, String defaultTopics) {
        final String delivery = plugin.text(StrategyProperties.DELIVERY, plugin.ours() ? "inline" : "isolated");
        final boolean inline =
                kind == PluginKind.RISK_MONITOR || "inline".equals(delivery) || settings.mode() == TradingMode.REPLAY;
        if (!inline && !"isolated".equals(delivery)) {
            throw new IllegalArgumentException(
                    "delivery=" + delivery + " is not allowed; allowed is one of inline, isolated");
        }
        return new SlotSpec(
                plugin.id(),
                kind,
                inline,
                Topics.parse(plugin.text(StrategyProperties.TOPICS, defaultTopics)),
                settings.slotCapacity(),
                OverflowPolicy.parse(plugin.text(StrategyProperties.OVERFLOW, "drop-newest")),
                settings.faultLimit(),
                settings.commandTimeoutMs());
    }

    private Slot newSlot(SlotSpec spec, Slot before) {
        final IsolatedWorker own = spec.inline() ? null : new IsolatedWorker("slot-" + spec.id(), clock);
        final Slot slot = new Slot(spec, own == null ? agent : own, this, before);
        if (own != null) {
            startWorker(slot, own);
        }
        slots.put(spec.id(), slot);
        return slot;
    }

    private void startWorker(Slot slot, IsolatedWorker worker) {
        worker.serve(slot);
        watchdog.watch(worker);
        // The thread of a worker that was given up is not kept: it ends by itself should its plugin ever return.
        isolated.put(slot, new AgentThread(worker, settings.idle()));
    }

    private void routeHere() {
        for (final Relay relay : relays) {
            relay.slots(select(slot -> slot.topics().includes(relay.domain())));
        }
        gate.slots(
                select(slot -> slot.kind() == PluginKind.RISK_MONITOR),
                select(slot -> slot.kind() == PluginKind.EXECUTOR));
    }

    private Slot[] select(Predicate<Slot> which) {
        return slots.values().stream()
                .filter(which)
                .sorted(Comparator.comparing(Slot::id))
                .toList()
                .toArray(NONE);
    }

    /** Finds a slot by its id. */
    public Slot find(String id) {
        final Slot slot = slots.get(id);
        if (slot == null) {
            throw new IllegalStateException("no slot " + id + "; there are " + String.join(", ", slots.keySet()));
        }
        return slot;
    }

    private void onHang(Worker worker, long epoch, long insideNs) {
        if (!(worker.current() instanceof Binding hung) || hung.slot() == null) {
            return;
        }
        final Slot slot = hung.slot();
        final StackTraceElement[] stack = worker.thread().getStackTrace();
        final String where = stack.length == 0 ? "" : " at " + stack[0];
        final String reason = "hangs in a callback for " + insideNs / 1_000_000 + " ms" + where;
        LOG.warn("{} {}; stack: {}", hung.origin(), reason, List.of(stack));
        if (worker == agent) {
            halt.accept(Trip.of(
                    Breaker.WATCHDOG,
                    "engine",
                    clock.epochNs(),
                    "slot " + slot.id() + ": " + hung.origin() + " " + reason));
            agent.execute(() -> slot.condemn(hung, reason));
        } else {
            abandon(slot, hung, worker, epoch, reason);
        }
    }

    private void abandon(Slot slot, Binding hung, Worker worker, long epoch, String reason) {
        final IsolatedWorker replacement = new IsolatedWorker("slot-" + slot.id(), clock);
        if (slot.abandon(worker, epoch, hung, replacement, reason)) {
            startWorker(slot, replacement);
            worker.thread().interrupt();
        }
    }

    @Override
    public void giveUp(Slot slot) {
        final Worker worker = slot.worker();
        final long epoch = worker.epoch();
        if ((epoch & 1) == 1 && worker.current() instanceof Binding hung) {
            abandon(slot, hung, worker, epoch, "did not return from a callback when it was unbound");
        }
    }

    @Override
    public void report(Slot slot, String line) {
        LOG.warn("slot {}: {}", slot.id(), line);
    }

    @Override
    public void halt(Slot slot, String reason) {
        halt.accept(Trip.of(Breaker.WATCHDOG, "engine", clock.epochNs(), reason));
    }

    /** Whether a plugin of a kind is bound. */
    boolean hasBound(PluginKind kind) {
        return slots.values().stream().anyMatch(slot -> slot.kind() == kind && !slot.isEmpty());
    }

    @Override
    public Iterator<Slot> iterator() {
        return slots.values().iterator();
    }
}
