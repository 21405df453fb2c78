package org.alphapulse.collector.evm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads hexadecimal digits eight at a time. A character that is no digit is remembered, so that one question at the end is enough.
 *
 * <p>The arithmetic works on eight characters in one long: with every byte below 0x80, adding 0x80 - n to a byte sets its highest bit
 * exactly if it is n or more, and no addition carries into the next byte.
 */
final class HexReader {
    private static final VarHandle TEXT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    /** The highest bit of a byte is set where a character was no digit. */
    private long wrong;

    void reset() {
        wrong = 0;
    }

    /** Whether all characters read since the reset were digits. */
    boolean valid() {
        return (wrong & HIGH) == 0;
    }

    /** Sixteen digits. */
    long u64(byte[] text, int at) {
        return u32(text, at) << 32 | u32(text, at + 8);
    }

    /** Sixteen digits that are all 0 or all f most of the time, as the upper digits of a word are; what the others give is the same. */
    long filled(byte[] text, int at) {
        final long x = (long) TEXT.get(text, at);
        final long sign = -(x >>> 62 & 1);
        final long pattern = ('0' * EACH) ^ (sign & ('0' ^ 'f') * EACH);
        return ((x ^ pattern) | ((long) TEXT.get(text, at + 8) ^ pattern)) == 0 ? sign : u64(text, at);
    }

    /** How many characters there are before the next quotation mark, 0 if more than seven. */
    int digits(byte[] text, int at) {
        final long x = (long) TEXT.get(text, at) ^ ('"' * EACH);
        // Exact up to the lowest zero byte of a word that begins with its lowest, so the bytes are turned round.
        final long marks = Long.reverseBytes(x);
        return (Long.numberOfTrailingZeros((marks - EACH) & ~marks & HIGH) >>> 3) & 7;
    }

    /** One to seven digits. */
    long few(byte[] text, int at, int count) {
        final int bits = Byte.SIZE * count;
        return u32(((long) TEXT.get(text, at) >>> (Long.SIZE - bits)) | (('0' * EACH) << bits));
    }

    /** Eight digits, in the lower half. */
    long u32(byte[] text, int at) {
        return u32((long) TEXT.get(text, at));
    }

    private long u32(long x) {
        final long lower = x | 0x20 * EACH;
        final long decimal = (x + 0x50 * EACH) & ~(x + 0x46 * EACH);
        final long letter = (lower + 0x1f * EACH) & ~(lower + 0x19 * EACH);
        wrong |= x | ~(decimal | letter);
        final long nibbles = (x & 0x0f * EACH) + 9 * (x >>> 6 & EACH);
        final long bytes = (nibbles | nibbles >>> 4) & 0x00ff00ff00ff00ffL;
        final long shorts = (bytes | bytes >>> 8) & 0x0000ffff0000ffffL;
        return (shorts | shorts >>> 16) & 0xffffffffL;
    }

    /** A quantity: 1 to 16 digits after {@code 0x}; more, or none, is wrong. */
    long quantity(byte[] text, int at, int end) {
        if (end - at < 3 || end - at > 18 || text[at] != '0' || text[at + 1] != 'x') {
            wrong = HIGH;
            return 0;
        }
        long value = 0;
        for (int i = at + 2; i < end; i++) {
            final int c = text[i];
            final int lower = c | 0x20;
            if (c >= '0' && c <= '9') {
                value = value << 4 | c - '0';
            } else if (lower >= 'a' && lower <= 'f') {
                value = value << 4 | lower - 'a' + 10;
            } else {
                wrong = HIGH;
            }
        }
        return value;
    }
}
