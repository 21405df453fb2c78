package org.alphapulse.amm;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The contracts' formulas in big integers, written from their published description and not from the kernels. */
final class Oracle {
    static final BigInteger Q96 = BigInteger.ONE.shiftLeft(96);
    static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    static final BigInteger MIN_PRICE = new BigInteger("4295128739");
    static final BigInteger MAX_PRICE = new BigInteger("1461446703485210103287273052203988822378723970342");
    private static final BigInteger MAX_256 = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    private static final BigInteger[] FACTORS = factors();

    private Oracle() {}

    /**
     * 2^128 / 1.0001^(2^i / 2) to 80 digits. The contract's constants are these rounded to nearest; where they are not,
     * the extremes of the range and the recorded swaps would show it.
     */
    private static BigInteger[] factors() {
        final MathContext digits = new MathContext(90);
        final BigInteger[] f = new BigInteger[20];
        BigDecimal root = new BigDecimal("1.0001").sqrt(digits);
        for (int i = 0; i < 20; i++) {
            final BigDecimal exact = new BigDecimal(BigInteger.ONE.shiftLeft(128)).divide(root, digits);
            f[i] = exact.setScale(0, java.math.RoundingMode.HALF_UP).toBigInteger();
            root = root.multiply(root, digits);
        }
        return f;
    }

    static BigInteger factor(final int bit) {
        return FACTORS[bit];
    }

    static BigInteger ceil(final BigInteger a, final BigInteger b) {
        final BigInteger[] qr = a.divideAndRemainder(b);
        return qr[1].signum() == 0 ? qr[0] : qr[0].add(BigInteger.ONE);
    }

    static BigInteger sqrtPriceAtTick(final int tick) {
        BigInteger ratio = BigInteger.ONE.shiftLeft(128);
        for (int i = 0; i < 20; i++) {
            if ((Math.abs(tick) >> i & 1) != 0) {
                ratio = ratio.multiply(FACTORS[i]).shiftRight(128);
            }
        }
        if (tick > 0) {
            ratio = MAX_256.divide(ratio);
        }
        return ceil(ratio, BigInteger.ONE.shiftLeft(32));
    }

    static int tickAtSqrtPrice(final BigInteger price) {
        int low = TickMath.MIN_TICK;
        int high = TickMath.MAX_TICK;
        while (low < high) {
            final int middle = Math.floorDiv(low + high + 1, 2);
            if (sqrtPriceAtTick(middle).compareTo(price) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    static BigInteger v2Out(
            final BigInteger in, final BigInteger reserveIn, final BigInteger reserveOut, final int fee) {
        final BigInteger kept = in.multiply(MILLION.subtract(BigInteger.valueOf(fee)));
        return kept.multiply(reserveOut).divide(reserveIn.multiply(MILLION).add(kept));
    }

    static BigInteger v2In(
            final BigInteger out, final BigInteger reserveIn, final BigInteger reserveOut, final int fee) {
        return reserveIn
                .multiply(out)
                .multiply(MILLION)
                .divide(reserveOut.subtract(out).multiply(MILLION.subtract(BigInteger.valueOf(fee))))
                .add(BigInteger.ONE);
    }

    static BigInteger amount0(final BigInteger a, final BigInteger b, final BigInteger l, final boolean up) {
        final BigInteger low = a.min(b);
        final BigInteger high = a.max(b);
        final BigInteger n = l.shiftLeft(96).multiply(high.subtract(low));
        return up ? ceil(ceil(n, high), low) : n.divide(high).divide(low);
    }

    static BigInteger amount1(final BigInteger a, final BigInteger b, final BigInteger l, final boolean up) {
        final BigInteger n = l.multiply(a.subtract(b).abs());
        return up ? ceil(n, Q96) : n.divide(Q96);
    }

    /** Next price for an input; null where the contract reverts. */
    static BigInteger nextFromInput(
            final BigInteger p, final BigInteger l, final BigInteger x, final boolean zeroForOne) {
        if (l.signum() == 0) {
            return null;
        }
        if (zeroForOne) {
            if (x.signum() == 0) {
                return p;
            }
            final BigInteger n = l.shiftLeft(96);
            final BigInteger product = x.multiply(p);
            if (product.bitLength() <= 256 && n.add(product).bitLength() <= 256) {
                return ceil(n.multiply(p), n.add(product));
            }
            final BigInteger d = n.divide(p).add(x);
            return d.bitLength() > 256 ? null : ceil(n, d);
        }
        final BigInteger next = p.add(x.shiftLeft(96).divide(l));
        return next.bitLength() > 160 ? null : next;
    }

    /** Next price for an output; null where the contract reverts. */
    static BigInteger nextFromOutput(
            final BigInteger p, final BigInteger l, final BigInteger y, final boolean zeroForOne) {
        if (l.signum() == 0) {
            return null;
        }
        if (zeroForOne) {
            final BigInteger next = p.subtract(ceil(y.shiftLeft(96), l));
            return next.signum() <= 0 ? null : next;
        }
        final BigInteger n = l.shiftLeft(96);
        final BigInteger product = y.multiply(p);
        if (product.bitLength() > 256 || n.compareTo(product) <= 0) {
            return null;
        }
        final BigInteger next = ceil(n.multiply(p), n.subtract(product));
        return next.bitLength() > 160 ? null : next;
    }

    /** Price after, input, output and fee of a step; null where the contract reverts. */
    static BigInteger[] step(
            final BigInteger price,
            final BigInteger target,
            final BigInteger l,
            final BigInteger remaining,
            final boolean exactIn,
            final int fee) {
        final boolean down = price.compareTo(target) >= 0;
        final BigInteger keep = MILLION.subtract(BigInteger.valueOf(fee));
        BigInteger in = null;
        BigInteger out = null;
        BigInteger next;
        if (exactIn) {
            final BigInteger net = remaining.multiply(keep).divide(MILLION);
            in = down ? amount0(target, price, l, true) : amount1(price, target, l, true);
            next = net.compareTo(in) >= 0 ? target : nextFromInput(price, l, net, down);
        } else {
            out = down ? amount1(target, price, l, false) : amount0(price, target, l, false);
            next = remaining.compareTo(out) >= 0 ? target : nextFromOutput(price, l, remaining, down);
        }
        if (next == null) {
            return null;
        }
        final boolean max = next.equals(target);
        if (!(max && exactIn)) {
            in = down ? amount0(next, price, l, true) : amount1(price, next, l, true);
        }
        if (!(max && !exactIn)) {
            out = down ? amount1(next, price, l, false) : amount0(price, next, l, false);
        }
        if (!exactIn && out.compareTo(remaining) > 0) {
            out = remaining;
        }
        final BigInteger feeAmount =
                exactIn && !max ? remaining.subtract(in) : ceil(in.multiply(BigInteger.valueOf(fee)), keep);
        return new BigInteger[] {next, in, out, feeAmount};
    }

    /** A V3 pool with a tick bitmap as the contract keeps it. */
    static final class Pool {
        final NavigableMap<Integer, BigInteger> net = new TreeMap<>();
        final NavigableMap<Integer, BigInteger> gross = new TreeMap<>();
        final java.util.Map<Integer, BigInteger> bitmap = new java.util.HashMap<>();
        final int fee;
        final int spacing;
        BigInteger price;
        BigInteger liquidity = BigInteger.ZERO;
        int tick;
        BigInteger amountIn;
        BigInteger amountOut;
        BigInteger protocolFee;
        int share;
        int steps;

        Pool(final int fee, final int spacing, final BigInteger price) {
            this.fee = fee;
            this.spacing = spacing;
            this.price = price;
            this.tick = tickAtSqrtPrice(price);
        }

        void mint(final int lower, final int upper, final BigInteger amount) {
            end(lower, amount, amount);
            end(upper, amount, amount.negate());
            if (lower <= tick && tick < upper) {
                liquidity = liquidity.add(amount);
            }
        }

        void end(final int t, final BigInteger addGross, final BigInteger addNet) {
            net.merge(t, addNet, BigInteger::add);
            gross.merge(t, addGross, BigInteger::add);
            final int c = t / spacing;
            bitmap.merge(c >> 8, BigInteger.ZERO.setBit(c & 255), BigInteger::or);
        }

        /** nextInitializedTickWithinOneWord. */
        private int next(final boolean lte) {
            final int c = Math.floorDiv(tick, spacing) + (lte ? 0 : 1);
            final BigInteger word = bitmap.getOrDefault(c >> 8, BigInteger.ZERO);
            for (int bit = c & 255; bit >= 0 && bit < 256; bit += lte ? -1 : 1) {
                if (word.testBit(bit)) {
                    return ((c >> 8) * 256 + bit) * spacing;
                }
            }
            return ((c >> 8) * 256 + (lte ? 0 : 255)) * spacing;
        }

        /** Swaps in place; false where the contract reverts. */
        boolean swap(final boolean down, final boolean exactIn, final BigInteger amount, final BigInteger limit) {
            BigInteger remaining = amount;
            amountIn = BigInteger.ZERO;
            amountOut = BigInteger.ZERO;
            protocolFee = BigInteger.ZERO;
            steps = 0;
            while (remaining.signum() != 0 && !price.equals(limit)) {
                final int nextTick = Math.max(TickMath.MIN_TICK, Math.min(TickMath.MAX_TICK, next(down)));
                final BigInteger nextPrice = sqrtPriceAtTick(nextTick);
                final BigInteger target = down ? nextPrice.max(limit) : nextPrice.min(limit);
                final BigInteger[] s = step(price, target, liquidity, remaining, exactIn, fee);
                if (s == null) {
                    return false;
                }
                steps++;
                remaining = remaining.subtract(exactIn ? s[1].add(s[3]) : s[2]);
                amountIn = amountIn.add(s[1]).add(s[3]);
                amountOut = amountOut.add(s[2]);
                if (share != 0) {
                    protocolFee = protocolFee.add(s[3].divide(BigInteger.valueOf(share)));
                }
                if (s[0].equals(nextPrice)) {
                    final BigInteger crossed = net.getOrDefault(nextTick, BigInteger.ZERO);
                    liquidity = down ? liquidity.subtract(crossed) : liquidity.add(crossed);
                    tick = down ? nextTick - 1 : nextTick;
                } else if (!s[0].equals(price)) {
                    tick = tickAtSqrtPrice(s[0]);
                }
                price = s[0];
            }
            return true;
        }
    }
}
