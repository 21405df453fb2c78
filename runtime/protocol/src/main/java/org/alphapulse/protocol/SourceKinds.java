package org.alphapulse.protocol;

/**
 * Who can be the source of a message, by its role. A kind is a number from 1 to 99; the instances of one kind are told
 * apart by the instance in the upper bits of the sequence.
 */
public final class SourceKinds {
    /** The first kind of the collectors, 1 to 19. */
    public static final int COLLECTOR = 1;

    /** The first kind of the strategies, 20 to 39. */
    public static final int STRATEGY = 20;

    /** The first kind of execution and risk, 40 to 59. */
    public static final int EXECUTION = 40;

    /** The risk gate and its breakers. */
    public static final int RISK = 50;

    /** The first kind of the system's services, 60 to 79. */
    public static final int SYSTEM = 60;

    /** The first kind of the relays, 80 to 99. */
    public static final int RELAY = 80;

    /** The last kind. */
    public static final int LAST = 99;

    private SourceKinds() {}

    /**
     * Whether an integer is a source kind.
     *
     * @param kind any integer
     * @return true for 1 to 99
     */
    public static boolean isSourceKind(final int kind) {
        return kind >= COLLECTOR && kind <= LAST;
    }

    /**
     * The role of a kind.
     *
     * @param kind any integer
     * @return the name of the role, or the number in decimal
     */
    public static String role(final int kind) {
        if (!isSourceKind(kind)) {
            return Integer.toString(kind);
        }
        if (kind < STRATEGY) {
            return "collector";
        }
        if (kind < EXECUTION) {
            return "strategy";
        }
        if (kind < SYSTEM) {
            return "execution";
        }
        return kind < RELAY ? "system" : "relay";
    }
}
