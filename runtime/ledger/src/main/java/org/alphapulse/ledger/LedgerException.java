package org.alphapulse.ledger;

/** The ledger cannot be read or written; the message says what to do. Nothing may be sent. */
public final class LedgerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message one line for people
     */
    public LedgerException(String message) {
        super(message);
    }

    /**
     * Makes one.
     *
     * @param message one line for people
     * @param cause behind it
     */
    public LedgerException(String message, Throwable cause) {
        super(message, cause);
    }
}
