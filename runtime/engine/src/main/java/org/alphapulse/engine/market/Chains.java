package org.alphapulse.engine.market;

/** Dense indices of the chains of a shard, at most 64. */
final class Chains {
    static final int MAX = 64;
    private final long[] ids = new long[MAX];
    private final long[] complete = new long[MAX];
    private int count;

    /** Chains known. */
    int count() {
        return count;
    }

    /** Id of a chain by its index. */
    long id(int index) {
        return ids[index];
    }

    /** The newest block all of whose logs were told, -1 if there is none. */
    long complete(int index) {
        return complete[index];
    }

    /** Sets the newest block all of whose logs were told. */
    void complete(int index, long block) {
        complete[index] = block;
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
        complete[count] = -1;
        return count++;
    }
}
