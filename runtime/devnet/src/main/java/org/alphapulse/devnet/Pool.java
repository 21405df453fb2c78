package org.alphapulse.devnet;

/**
 * A pool of the local chain.
 *
 * @param family its protocol
 * @param address its contract
 * @param token0 the token with the lower address
 * @param token1 the token with the higher address
 * @param feePips swap fee in hundredths of a basis point; 3000 is 0.3 %
 * @param vaultId the 32-byte id in Balancer's vault, empty for other families
 * @param weight0Percent the weight of token0 in a weighted pool, 50 for other families
 */
public record Pool(
        PoolFamily family,
        String address,
        Token token0,
        Token token1,
        int feePips,
        String vaultId,
        int weight0Percent) {
    /**
     * Finds the token on the other side.
     *
     * @param token one of the two
     * @return the other one
     */
    public Token other(Token token) {
        return token.address().equals(token0.address()) ? token1 : token0;
    }

    /**
     * The distance of usable ticks in a V3 pool.
     *
     * @return 10, 60 or 200
     */
    public int tickSpacing() {
        return feePips == 500 ? 10 : feePips == 3000 ? 60 : 200;
    }
}
