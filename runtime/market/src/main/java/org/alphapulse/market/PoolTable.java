package org.alphapulse.market;

import java.util.Arrays;
import org.alphapulse.amm.PoolFamily;
import org.alphapulse.amm.TickMap;

/** The pools as a structure of arrays; one row per handle. Confined to the writer's thread. */
final class PoolTable {
    static final int WORDS = PoolFamily.WORDS;
    static final int MARKS = 4;
    static final int MAX_CHAINS = 64;

    final IdTable ids = new IdTable();
    final PoolFamily[] external = new PoolFamily[256];
    final byte[] chainHold = new byte[MAX_CHAINS];
    long[] words = new long[0];
    long[][] slabs = new long[0][];
    byte[] family = new byte[0];
    byte[] sync = new byte[0];
    byte[] hold = new byte[0];
    int[] chain = new int[0];
    int[] venue = new int[0];
    int[] token0 = new int[0];
    int[] token1 = new int[0];
    int[] feePips = new int[0];
    int[] tickSpacing = new int[0];
    long[] loadBlock = new long[0];

    /**
     * What every event reads and changes, side by side: block, log index and epoch, version, and again chain (from bit 8)
     * and family.
     */
    long[] marks = new long[0];

    int count;
    long revision;

    int add() {
        if (count == family.length) {
            grow(count + (count >> 1) + 64);
        }
        final int pool = count++;
        slabs[pool] = TickMap.empty();
        sync[pool] = (byte) PoolStatus.UNSYNCED.code();
        setLast(pool, -1, -1);
        return pool;
    }

    private void grow(final int size) {
        words = Arrays.copyOf(words, size * WORDS);
        slabs = Arrays.copyOf(slabs, size);
        family = Arrays.copyOf(family, size);
        sync = Arrays.copyOf(sync, size);
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
        return held != 0 ? held : sync[pool];
    }

    boolean tradable(final int pool) {
        return (sync[pool] | hold[pool] | chainHold[chain[pool]]) == 0;
    }

    void setKind(final int pool, final int kind, final int onChain) {
        family[pool] = (byte) kind;
        chain[pool] = onChain;
        marks[pool * MARKS + 3] = ((long) onChain << 8) | (kind & 0xff);
    }

    /** The family of an event's pool. */
    int familyOf(final int pool) {
        return (byte) marks[pool * MARKS + 3];
    }

    /** The chain of an event's pool. */
    int chainOf(final int pool) {
        return (int) (marks[pool * MARKS + 3] >>> 8);
    }

    /** Block of the last event applied. */
    long block(final int pool) {
        return marks[pool * MARKS];
    }

    /** Log index of the last event applied. */
    int logIndex(final int pool) {
        return (int) (marks[pool * MARKS + 1] >>> 32);
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
        marks[at + 1] = ((long) logIndex << 32) | (marks[at + 1] & 0xffffffffL);
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
