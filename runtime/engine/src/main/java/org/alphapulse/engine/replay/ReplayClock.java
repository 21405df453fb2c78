package org.alphapulse.engine.replay;

import org.alphapulse.api.context.EngineClock;

/** Time as the recorded messages tell it. Moved by the engine agent, read by any thread. */
public final class ReplayClock implements EngineClock {
    private volatile long nowNs;

    /** Begins at a time, nanoseconds since 1970-01-01 UTC. */
    public ReplayClock(long beginNs) {
        nowNs = beginNs;
    }

    /** Moves on; never back. */
    void advanceTo(long epochNs) {
        if (epochNs > nowNs) {
            nowNs = epochNs;
        }
    }

    @Override
    public long epochNs() {
        return nowNs;
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }
}
