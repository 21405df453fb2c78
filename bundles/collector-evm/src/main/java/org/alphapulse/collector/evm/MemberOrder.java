package org.alphapulse.collector.evm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The members of an object in the order in which they came last, each with all that stands between the value before it and its own: a
 * node writes the next object in the same way, and then comparing three words replaces reading a name. Not thread-safe.
 */
final class MemberOrder {
    /** Members that are remembered. */
    static final int MOST = 16;

    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORDS = 3;
    private static final int LONGEST = WORDS * Long.BYTES;

    /** Of each member the words of its text, then their masks. */
    private final long[] words = new long[2 * WORDS * MOST];

    private final int[] lengths = new int[MOST];
    private final int[] members = new int[MOST];

    /** Whether the text at a place is that before the value of the i-th member. */
    boolean matches(int i, byte[] text, int at, int end) {
        final int length = lengths[i];
        if (length == 0 || at + length > end || at + LONGEST > text.length) {
            return false;
        }
        final int w = 2 * WORDS * i;
        final long first = ((long) LITTLE.get(text, at) ^ words[w]) & words[w + 3];
        final long second = ((long) LITTLE.get(text, at + 8) ^ words[w + 1]) & words[w + 4];
        final long third = ((long) LITTLE.get(text, at + 16) ^ words[w + 2]) & words[w + 5];
        return (first | second | third) == 0;
    }

    /** Bytes before the value of the i-th member. */
    int length(int i) {
        return lengths[i];
    }

    /** Which member the i-th is. */
    int member(int i) {
        return members[i];
    }

    /** Remembers what stands before the value of the i-th member; what is too long is forgotten instead. */
    void learn(int i, byte[] text, int from, int to, int member) {
        final int length = to - from;
        lengths[i] = 0;
        if (length <= 0 || length > LONGEST || from + LONGEST > text.length) {
            return;
        }
        for (int word = 0; word < WORDS; word++) {
            final int bytes = Math.max(0, Math.min(Long.BYTES, length - Long.BYTES * word));
            final int w = 2 * WORDS * i + word;
            words[w] = (long) LITTLE.get(text, from + Long.BYTES * word);
            words[w + WORDS] = bytes == Long.BYTES ? -1 : (1L << (Byte.SIZE * bytes)) - 1;
        }
        members[i] = member;
        lengths[i] = length;
    }
}
