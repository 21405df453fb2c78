package org.alphapulse.amm;

/**
 * Products of 256-bit integers and their division by more than 128 bits, in limbs of 52 bits. A word has twelve bits to spare for each
 * limb, so sums of products need no carries until they are complete, and {@link Math#multiplyHigh} of two limbs moved up by six is the
 * product's upper limb without any correction for signs.
 *
 * <p>A number of up to 520 bits lies in an array from {@link #FIRST}, least significant limb first; the places below stay zero.
 */
final class Radix52 {
    /** Where a number begins in its array. */
    private static final int FIRST = 3;

    /** Length of an array for a number. */
    static final int LENGTH = FIRST + 10;

    private static final int BITS = 52;
    private static final long MASK = (1L << BITS) - 1;

    /** Makes the high word of a product of two limbs its upper limb. */
    private static final int UP = 6;

    /** Limbs that carry what was taken off below them are wrong by less. */
    private static final int SLACK = 16;

    private Radix52() {}

    /** u = a * b. Each column is the sum of its products' lower limbs, and of the upper limbs of the column below. */
    private static void multiply(final U256 a, final U256 b, final long[] u) {
        final long a0 = a.l0 & MASK;
        final long a1 = ((a.l0 >>> 52) | (a.l1 << 12)) & MASK;
        final long a2 = ((a.l1 >>> 40) | (a.l2 << 24)) & MASK;
        final long a3 = ((a.l2 >>> 28) | (a.l3 << 36)) & MASK;
        final long a4 = a.l3 >>> 16;
        final long b0 = b.l0 & MASK;
        final long b1 = ((b.l0 >>> 52) | (b.l1 << 12)) & MASK;
        final long b2 = ((b.l1 >>> 40) | (b.l2 << 24)) & MASK;
        final long b3 = ((b.l2 >>> 28) | (b.l3 << 36)) & MASK;
        final long b4 = b.l3 >>> 16;
        // What exceeds a word in a sum of products is what is taken off again with the upper limbs.
        long upper = high(a0, b0);
        long column = a0 * b0 - (upper << BITS);
        u[FIRST] = column & MASK;
        long carry = upper;
        upper = high(a0, b1) + high(a1, b0);
        column = a0 * b1 + a1 * b0 - (upper << BITS) + carry;
        u[FIRST + 1] = column & MASK;
        carry = upper + (column >>> BITS);
        upper = high(a0, b2) + high(a1, b1) + high(a2, b0);
        column = a0 * b2 + a1 * b1 + a2 * b0 - (upper << BITS) + carry;
        u[FIRST + 2] = column & MASK;
        carry = upper + (column >>> BITS);
        upper = high(a0, b3) + high(a1, b2) + high(a2, b1) + high(a3, b0);
        column = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 - (upper << BITS) + carry;
        u[FIRST + 3] = column & MASK;
        carry = upper + (column >>> BITS);
        upper = high(a0, b4) + high(a1, b3) + high(a2, b2) + high(a3, b1) + high(a4, b0);
        column = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 - (upper << BITS) + carry;
        u[FIRST + 4] = column & MASK;
        carry = upper + (column >>> BITS);
        upper = high(a1, b4) + high(a2, b3) + high(a3, b2) + high(a4, b1);
        column = a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 - (upper << BITS) + carry;
        u[FIRST + 5] = column & MASK;
        carry = upper + (column >>> BITS);
        upper = high(a2, b4) + high(a3, b3) + high(a4, b2);
        column = a2 * b4 + a3 * b3 + a4 * b2 - (upper << BITS) + carry;
        u[FIRST + 6] = column & MASK;
        carry = upper + (column >>> BITS);
        upper = high(a3, b4) + high(a4, b3);
        column = a3 * b4 + a4 * b3 - (upper << BITS) + carry;
        u[FIRST + 7] = column & MASK;
        carry = upper + (column >>> BITS);
        upper = high(a4, b4);
        column = a4 * b4 - (upper << BITS) + carry;
        u[FIRST + 8] = column & MASK;
        u[FIRST + 9] = upper + (column >>> BITS);
    }

    /** floor(a * b / 2^52). */
    private static long high(final long a, final long b) {
        return Math.multiplyHigh(a << UP, b << UP);
    }

    /** u = the first n words of a number of up to eight. */
    private static void load(final long[] words, final int n, final long[] u) {
        for (int i = 0; i < LENGTH - FIRST; i++) {
            final int bit = BITS * i;
            final int word = bit >>> 6;
            final long low = word < n ? words[word] >>> bit : 0;
            final long up = word + 1 < n ? words[word + 1] << 1 << (63 - (bit & 63)) : 0;
            u[FIRST + i] = (low | up) & MASK;
        }
    }

    /** out = a * b / d, for a divisor of more than 128 bits; codes as of {@link FullMath#mulDiv}. */
    static int mulDiv(
            final U256 a, final U256 b, final U256 d, final boolean roundUp, final U256 out, final Scratch s) {
        // First, since the processor computes the product while the reciprocal's steps wait for each other.
        final int shift = normalize(d, s.divisor);
        multiply(a, b, s.limbs);
        return divide(s.limbs, shift, roundUp, out, s);
    }

    /** out = the first n words of a number of up to eight / d, as above. */
    static int divide(
            final long[] words, final int n, final U256 d, final boolean roundUp, final U256 out, final Scratch s) {
        final int shift = normalize(d, s.divisor);
        load(words, n, s.limbs);
        return divide(s.limbs, shift, roundUp, out, s);
    }

    /**
     * Five digits of 52 bits. Each is estimated from the first 62 bits of the remainder and a reciprocal of the divisor, and is then
     * wrong by less than one and 2^-7; the next digit makes up for it, as digits and remainders may be negative. What is left in the
     * end is settled exactly.
     */
    private static int divide(final long[] u, final int shift, final boolean roundUp, final U256 out, final Scratch s) {
        final int limbs = shift / BITS;
        final int back = BITS - shift % BITS;
        if ((u[LENGTH - 1 - limbs] >>> back | (limbs > 0 ? u[LENGTH - 1] : 0) | (limbs > 1 ? u[LENGTH - 2] : 0)) != 0) {
            return AmmCode.OVERFLOW;
        }
        digits(u, shift, s.divisor, s.rest, s.quotient);
        final int settled = settle(s.divisor, s.rest);
        return pack(s.quotient, (settled >> 1) + (roundUp ? settled & 1 : 0), out);
    }

    /** y = d moved up so that it has 260 bits, and behind it the reciprocal: 2^126 / the first 64 bits of d. Returns how far it was moved. */
    private static int normalize(final U256 d, final long[] y) {
        final boolean four = d.l3 != 0;
        final long top = four ? d.l3 : d.l2;
        final long d2 = four ? d.l2 : d.l1;
        final long d1 = four ? d.l1 : d.l0;
        final long d0 = four ? d.l0 : 0;
        final int zeros = Long.numberOfLeadingZeros(top);
        final int down = 63 - zeros;
        final long w3 = (top << zeros) | (d2 >>> 1 >>> down);
        final long w2 = (d2 << zeros) | (d1 >>> 1 >>> down);
        final long w1 = (d1 << zeros) | (d0 >>> 1 >>> down);
        final long w0 = d0 << zeros;
        y[4] = w3 >>> 12;
        y[3] = ((w3 << 40) | (w2 >>> 24)) & MASK;
        y[2] = ((w2 << 28) | (w1 >>> 36)) & MASK;
        y[1] = ((w1 << 16) | (w0 >>> 48)) & MASK;
        y[0] = (w0 << 4) & MASK;
        y[5] = (1L << 62) + (Words.reciprocal(w3) >>> 2);
        return zeros + (four ? 4 : 68);
    }

    /** The digits of u moved up by the shift, and what is left, both in limbs that may be negative or have carries in them. */
    private static void digits(final long[] u, final int shift, final long[] y, final long[] rest, final long[] q) {
        final int by = shift % BITS;
        final int back = BITS - by;
        int at = LENGTH - 1 - shift / BITS;
        final long y0 = y[0];
        final long y1 = y[1];
        final long y2 = y[2];
        final long y3 = y[3];
        final long y4 = y[4];
        final long reciprocal = y[5];
        long r4 = ((u[at] << by) & MASK) | (u[at - 1] >>> back);
        long r3 = ((u[at - 1] << by) & MASK) | (u[at - 2] >>> back);
        long r2 = ((u[at - 2] << by) & MASK) | (u[at - 3] >>> back);
        long r1 = ((u[at - 3] << by) & MASK) | (u[at - 4] >>> back);
        long r0 = ((u[at - 4] << by) & MASK) | (u[at - 5] >>> back);
        at -= 5;
        for (int i = 4; i >= 0; i--) {
            final long limb = ((u[at] << by) & MASK) | (u[at - 1] >>> back);
            at--;
            final long digit = Math.multiplyHigh((r4 << 10) + (r3 >> 42), reciprocal) >> 8;
            final long up = digit << UP;
            // The upper limb that is missing at the top is what makes the two top limbs one.
            r4 = (r4 << BITS) + r3 - digit * y4 - Math.multiplyHigh(up, y3 << UP);
            r3 = r2 - (digit * y3 & MASK) - Math.multiplyHigh(up, y2 << UP);
            r2 = r1 - (digit * y2 & MASK) - Math.multiplyHigh(up, y1 << UP);
            r1 = r0 - (digit * y1 & MASK) - Math.multiplyHigh(up, y0 << UP);
            r0 = limb - (digit * y0 & MASK);
            q[i] = digit;
        }
        rest[4] = r4;
        rest[3] = r3;
        rest[2] = r2;
        rest[1] = r1;
        rest[0] = r0;
    }

    /** Twice what has to be added to the quotient, and one more if there is a remainder. */
    private static int settle(final long[] y, final long[] rest) {
        if (rest[4] > SLACK && rest[4] < y[4] - SLACK) {
            return 1;
        }
        carry(rest);
        int add = 0;
        while (rest[4] < 0) {
            add--;
            for (int i = 0; i < 5; i++) {
                rest[i] += y[i];
            }
            carry(rest);
        }
        while (compare(rest, y) >= 0) {
            add++;
            for (int i = 0; i < 5; i++) {
                rest[i] -= y[i];
            }
            carry(rest);
        }
        return 2 * add + ((rest[0] | rest[1] | rest[2] | rest[3] | rest[4]) != 0 ? 1 : 0);
    }

    private static void carry(final long[] limbs) {
        for (int i = 0; i < 4; i++) {
            limbs[i + 1] += limbs[i] >> BITS;
            limbs[i] &= MASK;
        }
    }

    private static int compare(final long[] a, final long[] b) {
        int i = 4;
        while (i > 0 && a[i] == b[i]) {
            i--;
        }
        return Long.compare(a[i], b[i]);
    }

    /** out = the number with the five digits and something added to it. */
    private static int pack(final long[] q, final int add, final U256 out) {
        final long q0 = q[0] + add;
        final long q1 = q[1] + (q0 >> BITS);
        final long q2 = q[2] + (q1 >> BITS);
        final long q3 = q[3] + (q2 >> BITS);
        final long q4 = q[4] + (q3 >> BITS);
        out.set(
                (q0 & MASK) | (q1 << 52),
                ((q1 & MASK) >>> 12) | (q2 << 40),
                ((q2 & MASK) >>> 24) | (q3 << 28),
                ((q3 & MASK) >>> 36) | (q4 << 16));
        return q4 >>> 48 == 0 ? AmmCode.OK : AmmCode.OVERFLOW;
    }
}
