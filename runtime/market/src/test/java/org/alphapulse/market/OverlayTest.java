package org.alphapulse.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.PieceCursor;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.U256;
import org.junit.jupiter.api.Test;

/** Supposed swaps and pieces agree with what the pool itself does. */
class OverlayTest {
    private final Scratch s = new Scratch();
    private final SwapResult r = new SwapResult();

    private static MarketState grown(final long seed) {
        final Chain chain = new Chain(seed);
        final MarketState state = Chain.market();
        for (long block = 1; block <= 400; block++) {
            chain.block(state, block);
        }
        return state;
    }

    @Test
    void shouldQuoteOnTheStateAfterASupposedSwapAsIfItHadHappened() {
        int compared = 0;
        for (final long seed : List.of(5L, 6L, 7L)) {
            final MarketState state = grown(seed);
            final String untouched = Dump.of(state.view());
            final Overlay overlay = new Overlay();
            for (int pool = 0; pool < Chain.POOLS; pool++) {
                if (state.view().family(pool) == PoolFamilies.UNISWAP_V3) {
                    final U256 amount = U256.of(1L << 55);
                    final int code = state.view().swap(pool, true, true, amount, overlay, r, s);
                    if (code == AmmCode.OK) {
                        final SwapResult first = new SwapResult();
                        state.view().quote(pool, false, true, r.amountOut(), overlay, first, s);
                        final String back = first.amountOut().toString();
                        state.view().quoteExactIn(pool, true, amount, r, s);
                        final MarketState copy = grown(seed);
                        assertEquals(
                                ApplyCode.APPLIED,
                                copy.applyV3Swap(
                                        pool,
                                        r.sqrtPriceX96().limb(0),
                                        r.sqrtPriceX96().limb(1),
                                        r.sqrtPriceX96().limb(2),
                                        r.liquidity().limb(0),
                                        r.liquidity().limb(1),
                                        r.tick(),
                                        500,
                                        0));
                        copy.view().quoteExactIn(pool, false, new U256().set(r.amountOut()), first, s);
                        assertEquals(first.amountOut().toString(), back);
                        compared++;
                    }
                }
            }
            assertEquals(untouched, Dump.of(state.view()));
        }
        assertTrue(compared > 5, compared + " compared");
    }

    @Test
    void shouldWalkPiecesWhoseCapacitiesAddUpToTheExactSwap() {
        final MarketState state = grown(8);
        int compared = 0;
        for (int pool = 0; pool < Chain.POOLS; pool++) {
            for (final boolean down : new boolean[] {true, false}) {
                if (state.view().family(pool) == PoolFamilies.UNISWAP_V3) {
                    compared += pieces(state.view(), pool, down) ? 1 : 0;
                }
            }
        }
        assertTrue(compared > 4, compared + " compared");
    }

    private boolean pieces(final MarketView view, final int pool, final boolean down) {
        final PieceCursor cursor = new PieceCursor().direction(down);
        double in = 0;
        double out = 0;
        int pieces = 0;
        boolean more = view.firstPiece(pool, cursor, null, s);
        while (more && cursor.tickTo() > -800_000 && cursor.tickTo() < 800_000) {
            in += cursor.inputCapacity() / cursor.feeFactor();
            out += cursor.outputCapacity();
            pieces++;
            more = view.nextPiece(pool, cursor, s);
        }
        if (pieces < 2 || in < 1e6) {
            return false;
        }
        final U256 amount = new U256().setDouble(in * (1 - 1e-12));
        assertEquals(AmmCode.OK, view.quoteExactIn(pool, down, amount, r, s));
        assertEquals(out, r.amountOut().toDouble(), out * 1e-9 + 200);
        assertTrue(r.crossings() >= pieces - 1);
        return true;
    }
}
