package org.alphapulse.amm;

/**
 * Exact products, quotients and roots of 256-bit integers with 512-bit intermediates, as Uniswap's {@code FullMath}
 * computes them: where that reverts, these answer a negative {@link AmmCode}. Stateless; the scratch is the caller's.
 */
public final class FullMath {
    private static final int MILLION_SHIFT = Long.numberOfLeadingZeros(1_000_000L);
    private static final long MILLION = 1_000_000L << MILLION_SHIFT;
    private static final long MILLION_RECIPROCAL = Words.reciprocal(MILLION);

    private FullMath() {}

    /**
     * floor(a * b / denominator).
     *
     * @return {@link AmmCode#OK}, {@link AmmCode#OVERFLOW} if the result needs more than 256 bits, or
     *     {@link AmmCode#DIVISION_BY_ZERO}; the output is undefined unless OK. It may be one of the inputs.
     */
    public static int mulDiv(final U256 a, final U256 b, final U256 denominator, final U256 out, final Scratch s) {
        return mulDiv(a, b, denominator, out, false, s);
    }

    /** ceil(a * b / denominator); otherwise as {@link #mulDiv}. */
    public static int mulDivRoundingUp(
            final U256 a, final U256 b, final U256 denominator, final U256 out, final Scratch s) {
        return mulDiv(a, b, denominator, out, true, s);
    }

    private static int mulDiv(
            final U256 a,
            final U256 b,
            final U256 denominator,
            final U256 out,
            final boolean roundUp,
            final Scratch s) {
        if ((denominator.l2 | denominator.l3) != 0) {
            return Radix52.mulDiv(a, b, denominator, roundUp, out, s);
        }
        return divide(s.product, multiply(a, b, s.product), denominator, out, roundUp, s);
    }

    /** floor(a / denominator) or, rounding up, its ceiling; codes as in {@link #mulDiv}. */
    public static int divide(
            final U256 a, final U256 denominator, final U256 out, final boolean roundUp, final Scratch s) {
        final long[] p = s.product;
        p[0] = a.l0;
        p[1] = a.l1;
        p[2] = a.l2;
        p[3] = a.l3;
        return divide(p, trim(p, 4), denominator, out, roundUp, s);
    }

    /** a * b if it fits 256 bits, else {@link AmmCode#OVERFLOW}. The output may be one of the inputs. */
    public static int multiply(final U256 a, final U256 b, final U256 out, final Scratch s) {
        final long[] p = s.product;
        final int n = multiply(a, b, p);
        if (n > 4) {
            return AmmCode.OVERFLOW;
        }
        out.set(n > 0 ? p[0] : 0, n > 1 ? p[1] : 0, n > 2 ? p[2] : 0, n > 3 ? p[3] : 0);
        return AmmCode.OK;
    }

    /** a * numerator / 10^6 rounded down, for a numerator of at most 10^6: never overflows. */
    static void mulDivMillion(final U256 a, final long numerator, final U256 out, final Scratch s) {
        final long[] p = s.product;
        long lo = a.l0 * numerator;
        long carry = Words.high(a.l0, numerator);
        p[0] = lo;
        lo = a.l1 * numerator + carry;
        carry = Words.high(a.l1, numerator) + Words.less(lo, carry);
        p[1] = lo;
        lo = a.l2 * numerator + carry;
        carry = Words.high(a.l2, numerator) + Words.less(lo, carry);
        p[2] = lo;
        lo = a.l3 * numerator + carry;
        carry = Words.high(a.l3, numerator) + Words.less(lo, carry);
        p[3] = lo;
        p[4] = carry;
        final int n = trim(p, 5);
        final long[] q = s.quotient;
        if (n > 0) {
            divideBy1(p, n, MILLION, MILLION_RECIPROCAL, MILLION_SHIFT, q);
        }
        out.set(n > 0 ? q[0] : 0, n > 1 ? q[1] : 0, n > 2 ? q[2] : 0, n > 3 ? q[3] : 0);
    }

    /** The integer square root, floor(sqrt(a)); the output may be the input. */
    public static void sqrt(final U256 a, final U256 out, final Scratch s) {
        if (a.isZero()) {
            out.set(0);
            return;
        }
        s.a.set(a);
        final U256 x = s.b;
        // Newton from above falls monotonically to the floor; the double is within 2^-50, the shift puts it above.
        final int up = Math.max(0, (a.bitLength() >> 1) - 50);
        x.setDouble(Math.sqrt(a.toDouble()) * (1 + 0x1p-50) + 1);
        addPowerOfTwo(x, up);
        while (true) {
            final U256 y = s.c;
            divide(s.a, x, y, false, s);
            final int carry = y.add(x);
            y.set(
                    (y.l0 >>> 1) | (y.l1 << 63),
                    (y.l1 >>> 1) | (y.l2 << 63),
                    (y.l2 >>> 1) | (y.l3 << 63),
                    (y.l3 >>> 1) | ((long) carry << 63));
            if (y.compareTo(x) >= 0) {
                out.set(x);
                return;
            }
            x.set(y);
        }
    }

    private static void addPowerOfTwo(final U256 x, final int bit) {
        final long word = 1L << (bit & 63);
        final long old0 = x.l0;
        if (bit < 64) {
            x.l0 += word;
            if (Words.isLess(x.l0, old0)) {
                x.l1++;
            }
        } else {
            x.l1 += word;
            if (Words.isLess(x.l1, word)) {
                x.l2++;
            }
        }
    }

    static int trim(final long[] words, final int length) {
        int n = length;
        while (n > 0 && words[n - 1] == 0) {
            n--;
        }
        return n;
    }

    /** The full product into p; returns its length in words, without leading zeros. Words above it are undefined. */
    static int multiply(final U256 a, final U256 b, final long[] p) {
        if ((a.l2 | a.l3 | b.l2 | b.l3) == 0) {
            return multiply2(a.l0, a.l1, b.l0, b.l1, p);
        }
        first(a, b.l0, p);
        row(a, b.l1, p, 1);
        row(a, b.l2, p, 2);
        row(a, b.l3, p, 3);
        return trim(p, 8);
    }

    private static int multiply2(final long a0, final long a1, final long b0, final long b1, final long[] p) {
        p[0] = a0 * b0;
        if ((a1 | b1) == 0) {
            p[1] = Words.high(a0, b0);
            return trim(p, 2);
        }
        long carry = Words.high(a0, b0);
        long lo = a1 * b0 + carry;
        long hi = Words.high(a1, b0) + Words.less(lo, carry);
        carry = a0 * b1;
        p[1] = lo + carry;
        carry = Words.high(a0, b1) + Words.less(p[1], carry);
        hi += carry;
        final long over = Words.less(hi, carry);
        lo = a1 * b1;
        p[2] = lo + hi;
        p[3] = Words.high(a1, b1) + Words.less(p[2], lo) + over;
        return trim(p, 4);
    }

    /** p[0..4] = a * word. */
    private static void first(final U256 a, final long word, final long[] p) {
        p[0] = a.l0 * word;
        long lo = a.l1 * word;
        long sum = lo + Words.high(a.l0, word);
        p[1] = sum;
        long carry = Words.high(a.l1, word) + Words.less(sum, lo);
        lo = a.l2 * word;
        sum = lo + carry;
        p[2] = sum;
        carry = Words.high(a.l2, word) + Words.less(sum, lo);
        lo = a.l3 * word;
        sum = lo + carry;
        p[3] = sum;
        p[4] = Words.high(a.l3, word) + Words.less(sum, lo);
    }

    /** p[at..at+3] += a * word, and p[at+4], which no row has written yet, is set. */
    private static void row(final U256 a, final long word, final long[] p, final int at) {
        if (word == 0) {
            p[at + 4] = 0;
            return;
        }
        long lo = a.l0 * word;
        long sum = p[at] + lo;
        p[at] = sum;
        long carry = Words.high(a.l0, word) + Words.less(sum, lo);

        lo = a.l1 * word;
        sum = p[at + 1] + carry;
        long c = Words.less(sum, carry);
        sum += lo;
        p[at + 1] = sum;
        carry = Words.high(a.l1, word) + Words.less(sum, lo) + c;

        lo = a.l2 * word;
        sum = p[at + 2] + carry;
        c = Words.less(sum, carry);
        sum += lo;
        p[at + 2] = sum;
        carry = Words.high(a.l2, word) + Words.less(sum, lo) + c;

        lo = a.l3 * word;
        sum = p[at + 3] + carry;
        c = Words.less(sum, carry);
        sum += lo;
        p[at + 3] = sum;
        p[at + 4] = Words.high(a.l3, word) + Words.less(sum, lo) + c;
    }

    /** Divides the n words of u (top word not zero) and rounds as asked. */
    static int divide(
            final long[] u, final int n, final U256 v, final U256 out, final boolean roundUp, final Scratch s) {
        if ((v.l2 | v.l3) != 0) {
            return Radix52.divide(u, n, v, roundUp, out, s);
        }
        final long[] q = s.quotient;
        final boolean remainder;
        final int digits;
        if (v.l1 != 0) {
            digits = n - 1;
            if (digits <= 0) {
                out.set(roundUp && n != 0 ? 1 : 0);
                return AmmCode.OK;
            }
            remainder = divideBy2(u, n, v.l1, v.l0, q);
        } else if (v.l0 != 0) {
            digits = n;
            remainder = n != 0 && divideBy1(u, n, v.l0, q);
        } else {
            return AmmCode.DIVISION_BY_ZERO;
        }
        for (int i = 4; i < digits; i++) {
            if (q[i] != 0) {
                return AmmCode.OVERFLOW;
            }
        }
        out.set(digits > 0 ? q[0] : 0, digits > 1 ? q[1] : 0, digits > 2 ? q[2] : 0, digits > 3 ? q[3] : 0);
        return roundUp && remainder && out.increment() != 0 ? AmmCode.OVERFLOW : AmmCode.OK;
    }

    private static boolean divideBy1(final long[] u, final int n, final long divisor, final long[] q) {
        final int shift = Long.numberOfLeadingZeros(divisor);
        final long d = divisor << shift;
        return divideBy1(u, n, d, Words.reciprocal(d), shift, q);
    }

    /** d is the divisor shifted left until its top bit is set, v its reciprocal; returns whether a remainder is left. */
    static boolean divideBy1(final long[] u, final int n, final long d, final long v, final int shift, final long[] q) {
        final int down = 63 - shift;
        long r = u[n - 1] >>> 1 >>> down;
        for (int i = n - 1; i >= 0; i--) {
            final long word = (u[i] << shift) | (i > 0 ? u[i - 1] >>> 1 >>> down : 0);
            final long lo = v * r + word;
            long digit = Words.high(v, r) + r + Words.less(lo, word) + 1;
            r = word - digit * d;
            if (Words.isLess(lo, r)) {
                digit--;
                r += d;
            }
            if (!Words.isLess(r, d)) {
                digit++;
                r -= d;
            }
            q[i] = digit;
        }
        return r != 0;
    }

    private static boolean divideBy2(final long[] u, final int n, final long v1, final long v0, final long[] q) {
        final int shift = Long.numberOfLeadingZeros(v1);
        final int down = 63 - shift;
        final long d1 = (v1 << shift) | (v0 >>> 1 >>> down);
        final long d0 = v0 << shift;
        final long v = Words.reciprocal(d1, d0);
        long r1 = u[n - 1] >>> 1 >>> down;
        long r0 = (u[n - 1] << shift) | (u[n - 2] >>> 1 >>> down);
        for (int i = n - 2; i >= 0; i--) {
            final long word = (u[i] << shift) | (i > 0 ? u[i - 1] >>> 1 >>> down : 0);
            // Moeller and Granlund, algorithm 5.
            final long lo = v * r1 + r0;
            long digit = Words.high(v, r1) + r1 + Words.less(lo, r0);
            long s1 = r0 - digit * d1;
            final long t0 = d0 * digit;
            s1 -= Words.high(d0, digit) + Words.less(word, t0);
            final long w = word - t0;
            s1 -= d1 + Words.less(w, d0);
            long s0 = w - d0;
            digit++;
            if (!Words.isLess(s1, lo)) {
                digit--;
                s0 += d0;
                s1 += d1 + Words.less(s0, d0);
            }
            if (Words.isLess(d1, s1) || (s1 == d1 && !Words.isLess(s0, d0))) {
                digit++;
                s1 -= d1 + Words.less(s0, d0);
                s0 -= d0;
            }
            r1 = s1;
            r0 = s0;
            q[i] = digit;
        }
        return (r1 | r0) != 0;
    }
}
