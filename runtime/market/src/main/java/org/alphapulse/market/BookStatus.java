package org.alphapulse.market;

/** Whether an order book may be used. */
public enum BookStatus {
    /** In step with its venue. */
    SYNCED(0),
    /** Nothing known yet, or nothing heard for too long. */
    STALE(1),
    /** A gap was found; a new snapshot is awaited. */
    RESYNCING(2);

    private static final BookStatus[] BY_CODE = values();
    private final int code;

    BookStatus(final int code) {
        this.code = code;
    }

    /** The stable numeric code. */
    public int code() {
        return code;
    }

    /**
     * The status of a code.
     *
     * @throws IndexOutOfBoundsException for an unknown code
     */
    public static BookStatus of(final int code) {
        return BY_CODE[code];
    }
}
