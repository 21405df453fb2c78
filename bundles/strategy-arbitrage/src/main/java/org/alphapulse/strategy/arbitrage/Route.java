package org.alphapulse.strategy.arbitrage;

/** Swaps one after another; owned by the caller and reused. Not thread-safe. */
public final class Route {
    /** Most hops a route can have. */
    public static final int MAX_HOPS = 12;

    final int[] pools = new int[MAX_HOPS];
    final boolean[] zeroForOne = new boolean[MAX_HOPS];
    int hops;
    int startToken;

    /** A route without hops. */
    public Route() {}

    /** Starts again at a token. */
    public Route start(final int token) {
        hops = 0;
        startToken = token;
        return this;
    }

    /**
     * Adds a hop.
     *
     * @param pool handle of the pool
     * @param sellsToken0 whether the pool's token 0 goes in
     */
    public Route hop(final int pool, final boolean sellsToken0) {
        pools[hops] = pool;
        zeroForOne[hops++] = sellsToken0;
        return this;
    }

    /** Number of hops. */
    public int hops() {
        return hops;
    }

    /** Handle of the token that goes into the first hop. */
    public int startToken() {
        return startToken;
    }

    /** Pool of a hop. */
    public int pool(final int hop) {
        return pools[hop];
    }

    /** Whether a hop sells the pool's token 0. */
    public boolean zeroForOne(final int hop) {
        return zeroForOne[hop];
    }

    /** Copies another route. */
    public void set(final Route other) {
        hops = other.hops;
        startToken = other.startToken;
        for (int i = 0; i < hops; i++) {
            pools[i] = other.pools[i];
            zeroForOne[i] = other.zeroForOne[i];
        }
    }

    boolean uses(final int pool) {
        return uses(pool, 0);
    }

    /** Whether a hop from a given one on goes through a pool. */
    boolean uses(final int pool, final int from) {
        for (int i = from; i < hops; i++) {
            if (pools[i] == pool) {
                return true;
            }
        }
        return false;
    }

    boolean sharesPool(final Route other) {
        for (int i = 0; i < other.hops; i++) {
            if (uses(other.pools[i])) {
                return true;
            }
        }
        return false;
    }

    /** Equal for the same hops whatever hop comes first; never zero. */
    long key() {
        long sum = 0;
        for (int i = 0; i < hops; i++) {
            sum += mix(((long) pools[i] << 1) | (zeroForOne[i] ? 1 : 0));
        }
        return sum | 1;
    }

    static long mix(final long value) {
        long h = (value + 0x9E3779B97F4A7C15L) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 29)) * 0x94D049BB133111EBL;
        return h ^ (h >>> 32);
    }
}
