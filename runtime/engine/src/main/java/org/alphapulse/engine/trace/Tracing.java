package org.alphapulse.engine.trace;

import java.util.concurrent.ThreadLocalRandom;

/** Whether and how often traces begin. Off, it costs a sink one look at a field. Any thread. */
public final class Tracing {
    private final long seed = ThreadLocalRandom.current().nextLong();
    private volatile int every;

    /** One of so many messages of a collector begins a trace; 0 for none. */
    public int every() {
        return every;
    }

    /** Sets how often. */
    public void every(int messages) {
        if (messages < 0) {
            throw new IllegalArgumentException(
                    "every=" + messages + " is not allowed; allowed is 0 (off), 1 (all) or more (one of so many)");
        }
        every = messages;
    }

    /** First half of the trace ids of this engine's life; the second comes from the message. */
    long seed() {
        return seed;
    }
}
