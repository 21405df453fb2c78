package org.alphapulse.risk.breakers;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.alphapulse.api.context.EngineClock;

/** A clock that a test moves. */
final class ManualClock implements EngineClock {
    private final AtomicLong now =
            new AtomicLong(Instant.parse("2026-01-05T12:00:00Z").getEpochSecond() * 1_000_000_000L);

    void advanceMs(long ms) {
        now.addAndGet(ms * 1_000_000L);
    }

    @Override
    public long epochNs() {
        return now.get();
    }

    @Override
    public long nanoTime() {
        return now.get();
    }
}
