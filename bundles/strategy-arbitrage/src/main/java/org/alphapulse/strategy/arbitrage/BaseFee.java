package org.alphapulse.strategy.arbitrage;

/** The base fee of a block follows from the block before it (EIP-1559, "Specification"; elasticity 2, denominator 8). */
final class BaseFee {
    private static final long ELASTICITY = 2;
    private static final long DENOMINATOR = 8;
    /** Below it no product of fee and gas passes 63 bits. */
    private static final long SAFE = 1L << 31;

    private BaseFee() {}

    /**
     * The base fee of the next block, in wei.
     *
     * @param feeWei base fee of the block before it
     * @param gasUsed by that block
     * @param gasLimit of that block
     * @return the fee; that of the block before where the chain does not tell its gas
     */
    static long next(final long feeWei, final long gasUsed, final long gasLimit) {
        final long target = gasLimit / ELASTICITY;
        if (target <= 0 || target > SAFE || gasUsed == target) {
            return feeWei;
        }
        final long difference = Math.abs(gasUsed - target);
        final long high = Math.multiplyHigh(feeWei, difference);
        if (high != 0 || feeWei * difference < 0) {
            return feeWei;
        }
        final long change = feeWei * difference / target / DENOMINATOR;
        return gasUsed > target ? feeWei + Math.max(1, change) : feeWei - change;
    }
}
