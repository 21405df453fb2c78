package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.U256;
import org.junit.jupiter.api.Test;

/** What a loan costs, to the wei, against what each lender's contract asks for. */
class FundingFeeTest {
    private static final int CASES = 20_000;
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
    private static final BigInteger WAD = BigInteger.TEN.pow(18);

    private final Random random = new Random(7);
    private final Scratch scratch = new Scratch();
    private final Pricing pricing;

    FundingFeeTest() {
        final TestMarket m = new TestMarket();
        final StartToken start = new StartToken(
                m.token(),
                List.of(FundingSource.unlimited(FundingSource.OWN_CAPITAL, 0)),
                new U256().set(-1, -1),
                U256.of(1),
                1);
        pricing = new Pricing(m.view, ArbitrageSettings.of(List.of(start), -1), new GasModel());
    }

    private BigInteger fee(final int kind, final int feePpm, final BigInteger amount) {
        final U256 fee = new U256();
        pricing.fundingFee(FundingSource.unlimited(kind, feePpm), U256.of(amount), fee, scratch);
        return fee.toBigInteger();
    }

    /** One in ten is a multiple of what the fee is divided by, so that nothing is left to round. */
    private BigInteger amount(final int divisor) {
        final BigInteger any = new BigInteger(1 + random.nextInt(112), random).add(BigInteger.ONE);
        return random.nextInt(10) == 0 ? any.multiply(BigInteger.valueOf(divisor)) : any;
    }

    /** UniswapV2Pair.swap: the least payment after which (balance * 10^6 - paid * fee) is no less than the reserve was. */
    @Test
    void shouldBeTheLeastThatAPairAcceptsForItsLoan() {
        assertEquals(
                BigInteger.valueOf(3_000),
                fee(FundingSource.CONSTANT_PRODUCT_FLASH, 3_000, BigInteger.valueOf(997_000)));
        for (int n = 0; n < CASES; n++) {
            final int ppm = 1 + random.nextInt(random.nextBoolean() ? 3_000 : 100_000);
            final BigInteger lent = amount(1_000_000 - ppm);
            final BigInteger fee = fee(FundingSource.CONSTANT_PRODUCT_FLASH, ppm, lent);
            assertTrue(accepted(lent, lent.add(fee), ppm), () -> lent + " at " + ppm);
            assertTrue(!accepted(lent, lent.add(fee).subtract(BigInteger.ONE), ppm), () -> lent + " at " + ppm);
        }
    }

    private static boolean accepted(final BigInteger lent, final BigInteger paid, final int ppm) {
        final BigInteger reserve = lent.multiply(BigInteger.valueOf(3));
        final BigInteger balance = reserve.subtract(lent).add(paid);
        final BigInteger adjusted = balance.multiply(MILLION).subtract(paid.multiply(BigInteger.valueOf(ppm)));
        return adjusted.compareTo(reserve.multiply(MILLION)) >= 0;
    }

    /** PercentageMath.percentMul of the Aave version that the contracts are tested with: half up, in hundredths of a percent. */
    @Test
    void shouldBeThePremiumThatALendingPoolRoundsHalfUp() {
        for (int n = 0; n < CASES; n++) {
            final int bps = 1 + random.nextInt(100);
            final BigInteger lent = amount(10_000);
            assertEquals(
                    lent.multiply(BigInteger.valueOf(bps))
                            .add(BigInteger.valueOf(5_000))
                            .divide(BigInteger.valueOf(10_000)),
                    fee(FundingSource.LENDING_LOAN, 100 * bps, lent),
                    () -> lent + " at " + bps);
        }
    }

    /** UniswapV3Pool.flash: FullMath.mulDivRoundingUp; Balancer's vault: FixedPoint.mulUp, with eighteen digits. */
    @Test
    void shouldBeRoundedUpByConcentratedPoolsAndVaults() {
        for (int n = 0; n < CASES; n++) {
            final int ppm = random.nextInt(10_000);
            final BigInteger lent = amount(1_000_000);
            final BigInteger[] parts = lent.multiply(BigInteger.valueOf(ppm)).divideAndRemainder(MILLION);
            assertEquals(
                    parts[0].add(BigInteger.valueOf(parts[1].signum())),
                    fee(FundingSource.CONCENTRATED_FLASH, ppm, lent),
                    () -> lent + " at " + ppm);
            final BigInteger product = lent.multiply(BigInteger.valueOf(ppm)).multiply(BigInteger.TEN.pow(12));
            assertEquals(
                    product.signum() == 0
                            ? product
                            : product.subtract(BigInteger.ONE).divide(WAD).add(BigInteger.ONE),
                    fee(FundingSource.VAULT_LOAN, ppm, lent),
                    () -> lent + " at " + ppm);
        }
    }
}
