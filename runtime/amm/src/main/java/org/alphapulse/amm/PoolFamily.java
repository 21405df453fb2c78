package org.alphapulse.amm;

/**
 * The mathematics of one kind of pool, a stateless interpreter over state that it does not own: eight fixed words per
 * pool at {@code words[at..at+7]} and one slab of any length, both with a layout that the family declares. An instance
 * may be replaced while pools keep their state. The built-in families are dispatched by code through static methods;
 * this interface is for the families that come as bundles.
 *
 * <p>Implementations do not allocate, lock or throw, and keep no reference to what they are given.
 */
public interface PoolFamily {
    /** Fixed words per pool. */
    int WORDS = 8;

    /** The family's code, unique among the families of an engine; see {@link PoolFamilies}. */
    int code();

    /**
     * Computes a swap without changing any state.
     *
     * @param words fixed words of pools
     * @param at index of this pool's first word
     * @param slab the pool's slab
     * @param zeroForOne true to sell token 0
     * @param exactIn whether the amount is the input, else it is the output
     * @param amount the amount, in the smallest unit of its token
     * @param result receives amounts and the state after the swap
     * @param s the caller's scratch
     * @return an {@link AmmCode}
     */
    int quote(
            long[] words,
            int at,
            long[] slab,
            boolean zeroForOne,
            boolean exactIn,
            U256 amount,
            SwapResult result,
            Scratch s);

    /** Writes the fixed words as they are after the swap that the result holds; source and target may be the same. */
    void apply(long[] words, int at, boolean zeroForOne, SwapResult result, long[] target, int targetAt);

    /** Output per input of an infinitesimal swap after the fee, in smallest units; 0 where the pool cannot be used. */
    double marginalRate(long[] words, int at, boolean zeroForOne);

    /** Moves to the piece of liquidity at the current price, in the cursor's direction; false if there is none. */
    boolean firstPiece(long[] words, int at, long[] slab, PieceCursor cursor, Scratch s);

    /** Moves to the following piece; false if there is none. */
    boolean nextPiece(long[] words, int at, long[] slab, PieceCursor cursor, Scratch s);
}
