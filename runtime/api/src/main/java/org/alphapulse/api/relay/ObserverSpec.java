package org.alphapulse.api.relay;

/**
 * What an observer wants.
 *
 * @param name for people; need not be unique
 * @param topics {@code domain[/type[/venue[/chain]]]}, separated by commas, {@code *} for any; for example {@code
 *     market-data/Quote,execution}
 * @param policy what happens when it is too slow
 * @param backlog messages that may wait for a lossless observer, 64 to 4194304; of no effect for a lossy one
 */
public record ObserverSpec(String name, String topics, LossPolicy policy, int backlog) {
    /** Smallest backlog. */
    public static final int MIN_BACKLOG = 64;

    /** Largest backlog. */
    public static final int MAX_BACKLOG = 1 << 22;

    /** Refuses values that are not allowed. */
    public ObserverSpec {
        if (backlog < MIN_BACKLOG || backlog > MAX_BACKLOG) {
            throw new IllegalArgumentException(
                    "backlog=" + backlog + " is not allowed; allowed is " + MIN_BACKLOG + " to " + MAX_BACKLOG);
        }
    }

    /**
     * An observer that sees every message.
     *
     * @param name for people
     * @param topics what it wants
     * @param backlog messages that may wait
     * @return the specification
     */
    public static ObserverSpec lossless(String name, String topics, int backlog) {
        return new ObserverSpec(name, topics, LossPolicy.LOSSLESS, backlog);
    }

    /**
     * An observer that may miss messages.
     *
     * @param name for people
     * @param topics what it wants
     * @return the specification
     */
    public static ObserverSpec lossy(String name, String topics) {
        return new ObserverSpec(name, topics, LossPolicy.LOSSY, MIN_BACKLOG);
    }
}
