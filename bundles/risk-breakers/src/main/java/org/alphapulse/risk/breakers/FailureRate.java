package org.alphapulse.risk.breakers;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

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

    /** Writes the window, the oldest execution first; gives where it ends. */
    int save(MutableDirectBuffer buffer, int from) {
        buffer.putInt(from, count);
        int at = from + Integer.BYTES;
        for (int i = count; i > 0; i--) {
            buffer.putByte(at++, (byte) (failed[Math.floorMod(next - i, failed.length)] ? 1 : 0));
        }
        return at;
    }

    /** Takes over as much of a window as there is room for. */
    void restore(DirectBuffer buffer, int from) {
        restart();
        final int end = from + Integer.BYTES + buffer.getInt(from);
        for (int at = from + Integer.BYTES; at < end; at++) {
            add(buffer.getByte(at) != 0);
        }
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
