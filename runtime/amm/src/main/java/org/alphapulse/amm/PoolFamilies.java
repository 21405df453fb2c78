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

    /** The built-in constant-product family as a {@link PoolFamily}. */
    public static PoolFamily uniswapV2() {
        return new V2Family();
    }

    /** The built-in concentrated-liquidity family as a {@link PoolFamily}. */
    public static PoolFamily uniswapV3() {
        return new V3Family();
    }

    private static final class V2Family implements PoolFamily {
        @Override
        public int code() {
            return UNISWAP_V2;
        }

        @Override
        public int quote(
                final long[] words,
                final int at,
                final long[] slab,
                final boolean zeroForOne,
                final boolean exactIn,
                final U256 amount,
                final SwapResult result,
                final Scratch s) {
            return ConstantProduct.quote(words, at, zeroForOne, exactIn, amount, result, s);
        }

        @Override
        public void apply(
                final long[] words,
                final int at,
                final boolean zeroForOne,
                final SwapResult result,
                final long[] target,
                final int targetAt) {
            ConstantProduct.apply(words, at, zeroForOne, result, target, targetAt);
        }

        @Override
        public double marginalRate(final long[] words, final int at, final boolean zeroForOne) {
            return ConstantProduct.marginalRate(words, at, zeroForOne);
        }

        @Override
        public boolean firstPiece(
                final long[] words, final int at, final long[] slab, final PieceCursor cursor, final Scratch s) {
            return ConstantProduct.firstPiece(words, at, cursor);
        }

        @Override
        public boolean nextPiece(
                final long[] words, final int at, final long[] slab, final PieceCursor cursor, final Scratch s) {
            return false;
        }
    }

    private static final class V3Family implements PoolFamily {
        @Override
        public int code() {
            return UNISWAP_V3;
        }

        @Override
        public int quote(
                final long[] words,
                final int at,
                final long[] slab,
                final boolean zeroForOne,
                final boolean exactIn,
                final U256 amount,
                final SwapResult result,
                final Scratch s) {
            return ConcentratedLiquidity.quote(words, at, slab, zeroForOne, exactIn, amount, result, s);
        }

        @Override
        public void apply(
                final long[] words,
                final int at,
                final boolean zeroForOne,
                final SwapResult result,
                final long[] target,
                final int targetAt) {
            ConcentratedLiquidity.apply(words, at, result, target, targetAt);
        }

        @Override
        public double marginalRate(final long[] words, final int at, final boolean zeroForOne) {
            return ConcentratedLiquidity.marginalRate(words, at, zeroForOne);
        }

        @Override
        public boolean firstPiece(
                final long[] words, final int at, final long[] slab, final PieceCursor cursor, final Scratch s) {
            return ConcentratedLiquidity.firstPiece(words, at, slab, cursor, s);
        }

        @Override
        public boolean nextPiece(
                final long[] words, final int at, final long[] slab, final PieceCursor cursor, final Scratch s) {
            return ConcentratedLiquidity.nextPiece(slab, cursor, s);
        }
    }
}
