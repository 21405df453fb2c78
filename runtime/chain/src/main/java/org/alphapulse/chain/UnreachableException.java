package org.alphapulse.chain;

/** No node answered in time. */
public final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Makes one.
     *
     * @param message which node and what happened
     * @param cause or null
     */
    public UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
