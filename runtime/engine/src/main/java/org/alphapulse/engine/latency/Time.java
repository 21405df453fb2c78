package org.alphapulse.engine.latency;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.alphapulse.api.relay.LatencyStatus;

/** One kind of time: recorded by one thread, read by any. */
final class Time {
    private static final long LONGEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final String name;
    private final SingleWriterRecorder recorder = new SingleWriterRecorder(1, LONGEST_NS, DIGITS);
    private final Histogram total = new Histogram(1, LONGEST_NS, DIGITS);

    Time(String name) {
        this.name = name;
    }

    void record(long ns) {
        recorder.recordValue(Math.max(0, Math.min(ns, LONGEST_NS)));
    }

    synchronized LatencyStatus status() {
        total.add(recorder.getIntervalHistogram());
        return new LatencyStatus(
                name,
                total.getTotalCount(),
                total.getValueAtPercentile(50),
                total.getValueAtPercentile(90),
                total.getValueAtPercentile(99),
                total.getValueAtPercentile(99.9),
                total.getMaxValue());
    }
}
