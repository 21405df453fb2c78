package org.alphapulse.chain;

/** How long to wait before the next attempt: 1 s, 2 s, 4 s and so on, at most 30 s. Not thread-safe. */
public final class Backoff {
    private static final long FIRST_NS = 1_000_000_000L;
    private static final long LAST_NS = 30_000_000_000L;
    private static final int LAST_DOUBLING = 5;

    private int failures;

    /** Starts without a failure. */
    public Backoff() {}

    /**
     * Counts a failure.
     *
     * @return nanoseconds to wait before the next attempt
     */
    public long failed() {
        final long delay = Math.min(LAST_NS, FIRST_NS << Math.min(failures, LAST_DOUBLING));
        failures++;
        return delay;
    }

    /** Forgets the failures. */
    public void succeeded() {
        failures = 0;
    }

    /**
     * Failures since the last success.
     *
     * @return a count
     */
    public int failures() {
        return failures;
    }
}
