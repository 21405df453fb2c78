package org.alphapulse.engine;

import java.time.Instant;
import org.alphapulse.api.context.EngineClock;

/** Wall clock at the resolution of the monotonic one. */
public final class SystemClock implements EngineClock {
    private final long offsetNs;

    /** Reads both clocks once; from then on the wall clock advances with the monotonic one. */
    public SystemClock() {
        final Instant now = Instant.now();
        offsetNs = now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
    }

    @Override
    public long epochNs() {
        return System.nanoTime() + offsetNs;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
