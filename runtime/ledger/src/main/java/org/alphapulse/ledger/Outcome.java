package org.alphapulse.ledger;

/** How a plan ended. */
public enum Outcome {
    /** Its transaction took effect. */
    FILLED(1),
    /** Its transaction is in a block and undid itself; the gas is paid. */
    REVERTED(2),
    /** It was not sent, or the other side refused it. */
    REJECTED(3),
    /** It was sent, or may have been, and can no longer take effect. */
    EXPIRED(4);

    private final int code;

    Outcome(int code) {
        this.code = code;
    }

    /**
     * The code in execution reports.
     *
     * @return 1 to 4
     */
    public int code() {
        return code;
    }

    static Outcome of(int code) {
        for (final Outcome outcome : values()) {
            if (outcome.code == code) {
                return outcome;
            }
        }
        throw new LedgerException("outcome " + code + " is unknown: the ledger is of a later version");
    }
}
