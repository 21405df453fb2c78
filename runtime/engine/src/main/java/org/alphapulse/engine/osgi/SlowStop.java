package org.alphapulse.engine.osgi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which bundle keeps the process from ending, and where it is; if it does not come on within as much time again, ends the process
 * without it, as the container would wait for ever. What must outlive the process is on disk before it is acted on, so that is safe.
 */
final class SlowStop implements SynchronousBundleListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("org.alphapulse.engine");
    private static final String STOPPER = "FelixStartLevel";
    private static final int FRAMES = 12;

    private final BundleContext context;
    private final long patienceMs;
    private final Runnable end;
    private final Thread thread = new Thread(this::watch, "alphapulse-slow-stop");

    /** {@code end} ends the process at once. */
    SlowStop(BundleContext context, long patienceMs, Runnable end) {
        this.end = end;
        this.context = context;
        this.patienceMs = patienceMs;
        thread.setDaemon(true);
        context.addBundleListener(this);
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getBundle().getBundleId() == 0 && event.getType() == BundleEvent.STOPPING && !thread.isAlive()) {
            thread.start();
        }
    }

    private void watch() {
        try {
            Thread.sleep(patienceMs);
            final List<Bundle> slow = stopping();
            slow.forEach(bundle -> LOG.error("{}", line(bundle, patienceMs, Thread.getAllStackTraces())));
            Thread.sleep(patienceMs);
            slow.retainAll(stopping());
            if (!slow.isEmpty()) {
                LOG.error("the process ends without {}", slow);
                end.run();
            }
        } catch (InterruptedException e) {
            LOG.debug("all plugins have stopped"); // the engine's turn came
        }
    }

    private List<Bundle> stopping() {
        final List<Bundle> found = new ArrayList<>();
        for (final Bundle bundle : context.getBundles()) {
            if (bundle.getBundleId() != 0 && bundle.getState() == Bundle.STOPPING) {
                found.add(bundle);
            }
        }
        return found;
    }

    /** What is told of a bundle that does not stop. */
    private static String line(Bundle bundle, long patienceMs, Map<Thread, StackTraceElement[]> stacks) {
        final String where = stacks.entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals(STOPPER))
                .flatMap(entry -> Arrays.stream(entry.getValue()).limit(FRAMES))
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(" < "));
        return bundle.getSymbolicName() + " " + bundle.getVersion() + " does not stop for " + patienceMs
                + " ms; it is at " + where;
    }

    @Override
    public void close() {
        context.removeBundleListener(this);
        thread.interrupt();
    }
}
