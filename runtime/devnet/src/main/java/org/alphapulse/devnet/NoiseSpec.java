package org.alphapulse.devnet;

/**
 * What the others on the chain do.
 *
 * @param seed fixes who does what and how much; when it is mined depends on the clock
 * @param swapsPerSecond 0 to 100; floods lose transactions in the node
 * @param liquidityPerSecond mints and burns in V2 and V3 pools, 0 to 10
 * @param oraclePerSecond moves of Aave's prices, 0 to 1
 * @param largestShare the largest swap as a share of what the pool was worth at the start, above 0 and at most 0.1
 */
public record NoiseSpec(
        long seed, double swapsPerSecond, double liquidityPerSecond, double oraclePerSecond, double largestShare) {
    /** Checks the ranges. */
    public NoiseSpec {
        require(swapsPerSecond >= 0 && swapsPerSecond <= 100, "swapsPerSecond must be 0 to 100", swapsPerSecond);
        require(
                liquidityPerSecond >= 0 && liquidityPerSecond <= 10,
                "liquidityPerSecond must be 0 to 10",
                liquidityPerSecond);
        require(oraclePerSecond >= 0 && oraclePerSecond <= 1, "oraclePerSecond must be 0 to 1", oraclePerSecond);
        require(largestShare > 0 && largestShare <= 0.1, "largestShare must be above 0 and at most 0.1", largestShare);
    }

    /**
     * Swaps of up to 1 % of a pool, and now and then a liquidity change and an oracle move.
     *
     * @param seed fixes who does what
     * @param swapsPerSecond 0 to 100
     * @return the specification
     */
    public static NoiseSpec of(long seed, double swapsPerSecond) {
        return new NoiseSpec(seed, swapsPerSecond, 0.5, 0.1, 0.01);
    }

    private static void require(boolean holds, String rule, double value) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + value);
        }
    }
}
