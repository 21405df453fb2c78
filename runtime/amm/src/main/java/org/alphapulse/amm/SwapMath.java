package org.alphapulse.amm;

/**
 * What happens between two stops of a swap: the price moves within one liquidity, as the library {@code SwapMath} of Uniswap V3 computes it, to the wei. Doubles
 * only tell beforehand which of its ways is gone.
 */
public final class SwapMath {
    private SwapMath() {}

    /**
     * The library's {@code computeSwapStep}: from the current price towards the target with one liquidity.
     *
     * @param remaining input still to be used, fee included, or output still wanted
     * @param feePips fee in millionths
     * @param out receives the price after the step, the input without fee, the output and the fee
     * @return OK, or why the contract would revert
     */
    public static int computeSwapStep(
            final U256 current,
            final U256 target,
            final U256 liquidity,
            final U256 remaining,
            final boolean exactIn,
            final int feePips,
            final SwapStep out,
            final Scratch s) {
        final int code = step(current, target, liquidity, remaining, exactIn, feePips, true, s);
        out.sqrtPriceNext.set(s.priceNext);
        out.amountIn.set(s.amountIn);
        out.amountOut.set(s.amountOut);
        out.feeAmount.set(s.fee);
        return code;
    }

    /**
     * One step, into the scratch. Unless the split is asked for, a last step's input is given whole as amountIn and its
     * fee as zero, which spares a division.
     */
    static int step(
            final U256 current,
            final U256 target,
            final U256 liquidity,
            final U256 remaining,
            final boolean exactIn,
            final int feePips,
            final boolean split,
            final Scratch s) {
        final boolean zeroForOne = current.compareTo(target) >= 0;
        final boolean reached;
        if (exactIn) {
            lessFee(remaining, feePips, s.d, s);
            final double need = estimate(current, target, liquidity, zeroForOne);
            final double have = s.d.toDouble();
            if (have < need * (1 - 1e-12) - 4) {
                reached = false;
            } else {
                SqrtPriceMath.amountIn(current, target, liquidity, zeroForOne, s.amountIn, s);
                reached = s.d.compareTo(s.amountIn) >= 0;
            }
        } else {
            SqrtPriceMath.amountOut(current, target, liquidity, zeroForOne, s.amountOut, s);
            reached = remaining.compareTo(s.amountOut) >= 0;
        }
        if (!reached) {
            final int code = exactIn
                    ? SqrtPriceMath.nextFromInput(current, liquidity, s.d, zeroForOne, s.priceNext, s)
                    : SqrtPriceMath.nextFromOutput(current, liquidity, remaining, zeroForOne, s.priceNext, s);
            if (code < 0) {
                return code;
            }
        } else {
            s.priceNext.set(target);
        }
        finish(current, target, liquidity, remaining, exactIn, zeroForOne, reached, split, s);
        if (!exactIn || s.priceNext.isEqual(target)) {
            s.c.set(1_000_000 - feePips);
            return FullMath.mulDivRoundingUp(s.amountIn, s.d.set(feePips), s.c, s.fee, s);
        }
        if (split) {
            s.fee.set(remaining);
            s.fee.subtract(s.amountIn);
        } else {
            s.fee.set(0);
        }
        return AmmCode.OK;
    }

    /** A step that ends before its target: all input goes in. As {@link #step} otherwise. */
    static int last(
            final U256 current,
            final U256 liquidity,
            final U256 remaining,
            final int feePips,
            final boolean zeroForOne,
            final boolean split,
            final Scratch s) {
        lessFee(remaining, feePips, s.d, s);
        final int code = SqrtPriceMath.nextFromInput(current, liquidity, s.d, zeroForOne, s.priceNext, s);
        if (code < 0) {
            return code;
        }
        SqrtPriceMath.amountOut(current, s.priceNext, liquidity, zeroForOne, s.amountOut, s);
        if (split) {
            SqrtPriceMath.amountIn(current, s.priceNext, liquidity, zeroForOne, s.amountIn, s);
            s.fee.set(remaining);
            s.fee.subtract(s.amountIn);
        } else {
            s.amountIn.set(remaining);
            s.fee.set(0);
        }
        return AmmCode.OK;
    }

    private static void finish(
            final U256 current,
            final U256 target,
            final U256 liquidity,
            final U256 remaining,
            final boolean exactIn,
            final boolean zeroForOne,
            final boolean reached,
            final boolean split,
            final Scratch s) {
        if (!(reached && exactIn)) {
            if (!exactIn || split || s.priceNext.isEqual(target)) {
                SqrtPriceMath.amountIn(current, s.priceNext, liquidity, zeroForOne, s.amountIn, s);
            } else {
                s.amountIn.set(remaining);
            }
        }
        if (!(reached && !exactIn)) {
            SqrtPriceMath.amountOut(current, s.priceNext, liquidity, zeroForOne, s.amountOut, s);
            if (!exactIn && s.amountOut.compareTo(remaining) > 0) {
                s.amountOut.set(remaining);
            }
        }
    }

    /** remaining * (10^6 - fee) / 10^6, rounded down. */
    private static void lessFee(final U256 remaining, final int feePips, final U256 out, final Scratch s) {
        FullMath.mulDivMillion(remaining, 1_000_000 - feePips, out, s);
    }

    /** The input to the target in doubles, relative error below 1e-14 and rounding apart. */
    private static double estimate(
            final U256 current, final U256 target, final U256 liquidity, final boolean zeroForOne) {
        final double difference = zeroForOne ? difference(current, target) : difference(target, current);
        if (zeroForOne) {
            return liquidity.toDouble() * 0x1p96 / target.toDouble() * (difference / current.toDouble());
        }
        return liquidity.toDouble() * (difference * 0x1p-96);
    }

    /** a - b for prices of three words with a at least b; exact before the conversion. */
    private static double difference(final U256 a, final U256 b) {
        final long w0 = a.l0 - b.l0;
        final long borrow = Words.less(a.l0, b.l0);
        final long t = a.l1 - b.l1;
        final long w1 = t - borrow;
        final long w2 = a.l2 - b.l2 - (Words.less(a.l1, b.l1) | Words.less(t, borrow));
        return (Words.toDouble(w2) * 0x1p64 + Words.toDouble(w1)) * 0x1p64 + Words.toDouble(w0);
    }
}
