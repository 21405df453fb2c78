package org.alphapulse.benchmarks.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The histograms of one phase. Recorded by the engine's thread, read when the phase is over. */
final class Figures {
    private static final long HIGHEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final boolean stages;
    private final Histogram decision = histogram();
    private final Histogram arbitrage = histogram();
    private final Histogram signed = histogram();
    private final Histogram decisionResponse = histogram();
    private final Histogram arbitrageResponse = histogram();
    private final Histogram signedResponse = histogram();
    private final Histogram head = histogram();
    private final Histogram parse = histogram();
    private final Histogram market = histogram();
    private final Histogram detect = histogram();
    private final Histogram detectArbitrage = histogram();
    private final Histogram sign = histogram();

    /** Figures of a phase; stages need the probe in front of the strategy, and times of one thread. */
    Figures(boolean stages) {
        this.stages = stages;
    }

    /** Whether the stages are recorded. */
    boolean staged() {
        return stages;
    }

    /** Adds those of another phase. */
    void add(Figures other) {
        final Map<String, Histogram> others = other.named("");
        named("").forEach((name, histogram) -> histogram.add(others.get(name)));
    }

    /** Whether any plan was signed. */
    boolean hasPlans() {
        return signed.getTotalCount() > 0;
    }

    static Histogram histogram() {
        return new Histogram(1, HIGHEST_NS, DIGITS);
    }

    void record(Timeline line, byte kind, long due, long start, long committed, long end) {
        if (kind == PipelineInput.HEAD) {
            put(head, end - start);
            return;
        }
        final long decided = line.planAt == 0 ? end : line.planAt;
        put(decision, decided - start);
        put(decisionResponse, decided - due);
        if (line.planAt != 0) {
            put(arbitrage, decided - start);
            put(arbitrageResponse, decided - due);
        }
        if (line.signedAt != 0) {
            put(signed, line.signedAt - start);
            put(signedResponse, line.signedAt - due);
        }
        if (stages) {
            stages(line, start, committed, decided, end);
        }
    }

    private void stages(Timeline line, long start, long committed, long decided, long end) {
        put(parse, committed - start);
        put(market, line.marketAt - committed);
        if (line.planAt == 0) {
            put(detect, end - line.marketAt);
        } else {
            put(detectArbitrage, decided - line.marketAt);
        }
        if (line.signedAt != 0) {
            put(sign, line.signedAt - decided);
        }
    }

    private static void put(Histogram histogram, long ns) {
        histogram.recordValue(Math.max(1, Math.min(HIGHEST_NS, ns)));
    }

    /** Response times of all logs. */
    Histogram response() {
        return decisionResponse;
    }

    /** Service times of all logs. */
    Histogram service() {
        return decision;
    }

    /** All that were recorded, by name. */
    Map<String, Histogram> named(String prefix) {
        final Map<String, Histogram> named = new LinkedHashMap<>();
        if (stages) {
            named.put(prefix + "stage-parse", parse);
            named.put(prefix + "stage-relay-market", market);
            named.put(prefix + "stage-detect", detect);
            named.put(prefix + "stage-detect-arbitrage", detectArbitrage);
            named.put(prefix + "stage-gate-encode-sign", sign);
            return named;
        }
        named.put(prefix + "decision", decision);
        named.put(prefix + "decision-arbitrage", arbitrage);
        named.put(prefix + "signed", signed);
        named.put(prefix + "decision-response", decisionResponse);
        named.put(prefix + "decision-arbitrage-response", arbitrageResponse);
        named.put(prefix + "signed-response", signedResponse);
        named.put(prefix + "head", head);
        return named;
    }
}
