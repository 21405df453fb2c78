package org.alphapulse.amm;

/** Output of one swap step; owned by the caller and overwritten by each call. */
public final class SwapStep {
    final U256 sqrtPriceNext = new U256();
    final U256 amountIn = new U256();
    final U256 amountOut = new U256();
    final U256 feeAmount = new U256();

    /** An empty step. */
    public SwapStep() {}

    /** Square-root price after the step, Q64.96. */
    public U256 sqrtPriceNext() {
        return sqrtPriceNext;
    }

    /** Input without the fee. */
    public U256 amountIn() {
        return amountIn;
    }

    /** Output. */
    public U256 amountOut() {
        return amountOut;
    }

    /** Fee, in the token of the input. */
    public U256 feeAmount() {
        return feeAmount;
    }
}
