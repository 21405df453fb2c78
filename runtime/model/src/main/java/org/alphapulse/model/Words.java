package org.alphapulse.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian words in byte arrays, and the bytes inside a word. */
final class Words {
    private static final VarHandle LITTLE_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    static long get(final byte[] bytes, final int offset) {
        return (long) LITTLE_ENDIAN.get(bytes, offset);
    }

    static void put(final byte[] bytes, final int offset, final long word) {
        LITTLE_ENDIAN.set(bytes, offset, word);
    }

    /** The byte at index 0 to 31 of four words. */
    static int byteAt(final int index, final long a, final long b, final long c, final long d) {
        final long word = index < 16 ? (index < 8 ? a : b) : (index < 24 ? c : d);
        return (int) (word >>> ((index & 7) << 3)) & 0xFF;
    }

    /** Whether 32 bytes are printable characters followed by nothing but zeros. */
    static boolean isSymbol(final long a, final long b, final long c, final long d) {
        boolean ended = false;
        for (int i = 0; i < InstrumentId.PAYLOAD_LENGTH; i++) {
            final int character = byteAt(i, a, b, c, d);
            if (ended ? character != 0 : character != 0 && (character <= ' ' || character > '~')) {
                return false;
            }
            ended = character == 0;
        }
        return (a & 0xFF) != 0;
    }
}
