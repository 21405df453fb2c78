package org.alphapulse.amm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Arithmetic on unsigned 64-bit words: high products and division by a multiplication with the reciprocal. */
final class Words {
    /** Unsigned high product; the JDK's own intrinsic from JDK 18 on, otherwise built on the signed one. */
    private static final MethodHandle HIGH = highProduct();

    /** floor((2^19 - 3 * 2^8) / i) for the nine top bits i of a divisor, 256 to 511. */
    private static final short[] FIRST_BITS = firstBits();

    private Words() {}

    private static short[] firstBits() {
        final short[] table = new short[256];
        for (int i = 0; i < table.length; i++) {
            table[i] = (short) (((1 << 19) - 3 * (1 << 8)) / (256 + i));
        }
        return table;
    }

    private static MethodHandle highProduct() {
        final MethodType type = MethodType.methodType(long.class, long.class, long.class);
        final MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            return lookup.findStatic(Math.class, "unsignedMultiplyHigh", type);
        } catch (final NoSuchMethodException olderJdk) {
            try {
                return lookup.findStatic(Words.class, "signedHigh", type);
            } catch (final ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        } catch (final IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    static long signedHigh(final long a, final long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }

    /** High 64 bits of the unsigned product. */
    static long high(final long a, final long b) {
        try {
            return (long) HIGH.invokeExact(a, b);
        } catch (final Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** 1 if a is below b, both unsigned, else 0: the borrow of a - b, by the fewest operations. */
    static long less(final long a, final long b) {
        return ((~(a ^ b) & (b ^ (a - b))) ^ b) >>> 63;
    }

    static boolean isLess(final long a, final long b) {
        return a + Long.MIN_VALUE < b + Long.MIN_VALUE;
    }

    /** The unsigned value as a double, error at most one unit in the last place. */
    static double toDouble(final long a) {
        return a >= 0 ? (double) a : (double) ((a >>> 1) | (a & 1)) * 2.0;
    }

    /**
     * floor((2^128 - 1) / d) - 2^64 for a divisor with its top bit set: Moeller and Granlund, "Improved division by
     * invariant integers", algorithm 3. Eleven bits from a table are doubled by each of four products.
     */
    static long reciprocal(final long d) {
        final long odd = d & 1;
        final long d40 = (d >>> 24) + 1;
        final long v0 = FIRST_BITS[(int) (d >>> 55) & 255];
        final long v1 = (v0 << 11) - ((v0 * v0 * d40) >>> 40) - 1;
        final long v2 = (v1 << 13) + ((v1 * ((1L << 60) - v1 * d40)) >>> 47);
        final long e = ((v2 >>> 1) & -odd) - v2 * ((d >>> 1) + odd);
        final long v3 = (v2 << 31) + (high(v2, e) >>> 1);
        final long low = v3 * d;
        return v3 - (high(v3, d) + d + less(low + d, d));
    }

    /** The reciprocal for dividing three words by the two words (d1, d0), d1 with its top bit set; algorithm 6 there. */
    static long reciprocal(final long d1, final long d0) {
        long v = reciprocal(d1);
        long p = d1 * v + d0;
        if (isLess(p, d0)) {
            v--;
            if (!isLess(p, d1)) {
                v--;
                p -= d1;
            }
            p -= d1;
        }
        final long t1 = high(v, d0);
        final long t0 = v * d0;
        p += t1;
        if (isLess(p, t1)) {
            v--;
            if (isLess(d1, p) || (p == d1 && !isLess(t0, d0))) {
                v--;
            }
        }
        return v;
    }
}
