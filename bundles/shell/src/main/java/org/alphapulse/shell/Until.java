package org.alphapulse.shell;

import java.util.concurrent.TimeUnit;

/** When a command that watches ends: after so many messages or so much time, whatever comes first. */
final class Until {
    private final long deadlineNs;
    private long left;

    Until(long count, double seconds) {
        if (count < 0 || seconds < 0 || seconds > 86_400) {
            throw new IllegalArgumentException("--count has to be 0 (no limit) or more and --for 0 to 86400 seconds");
        }
        left = count == 0 ? Long.MAX_VALUE : count;
        deadlineNs = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    /** Counts one more message; false if it was the last. */
    boolean another() {
        return --left > 0;
    }

    /** Nanoseconds to go, 0 or less when it is over. */
    long remainingNs() {
        return deadlineNs - System.nanoTime();
    }
}
