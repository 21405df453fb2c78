package org.alphapulse.executor.flashloan;

/** Reason codes of this executor's reports. */
final class Reasons {
    static final int NONE = 0;
    static final int UNREADABLE = 1;
    static final int BAD_ROUTE = 2;
    static final int WRONG_CHAIN = 3;
    static final int WRONG_MODE = 4;
    static final int STOPPED = 5;
    static final int GAS_PRICE = 6;
    static final int NOT_READY = 7;
    static final int SIGNER = 8;
    static final int DEADLINE = 9;
    static final int NOT_CONFIRMED = 10;
    static final int LEDGER = 11;
    static final int NO_CHANNEL = 12;
    static final int REFUSED = 13;
    static final int NONCE_USED = 14;
    static final int LOST = 15;
    static final int CANCELLED = 16;
    static final int UNKNOWN_LENDER = 17;
    static final int TOO_MANY = 18;
    static final int EXECUTOR_STOPPED = 19;
    static final int TOO_MUCH_GAS = 20;

    private Reasons() {}
}
