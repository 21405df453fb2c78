package org.alphapulse.amm;

/** Working space of the kernels, owned by the caller: one per thread, reused for every call, never shared. */
public final class Scratch {
    final long[] product = new long[9];
    final long[] quotient = new long[9];
    final long[] limbs = new long[Radix52.LENGTH];
    final long[] divisor = new long[6];
    final long[] rest = new long[5];
    final U256 a = new U256();
    final U256 b = new U256();
    final U256 c = new U256();
    final U256 d = new U256();
    final U256 e = new U256();
    final U256 amountIn = new U256();
    final U256 amountOut = new U256();
    final U256 fee = new U256();
    final U256 priceNext = new U256();
    final U256 target = new U256();
    final U256 price = new U256();
    final U256 remaining = new U256();
    final U256 limit = new U256();
    final U256 liquidity = new U256();

    /** Fresh working space. */
    public Scratch() {}
}
