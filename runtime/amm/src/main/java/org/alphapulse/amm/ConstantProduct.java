package org.alphapulse.amm;

/**
 * Uniswap V2 and its forks: x * y = k with a fee on the input. Results equal those of {@code UniswapV2Library}, within
 * what the pair accepts: balances must stay below 2^112.
 *
 * <pre>
 * words  0..1  reserve of token 0, low word first
 *        2..3  reserve of token 1
 *        4     1 - fee as a reduced fraction: numerator in the high half, denominator in the low half
 *        5..7  unused
 * </pre>
 */
public final class ConstantProduct {
    static final int FEE = 4;
    private static final long HIGH_LIMIT = 1L << 48;

    private ConstantProduct() {}

    /**
     * The fee word for a fee in millionths, reduced so that intermediate products stay short: 3000 gives 997/1000.
     *
     * @throws IllegalArgumentException if the fee is not in 0..999999
     */
    public static long feeWord(final int feePips) {
        if (feePips < 0 || feePips >= 1_000_000) {
            throw new IllegalArgumentException("fee must be 0 to 999999 millionths, not " + feePips);
        }
        int a = 1_000_000;
        int b = 1_000_000 - feePips;
        while (b != 0) {
            final int rest = a % b;
            a = b;
            b = rest;
        }
        return ((long) ((1_000_000 - feePips) / a) << 32) | (1_000_000 / a);
    }

    /**
     * getAmountOut.
     *
     * @return OK, {@link AmmCode#INVALID_AMOUNT} for zero, {@link AmmCode#INSUFFICIENT_LIQUIDITY} for empty reserves,
     *     {@link AmmCode#OVERFLOW} if the balance would pass 2^112 - 1
     */
    public static int amountOut(
            final long[] words,
            final int at,
            final boolean zeroForOne,
            final U256 in,
            final U256 out,
            final Scratch s) {
        final int from = zeroForOne ? at : at + 2;
        final int to = zeroForOne ? at + 2 : at;
        final long in0 = words[from];
        final long in1 = words[from + 1];
        final long out0 = words[to];
        final long out1 = words[to + 1];
        final long x0 = in.l0;
        final long x1 = in.l1;
        if ((x0 | x1 | in.l2 | in.l3) == 0) {
            return AmmCode.INVALID_AMOUNT;
        }
        if ((in0 | in1) == 0 || (out0 | out1) == 0) {
            return AmmCode.INSUFFICIENT_LIQUIDITY;
        }
        if ((in.l2 | in.l3) != 0 || x1 >>> 48 != 0 || in1 + x1 + Words.less(in0 + x0, x0) >= HIGH_LIMIT) {
            return AmmCode.OVERFLOW;
        }
        final long fee = words[at + FEE];
        final long keep = fee >>> 32;
        final long whole = fee & 0xffffffffL;
        // At most 112 + 20 bits each: a third word appears only for fees with long fractions on full reserves.
        final long k0 = x0 * keep;
        final long kMid = Words.high(x0, keep);
        final long k1 = x1 * keep + kMid;
        final long d0 = in0 * whole + k0;
        final long wholeMid = Words.high(in0, whole);
        final long d1 = in1 * whole + wholeMid + k1 + Words.less(d0, k0);
        if (((x1 | in1) >>> 42) != 0) {
            return wide(s, in0, in1, out0, out1, in, keep, whole, out);
        }
        return ratio(k0, k1, out0, out1, d0, d1, out, s);
    }

    /** out = floor(k * r / d) with d of two words and a quotient of at most two. */
    private static int ratio(
            final long k0,
            final long k1,
            final long r0,
            final long r1,
            final long d0,
            final long d1,
            final U256 out,
            final Scratch s) {
        if (d1 == 0) {
            s.a.set(k0, k1);
            s.b.set(r0, r1);
            s.c.set(d0, d1);
            return FullMath.mulDiv(s.a, s.b, s.c, out, s);
        }
        // Product of 2 x 2 words.
        final long n0 = k0 * r0;
        final long a = Words.high(k0, r0);
        final long b = k1 * r0;
        final long c = k0 * r1;
        final long ab = a + b;
        final long n1 = ab + c;
        final long carry = Words.less(ab, a) + Words.less(n1, c);
        final long d = Words.high(k1, r0) + carry;
        final long e = Words.high(k0, r1);
        final long f = k1 * r1;
        final long de = d + e;
        final long n2 = de + f;
        final long n3 = Words.high(k1, r1) + Words.less(de, e) + Words.less(n2, f);
        // The quotient is at most the reserve, so the top two words after normalizing are below the divisor.
        final int shift = Long.numberOfLeadingZeros(d1);
        final int down = 63 - shift;
        final long v1 = (d1 << shift) | (d0 >>> 1 >>> down);
        final long v0 = d0 << shift;
        final long v = Words.reciprocal(v1, v0);
        long s1 = (n3 << shift) | (n2 >>> 1 >>> down);
        long s0 = (n2 << shift) | (n1 >>> 1 >>> down);
        long high = 0;
        long low = 0;
        for (int i = 1; i >= 0; i--) {
            final long word = i == 1 ? (n1 << shift) | (n0 >>> 1 >>> down) : n0 << shift;
            final long w0 = v * s1 + s0;
            long digit = Words.high(v, s1) + s1 + Words.less(w0, s0);
            long t1 = s0 - digit * v1;
            final long p0 = v0 * digit;
            t1 -= Words.high(v0, digit) + Words.less(word, p0);
            final long w = word - p0;
            t1 -= v1 + Words.less(w, v0);
            long t0 = w - v0;
            digit++;
            if (!Words.isLess(t1, w0)) {
                digit--;
                t0 += v0;
                t1 += v1 + Words.less(t0, v0);
            }
            if (Words.isLess(v1, t1) || (t1 == v1 && !Words.isLess(t0, v0))) {
                digit++;
                t1 -= v1 + Words.less(t0, v0);
                t0 -= v0;
            }
            s1 = t1;
            s0 = t0;
            high = low;
            low = digit;
        }
        out.set(low, high);
        return AmmCode.OK;
    }

    private static int wide(
            final Scratch s,
            final long in0,
            final long in1,
            final long out0,
            final long out1,
            final U256 in,
            final long keep,
            final long whole,
            final U256 out) {
        FullMath.multiply(in, s.a.set(keep), s.a, s);
        FullMath.multiply(s.b.set(in0, in1), s.c.set(whole), s.b, s);
        s.b.add(s.a);
        return FullMath.mulDiv(s.a, s.c.set(out0, out1), s.b, out, s);
    }

    /**
     * getAmountIn: the least input that pays at least the output.
     *
     * @return OK, {@link AmmCode#INVALID_AMOUNT} for zero, {@link AmmCode#INSUFFICIENT_LIQUIDITY} if the output is not
     *     below the reserve, {@link AmmCode#OVERFLOW} if the balance would pass 2^112 - 1
     */
    public static int amountIn(
            final long[] words,
            final int at,
            final boolean zeroForOne,
            final U256 amountOut,
            final U256 in,
            final Scratch s) {
        final int from = zeroForOne ? at : at + 2;
        final int to = zeroForOne ? at + 2 : at;
        if (amountOut.isZero()) {
            return AmmCode.INVALID_AMOUNT;
        }
        s.a.set(words[to], words[to + 1]);
        if ((words[from] | words[from + 1]) == 0 || amountOut.compareTo(s.a) >= 0) {
            return AmmCode.INSUFFICIENT_LIQUIDITY;
        }
        final long fee = words[at + FEE];
        s.a.subtract(amountOut);
        FullMath.multiply(s.a, s.b.set(fee >>> 32), s.a, s);
        s.b.set(words[from], words[from + 1]);
        FullMath.multiply(s.b, s.c.set(fee & 0xffffffffL), s.b, s);
        FullMath.mulDiv(s.b, amountOut, s.a, in, s);
        in.increment();
        if ((in.l2 | in.l3) != 0 || in.l1 >>> 48 != 0) {
            return AmmCode.OVERFLOW;
        }
        final long lo = words[from] + in.l0;
        return words[from + 1] + in.l1 + Words.less(lo, in.l0) >= HIGH_LIMIT ? AmmCode.OVERFLOW : AmmCode.OK;
    }

    /** A swap in either way of giving the amount; see {@link PoolFamily#quote}. */
    public static int quote(
            final long[] words,
            final int at,
            final boolean zeroForOne,
            final boolean exactIn,
            final U256 amount,
            final SwapResult r,
            final Scratch s) {
        r.protocolFee.set(0);
        r.steps = 1;
        r.crossings = 0;
        if (exactIn) {
            r.amountIn.set(amount);
            return amountOut(words, at, zeroForOne, amount, r.amountOut, s);
        }
        r.amountOut.set(amount);
        return amountIn(words, at, zeroForOne, amount, r.amountIn, s);
    }

    /** Writes the reserves after the swap; see {@link PoolFamily#apply}. */
    public static void apply(
            final long[] words,
            final int at,
            final boolean zeroForOne,
            final SwapResult r,
            final long[] target,
            final int targetAt) {
        final U256 x = zeroForOne ? r.amountIn : r.amountOut;
        final U256 y = zeroForOne ? r.amountOut : r.amountIn;
        final long fee = words[at + FEE];
        move(words, at, x, zeroForOne, target, targetAt);
        move(words, at + 2, y, !zeroForOne, target, targetAt + 2);
        target[targetAt + FEE] = fee;
    }

    private static void move(
            final long[] words, final int at, final U256 by, final boolean up, final long[] target, final int to) {
        final long lo = words[at];
        final long hi = words[at + 1];
        if (up) {
            target[to] = lo + by.l0;
            target[to + 1] = hi + by.l1 + Words.less(lo + by.l0, lo);
        } else {
            target[to] = lo - by.l0;
            target[to + 1] = hi - by.l1 - Words.less(lo, by.l0);
        }
    }

    /** Reserve of token 0 as a double. */
    public static double reserve0(final long[] words, final int at) {
        return Words.toDouble(words[at + 1]) * 0x1p64 + Words.toDouble(words[at]);
    }

    /** Reserve of token 1 as a double. */
    public static double reserve1(final long[] words, final int at) {
        return reserve0(words, at + 2);
    }

    /** 1 - fee as a double. */
    public static double feeFactor(final long[] words, final int at) {
        final long fee = words[at + FEE];
        return (double) (fee >>> 32) / (double) (fee & 0xffffffffL);
    }

    /** See {@link PoolFamily#marginalRate}. */
    public static double marginalRate(final long[] words, final int at, final boolean zeroForOne) {
        final double r0 = reserve0(words, at);
        final double r1 = reserve1(words, at);
        if (r0 == 0 || r1 == 0) {
            return 0;
        }
        return feeFactor(words, at) * (zeroForOne ? r1 / r0 : r0 / r1);
    }

    /** See {@link PoolFamily#firstPiece}: the one piece of the pool, which has no end. */
    public static boolean firstPiece(final long[] words, final int at, final PieceCursor cursor) {
        final double r0 = reserve0(words, at);
        final double r1 = reserve1(words, at);
        if (r0 == 0 || r1 == 0) {
            return false;
        }
        cursor.liquidity = Math.sqrt(r0) * Math.sqrt(r1);
        cursor.sqrtFrom = Math.sqrt(r1 / r0);
        cursor.sqrtTo = cursor.zeroForOne ? 0 : Double.POSITIVE_INFINITY;
        cursor.tickTo = cursor.zeroForOne ? TickMath.MIN_TICK : TickMath.MAX_TICK;
        cursor.feeFactor = feeFactor(words, at);
        return true;
    }
}
