package org.alphapulse.amm;

/** Uniswap V3's {@code SqrtPriceMath} on prices of at most 160 and liquidity of at most 128 bits. */
final class SqrtPriceMath {
    private SqrtPriceMath() {}

    /** Input, without fee and rounded up, that moves the price from a to b. */
    static void amountIn(
            final U256 a,
            final U256 b,
            final U256 liquidity,
            final boolean zeroForOne,
            final U256 out,
            final Scratch s) {
        if (zeroForOne) {
            amount0(b, a, liquidity, true, out, s);
        } else {
            amount1(a, b, liquidity, true, out, s);
        }
    }

    /** Output, rounded down, of moving the price from a to b. */
    static void amountOut(
            final U256 a,
            final U256 b,
            final U256 liquidity,
            final boolean zeroForOne,
            final U256 out,
            final Scratch s) {
        if (zeroForOne) {
            amount1(b, a, liquidity, false, out, s);
        } else {
            amount0(a, b, liquidity, false, out, s);
        }
    }

    /** getAmount0Delta with lower at most upper: liquidity * 2^96 * (upper - lower) / upper / lower. */
    static void amount0(
            final U256 lower,
            final U256 upper,
            final U256 liquidity,
            final boolean roundUp,
            final U256 out,
            final Scratch s) {
        shifted(liquidity, s.a);
        s.b.set(upper);
        s.b.subtract(lower);
        if (roundUp) {
            FullMath.mulDivRoundingUp(s.a, s.b, upper, s.a, s);
        } else {
            FullMath.mulDiv(s.a, s.b, upper, s.a, s);
        }
        FullMath.divide(s.a, lower, out, roundUp, s);
    }

    /** getAmount1Delta with lower at most upper: liquidity * (upper - lower) / 2^96. */
    static void amount1(
            final U256 lower,
            final U256 upper,
            final U256 liquidity,
            final boolean roundUp,
            final U256 out,
            final Scratch s) {
        s.b.set(upper);
        s.b.subtract(lower);
        final long[] p = s.product;
        for (int n = FullMath.multiply(liquidity, s.b, p); n < 6; n++) {
            p[n] = 0;
        }
        out.set(
                (p[1] >>> 32) | (p[2] << 32),
                (p[2] >>> 32) | (p[3] << 32),
                (p[3] >>> 32) | (p[4] << 32),
                (p[4] >>> 32) | (p[5] << 32));
        if (roundUp && (p[0] | (p[1] & 0xffffffffL)) != 0) {
            out.increment();
        }
    }

    /** liquidity * 2^96. */
    private static void shifted(final U256 liquidity, final U256 out) {
        out.set(0, liquidity.l0 << 32, (liquidity.l0 >>> 32) | (liquidity.l1 << 32), liquidity.l1 >>> 32);
    }

    static int nextFromInput(
            final U256 price,
            final U256 liquidity,
            final U256 amount,
            final boolean zeroForOne,
            final U256 out,
            final Scratch s) {
        if (liquidity.isZero()) {
            return AmmCode.INSUFFICIENT_LIQUIDITY;
        }
        return zeroForOne ? addAmount0(price, liquidity, amount, out, s) : addAmount1(price, liquidity, amount, out, s);
    }

    static int nextFromOutput(
            final U256 price,
            final U256 liquidity,
            final U256 amount,
            final boolean zeroForOne,
            final U256 out,
            final Scratch s) {
        if (liquidity.isZero()) {
            return AmmCode.INSUFFICIENT_LIQUIDITY;
        }
        return zeroForOne
                ? removeAmount1(price, liquidity, amount, out, s)
                : removeAmount0(price, liquidity, amount, out, s);
    }

    private static int addAmount0(
            final U256 price, final U256 liquidity, final U256 amount, final U256 out, final Scratch s) {
        if (amount.isZero()) {
            out.set(price);
            return AmmCode.OK;
        }
        final U256 numerator = s.a;
        shifted(liquidity, numerator);
        if (FullMath.multiply(amount, price, s.b, s) == AmmCode.OK && s.b.add(numerator) == 0) {
            return FullMath.mulDivRoundingUp(numerator, price, s.b, out, s);
        }
        FullMath.divide(numerator, price, s.b, false, s);
        if (s.b.add(amount) != 0) {
            return AmmCode.OVERFLOW;
        }
        return FullMath.divide(numerator, s.b, out, true, s);
    }

    private static int removeAmount0(
            final U256 price, final U256 liquidity, final U256 amount, final U256 out, final Scratch s) {
        final U256 numerator = s.a;
        shifted(liquidity, numerator);
        if (FullMath.multiply(amount, price, s.b, s) != AmmCode.OK || numerator.compareTo(s.b) <= 0) {
            return AmmCode.INSUFFICIENT_LIQUIDITY;
        }
        s.c.set(numerator);
        s.c.subtract(s.b);
        final int code = FullMath.mulDivRoundingUp(numerator, price, s.c, out, s);
        return code < 0 || isLong(out) ? AmmCode.OVERFLOW : AmmCode.OK;
    }

    private static int addAmount1(
            final U256 price, final U256 liquidity, final U256 amount, final U256 out, final Scratch s) {
        if (overLiquidity(amount, liquidity, false, s.b, s) < 0) {
            return AmmCode.OVERFLOW;
        }
        final int carry = s.b.add(price);
        out.set(s.b);
        return carry != 0 || isLong(out) ? AmmCode.OVERFLOW : AmmCode.OK;
    }

    private static int removeAmount1(
            final U256 price, final U256 liquidity, final U256 amount, final U256 out, final Scratch s) {
        if (overLiquidity(amount, liquidity, true, s.b, s) < 0 || s.b.compareTo(price) >= 0) {
            return AmmCode.INSUFFICIENT_LIQUIDITY;
        }
        out.set(price);
        out.subtract(s.b);
        return AmmCode.OK;
    }

    /** amount * 2^96 / liquidity. */
    private static int overLiquidity(
            final U256 amount, final U256 liquidity, final boolean roundUp, final U256 out, final Scratch s) {
        final long[] p = s.product;
        p[0] = 0;
        p[1] = amount.l0 << 32;
        p[2] = (amount.l0 >>> 32) | (amount.l1 << 32);
        p[3] = (amount.l1 >>> 32) | (amount.l2 << 32);
        p[4] = (amount.l2 >>> 32) | (amount.l3 << 32);
        p[5] = amount.l3 >>> 32;
        return FullMath.divide(p, FullMath.trim(p, 6), liquidity, out, roundUp, s);
    }

    /** Whether a price does not fit 160 bits. */
    private static boolean isLong(final U256 price) {
        return (price.l3 | price.l2 >>> 32) != 0;
    }
}
