package org.alphapulse.engine.plugin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.alphapulse.api.plugin.PluginKind;
import org.alphapulse.api.plugin.PluginStatus;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.agent.HotCores;
import org.alphapulse.engine.relay.Relay;
import org.alphapulse.engine.relay.RelaySink;
import org.alphapulse.engine.relay.Sources;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.engine.slot.Slot;
import org.alphapulse.engine.trace.TraceStamp;
import org.alphapulse.protocol.Domains;
import org.alphapulse.spi.collector.Collector;
import org.alphapulse.spi.executor.TradeExecutor;
import org.alphapulse.spi.risk.RiskMonitor;
import org.alphapulse.spi.strategy.Strategy;

/** Binds plugins to the engine and gives each the context of its role. */
public final class Plugins {
    private final Engine engine;
    private final Sources sources = new Sources();
    private final Map<String, CollectorBinding> collectors = new ConcurrentHashMap<>();
    /** What collectors that have ended told and is yet to be declared void. */
    private final Queue<CompletableFuture<Void>> ends = new ConcurrentLinkedQueue<>();

    /** Makes it for an engine. */
    public Plugins(Engine engine) {
        this.engine = engine;
    }

    /** The sources of the message headers. */
    public Sources sources() {
        return sources;
    }

    /** Binds a strategy. */
    public Binding bind(Strategy strategy, Plugin plugin) {
        return bind(
                PluginKind.STRATEGY,
                plugin,
                "market-data",
                slot -> new StrategyBinding(
                        strategy,
                        plugin.origin(),
                        self -> new Contexts.ForStrategy(
                                plugin.id(),
                                around(),
                                self,
                                new BoundScheduler(self, slot::worker, engine.replay()),
                                engine.market(),
                                slot.spec().inline(),
                                sink(PluginKind.STRATEGY, plugin, Domains.SIGNAL, self, engine.relay(Domains.SIGNAL)),
                                sink(PluginKind.STRATEGY, plugin, Domains.EXECUTION, self, engine.gate()),
                                engine.relay(Domains.MARKET_DATA))));
    }

    /** Binds an executor. */
    public Binding bind(TradeExecutor executor, Plugin plugin) {
        final Relay execution = engine.relay(Domains.EXECUTION);
        return bind(
                PluginKind.EXECUTOR,
                plugin,
                "execution/EmergencyStop",
                slot -> new ExecutorBinding(
                        executor,
                        plugin.origin(),
                        engine,
                        self -> new Contexts.ForExecutor(
                                plugin.id(),
                                around(),
                                self,
                                new BoundScheduler(self, slot::worker, engine.replay(), engine.cores(), engine.cores()),
                                engine.market(),
                                engine.gate(),
                                sink(PluginKind.EXECUTOR, plugin, Domains.EXECUTION, self, execution))));
    }

    /** Binds a risk monitor. */
    public Binding bind(RiskMonitor monitor, Plugin plugin) {
        return bind(
                PluginKind.RISK_MONITOR,
                plugin,
                "execution",
                slot -> new MonitorBinding(
                        monitor,
                        plugin.origin(),
                        self -> new Contexts.ForMonitor(
                                plugin.id(),
                                around(),
                                self,
                                new BoundScheduler(self, slot::worker, engine.replay()),
                                engine.market())));
    }

    /** A slot may be retired just as its plugin comes back; then there is a new one. */
    private Binding bind(PluginKind kind, Plugin plugin, String topics, Function<Slot, Binding> maker) {
        while (true) {
            final Slot slot = engine.slots().of(kind, plugin, topics);
            final Binding binding = maker.apply(slot);
            if (slot.bind(binding)) {
                return binding;
            }
        }
    }

    /** Binds a collector and starts it. */
    public Binding bind(Collector collector, Plugin plugin) {
        final CollectorBinding binding = new CollectorBinding(
                collector,
                plugin,
                self -> new Contexts.ForCollector(
                        plugin.id(),
                        around(),
                        self,
                        new BoundScheduler(self, engine::agent, engine.replay(), engine.cores(), HotCores.NONE),
                        self.sink(),
                        engine.messages(),
                        engine.market()));
        final CollectorBinding before = collectors.putIfAbsent(plugin.id(), binding);
        if (before != null) {
            throw new IllegalStateException("collector " + plugin.id() + " is already bound from " + before.origin()
                    + ": give the second one another instance name");
        }
        awaitEnds(plugin.id(), binding);
        binding.sink(
                sink(PluginKind.COLLECTOR, plugin, Domains.MARKET_DATA, binding, engine.relay(Domains.MARKET_DATA)));
        if (engine.replay() == null) {
            binding.begin();
        } else {
            binding.stateOnly("not started: a recording takes the place of all collectors");
        }
        return binding;
    }

    /** What a collector told that has ended is declared void before another one tells anything: not behind it. */
    private void awaitEnds(String id, CollectorBinding next) {
        if (!declared(ends)) {
            collectors.remove(id, next);
            throw new IllegalStateException("the engine agent hangs: collector " + id
                    + " cannot start before what the one before it told is declared void");
        }
        ends.removeIf(CompletableFuture::isDone);
    }

    private boolean declared(Queue<CompletableFuture<Void>> all) {
        try {
            CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
                    .get(engine.settings().commandTimeoutMs(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the engine is busy", e);
        }
    }

    /** Unbinds any plugin; when this returns, it is called no more. */
    public void unbind(Binding binding) {
        if (binding instanceof CollectorBinding collector) {
            ends.addAll(collector.end(engine));
            collectors.remove(collector.id(), collector);
        } else if (binding.slot() != null) {
            binding.slot().unbind(binding);
        }
    }

    /** Gives a plugin up that hangs on a thread of its own, and leaves any other as it is. */
    public void settle(Binding binding) {
        if (binding.slot() != null) {
            binding.slot().settle();
        }
    }

    private BaseContext.Surroundings around() {
        return new BaseContext.Surroundings(engine.settings().mode(), engine.clock(), engine.halts(), engine::halt);
    }

    private synchronized RelaySink sink(
            PluginKind kind, Plugin plugin, int domain, Binding binding, RelaySink.Outlet outlet) {
        final TraceStamp trace = kind == PluginKind.COLLECTOR
                ? TraceStamp.beginning(engine.tracing())
                : TraceStamp.carrying(
                        engine.tracing(),
                        () -> binding.slot() == null ? null : binding.slot().worker());
        return new RelaySink(domain, sources.of(kind, plugin.id(), domain), engine.clock(), outlet, binding, trace);
    }

    /** One row a plugin. */
    public List<PluginStatus> status() {
        final List<PluginStatus> rows = new ArrayList<>();
        collectors.values().forEach(binding -> rows.add(row(binding.id(), PluginKind.COLLECTOR, binding)));
        for (final Slot slot : engine.slots()) {
            if (slot.isEmpty()) {
                rows.add(Rows.empty(slot));
            }
            for (final Binding binding : slot.bindings()) {
                rows.add(Rows.of(slot, binding));
            }
        }
        rows.addAll(engine.slots().retired());
        rows.sort(Comparator.comparing(PluginStatus::kind).thenComparing(PluginStatus::id));
        return rows;
    }

    private static PluginStatus row(String id, PluginKind kind, CollectorBinding binding) {
        return new PluginStatus(
                id,
                kind,
                binding.origin().bundle(),
                binding.origin().version(),
                "active",
                binding.state(),
                binding.reason(),
                "own agent",
                binding.published(),
                0,
                0,
                binding.muted(),
                binding.faults(),
                0,
                0);
    }

    /** Stops the collectors, then all else. */
    public void close() {
        List.copyOf(collectors.values()).forEach(this::unbind);
        for (final Slot slot : engine.slots()) {
            slot.bindings().forEach(slot::unbind);
        }
    }
}
