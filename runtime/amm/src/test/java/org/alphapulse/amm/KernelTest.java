package org.alphapulse.amm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Every kernel against big integers on random and extreme values. */
class KernelTest {
    private final Scratch s = new Scratch();
    private final U256 out = new U256();

    @Test
    void shouldMultiplyHighAndReciprocalExactlyWhenWordsAreRandom() {
        final Cases cases = new Cases(1);
        final BigInteger two128 = BigInteger.ONE.shiftLeft(128);
        for (int i = 0; i < Cases.count(); i++) {
            final long a = cases.bits(64).longValue();
            final long b = cases.bits(64).longValue();
            final BigInteger product = Cases.unsigned(a).multiply(Cases.unsigned(b));
            assertEquals(product.shiftRight(64).longValue(), Words.high(a, b));
            assertEquals(product.shiftRight(64).longValue(), Words.signedHigh(a, b));
            assertEquals(Long.compareUnsigned(a, b) < 0 ? 1 : 0, Words.less(a, b));
            final long d = a | Long.MIN_VALUE;
            assertEquals(
                    two128.subtract(BigInteger.ONE).divide(Cases.unsigned(d)).longValue(), Words.reciprocal(d));
        }
        assertEquals(-1L, Words.reciprocal(Long.MIN_VALUE));
        assertEquals(1L, Words.reciprocal(-1L));
    }

    @Test
    void shouldAddAndSubtractModuloWhenLimbsOverflow() {
        final Cases cases = new Cases(2);
        for (int i = 0; i < Cases.count(); i++) {
            final BigInteger a = cases.bits(256);
            final BigInteger b = cases.bits(256);
            out.set(U256.of(a));
            assertEquals(a.add(b).bitLength() > 256 ? 1 : 0, out.add(U256.of(b)));
            assertEquals(a.add(b).mod(Cases.TWO_256), out.toBigInteger());
            out.set(U256.of(a));
            assertEquals(a.compareTo(b) < 0 ? 1 : 0, out.subtract(U256.of(b)));
            assertEquals(a.subtract(b).mod(Cases.TWO_256), out.toBigInteger());
            assertEquals(a.compareTo(b), Integer.signum(U256.of(a).compareTo(U256.of(b))));
            assertEquals(a.doubleValue(), U256.of(a).toDouble(), a.doubleValue() * 0x1p-51);
        }
    }

    @Test
    void shouldMulDivLikeFullMathWhenOperandsAreRandom() {
        final Cases cases = new Cases(3);
        for (int i = 0; i < Cases.count(); i++) {
            final BigInteger a = cases.bits(256);
            final BigInteger b = cases.bits(256);
            final BigInteger d = cases.bits(256);
            checkMulDiv(a, b, d);
        }
    }

    @Test
    void shouldMulDivWhenOperandsSitOnTheEdge() {
        final BigInteger max = Cases.TWO_256.subtract(BigInteger.ONE);
        final BigInteger[] edge = {
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.TWO,
            max,
            max.subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(255),
            BigInteger.ONE.shiftLeft(192),
            BigInteger.ONE.shiftLeft(192).subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(128),
            BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(64),
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE),
        };
        for (final BigInteger a : edge) {
            for (final BigInteger b : edge) {
                for (final BigInteger d : edge) {
                    checkMulDiv(a, b, d);
                }
            }
        }
    }

    @Test
    void shouldMulDivWhenTheProductIsNearAMultipleOfTheDivisor() {
        final Cases cases = new Cases(13);
        for (int i = 0; i < Cases.count(); i++) {
            final BigInteger d = cases.bits(256).max(BigInteger.TWO);
            final BigInteger times =
                    Cases.TWO_256.divide(d).min(cases.bits(256)).max(BigInteger.ONE);
            final BigInteger multiple = d.multiply(times);
            for (int off = -1; off <= 1; off++) {
                final BigInteger a = multiple.add(BigInteger.valueOf(off));
                if (a.bitLength() <= 256) {
                    checkMulDiv(a, BigInteger.valueOf(1 + cases.below(3)), d);
                }
            }
            checkMulDiv(times, d, d);
        }
    }

    private void checkMulDiv(final BigInteger a, final BigInteger b, final BigInteger d) {
        final int down = FullMath.mulDiv(U256.of(a), U256.of(b), U256.of(d), out, s);
        if (d.signum() == 0) {
            assertEquals(AmmCode.DIVISION_BY_ZERO, down);
            return;
        }
        final BigInteger[] qr = a.multiply(b).divideAndRemainder(d);
        check(qr[0], down, out, a, b, d);
        final int up = FullMath.mulDivRoundingUp(U256.of(a), U256.of(b), U256.of(d), out, s);
        check(qr[1].signum() == 0 ? qr[0] : qr[0].add(BigInteger.ONE), up, out, a, b, d);
    }

    private static void check(
            final BigInteger expected,
            final int code,
            final U256 actual,
            final BigInteger a,
            final BigInteger b,
            final BigInteger d) {
        final boolean overflow = expected.bitLength() > 256;
        if (code != (overflow ? AmmCode.OVERFLOW : AmmCode.OK)
                || (!overflow && !expected.equals(actual.toBigInteger()))) {
            throw new AssertionError(a + " * " + b + " / " + d + " is not " + actual + ", code " + code);
        }
    }

    @Test
    void shouldTakeTheFloorOfTheRootWhenSquaresAreNear() {
        final Cases cases = new Cases(4);
        for (int i = 0; i < Cases.count(); i++) {
            BigInteger a = cases.bits(256);
            if (cases.below(3) == 0) {
                a = cases.bits(128).pow(2);
                a = cases.flip() ? a.subtract(BigInteger.ONE).max(BigInteger.ZERO) : a;
            }
            FullMath.sqrt(U256.of(a), out, s);
            assertEquals(a.sqrt(), out.toBigInteger());
        }
    }

    @Test
    void shouldPriceEveryTickLikeTheContract() {
        final int step = Boolean.getBoolean("alphapulse.long") ? 1 : 17;
        BigInteger previous = BigInteger.ZERO;
        for (int tick = TickMath.MIN_TICK; tick <= TickMath.MAX_TICK; tick += step) {
            final BigInteger expected = Oracle.sqrtPriceAtTick(tick);
            TickMath.sqrtPriceAtTick(tick, out);
            assertEquals(expected, out.toBigInteger());
            assertTrue(expected.compareTo(previous) > 0);
            final double price = expected.doubleValue() * 0x1p-96;
            assertEquals(price, TickMath.nearSqrtPrice(tick), price * 1e-13 + 0x1p-96);
            previous = expected;
        }
        TickMath.sqrtPriceAtTick(TickMath.MIN_TICK, out);
        assertEquals(Oracle.MIN_PRICE, out.toBigInteger());
        TickMath.sqrtPriceAtTick(TickMath.MAX_TICK, out);
        assertEquals(Oracle.MAX_PRICE, out.toBigInteger());
        TickMath.sqrtPriceAtTick(0, out);
        assertEquals(Oracle.Q96, out.toBigInteger());
    }

    @Test
    void shouldFindTheTickWhenThePriceIsOnOrBesideIt() {
        final Cases cases = new Cases(5);
        final U256 temporary = new U256();
        for (int i = 0; i < Cases.count(); i++) {
            final int tick = TickMath.MIN_TICK + cases.below(2 * TickMath.MAX_TICK);
            final BigInteger low = Oracle.sqrtPriceAtTick(tick);
            final BigInteger high = Oracle.sqrtPriceAtTick(tick + 1);
            assertEquals(tick, TickMath.tickAtSqrtPrice(U256.of(low), temporary));
            assertEquals(tick, TickMath.tickAtSqrtPrice(U256.of(high.subtract(BigInteger.ONE)), temporary));
            final BigInteger inside = low.add(cases.bits(160).mod(high.subtract(low)));
            assertEquals(tick, TickMath.tickAtSqrtPrice(U256.of(inside), temporary));
            assertTrue(TickMath.isSqrtPrice(U256.of(inside)));
        }
    }

    @Test
    void shouldQuoteConstantProductLikeTheLibraryWhenReservesAndFeesVary() {
        final Cases cases = new Cases(6);
        final int[] fees = {3000, 2500, 0, 100, 1700, 3001, 10_000, 999_999, 200, 997};
        final long[] words = new long[PoolFamily.WORDS];
        final BigInteger limit = BigInteger.ONE.shiftLeft(112);
        for (int i = 0; i < Cases.count(); i++) {
            final int fee = fees[cases.below(fees.length)];
            final BigInteger x = cases.positive(112);
            final BigInteger y = cases.positive(112);
            store(words, 0, x);
            store(words, 2, y);
            words[4] = ConstantProduct.feeWord(fee);
            final boolean down = cases.flip();
            final BigInteger from = down ? x : y;
            final BigInteger to = down ? y : x;
            final BigInteger in = cases.flip() ? cases.positive(112) : cases.positive(130);
            final int code = ConstantProduct.amountOut(words, 0, down, U256.of(in), out, s);
            if (from.add(in).compareTo(limit) >= 0) {
                assertEquals(AmmCode.OVERFLOW, code);
            } else {
                assertEquals(AmmCode.OK, code);
                assertEquals(Oracle.v2Out(in, from, to, fee), out.toBigInteger());
            }
            final BigInteger want = cases.positive(112);
            final int inCode = ConstantProduct.amountIn(words, 0, down, U256.of(want), out, s);
            if (want.compareTo(to) >= 0) {
                assertEquals(AmmCode.INSUFFICIENT_LIQUIDITY, inCode);
            } else {
                final BigInteger expected = Oracle.v2In(want, from, to, fee);
                final boolean fits = from.add(expected).compareTo(limit) < 0;
                assertEquals(fits ? AmmCode.OK : AmmCode.OVERFLOW, inCode);
                if (fits) {
                    assertEquals(expected, out.toBigInteger());
                }
            }
        }
    }

    @Test
    void shouldStepLikeTheContractWhenEverythingVaries() {
        final Cases cases = new Cases(7);
        final int[] fees = {500, 3000, 10_000, 100, 0, 1, 999_999};
        final SwapStep step = new SwapStep();
        int reverted = 0;
        for (int i = 0; i < Cases.count(); i++) {
            final BigInteger price = cases.price();
            BigInteger target = cases.flip() ? cases.price() : nearby(cases, price);
            target = target.max(Oracle.MIN_PRICE).min(Oracle.MAX_PRICE.subtract(BigInteger.ONE));
            final BigInteger l = cases.bits(128);
            BigInteger amount = cases.positive(cases.flip() ? 255 : 100);
            final boolean exactIn = cases.flip();
            final int fee = fees[cases.below(fees.length)];
            if (cases.below(4) == 0) {
                amount = edge(cases, price, target, l, exactIn, fee);
            }
            final BigInteger[] expected = Oracle.step(price, target, l, amount, exactIn, fee);
            final int code = SwapMath.computeSwapStep(
                    U256.of(price), U256.of(target), U256.of(l), U256.of(amount), exactIn, fee, step, s);
            if (expected == null || expected[3].bitLength() > 256) {
                assertTrue(code < 0);
                reverted++;
                continue;
            }
            assertEquals(AmmCode.OK, code);
            assertEquals(expected[0], step.sqrtPriceNext().toBigInteger());
            assertEquals(expected[1], step.amountIn().toBigInteger());
            assertEquals(expected[2], step.amountOut().toBigInteger());
            assertEquals(expected[3], step.feeAmount().toBigInteger());
        }
        assertTrue(reverted < Cases.count() / 10, "too few cases count");
    }

    private static BigInteger nearby(final Cases cases, final BigInteger price) {
        final BigInteger shift = price.shiftRight(8 + cases.below(60)).multiply(BigInteger.valueOf(cases.below(200)));
        return cases.flip() ? price.add(shift) : price.subtract(shift).max(BigInteger.ONE);
    }

    /** An amount that reaches the target exactly, or misses it by a few units. */
    private static BigInteger edge(
            final Cases cases,
            final BigInteger price,
            final BigInteger target,
            final BigInteger l,
            final boolean exactIn,
            final int fee) {
        final BigInteger[] whole = Oracle.step(price, target, l, BigInteger.ONE.shiftLeft(254), exactIn, fee);
        if (whole == null) {
            return BigInteger.ONE;
        }
        final BigInteger amount = exactIn ? whole[1].add(whole[3]) : whole[2];
        return amount.add(BigInteger.valueOf(cases.below(7) - 3L)).max(BigInteger.ONE);
    }

    static void store(final long[] words, final int at, final BigInteger value) {
        words[at] = value.longValue();
        words[at + 1] = value.shiftRight(64).longValue();
    }
}
