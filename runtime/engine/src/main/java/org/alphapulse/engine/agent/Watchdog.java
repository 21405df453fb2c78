package org.alphapulse.engine.agent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.Agent;

/**
 * Tells a plugin that hangs from one that works: a worker whose epoch stays odd is inside one and the same callback. It costs the
 * workers two plain stores a callback and no look at the clock.
 */
public final class Watchdog implements Agent {
    /** Told of a hang, once. */
    @FunctionalInterface
    public interface Alarm {
        /** The worker is inside one callback for longer than allowed. */
        void onHang(Worker worker, long epoch, long insideNs);
    }

    private static final class Watched {
        private long epoch;
        private long sinceNs;
        private boolean alarmed;
    }

    private static final long INTERVAL_NS = 10_000_000;

    private final Map<Worker, Watched> watched = new ConcurrentHashMap<>();
    private final long hangNs;
    private final Alarm alarm;
    private long nextNs = System.nanoTime();

    /** Makes a watchdog that raises the alarm after {@code hangNs}. */
    public Watchdog(long hangNs, Alarm alarm) {
        this.hangNs = hangNs;
        this.alarm = alarm;
    }

    /** Watches a worker from now on. Any thread. */
    public void watch(Worker worker) {
        watched.put(worker, new Watched());
    }

    @Override
    public int doWork() {
        final long now = System.nanoTime();
        if (now - nextNs < 0) {
            return 0;
        }
        nextNs = now + INTERVAL_NS;
        watched.keySet().removeIf(Worker::isAbandoned);
        watched.forEach((worker, seen) -> look(worker, seen, now));
        return 1;
    }

    private void look(Worker worker, Watched seen, long now) {
        final long epoch = worker.epoch();
        if (epoch != seen.epoch) {
            seen.epoch = epoch;
            seen.sinceNs = now;
            seen.alarmed = false;
        } else if ((epoch & 1) == 1 && !seen.alarmed && now - seen.sinceNs > hangNs) {
            seen.alarmed = true;
            alarm.onHang(worker, epoch, now - seen.sinceNs);
        }
    }

    @Override
    public String roleName() {
        return "watchdog";
    }
}
