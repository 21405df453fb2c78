package org.alphapulse.engine;

import java.util.ArrayList;
import java.util.List;
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
import org.alphapulse.engine.latency.Latencies;
import org.alphapulse.engine.market.Market;
import org.alphapulse.engine.market.MarketFile;
import org.alphapulse.engine.plugin.Plugins;
import org.alphapulse.engine.relay.MessageConsumer;
import org.alphapulse.engine.relay.Observers;
import org.alphapulse.engine.relay.Relay;
import org.alphapulse.engine.relay.SnapshotSource;
import org.alphapulse.engine.replay.Recording;
import org.alphapulse.engine.replay.Replay;
import org.alphapulse.engine.replay.ReplayClock;
import org.alphapulse.engine.risk.Halts;
import org.alphapulse.engine.risk.RiskGate;
import org.alphapulse.engine.trace.TraceStamp;
import org.alphapulse.engine.trace.Traces;
import org.alphapulse.engine.trace.Tracing;
import org.alphapulse.protocol.Domains;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runtime of one shard: relays, market state, slots, risk gate and the threads they run on. It knows no OSGi; the registry binds
 * services to it, and tests and benchmarks use it as it is.
 *
 * <p>Threading: the public methods may be called by any thread but a plugin's callback.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.engine");

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
    private final Slots slots;
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
        this.messages = new EngineMessages(
                marketData, execution, plugins.sources(), clock, TraceStamp.carrying(tracing, () -> agent));
        this.latencies = new Latencies(clock, agent.timers());
        this.gate =
                new RiskGate(agent, execution, messages, halts, this::mayTrade, settings.requiredMonitors(), latencies);
        this.slots = new Slots(settings, clock, agent, gate, List.of(marketData, signal, execution), this::halt);
        marketData.measure(latencies);
        agent.serve(gate, execution, signal, marketData);
        agent.replay(replay);
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
        watchdogThread = new AgentThread(slots.watchdog(), AgentThread.Idle.RELAXED);
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
        slots.close();
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

    /** Stops all trading at once, as a person. Any thread. */
    public void halt(String reason) {
        halt(Trip.of(Breaker.KILL_SWITCH, "operator", clock.epochNs(), reason));
    }

    /** Stops all trading at once. Any thread, callbacks included. */
    public void halt(Trip trip) {
        if (halts.trip(trip)) {
            armed = false;
            gate.voidApprovals(true);
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
        if (!slots.hasBound(PluginKind.RISK_MONITOR)) {
            throw new IllegalStateException("no risk monitor is bound: configure limits and breakers first");
        }
        armed = true;
        if (isHalted()) { // meanwhile
            armed = false;
            throw new IllegalStateException("trading is halted: " + halts.reason());
        }
        LOG.warn("live trading was armed by a person");
    }

    /** Stops plans in live mode before executors. */
    public void disarm() {
        if (armed) {
            armed = false;
            gate.voidApprovals(false);
            LOG.warn("live trading was disarmed by a person");
        }
    }

    private boolean mayTrade() {
        return armed || settings.mode() != TradingMode.LIVE;
    }

    /** The engine's own thread. */
    public EngineAgent agent() {
        return agent;
    }

    /** The places of the plugins. */
    public Slots slots() {
        return slots;
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
                rows.size(),
                market.status());
    }
}
