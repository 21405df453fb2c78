package org.alphapulse.api.opportunity;

import java.math.BigInteger;

/**
 * One swap of an explained opportunity.
 *
 * @param pool the pool
 * @param tokenIn token sold
 * @param tokenOut token bought
 * @param amountIn what goes in, fee included, in the smallest unit
 * @param amountOut what comes out, in the smallest unit
 * @param feePpm swap fee in millionths
 */
public record ExplainedHop(
        String pool, String tokenIn, String tokenOut, BigInteger amountIn, BigInteger amountOut, long feePpm) {}
