package org.alphapulse.market;

import java.util.Arrays;
import org.alphapulse.amm.PoolFamily;
import org.alphapulse.amm.TickMap;

/** The pools as a structure of arrays; one row per handle. Confined to the writer's thread. */
final class PoolTable {
    static final int WORDS = PoolFamily.WORDS;
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
    long[] block = new long[0];
    int[] logIndex = new int[0];
    long[] loadBlock = new long[0];
    long[] version = new long[0];
    int[] epoch = new int[0];
    int count;
    long revision;

    int add() {
        if (count == family.length) {
            grow(count + (count >> 1) + 64);
        }
        final int pool = count++;
        slabs[pool] = TickMap.empty();
        sync[pool] = (byte) PoolStatus.UNSYNCED.code();
        logIndex[pool] = -1;
        block[pool] = -1;
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
        block = Arrays.copyOf(block, size);
        logIndex = Arrays.copyOf(logIndex, size);
        loadBlock = Arrays.copyOf(loadBlock, size);
        version = Arrays.copyOf(version, size);
        epoch = Arrays.copyOf(epoch, size);
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

    void touched(final int pool) {
        version[pool]++;
        revision++;
    }
}
