package org.alphapulse.risk.breakers;

/** The share of failures among the last executions, in millionths. Gate's thread. */
final class FailureRate {
    private static final long MILLION = 1_000_000L;

    private final boolean[] failed;
    private final int minimum;
    private int next;
    private int count;
    private int failures;

    FailureRate(int window, int minimum) {
        this.failed = new boolean[window];
        this.minimum = minimum;
    }

    /** Adds an execution; gives the rate, 0 while there are too few. */
    long add(boolean failure) {
        if (count == failed.length) {
            failures -= failed[next] ? 1 : 0;
        } else {
            count++;
        }
        failed[next] = failure;
        next = (next + 1) % failed.length;
        failures += failure ? 1 : 0;
        return count < minimum ? 0 : MILLION * failures / count;
    }

    int failures() {
        return failures;
    }

    int count() {
        return count;
    }

    void restart() {
        next = 0;
        count = 0;
        failures = 0;
    }
}
