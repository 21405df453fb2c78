package org.alphapulse.risk.breakers;

import java.util.Arrays;

/** The newest block of each chain that was heard of. Allocates only for a new chain. Gate's thread. */
final class Heads {
    private long[] chainIds = new long[4];
    private long[] timesNs = new long[4];
    private long[] baseFees = new long[4];
    private int count;

    /** Takes a block in place of the one before it of the chain. */
    void put(long chainId, long timeNs, long baseFeeWei) {
        int at = find(chainId);
        if (at < 0) {
            if (count == chainIds.length) {
                chainIds = Arrays.copyOf(chainIds, 2 * count);
                timesNs = Arrays.copyOf(timesNs, 2 * count);
                baseFees = Arrays.copyOf(baseFees, 2 * count);
            }
            at = count++;
        }
        chainIds[at] = chainId;
        timesNs[at] = timeNs;
        baseFees[at] = baseFeeWei;
    }

    private int find(long chainId) {
        for (int i = 0; i < count; i++) {
            if (chainIds[i] == chainId) {
                return i;
            }
        }
        return -1;
    }

    /** When a chain's newest block was made, 0 if none was heard of. */
    long timeNs(long chainId) {
        final int at = find(chainId);
        return at < 0 ? 0 : timesNs[at];
    }

    /** What a chain's newest block costs per gas, 0 if none was heard of. */
    long baseFeeWei(long chainId) {
        final int at = find(chainId);
        return at < 0 ? 0 : baseFees[at];
    }

    /** When the newest block of any chain was made, 0 if none was heard of. */
    long newestNs() {
        long newest = 0;
        for (int i = 0; i < count; i++) {
            newest = Math.max(newest, timesNs[i]);
        }
        return newest;
    }

    /** When the newest block was made of the chain whose newest block is the oldest, 0 if none was heard of. */
    long oldestNs() {
        long oldest = count == 0 ? 0 : Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            oldest = Math.min(oldest, timesNs[i]);
        }
        return oldest;
    }
}
