package org.alphapulse.api.opportunity;

import java.math.BigInteger;
import java.util.List;

/**
 * What a route gives, to the unit as the pools would compute it.
 *
 * @param problem why there is no answer, empty if there is one
 * @param amounts what goes into each swap, and last what comes out of the route
 * @param impactPpm market impact: by how many millionths the worst swap's average price falls short of its price before the swap,
 *     the fee taken off
 * @param slippagePpm by how many millionths the output falls short of the product of those prices
 * @param crossings initialized ticks crossed
 * @param gas expected gas of the whole transaction with a vault's loan
 * @param stateVersion revision of the market state
 */
public record RouteQuote(
        String problem,
        List<BigInteger> amounts,
        int impactPpm,
        int slippagePpm,
        int crossings,
        long gas,
        long stateVersion) {
    /** Keeps its own list. */
    public RouteQuote {
        amounts = List.copyOf(amounts);
    }

    /**
     * Gives the input.
     *
     * @return what goes into the first swap
     */
    public BigInteger amountIn() {
        return amounts.isEmpty() ? BigInteger.ZERO : amounts.get(0);
    }

    /**
     * Gives the output.
     *
     * @return what comes out of the last swap
     */
    public BigInteger amountOut() {
        return amounts.isEmpty() ? BigInteger.ZERO : amounts.get(amounts.size() - 1);
    }
}
