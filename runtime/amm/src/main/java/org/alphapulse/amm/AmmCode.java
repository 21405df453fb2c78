package org.alphapulse.amm;

/**
 * Result codes of the pool mathematics. Zero is success, negative values stand where the contract would revert, positive
 * values are successes with a reservation. Codes are plain ints so that the hot path neither throws nor allocates.
 */
public final class AmmCode {
    /** The whole amount was computed exactly. */
    public static final int OK = 0;

    /** The swap stopped at the price limit or at the end of the liquidity before the whole amount was used. */
    public static final int PARTIAL = 1;

    /** An intermediate or final value leaves the range in which the contract computes; the contract reverts. */
    public static final int OVERFLOW = -1;

    /** A divisor is zero. */
    public static final int DIVISION_BY_ZERO = -2;

    /** The pool has no reserves or liquidity, or less than what is asked. */
    public static final int INSUFFICIENT_LIQUIDITY = -3;

    /** The amount is zero or above what the contract's type holds. */
    public static final int INVALID_AMOUNT = -4;

    /** The price limit lies on the wrong side of the price or outside the range of prices. */
    public static final int INVALID_PRICE_LIMIT = -5;

    /** The pool must not be quoted; only the market state answers this, the kernels do not know it. */
    public static final int NOT_TRADABLE = -6;

    private AmmCode() {}
}
