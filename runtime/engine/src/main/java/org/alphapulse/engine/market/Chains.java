package org.alphapulse.engine.market;

/** Dense indices of the chains of a shard, at most 64. */
final class Chains {
    private static final int MAX = 64;
    private final long[] ids = new long[MAX];
    private int count;

    /** Chains known. */
    int count() {
        return count;
    }

    /** Id of a chain by its index. */
    long id(int index) {
        return ids[index];
    }

    /** Index of a chain; assigned if it is new; -1 if there are too many. */
    int indexOf(long chainId) {
        for (int i = 0; i < count; i++) {
            if (ids[i] == chainId) {
                return i;
            }
        }
        if (count == MAX) {
            return -1;
        }
        ids[count] = chainId;
        return count++;
    }
}
