package org.alphapulse.strategy.arbitrage;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.market.MarketView;

/**
 * Remembers the routes proposed lately, so that none is proposed twice: not on the same state of its pools unless it is known that nothing
 * came of it, and not within the cool-down. Confined to the engine thread.
 */
final class SentRoutes {
    private static final int SIZE = 4096;
    private static final int PROBES = 8;
    private final MarketView market;
    private final int cooldown;
    /**
     * Longs of an entry: key, state, block, and the opportunity that was proposed on that state, {@link #NONE} when nothing came of it. Of
     * what an earlier detector proposed, whose opportunities nobody tells of here, minus the last block in which it may take effect.
     */
    private static final int WIDTH = 4;

    private static final int STATE = 1;
    private static final int BLOCK = 2;
    private static final int OPPORTUNITY = 3;
    /** Ids of opportunities start from one. */
    private static final long NONE = 0;

    private final long[] entries = new long[SIZE * WIDTH];
    private long changes;

    SentRoutes(final MarketView market, final int cooldown) {
        this.market = market;
        this.cooldown = cooldown;
    }

    private long state(final Route route) {
        long sum = 0;
        for (int i = 0; i < route.hops; i++) {
            sum += Route.mix(market.version(route.pools[i]) * 31 + route.pools[i]);
        }
        return sum;
    }

    /** Whether the route was proposed on the same state of its pools, or too few blocks ago. */
    boolean contains(final Route route, final long block) {
        final int at = find(route.key());
        return at >= 0
                && (block < entries[at + BLOCK] + cooldown
                        || (holds(at, block) && entries[at + STATE] == state(route)));
    }

    private boolean holds(final int at, final long block) {
        return entries[at + OPPORTUNITY] > NONE || block < -entries[at + OPPORTUNITY];
    }

    /** Counts what was added, released or removed. */
    long changes() {
        return changes;
    }

    private static int place(final long key, final int probe) {
        return WIDTH * ((int) (key >>> 8) + probe & (SIZE - 1));
    }

    private int find(final long key) {
        for (int i = 0; i < PROBES; i++) {
            final int at = place(key, i);
            if (entries[at] == key) {
                return at;
            }
        }
        return -1;
    }

    void add(final Opportunity o) {
        add(o.route.key(), state(o.route), o.block, o.id);
    }

    private void add(final long key, final long state, final long block, final long opportunity) {
        int at = find(key);
        if (at < 0) {
            at = place(key, 0);
            for (int i = 1; i < PROBES && entries[at] != 0; i++) {
                final int next = place(key, i);
                at = entries[next] == 0 || entries[next + BLOCK] < entries[at + BLOCK] ? next : at;
            }
        }
        changes++;
        entries[at] = key;
        entries[at + STATE] = state;
        entries[at + BLOCK] = block;
        entries[at + OPPORTUNITY] = opportunity;
    }

    /**
     * Writes what another detector on the same market must know, without what is over by the newest entry.
     *
     * @param planBlocks number of blocks after its own in which a plan may take effect
     * @return the index behind it
     */
    int save(final MutableDirectBuffer buffer, final int from, final int planBlocks) {
        long newest = 0;
        for (int i = 0; i < entries.length; i += WIDTH) {
            newest = Math.max(newest, entries[i] == 0 ? 0 : entries[i + BLOCK]);
        }
        int at = from + Integer.BYTES;
        int count = 0;
        for (int i = 0; i < entries.length; i += WIDTH) {
            final long block = entries[i + BLOCK];
            final long id = entries[i + OPPORTUNITY];
            if (entries[i] != 0 && newest <= block + Math.max(cooldown, planBlocks)) {
                buffer.putLong(at, entries[i]);
                buffer.putLong(at + 8, entries[i + STATE]);
                buffer.putLong(at + 16, block);
                buffer.putLong(at + 24, id > NONE ? -(block + planBlocks + 1) : id);
                at += WIDTH * Long.BYTES;
                count++;
            }
        }
        buffer.putInt(from, count);
        return at;
    }

    /** Bytes that {@link #save} wrote from an index on, by their count; for a whole buffer that it may not be. */
    static long savedBytes(final DirectBuffer buffer, final int from) {
        return Integer.BYTES + (long) WIDTH * Long.BYTES * buffer.getInt(from);
    }

    /** Takes over what {@link #save} wrote. */
    void restore(final DirectBuffer buffer, final int from) {
        int at = from + Integer.BYTES;
        for (int i = buffer.getInt(from); i > 0; i--) {
            add(buffer.getLong(at), buffer.getLong(at + 8), buffer.getLong(at + 16), buffer.getLong(at + 24));
            at += WIDTH * Long.BYTES;
        }
    }

    /** Nothing came of an opportunity: the state of its pools no longer speaks against its route, unless that was proposed again since. */
    void release(final Opportunity o) {
        final int at = find(o.route.key());
        if (at >= 0 && entries[at + OPPORTUNITY] == o.id) {
            changes++;
            entries[at + OPPORTUNITY] = NONE;
        }
    }

    /** Forgets a route, because nobody was told of it. */
    void remove(final Route route) {
        final int at = find(route.key());
        if (at >= 0) {
            changes++;
            entries[at] = 0;
        }
    }
}
