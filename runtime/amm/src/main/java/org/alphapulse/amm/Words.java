package org.alphapulse.amm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Arithmetic on unsigned 64-bit words: high products and division by a multiplication with the reciprocal. */
final class Words {
    /** Unsigned high product; the JDK's own intrinsic from JDK 18 on, otherwise built on the signed one. */
    private static final MethodHandle HIGH = highProduct();

    private Words() {}

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

    /** 1 if a is below b, both unsigned, else 0. */
    static long less(final long a, final long b) {
        return ((~a & b) | ((~a | b) & (a - b))) >>> 63;
    }

    static boolean isLess(final long a, final long b) {
        return a + Long.MIN_VALUE < b + Long.MIN_VALUE;
    }

    /** The unsigned value as a double, error at most one unit in the last place. */
    static double toDouble(final long a) {
        return a >= 0 ? (double) a : (double) ((a >>> 1) | (a & 1)) * 2.0;
    }

    /**
     * floor((2^128 - 1) / d) - 2^64 for a divisor with its top bit set (Moeller and Granlund, "Improved division by
     * invariant integers", definition 1). A quotient in doubles gives 51 bits, its exact remainder the rest, and the
     * final remainder check makes the result exact whatever the rounding was.
     */
    static long reciprocal(final long d) {
        if (d == Long.MIN_VALUE) {
            // The only divisor whose estimate may reach 2^64, which does not fit.
            return -1;
        }
        final double half = (double) (d >>> 1);
        final double inverse = 0x1p62 / half;
        final long a = (long) (inverse * 0x1p63);
        final long lo = a * d;
        final long hi = Math.multiplyHigh(a, d) + a;
        final long restHi = (1L << 62) - hi - (lo != 0 ? 1 : 0);
        final long rest = (restHi << 32) | (-lo >>> 32);
        long v = (a << 2) + (long) ((double) rest * inverse * 0x1p-29);
        long productLo = v * d;
        long remLo = -productLo;
        long remHi = -(high(v, d) + d) - (productLo != 0 ? 1 : 0);
        while (remHi < 0 || (remHi | remLo) == 0) {
            v--;
            remLo += d;
            remHi += less(remLo, d);
        }
        while (remHi > 0 || isLess(d, remLo)) {
            v++;
            remHi -= less(remLo, d);
            remLo -= d;
        }
        return v;
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
