package org.alphapulse.devnet;

import java.math.BigInteger;

/**
 * What a pool holds: the reserves of a V2 pair, the vault's balances of a weighted pool, the token balances of a V3 pool.
 *
 * @param amount0 of token0, in its smallest unit
 * @param amount1 of token1, in its smallest unit
 */
public record Reserves(BigInteger amount0, BigInteger amount1) {}
