package org.alphapulse.engine.osgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.alphapulse.api.context.Check;
import org.alphapulse.api.market.MarketService;
import org.alphapulse.api.market.PoolInfo;
import org.alphapulse.api.market.TokenInfo;
import org.alphapulse.api.market.VenueInfo;
import org.alphapulse.api.plugin.EngineStatus;
import org.alphapulse.api.plugin.PluginAdminService;
import org.alphapulse.api.plugin.PluginKind;
import org.alphapulse.api.plugin.PluginService;
import org.alphapulse.api.plugin.PluginStatus;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.relay.LatencyService;
import org.alphapulse.api.relay.LatencyStatus;
import org.alphapulse.api.relay.Observer;
import org.alphapulse.api.relay.ObserverHandler;
import org.alphapulse.api.relay.ObserverSpec;
import org.alphapulse.api.relay.ObserverStatus;
import org.alphapulse.api.relay.RelayService;
import org.alphapulse.api.relay.RelayStatus;
import org.alphapulse.api.relay.TraceService;
import org.alphapulse.api.relay.TraceStage;
import org.alphapulse.api.risk.RiskService;
import org.alphapulse.api.risk.RiskStatus;
import org.alphapulse.api.risk.Trip;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.EngineSettings;
import org.alphapulse.engine.agent.AgentThread.Idle;
import org.alphapulse.engine.agent.HotCores;
import org.alphapulse.engine.market.MarketFile;
import org.alphapulse.engine.market.WarmUp;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.replay.Recording;
import org.alphapulse.engine.replay.Replay;
import org.alphapulse.engine.risk.Halts;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.engine.slot.FaultLimit;
import org.alphapulse.spi.collector.Collector;
import org.alphapulse.spi.executor.TradeExecutor;
import org.alphapulse.spi.risk.RiskMonitor;
import org.alphapulse.spi.strategy.Strategy;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine as a component: binds the plugin services that come and go, and answers the shell. */
@Component(
        name = "org.alphapulse.engine",
        immediate = true,
        service = {
            PluginService.class,
            PluginAdminService.class,
            RelayService.class,
            TraceService.class,
            RiskService.class,
            MarketService.class,
            LatencyService.class
        })
@Designate(ocd = EngineConfig.class)
public final class EngineComponent
        implements PluginAdminService, RelayService, TraceService, RiskService, MarketService, LatencyService {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.engine");

    private static final int STOP_PATIENCE_MS = 5_000;
    private static final int STOPPED_BY_FORCE = 2;

    private final BundleContext context;
    private final Engine engine;
    private final SignatureCheck signatures;
    private final PluginProblems problems;
    private final Readiness readiness;
    private final Departures departures;
    private final SlowStop slowStop;
    private final MarketService market;
    private final SynchronousBundleListener ending = this::keepMarketAtTheEnd;
    private CompletableFuture<Replay.Outcome> told;
    private volatile Bundle settled;
    private final Map<ServiceReference<?>, Binding> bindings = new ConcurrentHashMap<>();
    private final Map<ServiceReference<?>, PluginStatus> refused = new ConcurrentHashMap<>();

    /** Starts the engine; a wrong value in its configuration is refused here. */
    @Activate
    public EngineComponent(
            EngineConfig config,
            BundleContext context,
            @Reference ConfigurationAdmin configurations,
            @Reference ServiceComponentRuntime components) {
        this.context = context;
        signatures = new SignatureCheck(context);
        final long handoverMs = Check.range("handover.ms", config::handover_ms, 100, 3_600_000, "ms");
        final int traceEvery = (int) Check.range("trace.every", config::trace_every, 0, Integer.MAX_VALUE, "messages");
        final HotCores cores =
                HotCores.of(config.hot_cores(), Runtime.getRuntime().availableProcessors());
        engine = engine(config, context).on(cores).start();
        departures = new Departures(context, engine, handoverMs);
        slowStop = new SlowStop(
                context, STOP_PATIENCE_MS, () -> Runtime.getRuntime().halt(STOPPED_BY_FORCE));
        context.addBundleListener(ending);
        engine.traces().every(traceEvery);
        market = engine.market().reader(engine.agent());
        problems = new PluginProblems(context, components, signatures);
        readiness = new Readiness(context, configurations, this, this::whenUp);
        LOG.info("engine runs in {} mode", engine.settings().mode());
    }

    private static Engine engine(EngineConfig config, BundleContext context) {
        final EngineSettings settings = settings(config);
        if (settings.mode() != TradingMode.REPLAY) {
            final Path kept = dataFile(context, "market");
            return new Engine(
                    settings, new Halts(dataFile(context, "halt")), kept == null ? null : new MarketFile(kept));
        }
        final String file = Check.text("replay.file", config::replay_file, ".+", "a file written by relay:record");
        try {
            return Engine.replaying(settings, new Recording(Path.of(file)), new Halts(null));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "replay.file=" + file + " is not allowed; allowed is a file written by relay:record --snapshot: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Before the first collector ends, which declares void what it told. */
    private void keepMarketAtTheEnd(BundleEvent event) {
        if (event.getBundle().getBundleId() == 0 && event.getType() == BundleEvent.STOPPING) {
            engine.keepMarket();
        }
    }

    private static Path dataFile(BundleContext context, String name) {
        final String data = context.getProperty("karaf.data");
        return data == null ? null : Path.of(data, "alphapulse", name);
    }

    /**
     * What is rare on a chain is compiled from now on, on a thread that ends with it. A replay waits until every plugin is there, and leaves
     * its outcome in a file for scripts.
     */
    private void whenUp() {
        engine.cores().leaveToOthers();
        final Thread warmUp = new Thread(new WarmUp()::run, "alphapulse-warm-up");
        warmUp.setDaemon(true);
        warmUp.start();
        if (engine.replay() != null) {
            told = engine.replay().finished().whenComplete((outcome, wrong) -> {
                final String text = wrong == null
                        ? outcome.toJson(
                                engine.gate().approvedCount(), engine.gate().refusedCount())
                        : "{\"error\":\"" + wrong.getMessage() + "\"}";
                LOG.info("replay: {}", text);
                try {
                    final Path file = dataFile(context, "replay.json");
                    if (file != null) {
                        Files.createDirectories(file.getParent());
                        final Path part = file.resolveSibling("replay.json.part");
                        Files.writeString(part, text + "\n");
                        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
                    }
                } catch (IOException e) {
                    LOG.warn("the outcome of the replay cannot be written: {}", e.toString());
                }
            });
            engine.replay().start();
        }
    }

    private static EngineSettings settings(EngineConfig config) {
        final EngineSettings defaults = EngineSettings.defaults();
        return new EngineSettings(
                TradingMode.parse(config.mode()),
                Idle.valueOf(Check.oneOf("idle", config::idle, "spin", "yield", "backoff", "relaxed")
                        .toUpperCase(java.util.Locale.ROOT)),
                (int) Check.range("inbound.capacity", config::inbound_capacity, 1024, 1 << 22, "messages"),
                Integer.highestOneBit((int) Check.range("recent.mib", config::recent_mib, 1, 1024, "MiB")) << 20,
                (int) Check.range("slot.capacity", config::slot_capacity, 1024, 1 << 22, "messages"),
                Check.range("hang.ms", config::hang_ms, 10, 60_000, "ms") * 1_000_000,
                Check.range("safe.point.ms", config::safe_point_ms, 100, 60_000, "ms"),
                new FaultLimit(
                        (int) Check.range("fault.limit", config::fault_limit, 1, 1_000_000, "exceptions"),
                        defaults.faultLimit().windowNs()),
                Arrays.stream(config.required_monitors().split(","))
                        .map(String::trim)
                        .filter(id -> !id.isEmpty())
                        .toList());
    }

    @Modified
    void modified(EngineConfig config) {
        LOG.warn("the configuration of the engine changed to {}; it takes effect at the next start", config);
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(ending);
        readiness.close();
        departures.close();
        slowStop.close();
        if (told != null) {
            told.cancel(false);
        }
        bindings.clear(); // what unbinds them after this would wait for threads that have ended
        engine.close();
        signatures.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindCollector(ServiceReference<Collector> reference, Collector collector) {
        bind(reference, PluginKind.COLLECTOR, plugin -> engine.plugins().bind(collector, plugin));
    }

    void unbindCollector(ServiceReference<Collector> reference) {
        unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindStrategy(ServiceReference<Strategy> reference, Strategy strategy) {
        bind(reference, PluginKind.STRATEGY, plugin -> engine.plugins().bind(strategy, plugin));
    }

    void unbindStrategy(ServiceReference<Strategy> reference) {
        unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindExecutor(ServiceReference<TradeExecutor> reference, TradeExecutor executor) {
        bind(reference, PluginKind.EXECUTOR, plugin -> engine.plugins().bind(executor, plugin));
    }

    void unbindExecutor(ServiceReference<TradeExecutor> reference) {
        unbind(reference);
    }

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindMonitor(ServiceReference<RiskMonitor> reference, RiskMonitor monitor) {
        bind(reference, PluginKind.RISK_MONITOR, plugin -> engine.plugins().bind(monitor, plugin));
    }

    void unbindMonitor(ServiceReference<RiskMonitor> reference) {
        unbind(reference);
    }

    private void bind(ServiceReference<?> reference, PluginKind kind, Function<Plugin, Binding> binder) {
        final Plugin plugin = PluginReader.read(reference);
        try {
            final String wrong = signatures.problem(reference.getBundle());
            if (!wrong.isEmpty()) {
                throw new IllegalStateException(wrong);
            }
            settled = null;
            departures.bound(plugin.id(), reference, plugin.origin());
            bindings.put(reference, binder.apply(plugin));
            LOG.info("bound {} from {}", plugin.id(), plugin.origin());
        } catch (RuntimeException e) {
            LOG.warn("{} from {} was not bound: {}", plugin.id(), plugin.origin(), e.getMessage());
            refused.put(reference, PluginProblems.row(plugin.id(), kind, plugin.origin(), e.getMessage()));
        }
    }

    private void unbind(ServiceReference<?> reference) {
        refused.remove(reference);
        final Binding binding = bindings.remove(reference);
        if (binding != null) {
            settle(reference.getBundle());
            engine.plugins().unbind(binding);
            LOG.debug("unbound {}", binding.origin());
        }
    }

    /** Waits for the plugins of a bundle that hang before the first of them parks: all of them pause until the last is unbound. */
    private void settle(Bundle bundle) {
        if (bundle != null && bundle.getState() == Bundle.STOPPING && !bundle.equals(settled)) {
            settled = bundle;
            bindings.forEach((reference, binding) -> {
                if (bundle.equals(reference.getBundle())) {
                    engine.plugins().settle(binding);
                }
            });
        }
    }

    @Override
    public EngineStatus status() {
        final EngineStatus now = engine.status();
        final String missing = now.reason().isEmpty() ? readiness.missing() : now.reason();
        return new EngineStatus(
                missing.isEmpty(),
                now.state(),
                missing,
                now.mode(),
                now.armed(),
                now.uptimeNs(),
                now.received(),
                now.published(),
                now.approved(),
                now.refused(),
                now.plugins(),
                now.market());
    }

    @Override
    public List<PluginStatus> plugins() {
        final List<PluginStatus> rows = engine.plugins().status();
        rows.addAll(refused.values());
        rows.addAll(problems.rows());
        return rows;
    }

    @Override
    public String swap(String id) {
        return engine.slots().find(id).swap();
    }

    @Override
    public String rollback(String id) {
        return engine.slots().find(id).rollback();
    }

    @Override
    public String park(String id) {
        return engine.slots().find(id).park();
    }

    @Override
    public String resume(String id) {
        return engine.slots().find(id).resume();
    }

    @Override
    public List<RelayStatus> relays() {
        return engine.observers().relays();
    }

    @Override
    public List<ObserverStatus> observers() {
        return engine.observers().observers();
    }

    @Override
    public Observer observe(ObserverSpec spec, ObserverHandler handler) {
        return engine.observers().observe(spec, handler);
    }

    @Override
    public Observer observeFromState(ObserverSpec spec, ObserverHandler handler) {
        return engine.observers().observeFromState(spec, handler);
    }

    @Override
    public int retransmit(int domain, int sourceKind, long first, long last, ObserverHandler handler) {
        return engine.observers().retransmit(domain, sourceKind, first, last, handler);
    }

    @Override
    public int every() {
        return engine.traces().every();
    }

    @Override
    public void every(int messages) {
        engine.traces().every(messages);
    }

    @Override
    public List<String> recent(int limit) {
        return engine.traces().recent(limit);
    }

    @Override
    public List<TraceStage> trace(String id) {
        return engine.traces().trace(id);
    }

    @Override
    public List<VenueInfo> venues() {
        return market.venues();
    }

    @Override
    public List<PoolInfo> pools() {
        return market.pools();
    }

    @Override
    public List<TokenInfo> tokens() {
        return market.tokens();
    }

    @Override
    public RiskStatus gate() {
        return engine.riskStatus();
    }

    @Override
    public boolean measuring() {
        return engine.latencies().measuring();
    }

    @Override
    public void measure(boolean on) {
        engine.latencies().measure(on);
    }

    @Override
    public List<LatencyStatus> latencies() {
        return engine.latencies().latencies();
    }

    @Override
    public void trip(String reason) {
        engine.halt(reason);
    }

    @Override
    public List<Trip> reset() {
        return engine.resumeTrading();
    }

    @Override
    public void arm() {
        engine.arm();
    }

    @Override
    public void disarm() {
        engine.disarm();
    }
}
