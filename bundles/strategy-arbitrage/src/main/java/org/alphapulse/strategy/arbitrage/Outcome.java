package org.alphapulse.strategy.arbitrage;

/** Why an opportunity was or was not acted on; plain ints, equal to the codes of the signal message. */
public final class Outcome {
    /** Found and priced; nothing has been done with it yet. */
    public static final int PROPOSED = 0;

    /** Handed on for execution. */
    public static final int SENT = 1;

    /** Too little is left after fees and gas. */
    public static final int BELOW_MARGIN = 2;

    /** It shares a pool with a better one and is not worth it on the state after that. */
    public static final int CONFLICT = 3;

    /** The same was proposed already. */
    public static final int DUPLICATE = 4;

    /** The exact arithmetic does not confirm the profit. */
    public static final int NOT_CONFIRMED = 5;

    /** It does not fit the limits of capital or impact. */
    public static final int OVER_LIMIT = 6;

    /** A pool on the way must not be traded at present. */
    public static final int NOT_TRADABLE = 7;

    private Outcome() {}

    /** The code in words; allocates nothing. */
    public static String text(final int code) {
        return switch (code) {
            case PROPOSED -> "proposed";
            case SENT -> "sent";
            case BELOW_MARGIN -> "below margin";
            case CONFLICT -> "conflicts with a better one";
            case DUPLICATE -> "proposed before";
            case NOT_CONFIRMED -> "not confirmed exactly";
            case OVER_LIMIT -> "over a limit";
            case NOT_TRADABLE -> "a pool is not tradable";
            default -> "unknown";
        };
    }
}
