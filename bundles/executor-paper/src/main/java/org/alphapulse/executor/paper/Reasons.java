package org.alphapulse.executor.paper;

/** Reason codes of this executor's reports. */
final class Reasons {
    static final int NONE = 0;
    static final int TOO_MANY = 1;
    static final int UNKNOWN_BOOK = 2;
    static final int NOT_TRADABLE = 3;
    static final int NO_LIQUIDITY = 4;
    static final int STOPPED = 5;
    static final int NOT_UNDERSTOOD = 6;
    static final int WRONG_MODE = 7;
    static final int UNREADABLE = 8;
    static final int UNKNOWN_POOL = 9;
    static final int DEADLINE = 10;
    static final int TAKEN = 11;
    static final int BELOW_MINIMUM = 12;
    static final int EXECUTOR_STOPPED = 13;

    private Reasons() {}

    /** One line for the ledger. */
    static String text(int reason) {
        return switch (reason) {
            case NONE -> "";
            case TOO_MANY -> "too many plans are under way";
            case NOT_TRADABLE -> "a pool of the route was not tradable when it was due";
            case STOPPED -> "trading was halted before it was due";
            case UNKNOWN_POOL -> "a pool of the route is not known";
            case DEADLINE -> "its last block had passed when it was due";
            case TAKEN -> "a pool of the route has not changed since it was last filled on paper";
            case BELOW_MINIMUM -> "the profit would have been below the minimum";
            case EXECUTOR_STOPPED -> "the executor was stopped before it was due";
            default -> "reason " + reason;
        };
    }
}
