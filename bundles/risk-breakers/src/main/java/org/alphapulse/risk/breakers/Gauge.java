package org.alphapulse.risk.breakers;

import java.math.BigInteger;
import org.alphapulse.api.context.RiskContext;
import org.alphapulse.api.risk.Breaker;
import org.alphapulse.api.risk.BreakerStatus;

/** One breaker: its newest value and its limit. Written by the gate's thread, read by any. */
final class Gauge {
    private final Breaker breaker;
    private final String key;
    private final String unit;
    private final long limit;
    private volatile long observed;
    private volatile long trips;
    private volatile String note = "";

    /** A limit of 0 means that it is off. */
    Gauge(Breaker breaker, String key, long limit, String unit) {
        this.breaker = breaker;
        this.key = key;
        this.limit = limit;
        this.unit = unit;
    }

    Breaker breaker() {
        return breaker;
    }

    boolean on() {
        return limit > 0;
    }

    /** Notes a value; true if it is one too many. */
    boolean exceeds(long value) {
        observed = value;
        return limit > 0 && value > limit;
    }

    void note(String text) {
        note = text;
    }

    /** Halts trading, unless it is halted. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void trip(RiskContext context, String what) {
        if (!context.halted()) {
            trips++;
            context.trip(breaker, BigInteger.valueOf(observed), BigInteger.valueOf(limit), unit, explain(what));
        }
    }

    /** One line with the figures. */
    String explain(String what) {
        return what + ": " + observed + " " + unit + " is above the " + limit + " " + unit + " of " + key;
    }

    BreakerStatus status(String monitor) {
        return new BreakerStatus(
                monitor, breaker, on(), BigInteger.valueOf(observed), BigInteger.valueOf(limit), unit, trips, note);
    }
}
