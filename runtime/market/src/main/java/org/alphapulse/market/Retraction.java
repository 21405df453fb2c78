package org.alphapulse.market;

import java.util.Arrays;
import org.alphapulse.amm.ConcentratedLiquidity;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.TickMap;

/**
 * Takes back what was applied or loaded: exactly, by what undoes the last blocks, or by wiping pools; and remembers which pools that changed.
 * The writer's thread.
 */
final class Retraction {
    private final PoolTable t;
    private int[] changed = new int[16];
    private int changedCount;

    Retraction(final PoolTable pools) {
        this.t = pools;
    }

    int changedCount() {
        return changedCount;
    }

    int changedPool(final int index) {
        return changed[index];
    }

    /** See {@link MarketState#rollback}. */
    int rollback(final int chain, final UndoLog log, final long block) {
        changedCount = 0;
        final long head = log.head;
        if (block < log.floor) {
            log.truncate(block);
            // Nothing of the old branch is left, so what is loaded from here on can be rolled back again.
            log.floor = block;
            wipeChain(chain, PoolStatus.UNSYNCED);
            return ApplyCode.TOO_DEEP;
        }
        for (long i = log.last - 1; i >= log.first; i--) {
            final int at = log.index(i);
            if (log.ring[at + 3] > block) {
                undo(log.ring, at);
            }
        }
        log.truncate(block);
        if (head > block) {
            for (int pool = 0; pool < t.count; pool++) {
                if (t.chain[pool] == chain && t.loadBlock[pool] > block && t.block(pool) >= 0) {
                    wipe(pool, PoolStatus.UNSYNCED);
                    changed(pool);
                }
            }
        }
        return ApplyCode.APPLIED;
    }

    private void undo(final long[] ring, final int at) {
        final int pool = (int) (ring[at] >>> 32);
        if (t.epoch(pool) != (int) ring[at + 1]) {
            return;
        }
        final int kind = (int) ring[at] & 0xff;
        if (kind == UndoLog.KIND_TICK) {
            t.slabs[pool] = TickMap.set(
                    t.slabs[pool], (int) ring[at + 4], ring[at + 5], ring[at + 6], ring[at + 7], ring[at + 8]);
            return;
        }
        System.arraycopy(ring, at + 4, t.words, pool * PoolTable.WORDS, kind == UndoLog.KIND_RESERVES ? 4 : 7);
        t.setSync(pool, (int) (ring[at] >>> 8) & 0xff);
        t.setLast(pool, ring[at + 2], (int) (ring[at + 1] >>> 32));
        t.touched(pool);
        changed(pool);
    }

    private void changed(final int pool) {
        if (changedCount > 0 && changed[changedCount - 1] == pool) {
            return;
        }
        if (changedCount == changed.length) {
            changed = Arrays.copyOf(changed, changedCount * 2);
        }
        changed[changedCount++] = pool;
    }

    void wipePool(final int pool, final PoolStatus reason) {
        changedCount = 0;
        wipeFor(pool, reason);
    }

    void wipeVenue(final int chain, final int venue, final PoolStatus reason) {
        changedCount = 0;
        for (int pool = 0; pool < t.count; pool++) {
            if (t.chain[pool] == chain && t.venue[pool] == venue) {
                wipeFor(pool, reason);
            }
        }
    }

    void wipeChain(final int chain, final PoolStatus reason) {
        changedCount = 0;
        for (int pool = 0; pool < t.count; pool++) {
            if (t.chain[pool] == chain) {
                wipeFor(pool, reason);
            }
        }
    }

    private void wipeFor(final int pool, final PoolStatus reason) {
        wipe(pool, reason == PoolStatus.TRADABLE ? PoolStatus.UNSYNCED : reason);
        changed(pool);
    }

    /** Empties the state, which is then untradable for a reason, and makes earlier undo entries of the pool void. */
    void wipe(final int pool, final PoolStatus reason) {
        final int at = pool * PoolTable.WORDS;
        final boolean v3 = t.family[pool] == PoolFamilies.UNISWAP_V3;
        final int keep = v3 ? 6 : 4;
        final long config = t.words[at + keep];
        Arrays.fill(t.words, at, at + PoolTable.WORDS, 0);
        t.words[at + keep] = v3 ? ConcentratedLiquidity.withProtocolFee(config, 0, 0) : config;
        t.slabs[pool] = TickMap.empty();
        t.setSync(pool, reason.code());
        t.setEpoch(pool, t.epoch(pool) + 1);
        t.setLast(pool, -1, -1);
        t.loadBlock[pool] = 0;
        t.touched(pool);
    }
}
