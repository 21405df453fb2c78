package org.alphapulse.engine.agent;

import java.util.function.LongSupplier;
import org.alphapulse.api.context.EngineClock;

/** Shows what a test says, by both of its faces. */
public record TestClock(LongSupplier nowNs) implements EngineClock {
    @Override
    public long epochNs() {
        return nowNs.getAsLong();
    }

    @Override
    public long nanoTime() {
        return nowNs.getAsLong();
    }
}
