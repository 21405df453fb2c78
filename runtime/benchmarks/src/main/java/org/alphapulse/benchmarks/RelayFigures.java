package org.alphapulse.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.relay.Observer;
import org.alphapulse.api.relay.ObserverSpec;
import org.alphapulse.api.relay.ObserverState;
import org.alphapulse.api.relay.ObserverStatus;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.EngineSettings;
import org.alphapulse.engine.agent.AgentThread.Idle;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.slot.Binding;

/**
 * The relay of a whole engine: a collector's thread encodes a message of three TLVs, the engine agent takes it from the queue, passes it
 * through the market state and delivers it to an inline strategy, which decodes every field. First as fast as it goes, without and with
 * three observers of everything (two lossy, one lossless) by turns, in windows of
 * which the best counts, if all three kept up in it; then at a moderate rate, for the time from the first byte encoded to
 * the strategy's first look.
 */
final class RelayFigures {
    private static final int PACED_RATE = 100_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final RelayLoad load = new RelayLoad();
    private final RelayProbe probe = new RelayProbe();
    private final Engine engine;

    private RelayFigures() {
        final EngineSettings defaults = EngineSettings.defaults();
        engine = new Engine(new EngineSettings(
                        TradingMode.PAPER,
                        Idle.SPIN,
                        defaults.inboundCapacity(),
                        defaults.recentBytes(),
                        defaults.slotCapacity(),
                        10_000_000_000L,
                        10_000,
                        defaults.faultLimit(),
                        List.of()))
                .start();
        engine.plugins().bind(probe, plugin("probe"));
        engine.plugins().bind(load, plugin("load"));
    }

    private static Plugin plugin(final String id) {
        return new Plugin(id, new Binding.Origin("benchmark." + id, "1", 1), true, Map.of("delivery", "inline"));
    }

    /** Runs it. */
    static Map<String, Object> measure(final int repeats, final int windowMs) {
        final RelayFigures figures = new RelayFigures();
        try {
            return figures.run(repeats, windowMs);
        } finally {
            figures.engine.close();
        }
    }

    private Map<String, Object> run(final int repeats, final int windowMs) {
        double alone = 0;
        double observed = 0;
        double bytes = Double.MAX_VALUE;
        List<ObserverStatus> statuses = List.of();
        while (load.threadId() == 0 || probe.threadId() == 0) {
            LockSupport.parkNanos(1_000_000L);
        }
        load.rate(Integer.MAX_VALUE);
        for (int repeat = 0; repeat < repeats; repeat++) {
            final long before = allocated();
            final long count = probe.count();
            alone = Math.max(alone, window(windowMs));
            bytes = Math.min(bytes, (double) (allocated() - before) / (probe.count() - count));
            final List<Observer> observers = observe();
            final double with = window(windowMs);
            final List<ObserverStatus> now =
                    observers.stream().map(Observer::status).toList();
            observers.forEach(Observer::close);
            // One that lost its place costs nothing any more.
            if (with > observed && now.stream().allMatch(status -> status.state() == ObserverState.LIVE)) {
                observed = with;
                statuses = now;
            }
        }
        return report(alone, observed, bytes, statuses, paced(repeats * windowMs));
    }

    private List<Observer> observe() {
        final List<Observer> observers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            observers.add(engine.observers()
                    .observe(ObserverSpec.lossy("lossy-" + i, "market-data"), (buffer, offset, length) -> {}));
        }
        observers.add(engine.observers()
                .observe(ObserverSpec.lossless("lossless", "market-data", 1 << 20), (buffer, offset, length) -> {}));
        return observers;
    }

    /** Messages a second, at the strategy. */
    private double window(final int ms) {
        final long count = probe.count();
        final long start = System.nanoTime();
        LockSupport.parkNanos(ms * 1_000_000L);
        return (probe.count() - count) * 1e9 / (System.nanoTime() - start);
    }

    private Histogram paced(final int ms) {
        load.rate(PACED_RATE);
        LockSupport.parkNanos(500_000_000L);
        probe.record(true);
        LockSupport.parkNanos(ms * 1_000_000L);
        probe.record(false);
        LockSupport.parkNanos(10_000_000L);
        return probe.latency();
    }

    private long allocated() {
        return THREADS.getThreadAllocatedBytes(load.threadId()) + THREADS.getThreadAllocatedBytes(probe.threadId());
    }

    private static Map<String, Object> report(
            final double alone,
            final double observed,
            final double bytes,
            final List<ObserverStatus> statuses,
            final Histogram latency) {
        final Map<String, Object> us = new LinkedHashMap<>();
        us.put("p50", latency.getValueAtPercentile(50) / 1_000.0);
        us.put("p99", latency.getValueAtPercentile(99) / 1_000.0);
        us.put("p999", latency.getValueAtPercentile(99.9) / 1_000.0);
        final Map<String, Object> relay = new LinkedHashMap<>();
        relay.put("messagesPerSecond", Math.round(alone));
        relay.put("oneWayUs", us);
        relay.put("histogramUs", Bench.buckets(latency, 1e3));
        relay.put("bytesPerOp", Bench.round(bytes));
        relay.put("withThreeObserversRatio", Bench.round(observed / alone));
        relay.put("pacedPerSecond", PACED_RATE);
        final List<Map<String, Object>> rows = new ArrayList<>();
        for (final ObserverStatus status : statuses) {
            final Map<String, Object> row = new LinkedHashMap<>();
            row.put("name", status.name());
            row.put("state", status.state().name());
            row.put("received", status.received());
            row.put("dropped", status.dropped());
            rows.add(row);
        }
        relay.put("observers", rows);
        return relay;
    }
}
