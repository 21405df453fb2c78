package org.alphapulse.risk.breakers;

import java.math.BigInteger;
import org.agrona.collections.Long2LongHashMap;

/**
 * What was lost since midnight UTC or the last reset, whichever is later, in gwei of the native coin. A result that is reported anew,
 * since its block was lost, takes the place of the former. Gate's thread.
 */
final class DailyLoss {
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final long WEI_PER_GWEI = 1_000_000_000L;

    /** What each result brought, by its transaction, or by its plan where there is none. */
    private final Long2LongHashMap gains = new Long2LongHashMap(0);
    /** Under which of these keys a plan's result is. */
    private final Long2LongHashMap plans = new Long2LongHashMap(0);

    private long day = -1;
    private long fromNs;
    private long gain;

    /** Begins anew at a time. */
    void restart(long nowNs) {
        fromNs = nowNs;
        clear();
    }

    private void clear() {
        gain = 0;
        gains.clear();
        plans.clear();
    }

    /** Begins a new day if it has come; gives when the sum begins. */
    long roll(long nowNs) {
        if (Math.floorDiv(nowNs, DAY_NS) != day) {
            day = Math.floorDiv(nowNs, DAY_NS);
            clear();
        }
        return Math.max(day * DAY_NS, fromNs);
    }

    /**
     * Adds a result in place of an earlier one of the same plan or the same transaction.
     *
     * @param planId 0 for a plan of an earlier process, whose id may be another plan's now
     * @param transaction stands for the transaction, 0 if there is none
     * @param gainGwei what it brought, less its gas
     */
    void add(long planId, long transaction, long gainGwei) {
        final long key = transaction == 0 ? planId : transaction;
        withdraw(plans.remove(planId));
        withdraw(key);
        gain = saturated(gain, gainGwei);
        if (gainGwei != 0 && key != 0) {
            gains.put(key, gainGwei);
            if (planId != 0) {
                plans.put(planId, key);
            }
        }
    }

    private void withdraw(long key) {
        gain = saturated(gain, -gains.remove(key));
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
