package org.alphapulse.strategy.arbitrage;

/** The last opportunities with their explanations, in a ring. Confined to the engine thread. */
final class History {
    private final Opportunity[] ring;
    private final int size;
    private long count;

    /**
     * A history.
     *
     * @param size number of opportunities kept
     * @param spare number of opportunities beyond those, so that one that was just recorded is not written over soon
     */
    History(final int size, final int spare) {
        this.size = size;
        ring = new Opportunity[size + spare];
        for (int i = 0; i < ring.length; i++) {
            ring[i] = new Opportunity();
        }
    }

    /** The opportunity to be filled in next; it stays the same until {@link #record}. */
    Opportunity next() {
        return ring[(int) (count % ring.length)];
    }

    /** Counts what {@link #next} gave as recorded. */
    void record() {
        count++;
    }

    /** Number of opportunities recorded so far. */
    long count() {
        return count;
    }

    /** Goes back to an earlier count, by no more than what is spare, or forth again to a later one. */
    void count(final long recorded) {
        count = recorded;
    }

    int kept() {
        return (int) Math.min(count, size);
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
