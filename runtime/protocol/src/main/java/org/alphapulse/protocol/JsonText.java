package org.alphapulse.protocol;

import org.agrona.DirectBuffer;

/** JSON strings. */
final class JsonText {
    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private JsonText() {}

    static void hex(final DirectBuffer buffer, final int offset, final int length, final StringBuilder out) {
        out.append("\"0x");
        for (int i = 0; i < length; i++) {
            final int value = buffer.getByte(offset + i);
            out.append(DIGITS[value >> 4 & 0xF]).append(DIGITS[value & 0xF]);
        }
        out.append('"');
    }

    static void string(final String text, final StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            final char character = text.charAt(i);
            if (character == '"' || character == '\\') {
                out.append('\\').append(character);
            } else if (character < ' ' || character == 0x7F || character > 0xFFFD || character == 0x2028) {
                out.append("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.append(DIGITS[character >> shift & 0xF]);
                }
            } else {
                out.append(character);
            }
        }
        out.append('"');
    }
}
