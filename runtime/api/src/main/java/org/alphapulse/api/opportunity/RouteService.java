package org.alphapulse.api.opportunity;

import java.math.BigInteger;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Answers questions about routes with the arithmetic of the pools, as a strategy uses it. Any thread; a call waits for the moment
 * between two events in which the state of the pools is copied, and computes on the caller's thread. Pools that may not be traded
 * at present give no answer.
 */
@ConsumerType
public interface RouteService {
    /** Longest wait for the engine. */
    long TIMEOUT_MS = 2_000;

    /**
     * Finds the input with which a cycle earns most, for example as a flash loan.
     *
     * @param route the swaps, back to the token it starts with
     * @param feePpm fee of the loan in millionths, 0 to 100000
     * @param most largest input allowed
     * @return the route computed with that input, or with an input of 0 where the cycle earns nothing
     * @throws IllegalArgumentException if the route is not one, saying why
     * @throws IllegalStateException if the engine does not answer
     */
    RouteQuote bestInput(SwapRoute route, int feePpm, BigInteger most);

    /**
     * Computes routes, all on the same state, several at a time.
     *
     * @param routes the routes
     * @param inputs input of each
     * @return a quote for each
     * @throws IllegalArgumentException if a route is not one, saying why
     * @throws IllegalStateException if the engine does not answer
     */
    List<RouteQuote> quote(List<SwapRoute> routes, List<BigInteger> inputs);
}
