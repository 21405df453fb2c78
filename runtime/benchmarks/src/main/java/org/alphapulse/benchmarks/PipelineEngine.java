package org.alphapulse.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.benchmarks.pipeline.PipelineRun;
import org.alphapulse.benchmarks.pipeline.TellingSigner;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.EngineSettings;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.plugin.Plugins;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.executor.flashloan.FlashLoanExecutor;
import org.alphapulse.ledger.FileLedger;
import org.alphapulse.risk.limits.LimitsMonitor;
import org.alphapulse.signer.keystore.KeystoreSigner;
import org.alphapulse.spi.collector.Collector;
import org.alphapulse.spi.executor.TradeExecutor;
import org.alphapulse.spi.risk.RiskMonitor;
import org.alphapulse.spi.strategy.Strategy;
import org.alphapulse.spi.submission.SubmissionChannel;
import org.alphapulse.strategy.arbitrage.ArbitrageStrategy;

/** The engine with the plugins of the pipeline in a plain JVM: the classes and settings of the distribution, bound without OSGi. */
final class PipelineEngine implements PipelineRun.Binder, AutoCloseable {
    private final Engine engine;
    private final KeystoreSigner signer;
    private final TellingSigner telling;
    private final FileLedger ledger;

    /** Starts it with the configuration by PID; only in mode LIVE the channel is handed anything. */
    PipelineEngine(Map<String, Map<String, Object>> setup, TradingMode mode, SubmissionChannel channel) {
        final EngineSettings defaults = EngineSettings.defaults();
        engine = new Engine(new EngineSettings(
                        mode,
                        defaults.idle(),
                        defaults.inboundCapacity(),
                        defaults.recentBytes(),
                        defaults.slotCapacity(),
                        defaults.hangNs(),
                        defaults.commandTimeoutMs(),
                        defaults.faultLimit(),
                        List.of("risk.limits~main")))
                .start();
        signer = Components.make(KeystoreSigner.class, setup.get(PipelineSetup.SIGNER));
        telling = new TellingSigner(signer);
        ledger = Components.make(FileLedger.class, setup.get(PipelineSetup.LEDGER));
        bind(
                RiskMonitor.class,
                Components.make(LimitsMonitor.class, setup.get(PipelineSetup.LIMITS)),
                "risk.limits~main",
                "execution");
        if (mode == TradingMode.LIVE) {
            engine.arm();
        }
        final FlashLoanExecutor executor =
                Components.make(FlashLoanExecutor.class, setup.get(PipelineSetup.EXECUTOR), telling, ledger);
        Components.bind(executor, "channels", List.of(channel));
        bind(TradeExecutor.class, executor, "executor.flashloan~main", "execution/EmergencyStop");
        bind(
                Strategy.class,
                Components.make(ArbitrageStrategy.class, setup.get(PipelineSetup.STRATEGY)),
                "strategy.arbitrage~main",
                "market-data,execution/ExecutionReport,system/StateInvalidation");
    }

    @Override
    public <S> void bind(Class<S> kind, S service, String slot, String topics) {
        final Plugin plugin =
                new Plugin(slot, new Binding.Origin("benchmark", "0.0.0", 0), true, Map.of("topics", topics));
        final Plugins plugins = engine.plugins();
        if (service instanceof Collector collector) {
            plugins.bind(collector, plugin);
        } else if (service instanceof Strategy strategy) {
            plugins.bind(strategy, plugin);
        } else if (service instanceof RiskMonitor monitor) {
            plugins.bind(monitor, plugin);
        } else if (service instanceof TradeExecutor executor) {
            plugins.bind(executor, plugin);
        } else {
            throw new IllegalArgumentException("no kind of plugin: " + kind);
        }
    }

    @Override
    public void onSignature(LongConsumer taker) {
        telling.tell(taker);
    }

    @Override
    public void close() {
        engine.close();
        ledger.close();
        signer.close();
    }
}
