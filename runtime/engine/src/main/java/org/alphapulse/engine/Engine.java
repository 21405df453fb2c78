package org.alphapulse.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.plugin.EngineStatus;
import org.alphapulse.api.plugin.PluginKind;
import org.alphapulse.api.plugin.PluginStatus;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.risk.Breaker;
import org.alphapulse.api.risk.RiskStatus;
import org.alphapulse.api.risk.Trip;
import org.alphapulse.engine.agent.AgentThread;
import org.alphapulse.engine.agent.EngineAgent;
import org.alphapulse.engine.agent.HotCores;
import org.alphapulse.engine.agent.IsolatedWorker;
import org.alphapulse.engine.agent.Watchdog;
import org.alphapulse.engine.agent.Worker;
import org.alphapulse.engine.latency.Latencies;
import org.alphapulse.engine.market.Market;
import org.alphapulse.engine.market.MarketFile;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.plugin.Plugins;
import org.alphapulse.engine.plugin.Rows;
import org.alphapulse.engine.relay.MessageConsumer;
import org.alphapulse.engine.relay.Observers;
import org.alphapulse.engine.relay.Relay;
import org.alphapulse.engine.relay.SnapshotSource;
import org.alphapulse.engine.relay.Topics;
import org.alphapulse.engine.replay.Recording;
import org.alphapulse.engine.replay.Replay;
import org.alphapulse.engine.replay.ReplayClock;
import org.alphapulse.engine.risk.Halts;
import org.alphapulse.engine.risk.RiskGate;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.engine.slot.OverflowPolicy;
import org.alphapulse.engine.slot.Slot;
import org.alphapulse.engine.slot.SlotEvents;
import org.alphapulse.engine.slot.SlotSpec;
import org.alphapulse.engine.trace.TraceStamp;
import org.alphapulse.engine.trace.Traces;
import org.alphapulse.engine.trace.Tracing;
import org.alphapulse.protocol.Domains;
import org.alphapulse.spi.strategy.StrategyProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runtime of one shard: relays, market state, slots, risk gate and the threads they run on. It knows no OSGi; the registry binds
 * services to it, and tests and benchmarks use it as it is.
 *
 * <p>Threading: the public methods may be called by any thread but a plugin's callback.
 */
public final class Engine implements AutoCloseable, SlotEvents {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.engine");
    private static final Slot[] NO_SLOTS = {};

    private final EngineSettings settings;
    private final EngineClock clock;
    private final EngineAgent agent;
    private final Halts halts;
    private final Replay replay;
    private final Market market;
    private final MarketFile kept;
    private final Relay marketData;
    private final Relay signal;
    private final Relay execution;
    private final RiskGate gate;
    private final EngineMessages messages;
    private final Watchdog watchdog;
    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private final Map<String, PluginStatus> retired = new ConcurrentHashMap<>();
    private final Map<Slot, AgentThread> isolated = new ConcurrentHashMap<>();
    private final Plugins plugins;
    private final Tracing tracing = new Tracing();
    private final Observers observers;
    private final Traces traces;
    private final Latencies latencies;
    private final long startNs = System.nanoTime();
    private HotCores cores = HotCores.NONE;
    private AgentThread engineThread;
    private AgentThread watchdogThread;
    private boolean marketIsKept;
    private volatile boolean armed;
    private volatile boolean running;

    /** Makes an engine on the machine's clock that forgets a halt when it ends. */
    public Engine(EngineSettings settings) {
        this(settings, new SystemClock(), new Halts(null), null, null);
    }

    /** Makes an engine; {@link #start} brings it to life. */
    public Engine(EngineSettings settings, EngineClock clock, Halts halts) {
        this(settings, clock, halts, null, null);
    }

    /** Makes an engine on the machine's clock that takes over the market that a file has from an engine before it, and keeps its own there. */
    public Engine(EngineSettings settings, Halts halts, MarketFile kept) {
        this(settings, new SystemClock(), halts, null, kept);
    }

    /** Makes an engine in replay mode that hears of the market from a recording, and of nothing else. */
    public static Engine replaying(EngineSettings settings, Recording recording, Halts halts) {
        final ReplayClock clock = new ReplayClock(recording.timestampNs());
        return new Engine(settings, clock, halts, new Replay(recording, clock), null);
    }

    private Engine(EngineSettings settings, EngineClock clock, Halts halts, Replay replay, MarketFile kept) {
        if (settings.mode() == TradingMode.REPLAY != (replay != null)) {
            throw new IllegalArgumentException("mode=" + settings.mode()
                    + " is not allowed here: replay mode, and only that, needs a recording in replay.file");
        }
        this.settings = settings;
        this.replay = replay;
        this.clock = clock;
        this.halts = halts;
        this.agent = new EngineAgent("engine", clock);
        this.kept = kept;
        this.market = kept == null ? new Market() : kept.read();
        this.marketData = relay(Domains.MARKET_DATA, market, market.snapshot());
        final MessageConsumer first = replay == null ? (buffer, offset, length) -> {} : replay::onDecision;
        this.signal = relay(Domains.SIGNAL, first, SnapshotSource.NONE);
        this.execution = relay(Domains.EXECUTION, first, SnapshotSource.NONE);
        this.observers = new Observers(marketData, signal, execution);
        this.traces = new Traces(tracing, observers);
        this.plugins = new Plugins(this);
        this.messages =
                new EngineMessages(execution, plugins.sources(), clock, TraceStamp.carrying(tracing, () -> agent));
        this.latencies = new Latencies(clock, agent.timers());
        this.gate =
                new RiskGate(agent, execution, messages, halts, this::mayTrade, settings.requiredMonitors(), latencies);
        this.watchdog = new Watchdog(settings.hangNs(), this::onHang);
        marketData.measure(latencies);
        agent.serve(gate, execution, signal, marketData);
        agent.replay(replay);
        watchdog.watch(agent);
    }

    private Relay relay(int domain, MessageConsumer first, SnapshotSource state) {
        return new Relay(domain, settings.inboundCapacity(), settings.recentBytes(), first, state, clock);
    }

    /** Sets cores apart for the way of an event; before the start. */
    public Engine on(HotCores hotCores) {
        cores = hotCores;
        return this;
    }

    /** Cores that are set apart for the way of an event. */
    public HotCores cores() {
        return cores;
    }

    /** Starts the threads. */
    public Engine start() {
        engineThread = new AgentThread(agent, settings.idle(), cores);
        watchdogThread = new AgentThread(watchdog, AgentThread.Idle.RELAXED);
        running = true;
        return this;
    }

    /**
     * Keeps the market for the next start, if it has a file, the first time it is called. To be called before the collectors end, as
     * they declare void what they told; {@link #close} does.
     */
    public synchronized void keepMarket() {
        if (kept != null && !marketIsKept) {
            marketIsKept = true;
            kept.write(agent, market);
        }
    }

    @Override
    public void close() {
        keepMarket();
        running = false;
        plugins.close();
        observers.close();
        isolated.values().forEach(AgentThread::close);
        engineThread.close();
        watchdogThread.close();
    }

    /** Those who read the relays from outside. */
    public Observers observers() {
        return observers;
    }

    /** Traces of messages. */
    public Traces traces() {
        return traces;
    }

    /** Times of events. */
    public Latencies latencies() {
        return latencies;
    }

    /** Whether and how often traces begin. */
    public Tracing tracing() {
        return tracing;
    }

    /** The plugins' side of the engine. */
    public Plugins plugins() {
        return plugins;
    }

    /** How it is set up. */
    public EngineSettings settings() {
        return settings;
    }

    /** Its clock. */
    public EngineClock clock() {
        return clock;
    }

    /** The state of pools and books. */
    public Market market() {
        return market;
    }

    /** Where the engine's own messages are written. */
    public EngineMessages messages() {
        return messages;
    }

    /** The gate. */
    public RiskGate gate() {
        return gate;
    }

    /** The relay of a domain. */
    public Relay relay(int domain) {
        return switch (domain) {
            case Domains.MARKET_DATA -> marketData;
            case Domains.SIGNAL -> signal;
            case Domains.EXECUTION -> execution;
            default -> throw new IllegalArgumentException("no relay for domain " + domain);
        };
    }

    /** Finds the slot of a plugin, or makes it. */
    public synchronized Slot slot(PluginKind kind, Plugin plugin, String defaultTopics) {
        final SlotSpec spec = spec(kind, plugin, defaultTopics);
        final Slot known = slots.get(plugin.id());
        if (known != null && (known.spec().equals(spec) || !known.isEmpty())) {
            return known;
        }
        if (known != null && !known.close()) {
            return known;
        }
        if (known != null) {
            takeOff(known);
            endWorker(known);
        }
        retired.remove(plugin.id());
        return newSlot(spec, known);
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
        takeOff(slot);
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

    /** Takes a closed slot off the relays. */
    private void takeOff(Slot slot) {
        slots.remove(slot.id());
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
        final boolean inline = kind == PluginKind.RISK_MONITOR || "inline".equals(delivery) || replay != null;
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
        agent.execute(this::routeHere);
        return slot;
    }

    private void startWorker(Slot slot, IsolatedWorker worker) {
        worker.serve(slot);
        watchdog.watch(worker);
        // The thread of a worker that was given up is not kept: it ends by itself should its plugin ever return.
        isolated.put(slot, new AgentThread(worker, settings.idle()));
    }

    private void routeHere() {
        for (final Relay relay : List.of(marketData, signal, execution)) {
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
                .toArray(NO_SLOTS);
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
            halt(Trip.of(
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
        if (slot.abandon(hung, epoch, replacement, reason)) {
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
        halt(Trip.of(Breaker.WATCHDOG, "engine", clock.epochNs(), reason));
    }

    /** Stops all trading at once, as a person. Any thread. */
    public void halt(String reason) {
        halt(Trip.of(Breaker.KILL_SWITCH, "operator", clock.epochNs(), reason));
    }

    /** Stops all trading at once. Any thread, callbacks included. */
    public void halt(Trip trip) {
        if (halts.trip(trip)) {
            armed = false;
            agent.execute(() -> messages.tripped(trip));
        }
    }

    /** Ends a halt, as a person; gives what it ended. */
    public List<Trip> resumeTrading() {
        final List<Trip> ended = halts.reset(clock.epochNs());
        if (!ended.isEmpty()) {
            agent.execute(() -> messages.lifted(ended));
        }
        return ended;
    }

    /** The replay, null in any other mode. */
    public Replay replay() {
        return replay;
    }

    /** Whether trading is halted, and why. */
    public Halts halts() {
        return halts;
    }

    /** Whether trading is halted. */
    public boolean isHalted() {
        return halts.halted();
    }

    /**
     * Lets plans through to executors in live mode, until {@link #disarm} or a halt.
     *
     * @throws IllegalStateException if the mode is not live, trading is halted, or no risk monitor is bound
     */
    public void arm() {
        if (settings.mode() != TradingMode.LIVE) {
            throw new IllegalStateException("only live mode is armed, and the mode is " + settings.mode());
        }
        if (isHalted()) {
            throw new IllegalStateException("trading is halted, alphapulse:risk reset ends that: " + halts.reason());
        }
        if (slots.values().stream().noneMatch(slot -> slot.kind() == PluginKind.RISK_MONITOR && !slot.isEmpty())) {
            throw new IllegalStateException("no risk monitor is bound: configure limits and breakers first");
        }
        armed = true;
        LOG.warn("live trading was armed by a person");
    }

    /** Stops plans in live mode before executors. */
    public void disarm() {
        if (armed) {
            armed = false;
            LOG.warn("live trading was disarmed by a person");
        }
    }

    private boolean mayTrade() {
        return armed || settings.mode() != TradingMode.LIVE;
    }

    /** Runs something on the engine agent and waits for it. */
    public EngineAgent agent() {
        return agent;
    }

    /** All slots. */
    public Iterable<Slot> slots() {
        return slots.values();
    }

    /** The risk gate at this moment. */
    public RiskStatus riskStatus() {
        return new RiskStatus(
                isHalted(),
                halts.trips(),
                settings.mode(),
                armed,
                gate.approvedCount(),
                gate.refusedCount(),
                halts.lastResetNs());
    }

    /** State at this moment; whether it is ready is for the registry to say. */
    public EngineStatus status() {
        final String state = !running ? "STOPPED" : isHalted() ? "HALTED" : "RUNNING";
        final List<PluginStatus> rows = new ArrayList<>(plugins.status());
        return new EngineStatus(
                running,
                state,
                halts.reason(),
                settings.mode(),
                armed,
                System.nanoTime() - startNs,
                marketData.published(),
                marketData.published() + signal.published() + execution.published(),
                gate.approvedCount(),
                gate.refusedCount(),
                rows.size());
    }
}
