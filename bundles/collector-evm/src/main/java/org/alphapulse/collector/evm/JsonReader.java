package org.alphapulse.collector.evm;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Goes over the bytes of a JSON text, eight at a time where it looks for the end of a string: no tree, no allocation, no exception. What
 * it cannot make sense of sets {@link #broken}, after which nothing is read any more. At least 16 bytes after the text must be readable.
 * Not thread-safe.
 */
abstract class JsonReader {
    private static final VarHandle LITTLE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    /** The text under way. */
    byte[] text;

    /** Place of the next byte. */
    int at;
    /** Place after the last byte. */
    int end;

    boolean broken;

    static long name(String name) {
        final byte[] padded = Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), 32);
        return name(padded, 0, name.length());
    }

    /** A name as one word made of its first eight bytes, its last eight and its length; no two that nodes use are alike. */
    private static long name(byte[] bytes, int start, int length) {
        long word = (long) LITTLE.get(bytes, start);
        if (length < 8) {
            word &= (1L << (8 * length)) - 1;
        } else {
            word += (long) LITTLE.get(bytes, start + length - 8) * 31;
        }
        return word + length * 0x9E3779B97F4A7C15L;
    }

    final long decimal() {
        space();
        long value = 0;
        boolean digits = false;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            value = 10 * value + text[at++] - '0';
            digits = true;
        }
        if (!digits) {
            skip();
        }
        return value;
    }

    /** Passes over a string of a known length; returns where its characters begin, or -1 for null or another length. */
    final int string(int length) {
        space();
        final int start = at + 1;
        if (peek() == '"' && start + length < end && text[start + length] == '"') {
            at = start + length + 1;
            return start;
        }
        if (peek() == '"') {
            broken = true;
        }
        skip();
        return -1;
    }

    /** The name of a member as one word; leaves the position at its value. */
    final long memberName() {
        space();
        if (peek() != '"') {
            broken = true;
            return 0;
        }
        final int start = at + 1;
        final int close = quote(start);
        final int length = close - start;
        at = close + 1;
        space();
        if (peek() != ':' || broken) {
            broken = true;
            return 0;
        }
        at++;
        return name(text, start, length);
    }

    /** Enters an object or array; false if it is empty, which is then left behind. */
    final boolean open(char bracket, char close) {
        space();
        if (peek() != bracket) {
            broken = true;
            return false;
        }
        at++;
        space();
        if (peek() == close) {
            at++;
            return false;
        }
        return !broken;
    }

    /** Goes to the next member; false at the end, which is then left behind. */
    final boolean next(char close) {
        space();
        final int c = peek();
        at++;
        if (c != ',' && c != close) {
            broken = true;
        }
        return c == ',' && !broken;
    }

    final void space() {
        while (at < end && text[at] <= ' ' && text[at] >= 0) {
            at++;
        }
    }

    final int peek() {
        if (at >= end || broken) {
            broken = true;
            return 0;
        }
        return text[at];
    }

    /** Index of the quotation mark that ends a string. */
    final int quote(int from) {
        int i = from;
        while (i < end) {
            final long word = (long) LITTLE.get(text, i);
            final long found = zero(word ^ '"' * EACH) | zero(word ^ '\\' * EACH);
            if (found == 0) {
                i += 8;
                continue;
            }
            i += Long.numberOfTrailingZeros(found) >>> 3;
            if (i >= end) {
                break;
            }
            if (text[i] == '"') {
                return i;
            }
            i += 2;
        }
        broken = true;
        return end - 1;
    }

    /** The highest bit of the lowest zero byte, and perhaps of some above it. */
    private static long zero(long word) {
        return word - EACH & ~word & HIGH;
    }

    /** Passes over a value of any kind. */
    final void skip() {
        int depth = 0;
        space();
        while (at < end && !broken) {
            final byte c = text[at];
            if (c == '"') {
                at = quote(at + 1) + 1;
            } else if (c == '{' || c == '[') {
                depth++;
                at++;
            } else if (c == '}' || c == ']') {
                if (depth == 0) {
                    return;
                }
                depth--;
                at++;
            } else if (c == ',' && depth == 0) {
                return;
            } else {
                at++;
                continue;
            }
            if (depth == 0) {
                return;
            }
        }
        broken = true;
    }
}
