package org.alphapulse.devnet;

import java.math.BigInteger;
import java.util.Random;

/** How much a pool is given, and the square-root price that goes with it. Strict mathematics gives the same on every JVM. */
final class Depth {
    private static final double MEDIAN_USD = 1_500_000;
    private static final double SPREAD = 0.8;

    private Depth() {}

    /** Dollars on one side of a pool: log-normal, within 150,000 and 15 million. */
    static double usd(Random random) {
        double usd = MEDIAN_USD * StrictMath.exp(SPREAD * random.nextGaussian());
        return Math.max(MEDIAN_USD / 10, Math.min(MEDIAN_USD * 10, usd));
    }

    /** sqrt(amount1 / amount0) as a Q64.96, rounded down. */
    static BigInteger sqrtPriceX96(BigInteger amount0, BigInteger amount1) {
        return amount1.shiftLeft(192).divide(amount0).sqrt();
    }

    /** The tick of a square-root price, to within one. */
    static int tick(BigInteger sqrtPriceX96) {
        double sqrtPrice = sqrtPriceX96.doubleValue() / 0x1p96;
        return (int) Math.floor(2 * StrictMath.log(sqrtPrice) / StrictMath.log(1.0001));
    }
}
