package org.alphapulse.benchmarks;

import java.math.BigInteger;
import java.util.List;
import org.alphapulse.amm.ConcentratedLiquidity;
import org.alphapulse.amm.ConstantProduct;
import org.alphapulse.amm.FullMath;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapMath;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.SwapStep;
import org.alphapulse.amm.TickMap;
import org.alphapulse.amm.TickMath;
import org.alphapulse.amm.U256;
import org.alphapulse.market.ApplyCode;
import org.alphapulse.market.MarketState;

/** Our side of {@link AmmBenchmark}. */
final class AmmOperations {
    private static final int MASK = AmmCases.N - 1;
    /** 256 events in a block, as in the C program. */
    private static final int BLOCK_BITS = 8;

    private static final int BLOCK_MASK = (1 << BLOCK_BITS) - 1;

    private final AmmCases cases;
    private final Scratch s = new Scratch();
    private final SwapResult r = new SwapResult();
    private final SwapStep step = new SwapStep();
    private final U256 a = new U256();
    private final U256 b = new U256();
    private final U256 c = new U256();
    private final U256 d = new U256();
    private final U256 out = new U256();
    private final MarketState syncs = new MarketState();
    private final MarketState swaps = new MarketState();
    private final long[][] swapped = new long[2][6];
    private long syncEvents;
    private long swapEvents;

    AmmOperations(final AmmCases cases) {
        this.cases = cases;
        add(syncs, PoolFamilies.UNISWAP_V2, AmmCases.N);
        add(swaps, PoolFamilies.UNISWAP_V3, AmmCases.N);
        for (int pool = 0; pool < AmmCases.N; pool++) {
            swaps.beginLoad(pool, 0);
            for (int i = 0; i < TickMap.count(cases.slab); i++) {
                swaps.loadTick(
                        pool,
                        TickMap.tick(cases.slab, i),
                        TickMap.gross(cases.slab, i, 0),
                        TickMap.gross(cases.slab, i, 1),
                        TickMap.net(cases.slab, i, 0),
                        TickMap.net(cases.slab, i, 1));
            }
            swaps.loadV3(
                    pool,
                    cases.poolWords[0],
                    cases.poolWords[1],
                    cases.poolWords[2],
                    cases.poolWords[3],
                    cases.poolWords[4],
                    AmmCases.TICK,
                    0);
            require(swaps.endLoad(pool) == ApplyCode.APPLIED);
        }
        System.arraycopy(cases.poolWords, 0, swapped[1], 0, 5);
        swapped[1][5] = AmmCases.TICK;
        a.setDouble(a.set(cases.amounts[0], cases.amounts[1]).toDouble() * 0.3);
        require(swaps.view().quoteExactIn(0, true, a, r, s) == 0);
        for (int i = 0; i < 3; i++) {
            swapped[0][i] = r.sqrtPriceX96().limb(i);
        }
        swapped[0][3] = r.liquidity().limb(0);
        swapped[0][4] = r.liquidity().limb(1);
        swapped[0][5] = r.tick();
    }

    static void require(final boolean held) {
        if (!held) {
            throw new IllegalStateException("the benchmark's own pools are wrong");
        }
    }

    static void add(final MarketState state, final int family, final int pools) {
        final long[] id = new long[5];
        state.addToken(id, 0);
        for (int i = 0; i < pools; i++) {
            id[0] = i;
            state.addPool(id, 0, family, 0, 0, 0, 0, AmmCases.FEE, AmmCases.SPACING);
        }
    }

    private static U256 load(final U256 into, final long[] words, final int at) {
        return into.set(words[at], words[at + 1], words[at + 2], words[at + 3]);
    }

    long v2(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            final int k = i & MASK;
            a.set(cases.v2[6 * k], cases.v2[6 * k + 1]);
            ConstantProduct.amountOut(cases.v2Words, 8 * k, true, a, out, s);
            sum += out.limb(0);
        }
        return sum;
    }

    long mulDiv(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            final int k = 12 * (i & MASK);
            load(a, cases.mulDiv, k);
            load(b, cases.mulDiv, k + 4);
            load(c, cases.mulDiv, k + 8);
            FullMath.mulDiv(a, b, c, out, s);
            sum += out.limb(0);
        }
        return sum;
    }

    long step(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            final int k = 16 * (i & MASK);
            load(a, cases.step, k);
            load(b, cases.step, k + 4);
            load(c, cases.step, k + 8);
            load(d, cases.step, k + 12);
            SwapMath.computeSwapStep(a, b, c, d, true, AmmCases.FEE, step, s);
            sum += step.sqrtPriceNext().limb(0)
                    + step.amountIn().limb(0)
                    + step.amountOut().limb(0)
                    + step.feeAmount().limb(0);
        }
        return sum;
    }

    long tick(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            TickMath.sqrtPriceAtTick(cases.ticks[i & MASK], out);
            sum += out.limb(0);
        }
        return sum;
    }

    long swap(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            final int k = 2 * (i & MASK);
            a.set(cases.amounts[k], cases.amounts[k + 1]);
            ConcentratedLiquidity.quote(cases.poolWords, 0, cases.slab, true, true, a, r, s);
            sum += r.amountOut().limb(0);
        }
        require(r.crossings() == 5);
        return sum;
    }

    AmmCases cases() {
        return cases;
    }

    /** The words of a swap event: price, liquidity and tick; for each round of pools another. */
    long[] swapped(final long event) {
        return swapped[(int) (event / AmmCases.N) & 1];
    }

    /** What a pool holds after the events of a row: reserves, or price and liquidity. */
    List<BigInteger> state(final String row, final int pool) {
        if (row.equals("apply-sync")) {
            syncs.view().reserve0(pool, a);
            syncs.view().reserve1(pool, b);
        } else {
            swaps.view().sqrtPriceX96(pool, a);
            swaps.view().liquidity(pool, b);
        }
        return List.of(new BigInteger(a.toString()), new BigInteger(b.toString()));
    }

    long applySync(final int times) {
        final MarketState state = syncs;
        final long[] values = cases.v2;
        long event = syncEvents;
        long sum = 0;
        for (int i = 0; i < times; i++) {
            final int pool = i & MASK;
            final int k = 6 * pool + 2;
            sum += state.applySync(
                    pool,
                    values[k],
                    values[k + 1],
                    values[k + 2],
                    values[k + 3],
                    event >>> BLOCK_BITS,
                    (int) event & BLOCK_MASK);
            event++;
        }
        syncEvents = event;
        require(sum == 0);
        return sum;
    }

    long applySwap(final int times) {
        final MarketState state = swaps;
        long event = swapEvents;
        long sum = 0;
        for (int i = 0; i < times; i++) {
            final long[] w = swapped(event);
            final long block = 1 + (event >>> BLOCK_BITS);
            final int index = (int) event & BLOCK_MASK;
            sum += state.applyV3Swap(i & MASK, w[0], w[1], w[2], w[3], w[4], (int) w[5], block, index);
            event++;
        }
        swapEvents = event;
        require(sum == 0);
        return sum;
    }
}
