package org.alphapulse.benchmarks;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.TickMath;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketState;
import org.alphapulse.market.MarketView;

/** A seeded market whose prices agree: token popularity follows a power law, a third of the pools has ticks. */
final class DetectMarket {
    static final int STARTS = 4;
    private static final int SPACING = 60;
    final MarketState state = new MarketState();
    final MarketView view = state.view();
    final int pools;
    private final double[] prices;
    private final double[] reference;
    private final long[] id = new long[5];
    private final U256 x = new U256();
    private final U256 y = new U256();
    private long block = 1;

    DetectMarket(final int tokens, final int pools, final long seed) {
        final SplittableRandom r = new SplittableRandom(seed);
        this.pools = pools;
        prices = new double[tokens];
        reference = new double[pools];
        for (int i = 0; i < tokens; i++) {
            id[1] = i + 1L;
            state.addToken(id, 0);
            prices[i] = Math.exp(r.nextDouble(-4, 4));
        }
        for (int i = 0; i < pools; i++) {
            final int a = i < tokens - 1 ? i + 1 : popular(r, tokens);
            int b = popular(r, i < tokens - 1 ? i + 1 : tokens);
            while (b == a) {
                b = popular(r, tokens);
            }
            add(i, a, b, r);
        }
    }

    private static int popular(final SplittableRandom r, final int tokens) {
        return (int) (tokens * Math.pow(r.nextDouble(), 3));
    }

    private void add(final int index, final int a, final int b, final SplittableRandom r) {
        id[1] = index + 1_000_000L;
        reference[index] = prices[a] / prices[b];
        final double depth = Math.exp(r.nextDouble(Math.log(1e22), Math.log(1e25))) / prices[a];
        if (index % 3 != 0) {
            final int pool = state.addPool(id, 0, PoolFamilies.UNISWAP_V2, 0, 0, a, b, 3000, 0);
            sync(pool, depth, depth * reference[index]);
            return;
        }
        final int pool = state.addPool(id, 0, PoolFamilies.UNISWAP_V3, 0, 0, a, b, 3000, SPACING);
        x.setDouble(Math.sqrt(reference[index]) * 0x1p96);
        final int tick = TickMath.tickAtSqrtPrice(x, y);
        state.applyV3Initialize(pool, x.limb(0), x.limb(1), x.limb(2), tick, block++, 0);
        final int centre = Math.floorDiv(tick, SPACING) * SPACING;
        final double liquidity = depth * Math.sqrt(reference[index]);
        mint(pool, centre - 500 * SPACING, centre + 500 * SPACING, liquidity);
        for (int i = 0; i < 6; i++) {
            final int low = centre + SPACING * (r.nextInt(40) - 24);
            mint(pool, low, low + SPACING * (4 + r.nextInt(16)), liquidity * r.nextDouble(0.5, 3));
        }
    }

    private void mint(final int pool, final int low, final int high, final double amount) {
        x.setDouble(amount);
        state.applyV3Mint(pool, low, high, x.limb(0), x.limb(1), block++, 0);
    }

    private void sync(final int pool, final double a, final double b) {
        x.setDouble(a);
        y.setDouble(b);
        state.applySync(pool, x.limb(0), x.limb(1), y.limb(0), y.limb(1), block++, 0);
    }

    /** Puts a pool's price to its reference times a factor, as swaps would. */
    void move(final int pool, final double factor) {
        final double price = reference[pool] * factor;
        if (view.family(pool) == PoolFamilies.UNISWAP_V2) {
            final double liquidity = view.liquidity(pool);
            sync(pool, liquidity / Math.sqrt(price), liquidity * Math.sqrt(price));
            return;
        }
        x.setDouble(Math.sqrt(price) * 0x1p96);
        final int tick = TickMath.tickAtSqrtPrice(x, y);
        BigInteger liquidity = BigInteger.ZERO;
        for (int i = 0; i < view.tickCount(pool) && view.tickAt(pool, i) <= tick; i++) {
            final BigInteger low = U256.of(view.tickNet(pool, i, 0)).toBigInteger();
            liquidity = liquidity.add(
                    low.add(BigInteger.valueOf(view.tickNet(pool, i, 1)).shiftLeft(64)));
        }
        final U256 l = U256.of(liquidity);
        state.applyV3Swap(pool, x.limb(0), x.limb(1), x.limb(2), l.limb(0), l.limb(1), tick, block++, 0);
    }
}
