package org.alphapulse.strategy.arbitrage;

import org.alphapulse.market.MarketView;

/** Remembers the routes proposed lately, so that none is proposed twice. Confined to the engine thread. */
final class SentRoutes {
    private static final int SIZE = 4096;
    private static final int PROBES = 8;
    private final MarketView market;
    private final int cooldown;
    private final long[] keys = new long[SIZE];
    private final long[] states = new long[SIZE];
    private final long[] blocks = new long[SIZE];
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
        return at >= 0 && (states[at] == state(route) || block < blocks[at] + cooldown);
    }

    /** Counts what was added or removed. */
    long changes() {
        return changes;
    }

    private int find(final long key) {
        for (int i = 0; i < PROBES; i++) {
            final int at = (int) (key >>> 8) + i & (SIZE - 1);
            if (keys[at] == key) {
                return at;
            }
        }
        return -1;
    }

    void add(final Route route, final long block) {
        final long key = route.key();
        int at = find(key);
        if (at < 0) {
            at = (int) (key >>> 8) & (SIZE - 1);
            for (int i = 1; i < PROBES && keys[at] != 0; i++) {
                final int next = (int) (key >>> 8) + i & (SIZE - 1);
                at = keys[next] == 0 || blocks[next] < blocks[at] ? next : at;
            }
        }
        changes++;
        keys[at] = key;
        states[at] = state(route);
        blocks[at] = block;
    }

    /** Forgets a route, because its execution ended. */
    void remove(final Route route) {
        final int at = find(route.key());
        if (at >= 0) {
            changes++;
            keys[at] = 0;
        }
    }
}
