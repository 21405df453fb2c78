package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.TickMath;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;
import org.junit.jupiter.api.Test;

/** Against pieces read from scratch, which know nothing of earlier states. */
class FirstPiecesTest {
    private static final int POOLS = 100;

    @Test
    void shouldGiveThePieceOfTheLatestStateWhenPoolsChangeAndSomeAreReadAhead() {
        final SplittableRandom r = new SplittableRandom(11);
        final TestMarket m = new TestMarket();
        TestMarket.random(m, r, 12, POOLS, 0.01);
        final MarketView view = m.view;
        final FirstPieces kept = covering(view);
        int ahead = 0;
        for (int i = 0; i < 3_000; i++) {
            final int pool = r.nextInt(POOLS);
            ShortSearchTest.move(m, pool, Math.exp(0.05 * (r.nextDouble() - 0.5)));
            kept.changed(pool);
            // Now and then more change than are remembered.
            for (int left = i % 400 < 200 ? 0 : r.nextInt(3); left > 0; left--) {
                final int changed = kept.nextChanged();
                if (changed >= 0) {
                    kept.find(changed, true, null);
                    kept.find(changed, false, null);
                    ahead++;
                }
            }
            final int any = r.nextInt(POOLS);
            assertSame(kept, view, i % 2 == 0 ? pool : any, r.nextBoolean());
        }
        assertTrue(ahead > 500, "hardly any pool was read ahead: " + ahead);
        for (int pool = 0; pool < POOLS; pool++) {
            assertSame(kept, view, pool, true);
            assertSame(kept, view, pool, false);
        }
    }

    @Test
    void shouldNotLetGrowBelowZeroWhenThePriceIsTheEndOfThePiece() {
        final SplittableRandom r = new SplittableRandom(12);
        final TestMarket m = new TestMarket();
        final int a = m.token();
        final int b = m.token();
        final U256 sqrt = new U256();
        for (int i = 0; i < 500; i++) {
            final int tick = 60 * (r.nextInt(2 * 7_000) - 7_000);
            TickMath.sqrtPriceAtTick(tick, sqrt);
            final List<double[]> ranges = List.of(range(tick - 600, tick + 600), range(tick, tick + 600));
            final int pool = m.v3(a, b, 3000, 60, sqrt, ranges);
            final FirstPieces pieces = covering(m.view);
            final double down = pieces.growth(pieces.find(pool, true, null));
            assertTrue(down >= 0 && down < 1e-12, "down from tick " + tick + " by " + down);
            final double up = pieces.growth(pieces.find(pool, false, null));
            assertEquals(Math.pow(1.0001, 300) - 1, up, 1e-8, "up from tick " + tick);
        }
    }

    private static double[] range(final int from, final int to) {
        return new double[] {from, to, 1e12};
    }

    private static FirstPieces covering(final MarketView view) {
        final FirstPieces pieces = new FirstPieces(view, new Scratch());
        pieces.cover();
        return pieces;
    }

    private static void assertSame(
            final FirstPieces kept, final MarketView view, final int pool, final boolean zeroForOne) {
        final FirstPieces fresh = covering(view);
        final int expected = fresh.find(pool, zeroForOne, null);
        final int at = kept.find(pool, zeroForOne, null);
        assertEquals(fresh.rate(expected), kept.rate(at), "rate");
        assertEquals(fresh.bend(expected), kept.bend(at), "bend");
        assertEquals(fresh.growth(expected), kept.growth(at), "growth");
        assertEquals(fresh.family(expected), kept.family(at), "family");
    }
}
