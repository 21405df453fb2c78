package org.alphapulse.market;

/** Whether a pool may be traded, and if not, why. */
public enum PoolStatus {
    /** In step with the chain. */
    TRADABLE(0),
    /** Its state has not been loaded, or was wiped. */
    UNSYNCED(1),
    /** Events were lost. */
    GAPPED(2),
    /** Its state contradicts the chain. */
    DIVERGING(3),
    /** A reorganisation is under way on its chain. */
    REORGING(4),
    /** Its chain or connection has been silent for too long. */
    STALE(5),
    /** Set aside by an operator or a check, for example a token that takes a fee on transfer. */
    QUARANTINED(6),
    /** Newer blocks of its chain are there than were applied: after a start from a snapshot, a pause or a reorganisation. */
    BEHIND(7);

    private static final PoolStatus[] BY_CODE = values();
    private final int code;

    PoolStatus(final int code) {
        this.code = code;
    }

    /** The stable numeric code; 0 is the only one that allows trading. */
    public int code() {
        return code;
    }

    /**
     * The status of a code.
     *
     * @throws IndexOutOfBoundsException for an unknown code
     */
    public static PoolStatus of(final int code) {
        return BY_CODE[code];
    }
}
