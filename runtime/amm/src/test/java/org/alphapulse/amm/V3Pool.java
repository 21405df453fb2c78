package org.alphapulse.amm;

import java.math.BigInteger;

/** One concentrated-liquidity pool in words and slab, filled from an oracle. */
final class V3Pool {
    final long[] words = new long[PoolFamily.WORDS];
    final SwapResult result = new SwapResult();
    final Scratch scratch = new Scratch();
    long[] slab = TickMap.empty();
    int code;

    V3Pool(final Oracle.Pool oracle) {
        this(oracle.fee, oracle.spacing, oracle.price, oracle.tick, oracle.liquidity);
        oracle.net.forEach((tick, net) -> tick(tick, oracle.gross.get(tick), net));
        words[5] = ConcentratedLiquidity.tickWord(oracle.tick, TickMap.position(slab, oracle.tick));
    }

    V3Pool(final int fee, final int spacing, final BigInteger price, final int tick, final BigInteger liquidity) {
        words[6] = ConcentratedLiquidity.configWord(fee, spacing);
        state(price, tick, liquidity);
    }

    void state(final BigInteger price, final int tick, final BigInteger liquidity) {
        KernelTest.store(words, 0, price);
        words[2] = price.shiftRight(128).longValue();
        KernelTest.store(words, 3, liquidity);
        words[5] = ConcentratedLiquidity.tickWord(tick, TickMap.position(slab, tick));
    }

    void tick(final int tick, final BigInteger gross, final BigInteger net) {
        slab = TickMap.set(
                slab,
                tick,
                gross.longValue(),
                gross.shiftRight(64).longValue(),
                net.longValue(),
                net.shiftRight(64).longValue());
        final int now = ConcentratedLiquidity.tick(words, 0);
        words[5] = ConcentratedLiquidity.tickWord(now, TickMap.position(slab, now));
    }

    void setShare(final int share) {
        words[6] = ConcentratedLiquidity.withProtocolFee(words[6], share, share);
    }

    int swap(final boolean down, final boolean exactIn, final BigInteger amount, final BigInteger limit) {
        code = ConcentratedLiquidity.swap(
                words, 0, slab, down, exactIn, U256.of(amount), U256.of(limit), result, scratch);
        return code;
    }

    int quote(final boolean down, final boolean exactIn, final BigInteger amount) {
        code = ConcentratedLiquidity.quote(words, 0, slab, down, exactIn, U256.of(amount), result, scratch);
        return code;
    }

    void settle() {
        ConcentratedLiquidity.apply(words, 0, result, words, 0);
    }
}
