package org.alphapulse.protocol;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Printable ASCII, zero-padded to 32 bytes. */
final class Symbols {
    static final int LENGTH = 32;

    private Symbols() {}

    static String get(final DirectBuffer buffer, final int index) {
        int length = 0;
        while (length < LENGTH && buffer.getByte(index + length) != 0) {
            length++;
        }
        return buffer.getStringWithoutLengthAscii(index, length);
    }

    static void put(final MutableDirectBuffer buffer, final int index, final CharSequence text) {
        for (int i = 0; i < LENGTH; i++) {
            final char character = i < text.length() ? text.charAt(i) : 0;
            final boolean printable = character >= ' ' && character <= '~';
            buffer.putByte(index + i, (byte) (printable || i >= text.length() ? character : '?'));
        }
    }

    static boolean isValid(final DirectBuffer buffer, final int index) {
        boolean ended = false;
        for (int i = 0; i < LENGTH; i++) {
            final byte character = buffer.getByte(index + i);
            if (ended ? character != 0 : character != 0 && (character < ' ' || character > '~')) {
                return false;
            }
            ended = character == 0;
        }
        return true;
    }
}
