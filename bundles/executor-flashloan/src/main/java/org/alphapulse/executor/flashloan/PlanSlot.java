package org.alphapulse.executor.flashloan;

/** One plan on its way from the engine's thread to the agent that sends it. Filled and read in place; never made anew. */
final class PlanSlot {
    static final int MAX_CALLDATA = 640;
    static final int MAX_TRANSACTION = 1024;

    final byte[] calldata = new byte[MAX_CALLDATA];
    final byte[] transaction = new byte[MAX_TRANSACTION];
    final byte[] hash = new byte[32];
    final long[] expectedProfit = new long[4];
    final long[] profitToken = new long[5];
    int calldataLength;
    int transactionLength;
    int reason;
    int channel;
    boolean simulate;
    long planId;
    long signalId;
    long strategyId;
    long nonce;
    long gasLimit;
    long maxFeeWei;
    long priorityFeeWei;
    long ceilingWei;
    long deadlineNs;
    long deadlineBlock;

    void clear(long newPlanId) {
        planId = newPlanId;
        reason = Reasons.NONE;
        channel = 0;
        simulate = false;
        signalId = 0;
        strategyId = 0;
        nonce = -1;
        calldataLength = 0;
        transactionLength = 0;
        deadlineNs = 0;
        deadlineBlock = 0;
        java.util.Arrays.fill(expectedProfit, 0);
        java.util.Arrays.fill(profitToken, 0);
    }
}
