package org.alphapulse.demo;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what has to come, and watching that something does not. */
final class Patience {
    private static final long LONGEST_NS = 60_000_000_000L;
    private static final long PAUSE_NS = 5_000_000;

    private Patience() {}

    static void until(String what, BooleanSupplier condition, Supplier<?> otherwise) {
        final long deadline = System.nanoTime() + LONGEST_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("waited in vain for " + what + ": " + otherwise.get());
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    static void during(long ms, Runnable check) {
        final long end = System.nanoTime() + ms * 1_000_000;
        while (System.nanoTime() - end < 0) {
            check.run();
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
