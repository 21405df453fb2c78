package org.alphapulse.amm;

/** What a swap gives and leaves behind; owned by the caller and overwritten by each call. Not thread-safe. */
public final class SwapResult {
    final U256 amountIn = new U256();
    final U256 amountOut = new U256();
    final U256 protocolFee = new U256();
    final U256 sqrtPrice = new U256();
    final U256 liquidity = new U256();
    int tick;
    /** Whether the tick is still to be found from the price. */
    boolean tickPending;

    int position;
    int steps;
    int crossings;
    private final U256 temporary = new U256();

    /** An empty result. */
    public SwapResult() {}

    /** What the pool takes, fee included, in units of the token sold. */
    public U256 amountIn() {
        return amountIn;
    }

    /** What the pool pays, in units of the token bought. */
    public U256 amountOut() {
        return amountOut;
    }

    /** The protocol's share of the fee, in units of the token sold; zero where the family has none. */
    public U256 protocolFee() {
        return protocolFee;
    }

    /** Square-root price in Q64.96 after the swap; concentrated liquidity only. */
    public U256 sqrtPriceX96() {
        return sqrtPrice;
    }

    /** Liquidity in range after the swap; concentrated liquidity only. */
    public U256 liquidity() {
        return liquidity;
    }

    /** Tick after the swap; concentrated liquidity only. */
    public int tick() {
        if (tickPending) {
            tick = TickMath.tickAtSqrtPrice(sqrtPrice, temporary);
            tickPending = false;
        }
        return tick;
    }

    /** Steps of the swap loop, the contract's own count; concentrated liquidity only. */
    public int steps() {
        return steps;
    }

    /** Initialized ticks crossed; concentrated liquidity only. */
    public int crossings() {
        return crossings;
    }
}
