package org.alphapulse.risk.breakers;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The newest block of each chain that was heard of. Allocates only for a new chain. Gate's thread. */
final class Heads {
    private static final int SAVED = 3 * Long.BYTES;

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

    /** Writes all; gives where it ends. */
    int save(MutableDirectBuffer buffer, int from) {
        buffer.putInt(from, count);
        int at = from + Integer.BYTES;
        for (int i = 0; i < count; i++) {
            buffer.putLong(at, chainIds[i]);
            buffer.putLong(at + Long.BYTES, timesNs[i]);
            buffer.putLong(at + 2 * Long.BYTES, baseFees[i]);
            at += SAVED;
        }
        return at;
    }

    /** Takes over those of a chain, 0 for all, that are newer than what was heard of since; gives where they end. */
    int restore(DirectBuffer buffer, int from, long only) {
        final int end = from + Integer.BYTES + buffer.getInt(from) * SAVED;
        for (int at = from + Integer.BYTES; at < end; at += SAVED) {
            final long chainId = buffer.getLong(at);
            final long timeNs = buffer.getLong(at + Long.BYTES);
            if ((only == 0 || chainId == only) && timeNs > timeNs(chainId)) {
                put(chainId, timeNs, buffer.getLong(at + 2 * Long.BYTES));
            }
        }
        return end;
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
