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
    private static final long ZEROS = '0' * EACH;

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

    /** Sixteen digits of which the first eight are 0 most of the time; what the others give is the same. */
    long small(byte[] text, int at) {
        return small32(text, at) << 32 | u32(text, at + 8);
    }

    /** Eight digits that are 0 most of the time, in the lower half; what others give is the same. */
    long small32(byte[] text, int at) {
        final long x = (long) TEXT.get(text, at);
        return x == ZEROS ? 0 : u32(x);
    }

    /** Sixteen digits of which the first eight are all 0 or all f most of the time; what the others give is the same. */
    long smallSigned(byte[] text, int at) {
        final long x = (long) TEXT.get(text, at);
        final long sign = sign(x);
        return (x == filler(sign) ? sign << 32 : u32(x) << 32) | u32(text, at + 8);
    }

    /** Sixteen digits that are all 0 or all f most of the time, as the upper digits of a word are; what the others give is the same. */
    long filled(byte[] text, int at) {
        final long x = (long) TEXT.get(text, at);
        final long sign = sign(x);
        final long pattern = filler(sign);
        return ((x ^ pattern) | ((long) TEXT.get(text, at + 8) ^ pattern)) == 0 ? sign : u64(text, at);
    }

    /** Not zero if one of 24 characters is no 0. */
    long notZeros24(byte[] text, int at) {
        return ((long) TEXT.get(text, at) ^ ZEROS)
                | ((long) TEXT.get(text, at + 8) ^ ZEROS)
                | ((long) TEXT.get(text, at + 16) ^ ZEROS);
    }

    /** Not zero if one of 32 characters is no 0. */
    long notZeros32(byte[] text, int at) {
        return notZeros24(text, at) | ((long) TEXT.get(text, at + 24) ^ ZEROS);
    }

    /** Not zero if one of 56 digits is not 0, or with a sign of -1 not f. */
    long notFilled56(byte[] text, int at, long sign) {
        final long pattern = filler(sign);
        final long differs = ((long) TEXT.get(text, at) ^ pattern)
                | ((long) TEXT.get(text, at + 8) ^ pattern)
                | ((long) TEXT.get(text, at + 16) ^ pattern)
                | ((long) TEXT.get(text, at + 24) ^ pattern)
                | ((long) TEXT.get(text, at + 32) ^ pattern)
                | ((long) TEXT.get(text, at + 40) ^ pattern)
                | ((long) TEXT.get(text, at + 48) ^ pattern);
        return differs == 0
                ? 0
                : (u64(text, at) ^ sign)
                        | (u64(text, at + 16) ^ sign)
                        | (u64(text, at + 32) ^ sign)
                        | (u32(text, at + 48) ^ (sign & 0xffffffffL));
    }

    /** -1 if the first of eight digits is a letter, else 0. */
    private static long sign(long x) {
        return -(x >>> 62 & 1);
    }

    private static long filler(long sign) {
        return ZEROS ^ (sign & ('0' ^ 'f') * EACH);
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
        return u32(((long) TEXT.get(text, at) >>> (Long.SIZE - bits)) | (ZEROS << bits));
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
