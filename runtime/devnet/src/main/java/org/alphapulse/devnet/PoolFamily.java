package org.alphapulse.devnet;

/** The protocols whose pools the local chain has. */
public enum PoolFamily {
    /** Constant product, from the first V2 factory. */
    UNISWAP_V2,
    /** Constant product, from the second V2 factory, which stands for Sushi. */
    SUSHI_V2,
    /** Concentrated liquidity. */
    UNISWAP_V3,
    /** Balancer's weighted product of two tokens, held by the vault. */
    BALANCER_WEIGHTED;

    /**
     * Tells whether the pool is a pair of either V2 factory.
     *
     * @return true for both V2 families
     */
    public boolean isV2() {
        return this == UNISWAP_V2 || this == SUSHI_V2;
    }
}
