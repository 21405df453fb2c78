package org.alphapulse.strategy.arbitrage;

/** The last opportunities with their explanations, in a ring. Confined to the engine thread. */
final class History {
    private final Opportunity[] ring;
    private long count;

    History(final int size) {
        ring = new Opportunity[size];
        for (int i = 0; i < size; i++) {
            ring[i] = new Opportunity();
        }
    }

    void record(final Opportunity o) {
        ring[(int) (count++ % ring.length)].set(o);
    }

    /** Number of opportunities recorded so far. */
    long count() {
        return count;
    }

    int kept() {
        return (int) Math.min(count, ring.length);
    }

    /** The recent ones, 0 the last. */
    Opportunity recent(final int index) {
        return ring[(int) ((count - 1 - index) % ring.length)];
    }

    /** By identity, or null if it is not kept any more. */
    Opportunity find(final long id) {
        for (int i = 0; i < kept(); i++) {
            if (recent(i).id == id) {
                return recent(i);
            }
        }
        return null;
    }
}
