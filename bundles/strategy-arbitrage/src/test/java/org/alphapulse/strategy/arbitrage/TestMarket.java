package org.alphapulse.strategy.arbitrage;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.TickMath;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketState;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;

/** A market made by hand. */
final class TestMarket {
    static final long CHAIN_ID = 1;
    final MarketState state = new MarketState();
    final MarketView view = state.view();
    final List<double[]> ranges = new ArrayList<>();
    private long block = 1;

    int token() {
        return state.addToken(StartTokenText.words(tokenId(view.tokenCount())), 0);
    }

    /** Identity of the n-th token. */
    static InstrumentId tokenId(final int n) {
        return id(CHAIN_ID, InstrumentKind.TOKEN, n);
    }

    /** Identity of the n-th pool. */
    static InstrumentId poolId(final int n) {
        return id(CHAIN_ID, InstrumentKind.POOL, n);
    }

    /** Identity of the n-th of a kind on any chain. */
    static InstrumentId id(final long chainId, final InstrumentKind kind, final int n) {
        final byte[] address = new byte[InstrumentId.ADDRESS_LENGTH];
        ByteBuffer.wrap(address).putInt(16, n + 1);
        return InstrumentId.ofAddress(1, kind, chainId, address);
    }

    int v2(final int tokenA, final int tokenB, final int feePips, final BigInteger a, final BigInteger b) {
        final int pool = add(PoolFamilies.UNISWAP_V2, tokenA, tokenB, feePips, 0);
        sync(pool, a, b);
        return pool;
    }

    void sync(final int pool, final BigInteger a, final BigInteger b) {
        final U256 x = U256.of(a);
        final U256 y = U256.of(b);
        state.applySync(pool, x.limb(0), x.limb(1), y.limb(0), y.limb(1), block++, 0);
    }

    /** A block comes in which nothing happens. */
    void nextBlock() {
        state.blockHead(0, block, 0, 0, 0, block);
        block++;
    }

    int add(final int family, final int token0, final int token1, final int feePips, final int spacing) {
        return state.addPool(
                StartTokenText.words(poolId(view.poolCount())), 0, family, 0, 0, token0, token1, feePips, spacing);
    }

    /** A V3 pool at a price (token 1 per token 0) with liquidity in the given ranges (lower, upper, amount). */
    int v3(
            final int token0,
            final int token1,
            final int feePips,
            final int spacing,
            final double price,
            final List<double[]> positions) {
        return v3(token0, token1, feePips, spacing, new U256().setDouble(Math.sqrt(price) * 0x1p96), positions);
    }

    /** The same at an exact square-root price, Q64.96. */
    int v3(
            final int token0,
            final int token1,
            final int feePips,
            final int spacing,
            final U256 sqrt,
            final List<double[]> positions) {
        final int pool = add(PoolFamilies.UNISWAP_V3, token0, token1, feePips, spacing);
        final int tick = TickMath.tickAtSqrtPrice(sqrt, new U256());
        state.applyV3Initialize(pool, sqrt.limb(0), sqrt.limb(1), sqrt.limb(2), tick, block++, 0);
        for (final double[] p : positions) {
            final U256 amount = new U256().setDouble(p[2]);
            state.applyV3Mint(pool, (int) p[0], (int) p[1], amount.limb(0), amount.limb(1), block++, 0);
        }
        return pool;
    }

    /** Moves a V3 pool to a price, as swaps would. */
    void moveV3(final int pool, final double price) {
        final U256 sqrt = new U256().setDouble(Math.sqrt(price) * 0x1p96);
        final int tick = TickMath.tickAtSqrtPrice(sqrt, new U256());
        BigInteger liquidity = BigInteger.ZERO;
        for (int i = 0; i < view.tickCount(pool) && view.tickAt(pool, i) <= tick; i++) {
            final BigInteger hi = BigInteger.valueOf(view.tickNet(pool, i, 1)).shiftLeft(64);
            liquidity = liquidity.add(hi.add(U256.of(view.tickNet(pool, i, 0)).toBigInteger()));
        }
        final U256 l = U256.of(liquidity);
        state.applyV3Swap(pool, sqrt.limb(0), sqrt.limb(1), sqrt.limb(2), l.limb(0), l.limb(1), tick, block++, 0);
    }

    /**
     * Random tokens and pools whose prices agree up to a spread, so that a few cycles profit.
     *
     * @return price of every token in smallest units
     */
    static double[] random(
            final TestMarket m, final SplittableRandom r, final int tokens, final int pools, final double spread) {
        final double[] prices = new double[tokens];
        for (int i = 0; i < tokens; i++) {
            m.token();
            prices[i] = Math.exp(r.nextDouble(-4, 4)) * (r.nextInt(3) == 0 ? 1e12 : 1);
        }
        for (int i = 0; i < pools; i++) {
            final int a = r.nextInt(tokens);
            final int b = (a + 1 + r.nextInt(tokens - 1)) % tokens;
            final double price = prices[a] / prices[b] * Math.exp(spread * (r.nextDouble() + r.nextDouble() - 1));
            final double worth = Math.exp(r.nextDouble(Math.log(1e22), Math.log(1e26)));
            if (r.nextInt(3) == 0) {
                m.randomV3(r, a, b, price, worth / prices[a]);
            } else {
                final double x = worth / prices[a];
                m.v2(a, b, r.nextInt(4) == 0 ? 2500 : 3000, big(x), big(x * price));
            }
        }
        return prices;
    }

    private void randomV3(final SplittableRandom r, final int a, final int b, final double price, final double depth) {
        final int kind = r.nextInt(3);
        final int fee = kind == 0 ? 500 : kind == 1 ? 3000 : 10000;
        final int spacing = kind == 0 ? 10 : kind == 1 ? 60 : 200;
        final int centre = Math.floorDiv((int) (Math.log(price) / Math.log(1.0001)), spacing) * spacing;
        final double liquidity = depth * Math.sqrt(price);
        final List<double[]> positions = new ArrayList<>();
        positions.add(new double[] {centre - 1000 * spacing, centre + 1000 * spacing, liquidity});
        for (int i = r.nextInt(8); i > 0; i--) {
            final int low = centre + spacing * (r.nextInt(40) - 20);
            positions.add(new double[] {low, low + spacing * (1 + r.nextInt(12)), liquidity * r.nextDouble(0.1, 3)});
        }
        v3(a, b, fee, spacing, price, positions);
    }

    static BigInteger big(final double value) {
        return new java.math.BigDecimal(value).toBigInteger();
    }
}
