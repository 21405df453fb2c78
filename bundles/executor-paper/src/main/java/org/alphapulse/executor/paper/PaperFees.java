package org.alphapulse.executor.paper;

import java.math.BigInteger;

/** The fee of a fill: price times size, both with eight decimals, times the fee rate, rounded up. */
final class PaperFees {
    private static final long SCALE_LONG = 100_000_000L * 1_000_000L;
    private static final BigInteger SCALE = BigInteger.valueOf(SCALE_LONG);

    private PaperFees() {}

    static long fee(long price, long size, int feePpm) {
        final long high = Math.multiplyHigh(price, size);
        final long low = price * size;
        if (high == 0 && low >= 0 && low <= (Long.MAX_VALUE - SCALE_LONG) / Math.max(1, feePpm)) {
            return (low * feePpm + SCALE_LONG - 1) / SCALE_LONG;
        }
        return BigInteger.valueOf(price)
                .multiply(BigInteger.valueOf(size))
                .multiply(BigInteger.valueOf(feePpm))
                .add(SCALE)
                .subtract(BigInteger.ONE)
                .divide(SCALE)
                .longValueExact();
    }
}
