package org.alphapulse.amm;

import java.math.BigInteger;

/**
 * An unsigned 256-bit integer in four 64-bit limbs, least significant first, changed in place. Not thread-safe; the
 * caller owns it and reuses it. Arithmetic reports carries instead of throwing, so the caller decides what the
 * contract would do.
 */
public final class U256 {
    long l0;
    long l1;
    long l2;
    long l3;

    /** Zero. */
    public U256() {}

    /**
     * From a big integer; for tests and cold paths.
     *
     * @throws IllegalArgumentException if the value is negative or longer than 256 bits
     */
    public static U256 of(final BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 256) {
            throw new IllegalArgumentException("not an unsigned 256-bit integer: " + value);
        }
        return new U256()
                .set(
                        value.longValue(),
                        value.shiftRight(64).longValue(),
                        value.shiftRight(128).longValue(),
                        value.shiftRight(192).longValue());
    }

    /** From a word taken as unsigned. */
    public static U256 of(final long value) {
        return new U256().set(value);
    }

    /** Sets the value to one word, taken as unsigned. */
    public U256 set(final long word) {
        return set(word, 0, 0, 0);
    }

    /** Sets the value to two words, the lower first. */
    public U256 set(final long lo, final long hi) {
        return set(lo, hi, 0, 0);
    }

    /** Sets all four limbs, the lowest first. */
    public U256 set(final long w0, final long w1, final long w2, final long w3) {
        l0 = w0;
        l1 = w1;
        l2 = w2;
        l3 = w3;
        return this;
    }

    /** Copies another value. */
    public U256 set(final U256 other) {
        return set(other.l0, other.l1, other.l2, other.l3);
    }

    /** Limb 0 to 3, 0 the least significant; any other index answers limb 3. */
    public long limb(final int index) {
        return index == 0 ? l0 : index == 1 ? l1 : index == 2 ? l2 : l3;
    }

    /** Whether the value is zero. */
    public boolean isZero() {
        return (l0 | l1 | l2 | l3) == 0;
    }

    /** Number of bits without leading zeros, 0 to 256. */
    public int bitLength() {
        if (l3 != 0) {
            return 256 - Long.numberOfLeadingZeros(l3);
        }
        if (l2 != 0) {
            return 192 - Long.numberOfLeadingZeros(l2);
        }
        return l1 != 0 ? 128 - Long.numberOfLeadingZeros(l1) : 64 - Long.numberOfLeadingZeros(l0);
    }

    /** Unsigned comparison: negative, zero or positive. */
    public int compareTo(final U256 o) {
        if (l3 != o.l3) {
            return Long.compareUnsigned(l3, o.l3);
        }
        if (l2 != o.l2) {
            return Long.compareUnsigned(l2, o.l2);
        }
        return l1 != o.l1 ? Long.compareUnsigned(l1, o.l1) : Long.compareUnsigned(l0, o.l0);
    }

    /** Whether both hold the same value. */
    public boolean isEqual(final U256 o) {
        return ((l0 ^ o.l0) | (l1 ^ o.l1) | (l2 ^ o.l2) | (l3 ^ o.l3)) == 0;
    }

    /** Adds in place, modulo 2^256; returns the carry, 0 or 1. */
    public int add(final U256 o) {
        final long s0 = l0 + o.l0;
        final long c0 = Words.less(s0, l0);
        final long t1 = l1 + o.l1;
        final long s1 = t1 + c0;
        final long c1 = Words.less(t1, l1) | Words.less(s1, t1);
        final long t2 = l2 + o.l2;
        final long s2 = t2 + c1;
        final long c2 = Words.less(t2, l2) | Words.less(s2, t2);
        final long t3 = l3 + o.l3;
        final long s3 = t3 + c2;
        final long c3 = Words.less(t3, l3) | Words.less(s3, t3);
        set(s0, s1, s2, s3);
        return (int) c3;
    }

    /** Subtracts in place, modulo 2^256; returns the borrow, 0 or 1. */
    public int subtract(final U256 o) {
        final long s0 = l0 - o.l0;
        final long b0 = Words.less(l0, o.l0);
        final long t1 = l1 - o.l1;
        final long s1 = t1 - b0;
        final long b1 = Words.less(l1, o.l1) | Words.less(t1, b0);
        final long t2 = l2 - o.l2;
        final long s2 = t2 - b1;
        final long b2 = Words.less(l2, o.l2) | Words.less(t2, b1);
        final long t3 = l3 - o.l3;
        final long s3 = t3 - b2;
        final long b3 = Words.less(l3, o.l3) | Words.less(t3, b2);
        set(s0, s1, s2, s3);
        return (int) b3;
    }

    /** Adds one in place, modulo 2^256; returns the carry. */
    public int increment() {
        if (++l0 != 0 || ++l1 != 0 || ++l2 != 0) {
            return 0;
        }
        return ++l3 == 0 ? 1 : 0;
    }

    /** The value as a double, relative error at most 2^-52. */
    public double toDouble() {
        if ((l2 | l3) == 0) {
            return l1 == 0 ? Words.toDouble(l0) : Words.toDouble(l1) * 0x1p64 + Words.toDouble(l0);
        }
        return (Words.toDouble(l3) * 0x1p64 + Words.toDouble(l2)) * 0x1p128
                + (Words.toDouble(l1) * 0x1p64 + Words.toDouble(l0));
    }

    /** Sets the value to the integer part of a double; not negative and below 2^192, otherwise zero or saturated. */
    public U256 setDouble(final double value) {
        if (!(value >= 1)) {
            return set(0);
        }
        if (value < 0x1p63) {
            return set((long) value);
        }
        final int shift = Math.min(Math.getExponent(value), 255) - 62;
        final long mantissa = (long) Math.scalb(value, -shift);
        final int word = shift >>> 6;
        final int bit = shift & 63;
        final long lo = mantissa << bit;
        final long hi = mantissa >>> 1 >>> (63 - bit);
        return set(
                word == 0 ? lo : 0,
                word == 1 ? lo : word == 0 ? hi : 0,
                word == 2 ? lo : word == 1 ? hi : 0,
                word == 3 ? lo : word == 2 ? hi : 0);
    }

    /** As a big integer; for tests and cold paths. */
    public BigInteger toBigInteger() {
        return word(l3).shiftLeft(192)
                .or(word(l2).shiftLeft(128))
                .or(word(l1).shiftLeft(64))
                .or(word(l0));
    }

    private static BigInteger word(final long value) {
        final BigInteger signed = BigInteger.valueOf(value);
        return value < 0 ? signed.add(BigInteger.ONE.shiftLeft(64)) : signed;
    }

    /** The decimal digits; allocates. */
    @Override
    public String toString() {
        return toBigInteger().toString();
    }
}
