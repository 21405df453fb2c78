package org.alphapulse.api.risk;

import java.math.BigInteger;

/**
 * One breaker at one moment.
 *
 * @param monitor id of the risk monitor
 * @param breaker which one
 * @param on false when it is configured away; whether it is tripped is {@link RiskService}'s to say
 * @param observed newest value, in the unit
 * @param limit at which it trips, in the unit
 * @param unit of both, for example {@code wei}
 * @param trips how often it tripped since the start
 * @param note what it cannot see, and what to configure; empty when all is well
 */
public record BreakerStatus(
        String monitor,
        Breaker breaker,
        boolean on,
        BigInteger observed,
        BigInteger limit,
        String unit,
        long trips,
        String note) {}
