package org.alphapulse.amm;

/**
 * A walk over a pool's pieces of constant liquidity in the direction of a swap, in doubles, for sizing. Within a piece
 * the pool is a constant-product pool with virtual reserves liquidity / sqrtPrice of token 0 and liquidity * sqrtPrice of
 * token 1. Owned by the caller and reused; not thread-safe.
 */
public final class PieceCursor {
    boolean zeroForOne;
    double liquidity;
    double sqrtFrom;
    double sqrtTo;
    int tickTo;
    int position;
    double feeFactor;
    final U256 exactLiquidity = new U256();

    /** A cursor that stands nowhere. */
    public PieceCursor() {}

    /** Chooses the direction before the first piece is asked for. */
    public PieceCursor direction(final boolean sellsToken0) {
        zeroForOne = sellsToken0;
        return this;
    }

    /** Whether the walk sells token 0, so that the price falls. */
    public boolean zeroForOne() {
        return zeroForOne;
    }

    /** Liquidity of this piece, in units of sqrt(token0 * token1); may be zero in a gap. */
    public double liquidity() {
        return liquidity;
    }

    /** Square root of the price (token 1 per token 0, smallest units) where the piece starts. */
    public double sqrtFrom() {
        return sqrtFrom;
    }

    /** Square root of the price where the piece ends, right to some 13 digits: 0 or infinity for a piece without end. */
    public double sqrtTo() {
        return sqrtTo;
    }

    /** The initialized tick that ends the piece; the lowest or highest tick when none follows. */
    public int tickTo() {
        return tickTo;
    }

    /** 1 - fee: the part of an input that trades. */
    public double feeFactor() {
        return feeFactor;
    }

    /** Input, before the fee is added, that moves the price from the start of the piece to its end. */
    public double inputCapacity() {
        return zeroForOne ? liquidity * (1 / sqrtTo - 1 / sqrtFrom) : liquidity * (sqrtTo - sqrtFrom);
    }

    /** Output that a swap through the whole piece gives. */
    public double outputCapacity() {
        return zeroForOne ? liquidity * (sqrtFrom - sqrtTo) : liquidity * (1 / sqrtFrom - 1 / sqrtTo);
    }
}
