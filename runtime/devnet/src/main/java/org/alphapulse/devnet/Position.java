package org.alphapulse.devnet;

import java.math.BigInteger;

/**
 * Liquidity of a V3 pool within a range, held by the position manager.
 *
 * @param pool where it is
 * @param tokenId its number in the position manager
 * @param tickLower lower edge, a multiple of the pool's spacing
 * @param tickUpper upper edge
 * @param liquidity what was minted
 */
public record Position(Pool pool, BigInteger tokenId, int tickLower, int tickUpper, BigInteger liquidity) {
    private static final String INCREASED = "IncreaseLiquidity(uint256,uint128,uint256,uint256)";

    static Position of(Receipt receipt, Pool pool, int tickLower, int tickUpper) {
        Log log = receipt.requireSuccess().log(INCREASED);
        BigInteger tokenId = new BigInteger(log.topics().get(1).substring(2), 16);
        BigInteger liquidity =
                (BigInteger) Abi.decode("(uint128,uint256,uint256)", log.data()).get(0);
        return new Position(pool, tokenId, tickLower, tickUpper, liquidity);
    }
}
