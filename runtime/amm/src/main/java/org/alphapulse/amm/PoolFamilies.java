package org.alphapulse.amm;

/** The families that are built in, with their codes. Codes from 16 on are for families that come as bundles. */
public final class PoolFamilies {
    /** Constant product, {@link ConstantProduct}. */
    public static final int UNISWAP_V2 = 1;

    /** Concentrated liquidity, {@link ConcentratedLiquidity}. */
    public static final int UNISWAP_V3 = 2;

    /** The lowest code of a family that comes as a bundle. */
    public static final int FIRST_EXTERNAL = 16;

    private PoolFamilies() {}
}
