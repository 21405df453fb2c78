package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BaseFeeTest {
    @Test
    void shouldGiveWhatOtherClientsPublishAsTestVectors() {
        // go-ethereum, consensus/misc/eip1559, TestCalcBaseFee
        assertEquals(1_000_000_000L, BaseFee.next(1_000_000_000L, 10_000_000, 20_000_000));
        assertEquals(987_500_000L, BaseFee.next(1_000_000_000L, 9_000_000, 20_000_000));
        assertEquals(1_012_500_000L, BaseFee.next(1_000_000_000L, 11_000_000, 20_000_000));
    }

    @Test
    void shouldFollowTheFormulaOfTheSpecificationForAnyBlock() {
        final SplittableRandom r = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            final long fee = 1 + (r.nextLong() >>> 1 >>> r.nextInt(20, 62));
            final long limit = 2L * r.nextInt(2_500, 500_000_000);
            final long used = r.nextLong(limit + 1);
            assertEquals(specified(fee, used, limit), BaseFee.next(fee, used, limit), fee + " " + used + " " + limit);
        }
    }

    private static long specified(final long fee, final long used, final long limit) {
        final long target = limit / 2;
        final BigInteger delta = BigInteger.valueOf(fee)
                .multiply(BigInteger.valueOf(Math.abs(used - target)))
                .divide(BigInteger.valueOf(target))
                .divide(BigInteger.valueOf(8));
        if (BigInteger.valueOf(fee)
                        .multiply(BigInteger.valueOf(Math.abs(used - target)))
                        .bitLength()
                > 63) {
            return fee;
        }
        return used == target ? fee : used > target ? fee + Math.max(1, delta.longValue()) : fee - delta.longValue();
    }

    @Test
    void shouldStayTheSameWhereTheChainDoesNotTellItsGas() {
        assertEquals(7, BaseFee.next(7, 0, 0));
    }
}
