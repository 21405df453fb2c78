package org.alphapulse.api.risk;

/** What can make trading stop. The codes are those of the message CircuitBreaker. */
public enum Breaker {
    /** Something that has no breaker of its own, for example a monitor of a third party. */
    OTHER(0),
    /** More was lost since the day began than is allowed. */
    DAILY_LOSS(1),
    /** A plan is larger than is allowed. */
    TRADE_SIZE(2),
    /** Gas costs more than is allowed. */
    GAS_PRICE(3),
    /** Too many of the last executions failed. */
    FAILURE_RATE(4),
    /** A watched price moved more than is allowed. */
    VOLATILITY(5),
    /** A plan came although the market was not heard of for too long. */
    STALE_MARKET(6),
    /** A person stopped trading. */
    KILL_SWITCH(7),
    /** A plugin hung on the engine's thread, or a queue that must not overflow did. */
    WATCHDOG(8);

    private final int code;

    Breaker(int code) {
        this.code = code;
    }

    /**
     * The code in messages.
     *
     * @return 0 to 8
     */
    public int code() {
        return code;
    }
}
