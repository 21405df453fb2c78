package org.alphapulse.benchmarks.pipeline;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;
import org.alphapulse.spi.collector.Collector;
import org.alphapulse.spi.risk.RiskMonitor;
import org.alphapulse.spi.strategy.Strategy;

/**
 * Plays the messages into an engine that has the strategy, the risk monitors, the executor and the signer, and measures. It runs inside
 * the distribution and in a plain JVM alike; how plugins are bound is the only difference.
 */
public final class PipelineRun {
    private static final long SECOND_NS = 1_000_000_000L;
    /** Beyond the time that something is meant to take. */
    private static final long PATIENCE_NS = 120 * SECOND_NS;

    private static final long READY_NS = 30_000_000_000L;
    private static final double[] SHARES = {0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5};
    private static final int PASSES = 3;
    private static final int UNSCHEDULED = 1_500_000;
    private static final long BUDGET_NS = 210_000_000_000L;
    private static final int TWO_THREADS_RATE = 20_000;
    private static final long LATE_NS = 1_000_000;
    private static final int FLOORS = 3;
    private static final int SHORT_SECONDS = 5;
    private static final int STEP_SECONDS = 4;
    private static final int SLICES = 6;
    private static final int REFERENCES = 20_000;
    private static final int WARM_RATE = 2_000;

    private final Binder binder;
    private final Options options;
    private final Consumer<String> progress;
    private final Timeline line = new Timeline();
    private final PipelineCollector collector;
    private final List<String> rows = new ArrayList<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final long startNs = System.nanoTime();
    private long unsignedBefore;
    private long floorNs;

    /** Binds plugins to the engine. */
    public interface Binder {
        /** Binds a plugin of some kind under the id of a slot. */
        <S> void bind(Class<S> kind, S plugin, String slot, String topics);

        /** Sets who is told when a signature was made. */
        void onSignature(LongConsumer taker);
    }

    /**
     * What to measure.
     *
     * @param perSecond rate of the messages
     * @param seconds how long at that rate
     * @param warmSeconds how long before
     * @param whole whether the highest rate, the stages, two threads and the noise floor are measured as well
     */
    public record Options(int perSecond, int seconds, int warmSeconds, boolean whole) {}

    /** Prepares a run. */
    public PipelineRun(PipelineInput input, Options options, Binder binder, Consumer<String> progress) {
        this.options = options;
        this.binder = binder;
        this.progress = progress;
        this.collector = new PipelineCollector(input, line);
        binder.onSignature(line::signature);
    }

    /**
     * Runs it; blocks.
     *
     * @return the results as JSON
     */
    public String run() throws InterruptedException {
        if (options.whole) {
            // Before the engine has anything to do: later its thread would be part of the noise.
            noiseFloor();
        }
        binder.bind(RiskMonitor.class, new Probes.Gate(line), "a.pipeline.gate", "system/StateInvalidation");
        binder.bind(
                Strategy.class, new Probes.After(line), "zz.pipeline.after", "market-data,execution/ExecutionReport");
        binder.bind(Collector.class, collector, "collector.pipeline", "");
        progress.accept("telling the market");
        await("the market is told", 0, collector::marketTold);
        warm();
        headline();
        reference();
        if (options.whole) {
            dense();
            optional("sustained", this::sustained);
            optional("two-threads", this::twoThreads);
            // Last, as the probe before the strategy stays.
            optional("stages", this::stages);
        }
        if (!collector.failure().isEmpty()) {
            throw new IllegalStateException(collector.failure());
        }
        values.put("arbitrageEvents", Long.toString(collector.arbitrages()));
        values.put("plans", Long.toString(line.plans()));
        values.put("plansSigned", Long.toString(line.signed()));
        values.put("plansNotSigned", Long.toString(line.unsigned() - unsignedBefore));
        final StringBuilder json = new StringBuilder("{\"rows\":[" + String.join(",", rows) + "]");
        values.forEach(
                (name, value) -> json.append(",\"").append(name).append("\":").append(value));
        return json.append('}').toString();
    }

    private interface Part {
        void run() throws InterruptedException;
    }

    /** On a machine with noisy neighbours a run may take much longer than meant; what is left then is left out, and said so. */
    private void optional(String name, Part part) throws InterruptedException {
        if (System.nanoTime() - startNs < BUDGET_NS) {
            part.run();
        } else {
            values.put("leftOut-" + name, "\"the run had taken " + BUDGET_NS / 1_000_000_000L + " s before\"");
        }
    }

    private void warm() throws InterruptedException {
        progress.accept("warming up");
        final long deadline = System.nanoTime() + READY_NS;
        while (line.signed() == 0) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no plan was signed: " + collector.sent() + " messages, "
                        + collector.arbitrages() + " of them with an arbitrage, " + line.plans() + " plans, "
                        + line.unsigned() + " refused by the executor, reason " + line.lastReason());
            }
            measure(options.perSecond, 1, new Figures(false));
        }
        // One message in a thousand leads to a plan: at that rate the compiler would take minutes to come to the way of
        // a plan. Even so it takes ten seconds to come to what each plan calls once.
        collector.arbitragesOnly(true);
        measure(WARM_RATE, 2 * options.warmSeconds, new Figures(false));
        collector.arbitragesOnly(false);
        measure(options.perSecond, options.warmSeconds, new Figures(false));
        unsignedBefore = line.unsigned();
        System.gc();
        Thread.sleep(200);
    }

    /** Measured in slices with only a look at the memory between them, since a neighbour's noise comes and goes: the quietest is a row of its own. */
    private void headline() throws InterruptedException {
        progress.accept(options.perSecond + " messages/s for " + options.seconds + " s");
        final Figures all = new Figures(false);
        Figures quietest = null;
        double seconds = 0;
        double bytes = 0;
        long messages = 0;
        long collections = 0;
        final int slices = Math.min(SLICES, options.seconds);
        final MemoryLatency memory = new MemoryLatency();
        memory.look();
        for (int i = 0; i < slices; i++) {
            final Figures figures = new Figures(false);
            final PipelineCollector.Phase phase = measure(options.perSecond, options.seconds / slices, figures);
            memory.look();
            all.add(figures);
            if (quietest == null || p99(figures) < p99(quietest)) {
                quietest = figures;
            }
            seconds += phase.seconds();
            bytes += phase.bytesPerMessage() * phase.messages();
            messages += phase.messages();
            collections += phase.garbageCollections();
        }
        if (!all.hasPlans()) {
            throw new IllegalStateException("no plan was signed, so there is nothing to measure of one: "
                    + "trading was halted, or the executor refused them all, last for reason " + line.lastReason());
        }
        add(all, "");
        if (quietest != null) {
            add(quietest, "quietest-");
        }
        values.put("ratePerSecond", Long.toString(Math.round(messages / seconds)));
        values.put("seconds", number(seconds));
        values.put("memoryNs", memory.json());
        values.put("gcCount", Long.toString(collections));
        values.put("bytesPerOp", number(bytes / messages));
    }

    private static long p99(Figures figures) {
        return figures.service().getValueAtPercentile(99);
    }

    /** The same with an arbitrage in every second message: what it takes when its code and data are warm in the caches. */
    private void dense() throws InterruptedException {
        progress.accept("an arbitrage in every second message");
        final Figures figures = new Figures(false);
        collector.arbitragesOnly(true);
        measure(WARM_RATE, SHORT_SECONDS, figures);
        collector.arbitragesOnly(false);
        add(figures, "dense-");
    }

    /** A fixed piece of work by the JDK, so that results of a faster or busier machine can be compared: SHA-256 of one KiB, the best of many. */
    private void reference() {
        final byte[] kilobyte = new byte[1024];
        long best = Long.MAX_VALUE;
        try {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < REFERENCES; i++) {
                final long start = System.nanoTime();
                kilobyte[0] += digest.digest(kilobyte)[0];
                best = Math.min(best, System.nanoTime() - start);
            }
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        values.put("referenceUs", number(best / 1e3));
    }

    /**
     * The highest rate that is kept. A neighbour that takes the machine for some milliseconds spoils any step, whatever its rate, so there are
     * several passes, each of which is told.
     */
    private void sustained() throws InterruptedException {
        final long tolerated = Math.max(LATE_NS, FLOORS * floorNs);
        values.put("sustainedLimitUs", number(tolerated / 1e3));
        final Best kept = new Best();
        final Best prompt = new Best();
        final List<String> passes = new ArrayList<>();
        long fastest = 0;
        for (int pass = 0; pass < PASSES; pass++) {
            progress.accept("as fast as possible");
            final long highest =
                    rate(measure(new Schedule(0, 0, UNSCHEDULED), new Figures(false), "as fast as possible", 0));
            fastest = Math.max(fastest, highest);
            passes.add(Long.toString(descend(highest, tolerated, kept, prompt)));
        }
        values.put("unscheduledPerSecond", Long.toString(fastest));
        values.put("sustainedPerSecond", Long.toString(kept.rate));
        values.put("sustainedPasses", passes.toString());
        values.put("belowMillisecondPerSecond", Long.toString(prompt.rate));
        if (kept.response != null) {
            rows.add(row("sustained-decision-response", kept.response));
        }
    }

    /** The highest of the rates that fulfil a condition, and the response times at it. */
    private static final class Best {
        private long rate;
        private Histogram response;

        void offer(long done, Histogram times) {
            if (done > rate) {
                rate = done;
                response = times;
            }
        }
    }

    /**
     * Starts from what can be done without any schedule and goes down, until a schedule is kept: until 99 % of the response times are
     * below a millisecond, and on a machine that stops everybody for longer than that, below three times its own noise floor, since what
     * piled up during a stop delays what comes after it as well.
     *
     * @return the first rate that was kept, 0 if none was
     */
    private long descend(long highest, long tolerated, Best kept, Best prompt) throws InterruptedException {
        long first = 0;
        boolean late = true;
        for (int i = 0; i < SHARES.length && late; i++) {
            final Figures figures = new Figures(false);
            final PipelineCollector.Phase phase = measure(Math.round(highest * SHARES[i]), STEP_SECONDS, figures);
            final long done = rate(phase);
            final long p99 = figures.response().getValueAtPercentile(99);
            progress.accept(done + "/s: response p99 " + p99 / 1_000 + " us");
            late = p99 > LATE_NS;
            if (p99 <= tolerated) {
                first = Math.max(first, done);
                kept.offer(done, figures.response());
            }
            if (!late) {
                prompt.offer(done, figures.response());
            }
        }
        return first;
    }

    private static long rate(PipelineCollector.Phase phase) {
        return Math.round(phase.messages() / phase.seconds());
    }

    private void stages() throws InterruptedException {
        progress.accept("the stages one by one");
        binder.bind(Strategy.class, new Probes.Before(line), "a.pipeline.before", "market-data");
        final Figures figures = new Figures(true);
        measure(options.perSecond, SHORT_SECONDS, figures);
        add(figures, "");
    }

    private void twoThreads() throws InterruptedException {
        progress.accept("parsing on the collector's own thread");
        collector.ownThread();
        measure(TWO_THREADS_RATE, 2, new Figures(false));
        final Figures figures = new Figures(false);
        measure(TWO_THREADS_RATE, SHORT_SECONDS, figures);
        collector.engineThread();
        add(figures, "two-threads-");
    }

    /** What the machine does to a loop that does nothing: how late it sees each moment of the same schedule. */
    private void noiseFloor() throws InterruptedException {
        progress.accept("an empty loop at the same rate");
        final Histogram floor = Figures.histogram();
        final Thread loop = new Thread(
                () -> {
                    final long count = (long) options.perSecond * SHORT_SECONDS;
                    final Schedule schedule = new Schedule(System.nanoTime(), options.perSecond, count);
                    while (!schedule.isOver()) {
                        final long now = System.nanoTime();
                        if (schedule.isDue(now)) {
                            final long due = schedule.take(now);
                            floor.recordValue(Math.max(1, System.nanoTime() - due));
                        }
                    }
                },
                "alphapulse-noise-floor");
        loop.start();
        loop.join();
        rows.add(row("noise-floor", floor));
        floorNs = floor.getValueAtPercentile(99);
        values.put("noiseFloorUs", quantiles(floor));
    }

    private PipelineCollector.Phase measure(long perSecond, int seconds, Figures figures) throws InterruptedException {
        final Schedule schedule = new Schedule(System.nanoTime() + 1_000_000, perSecond, perSecond * seconds);
        return measure(schedule, figures, perSecond + " messages/s", seconds);
    }

    private PipelineCollector.Phase measure(Schedule schedule, Figures figures, String what, int seconds)
            throws InterruptedException {
        final long before = line.finished() - collector.sent();
        line.figures(figures);
        final PipelineCollector.Phase phase = new PipelineCollector.Phase(schedule);
        collector.begin(phase);
        await(what + " are published", seconds, phase::isOver);
        await("all are dealt with", 0, () -> line.finished() - collector.sent() == before);
        line.figures(null);
        return phase;
    }

    private void add(Figures figures, String prefix) {
        figures.named(prefix).forEach((name, histogram) -> {
            if (histogram.getTotalCount() > 0) {
                rows.add(row(name, histogram));
            }
        });
    }

    private static String row(String name, Histogram histogram) {
        return "{\"name\":\"" + name + "\",\"count\":" + histogram.getTotalCount() + ",\"us\":" + quantiles(histogram)
                + ",\"histogramUs\":[" + Buckets.text(histogram, 1e3) + "]}";
    }

    private static String quantiles(Histogram histogram) {
        return String.format(
                Locale.ROOT,
                "{\"p50\":%.3f,\"p99\":%.3f,\"p999\":%.3f,\"max\":%.3f}",
                histogram.getValueAtPercentile(50) / 1e3,
                histogram.getValueAtPercentile(99) / 1e3,
                histogram.getValueAtPercentile(99.9) / 1e3,
                histogram.getMaxValue() / 1e3);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static void await(String what, int seconds, BooleanSupplier condition) throws InterruptedException {
        final long deadline = System.nanoTime() + seconds * SECOND_NS + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain until " + what);
            }
            Thread.sleep(1);
        }
    }
}
