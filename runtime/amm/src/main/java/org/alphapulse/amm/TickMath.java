package org.alphapulse.amm;

/**
 * Conversion between ticks and square-root prices in Q64.96, bit for bit as Uniswap V3's {@code TickMath}.
 *
 * <p>The contract multiplies one constant per set bit of |tick|, truncating to 128 bits each time. The outcome of the ten
 * lowest bits is taken from a table made by the same multiplications, which leaves at most ten of them.
 */
public final class TickMath {
    /** Lowest tick of a pool. */
    public static final int MIN_TICK = -887272;

    /** Highest tick of a pool. */
    public static final int MAX_TICK = 887272;

    private static final int TABLE_BITS = 10;

    /** 2^128 / 1.0001^(2^i / 2), high word then low word. */
    private static final long[] FACTOR = {
        0xfffcb933bd6fad37L, 0xaa2d162d1a594001L, 0xfff97272373d4132L, 0x59a46990580e213aL,
        0xfff2e50f5f656932L, 0xef12357cf3c7fdccL, 0xffe5caca7e10e4e6L, 0x1c3624eaa0941cd0L,
        0xffcb9843d60f6159L, 0xc9db58835c926644L, 0xff973b41fa98c081L, 0x472e6896dfb254c0L,
        0xff2ea16466c96a38L, 0x43ec78b326b52861L, 0xfe5dee046a99a2a8L, 0x11c461f1969c3053L,
        0xfcbe86c7900a88aeL, 0xdcffc83b479aa3a4L, 0xf987a7253ac41317L, 0x6f2b074cf7815e54L,
        0xf3392b0822b70005L, 0x940c7a398e4b70f3L, 0xe7159475a2c29b74L, 0x43b29c7fa6e889d9L,
        0xd097f3bdfd2022b8L, 0x845ad8f792aa5825L, 0xa9f746462d870fdfL, 0x8a65dc1f90e061e5L,
        0x70d869a156d2a1b8L, 0x90bb3df62baf32f7L, 0x31be135f97d08fd9L, 0x81231505542fcfa6L,
        0x09aa508b5b7a84e1L, 0xc677de54f3e99bc9L, 0x005d6af8dedb8119L, 0x6699c329225ee604L,
        0x00002216e584f5faL, 0x1ea926041bedfe98L, 0x00000000048a1703L, 0x91f7dc42444e8fa2L,
    };

    private static final long[] LOW_BITS = lowBits();
    /** Ticks per logarithm of the square-root price. */
    static final double TICKS_PER_LOG = 2 / Math.log1p(1e-4);

    /** A tick, lifted above zero, is a number of three digits of seven bits. */
    private static final int DIGITS = 128;

    private static final int LIFT = DIGITS * DIGITS * DIGITS / 2;
    /** What each value of each digit multiplies the square-root price by, the highest digit first. */
    private static final double[] POWERS = powers();

    private TickMath() {}

    private static double[] powers() {
        final double[] table = new double[3 * DIGITS];
        for (int i = 0; i < DIGITS; i++) {
            table[i] = Math.exp((i * DIGITS * DIGITS - LIFT) / TICKS_PER_LOG);
            table[DIGITS + i] = Math.exp(i * DIGITS / TICKS_PER_LOG);
            table[2 * DIGITS + i] = Math.exp(i / TICKS_PER_LOG);
        }
        return table;
    }

    private static long[] lowBits() {
        final long[] table = new long[2 << TABLE_BITS];
        for (int i = 1; i < 1 << TABLE_BITS; i++) {
            // The highest bit was multiplied last.
            final int bit = 31 - Integer.numberOfLeadingZeros(i);
            final int rest = i ^ (1 << bit);
            if (rest == 0) {
                table[2 * i] = FACTOR[2 * bit];
                table[2 * i + 1] = FACTOR[2 * bit + 1];
            } else {
                final U256 product = new U256();
                final Scratch s = new Scratch();
                FullMath.multiply(
                        new U256().set(table[2 * rest + 1], table[2 * rest]),
                        new U256().set(FACTOR[2 * bit + 1], FACTOR[2 * bit]),
                        product,
                        s);
                table[2 * i] = product.l3;
                table[2 * i + 1] = product.l2;
            }
        }
        return table;
    }

    /** Sets the bound above the highest square-root price, 2^160 / (2^32 + 161443) rounded. */
    public static void maxSqrtPrice(final U256 out) {
        out.set(0x5d951d5263988d26L, 0xefd1fc6a50648849L, 0xfffd8963L, 0);
    }

    /** Whether min &lt;= price &lt; max, as a pool's price must be. */
    public static boolean isSqrtPrice(final U256 price) {
        if (price.l3 != 0 || ((price.l2 | price.l1) == 0 && !Words.isLess(4295128738L, price.l0))) {
            return false;
        }
        if (price.l2 != 0xfffd8963L) {
            return Words.isLess(price.l2, 0xfffd8963L);
        }
        return price.l1 != 0xefd1fc6a50648849L
                ? Words.isLess(price.l1, 0xefd1fc6a50648849L)
                : Words.isLess(price.l0, 0x5d951d5263988d26L);
    }

    /**
     * getSqrtRatioAtTick: sqrt(1.0001^tick) * 2^96, rounded as the contract does.
     *
     * @param tick {@link #MIN_TICK} to {@link #MAX_TICK}; the caller checks
     */
    public static void sqrtPriceAtTick(final int tick, final U256 out) {
        final int abs = tick < 0 ? -tick : tick;
        int bits = abs >>> TABLE_BITS;
        final int low = abs & ((1 << TABLE_BITS) - 1);
        long hi;
        long lo;
        if (low != 0) {
            hi = LOW_BITS[2 * low];
            lo = LOW_BITS[2 * low + 1];
        } else if (bits != 0) {
            final int bit = Integer.numberOfTrailingZeros(bits) + TABLE_BITS;
            hi = FACTOR[2 * bit];
            lo = FACTOR[2 * bit + 1];
            bits &= bits - 1;
        } else {
            out.set(0, 1L << 32);
            return;
        }
        while (bits != 0) {
            final int at = 2 * (Integer.numberOfTrailingZeros(bits) + TABLE_BITS);
            bits &= bits - 1;
            final long fh = FACTOR[at];
            final long fl = FACTOR[at + 1];
            final long crossA = hi * fl;
            final long crossB = lo * fh;
            final long mid = crossA + crossB;
            final long sum = mid + Words.high(lo, fl);
            final long carry = Words.less(mid, crossA) + Words.less(sum, mid);
            final long top = hi * fh;
            final long highA = Words.high(hi, fl);
            final long t = top + highA;
            final long highB = Words.high(lo, fh) + carry;
            final long newLo = t + highB;
            hi = Words.high(hi, fh) + Words.less(t, top) + Words.less(newLo, t);
            lo = newLo;
        }
        if (tick > 0) {
            invert(hi, lo, out);
        } else {
            final long rounded = (lo >>> 32 | hi << 32) + ((lo & 0xffffffffL) != 0 ? 1 : 0);
            out.set(rounded, (hi >>> 32) + (rounded == 0 ? 1 : 0));
        }
    }

    /**
     * sqrt(1.0001^tick), for sizing: off by less than a part of 10^-13, and where the contract's own price has few digits by those.
     *
     * @param tick {@link #MIN_TICK} to {@link #MAX_TICK}; the caller checks
     */
    static double nearSqrtPrice(final int tick) {
        final int lifted = tick + LIFT;
        return POWERS[lifted / (DIGITS * DIGITS)]
                * POWERS[DIGITS + lifted / DIGITS % DIGITS]
                * POWERS[2 * DIGITS + lifted % DIGITS];
    }

    /** floor((2^256 - 1) / (hi, lo)), then divided by 2^32 rounding up. Three quotient words, hi is never zero. */
    private static void invert(final long hi, final long lo, final U256 out) {
        final int shift = Long.numberOfLeadingZeros(hi);
        final int down = 63 - shift;
        final long d1 = (hi << shift) | (lo >>> 1 >>> down);
        final long d0 = lo << shift;
        final long v = Words.reciprocal(d1, d0);
        long r1 = -1L >>> 1 >>> down;
        long r0 = -1L;
        long q2 = 0;
        long q1 = 0;
        long q0 = 0;
        for (int i = 2; i >= 0; i--) {
            final long word = i == 0 ? -1L << shift : -1L;
            final long w0 = v * r1 + r0;
            long digit = Words.high(v, r1) + r1 + Words.less(w0, r0);
            long s1 = r0 - digit * d1;
            final long t0 = d0 * digit;
            s1 -= Words.high(d0, digit) + Words.less(word, t0);
            final long w = word - t0;
            s1 -= d1 + Words.less(w, d0);
            long s0 = w - d0;
            digit++;
            if (!Words.isLess(s1, w0)) {
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
            q2 = q1;
            q1 = q0;
            q0 = digit;
        }
        final long w0 = (q0 >>> 32) | (q1 << 32);
        out.set(w0, (q1 >>> 32) | (q2 << 32), q2 >>> 32, 0);
        if ((q0 & 0xffffffffL) != 0) {
            out.increment();
        }
    }

    /**
     * getTickAtSqrtRatio: the greatest tick whose square-root price is at most the given one. The logarithm in doubles
     * decides when it is far from a whole number; near one, the exact price of that tick does.
     *
     * @param sqrtPrice a price for which {@link #isSqrtPrice} holds
     * @param temporary overwritten
     */
    public static int tickAtSqrtPrice(final U256 sqrtPrice, final U256 temporary) {
        final double estimate = Math.log(sqrtPrice.toDouble() * 0x1p-96) * TICKS_PER_LOG;
        final double nearest = Math.rint(estimate);
        if (Math.abs(estimate - nearest) > 1e-4) {
            return (int) Math.floor(estimate);
        }
        final int tick = Math.max(MIN_TICK, Math.min(MAX_TICK, (int) nearest));
        sqrtPriceAtTick(tick, temporary);
        return temporary.compareTo(sqrtPrice) <= 0 ? tick : tick - 1;
    }
}
