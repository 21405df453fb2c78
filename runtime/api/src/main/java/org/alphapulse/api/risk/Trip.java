package org.alphapulse.api.risk;

import java.math.BigInteger;

/**
 * Why trading stopped.
 *
 * @param breaker which one tripped
 * @param by who tripped it: the id of a risk monitor, {@code operator} or {@code engine}
 * @param atNs when, nanoseconds since 1970-01-01 UTC
 * @param observed value that tripped it
 * @param limit that it was held against; equal to {@code observed} where there is no limit
 * @param unit of both, for example {@code wei}; empty where there is no value
 * @param explanation one line for people: what was measured, what is allowed, what to look at
 */
public record Trip(
        Breaker breaker, String by, long atNs, BigInteger observed, BigInteger limit, String unit, String explanation) {
    /**
     * A trip without figures.
     *
     * @param breaker which one tripped
     * @param by who tripped it
     * @param atNs when, nanoseconds since 1970-01-01 UTC
     * @param explanation one line for people
     * @return the trip
     */
    public static Trip of(Breaker breaker, String by, long atNs, String explanation) {
        return new Trip(breaker, by, atNs, BigInteger.ZERO, BigInteger.ZERO, "", explanation);
    }
}
