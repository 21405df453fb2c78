package org.alphapulse.risk.breakers;

import java.math.BigInteger;

/**
 * What was lost since midnight UTC or the last reset, whichever is later, in gwei of the native coin. A result that is reported anew,
 * since its block was lost, takes the place of the former. Gate's thread.
 */
final class DailyLoss {
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final int REMEMBERED = 1_024;
    private static final long WEI_PER_GWEI = 1_000_000_000L;

    private final long[] planIds = new long[REMEMBERED];
    private final long[] gains = new long[REMEMBERED];
    private int next;
    private long day = -1;
    private long fromNs;
    private long gain;

    /** Begins anew at a time. */
    void restart(long nowNs) {
        fromNs = nowNs;
        gain = 0;
        java.util.Arrays.fill(planIds, 0);
    }

    /** Begins a new day if it has come; gives when the sum begins. */
    long roll(long nowNs) {
        if (Math.floorDiv(nowNs, DAY_NS) != day) {
            day = Math.floorDiv(nowNs, DAY_NS);
            gain = 0;
            java.util.Arrays.fill(planIds, 0);
        }
        return Math.max(day * DAY_NS, fromNs);
    }

    /** Adds a result; {@code planId} 0 for one that cannot be reported anew. */
    void add(long planId, long gainGwei) {
        long before = 0;
        int at = -1;
        for (int i = 0; planId != 0 && i < REMEMBERED && at < 0; i++) {
            if (planIds[i] == planId) {
                at = i;
                before = gains[i];
            }
        }
        if (at < 0) {
            at = next;
            next = (next + 1) % REMEMBERED;
        }
        planIds[at] = planId;
        gains[at] = gainGwei;
        gain = saturated(saturated(gain, -before), gainGwei);
    }

    private static long saturated(long a, long b) {
        final long sum = a + b;
        return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE) : sum;
    }

    /** Gas in gwei, rounded up. Allocates only where the wei do not fit into a long. */
    static long gasGwei(long gasUsed, long gasPriceWei) {
        final long wei = gasUsed * gasPriceWei;
        final boolean fits = Math.multiplyHigh(gasUsed, gasPriceWei) == 0 && wei >= 0;
        return fits && wei <= Long.MAX_VALUE - WEI_PER_GWEI
                ? (wei + WEI_PER_GWEI - 1) / WEI_PER_GWEI
                : BigInteger.valueOf(gasUsed)
                        .multiply(BigInteger.valueOf(gasPriceWei))
                        .add(BigInteger.valueOf(WEI_PER_GWEI - 1))
                        .divide(BigInteger.valueOf(WEI_PER_GWEI))
                        .min(BigInteger.valueOf(Long.MAX_VALUE))
                        .longValue();
    }

    /** The loss, negative for a gain. */
    long loss() {
        return -gain;
    }
}
