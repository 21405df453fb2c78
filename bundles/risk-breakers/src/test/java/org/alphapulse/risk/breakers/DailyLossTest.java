package org.alphapulse.risk.breakers;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DailyLossTest {
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private static void compare(long gasUsed, long gasPriceWei) {
        final BigDecimal wei = new BigDecimal(BigInteger.valueOf(gasUsed).multiply(BigInteger.valueOf(gasPriceWei)));
        final BigDecimal gwei =
                wei.movePointLeft(9).setScale(0, RoundingMode.UP).min(LARGEST);
        assertEquals(
                gwei.longValueExact(), DailyLoss.gasGwei(gasUsed, gasPriceWei), gasUsed + " gas at " + gasPriceWei);
    }

    @Test
    void shouldRoundGasUpToGweiWhateverItsSize() {
        final long[] edges = {0, 1, 999_999_999, 1_000_000_000, 1_000_000_001, 1L << 32, 3_037_000_500L, Long.MAX_VALUE
        };
        for (final long gas : edges) {
            for (final long price : edges) {
                compare(gas, price);
            }
        }
        for (long below = 0; below < 3; below++) {
            compare(1, Long.MAX_VALUE - 1_000_000_000L - 1 + below);
        }
        final SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 100_000; i++) {
            compare(random.nextLong() >>> random.nextInt(1, 64), random.nextLong() >>> random.nextInt(1, 64));
        }
    }
}
