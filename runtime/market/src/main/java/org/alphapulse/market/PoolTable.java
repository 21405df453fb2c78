package org.alphapulse.market;

import java.util.Arrays;
import org.alphapulse.amm.PoolFamily;
import org.alphapulse.amm.TickMap;

/** The pools as a structure of arrays; one row per handle. Confined to the writer's thread. */
final class PoolTable {
    static final int WORDS = PoolFamily.WORDS;
    static final int MARKS = 4;
    static final int MAX_CHAINS = 64;
    static final int SYNC_SHIFT = 40;

    /** Family and chain in the word of marks that has them. */
    static final long KIND = (1L << SYNC_SHIFT) - 1;

    final IdTable ids = new IdTable();
    final PoolFamily[] external = new PoolFamily[256];
    final byte[] chainHold = new byte[MAX_CHAINS];
    long[] words = new long[0];
    long[][] slabs = new long[0][];
    byte[] family = new byte[0];
    byte[] hold = new byte[0];
    int[] chain = new int[0];
    int[] venue = new int[0];
    int[] token0 = new int[0];
    int[] token1 = new int[0];
    int[] feePips = new int[0];
    int[] tickSpacing = new int[0];
    long[] loadBlock = new long[0];

    /**
     * What every event reads and changes, side by side: block, log index and epoch, version, and again family, with chain
     * (from bit 8) and sync status (from bit 40).
     */
    long[] marks = new long[0];

    int count;
    long revision;

    /** Counts the changes of holds of whole chains. */
    long chainHolds;

    int add() {
        if (count == family.length) {
            grow(count + (count >> 1) + 64);
        }
        final int pool = count++;
        slabs[pool] = TickMap.empty();
        setSync(pool, PoolStatus.UNSYNCED.code());
        setLast(pool, -1, -1);
        return pool;
    }

    private void grow(final int size) {
        words = Arrays.copyOf(words, size * WORDS);
        slabs = Arrays.copyOf(slabs, size);
        family = Arrays.copyOf(family, size);
        hold = Arrays.copyOf(hold, size);
        chain = Arrays.copyOf(chain, size);
        venue = Arrays.copyOf(venue, size);
        token0 = Arrays.copyOf(token0, size);
        token1 = Arrays.copyOf(token1, size);
        feePips = Arrays.copyOf(feePips, size);
        tickSpacing = Arrays.copyOf(tickSpacing, size);
        loadBlock = Arrays.copyOf(loadBlock, size);
        marks = Arrays.copyOf(marks, size * MARKS);
    }

    int statusCode(final int pool) {
        if (hold[pool] != 0) {
            return hold[pool];
        }
        final int held = chainHold[chain[pool]];
        return held != 0 ? held : sync(pool);
    }

    boolean tradable(final int pool) {
        return (sync(pool) | hold[pool] | chainHold[chain[pool]]) == 0;
    }

    void setKind(final int pool, final int kind, final int onChain) {
        family[pool] = (byte) kind;
        chain[pool] = onChain;
        final int at = pool * MARKS + 3;
        marks[at] = (marks[at] & ~KIND) | ((long) onChain << 8) | (kind & 0xff);
    }

    /** Sync status, a code of {@link PoolStatus}. */
    int sync(final int pool) {
        return (int) (marks[pool * MARKS + 3] >>> SYNC_SHIFT);
    }

    void setSync(final int pool, final int code) {
        final int at = pool * MARKS + 3;
        marks[at] = (marks[at] & KIND) | ((long) code << SYNC_SHIFT);
    }

    /** Block of the last event applied. */
    long block(final int pool) {
        return marks[pool * MARKS];
    }

    /** Log index of the last event applied. */
    int logIndex(final int pool) {
        return logIndexOf(marks[pool * MARKS + 1]);
    }

    /** The log index in its word of marks. */
    static int logIndexOf(final long word) {
        return (int) (word >>> 32);
    }

    /** Counts the wipes. */
    int epoch(final int pool) {
        return (int) marks[pool * MARKS + 1];
    }

    long version(final int pool) {
        return marks[pool * MARKS + 2];
    }

    void setLast(final int pool, final long block, final int logIndex) {
        final int at = pool * MARKS;
        marks[at] = block;
        marks[at + 1] = withLogIndex(marks[at + 1], logIndex);
    }

    static long withLogIndex(final long word, final int logIndex) {
        return ((long) logIndex << 32) | (word & 0xffffffffL);
    }

    void setEpoch(final int pool, final int epoch) {
        final int at = pool * MARKS + 1;
        marks[at] = (marks[at] & 0xffffffff00000000L) | (epoch & 0xffffffffL);
    }

    void setVersion(final int pool, final long version) {
        marks[pool * MARKS + 2] = version;
    }

    void touched(final int pool) {
        marks[pool * MARKS + 2]++;
        revision++;
    }
}
