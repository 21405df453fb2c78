package org.alphapulse.benchmarks.karaf;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.HdrHistogram.Histogram;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.SynchronousBundleListener;

/**
 * When the framework came to which point of a replacement, seen from the last message to the old version. Events come from whatever
 * thread replaces the bundle; {@link #take} is called when the replacement is over.
 */
final class SwapPhases implements SynchronousBundleListener, ServiceListener {
    private static final String PROBE = "org.alphapulse.strategy.probe";

    /** In the order in which they are reached. */
    private enum Phase {
        ASKED,
        UNREGISTERED,
        STOPPED,
        UPDATED,
        RESOLVED,
        STARTED,
        REGISTERED,
        BOUND,
        RESTORED,
        FIRST
    }

    private final Map<Phase, Histogram> histograms = new EnumMap<>(Phase.class);
    private final long[] reachedNs = new long[Phase.values().length];

    SwapPhases() {
        for (final Phase phase : Phase.values()) {
            histograms.put(phase, new Histogram(3));
        }
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (!PROBE.equals(event.getBundle().getSymbolicName())) {
            return;
        }
        switch (event.getType()) {
            case BundleEvent.STOPPED -> reached(Phase.STOPPED);
            case BundleEvent.UPDATED, BundleEvent.INSTALLED -> reached(Phase.UPDATED);
            case BundleEvent.RESOLVED -> reached(Phase.RESOLVED);
            case BundleEvent.STARTED -> reached(Phase.STARTED);
            default -> {
                // Nothing happens there that takes time.
            }
        }
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        if (PROBE.equals(event.getServiceReference().getBundle().getSymbolicName())) {
            if (event.getType() == ServiceEvent.UNREGISTERING) {
                reached(Phase.UNREGISTERED);
            } else if (event.getType() == ServiceEvent.REGISTERED) {
                reached(Phase.REGISTERED);
            }
        }
    }

    /** A person asked for the swap. */
    void asked() {
        reached(Phase.ASKED);
    }

    /** The engine bound the new version. */
    void bound() {
        reached(Phase.BOUND);
    }

    /** The new version was given the state of the old one. */
    void restored() {
        reached(Phase.RESTORED);
    }

    private synchronized void reached(Phase phase) {
        reachedNs[phase.ordinal()] = System.nanoTime();
    }

    /** Takes a replacement over whose last old and first new message were delivered at these times; gives it as text. */
    synchronized String take(long lastOldNs, long firstNewNs) {
        reachedNs[Phase.FIRST.ordinal()] = firstNewNs;
        final StringJoiner text = new StringJoiner(" ");
        for (final Phase phase : Phase.values()) {
            final long afterNs = reachedNs[phase.ordinal()] - lastOldNs;
            if (afterNs >= 0) {
                histograms.get(phase).recordValue(afterNs);
                text.add(String.format(Locale.ROOT, "%s %.3f", phase.name().toLowerCase(Locale.ROOT), afterNs / 1e6));
            }
            reachedNs[phase.ordinal()] = 0;
        }
        return text.toString();
    }

    /** Milliseconds from the last message to each phase, median and 99 %. */
    String toJson() {
        final StringJoiner json = new StringJoiner(",", "{", "}");
        histograms.forEach((phase, histogram) -> {
            if (histogram.getTotalCount() > 0) {
                json.add(String.format(
                        Locale.ROOT,
                        "\"%s\":{\"p50\":%.3f,\"p99\":%.3f}",
                        phase.name().toLowerCase(Locale.ROOT),
                        histogram.getValueAtPercentile(50) / 1e6,
                        histogram.getValueAtPercentile(99) / 1e6));
            }
        });
        return json.toString();
    }
}
