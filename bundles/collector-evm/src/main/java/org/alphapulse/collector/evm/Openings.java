package org.alphapulse.collector.evm;

import java.util.Arrays;

/**
 * What stands before the object of a notification, as it came last and, since logs and heads take turns, the one before that differed.
 * A node writes the next one alike, and then comparing it replaces reading it. Not thread-safe.
 */
final class Openings {
    private static final int LONGEST = 256;

    private byte[] last = new byte[LONGEST];
    private byte[] other = new byte[LONGEST];
    private int lastLength;
    private int otherLength;

    /** Bytes of the known opening that stands at a place, 0 if there is none. */
    int find(byte[] text, int at, int end) {
        if (!matches(last, lastLength, text, at, end)) {
            if (!matches(other, otherLength, text, at, end)) {
                return 0;
            }
            swap();
        }
        return lastLength;
    }

    /** Remembers an opening; one that is too long is not. */
    void learn(byte[] text, int from, int to) {
        final int length = to - from;
        if (length <= LONGEST) {
            swap();
            System.arraycopy(text, from, last, 0, length);
            lastLength = length;
        }
    }

    private static boolean matches(byte[] known, int length, byte[] text, int at, int end) {
        return length > 0 && at + length < end && Arrays.equals(text, at, at + length, known, 0, length);
    }

    private void swap() {
        final byte[] bytes = last;
        final int length = lastLength;
        last = other;
        lastLength = otherLength;
        other = bytes;
        otherLength = length;
    }
}
