package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.alphapulse.amm.Scratch;
import org.alphapulse.market.MarketView;
import org.junit.jupiter.api.Test;

/** Against pieces read from scratch, and a look at all pools of a pair. */
class RateTableTest {
    private static final int TOKENS = 5;
    private static final int POOLS = 40;
    private static final double USUAL = 0.01;

    private final TestMarket m = new TestMarket();
    private final MarketView view = m.view;
    private RateTable rates;

    @Test
    void shouldKnowPieceAndOtherPoolOfEachEdgeWhenPoolsChange() {
        final SplittableRandom r = new SplittableRandom(23);
        TestMarket.random(m, r, TOKENS, POOLS, 0.002);
        rates = PotentialsTest.rates(m, POOLS);
        final PairGraph graph = rates.graph();
        final FirstPieces kept = covering();
        int others = 0;
        for (int i = 0; i < 4_000; i++) {
            final int pool = r.nextInt(POOLS);
            // Most stay near each other, so that several pools of a pair may do.
            ShortSearchTest.move(m, pool, Math.exp((i % 10 == 0 ? 0.05 : 0.002) * (r.nextDouble() - 0.5)));
            kept.changed(pool);
            rates.update(pool);
            final int edge = i % 2 == 0 ? 2 * graph.poolPair[pool] + r.nextInt(2) : r.nextInt(2 * graph.pairCount);
            others += assertKnown(edge, kept) ? 1 : 0;
        }
        assertTrue(others > 500, "hardly any edge had another pool worth a try: " + others);
    }

    private FirstPieces covering() {
        final FirstPieces pieces = new FirstPieces(view, new Scratch());
        pieces.cover();
        return pieces;
    }

    /** Whether the edge has another pool. */
    private boolean assertKnown(final int edge, final FirstPieces kept) {
        final PairGraph graph = rates.graph();
        final FirstPieces fresh = covering();
        final int keptOther = rates.pool(rates.pieces(edge, kept), true);
        assertTrue(keptOther != rates.bestPool(edge), "the other pool is the best");
        assertPieces(edge, kept, fresh);
        rates.forgetOther(edge);
        assertPieces(edge, kept, fresh);
        final int at = rates.pieces(edge, kept);
        final int best = rates.bestPool(edge);
        assertEquals(best, rates.pool(at, false));
        assertEquals(graph.from[edge], rates.from(edge));
        int other = -1;
        double highest = 0;
        for (int pool = 0; pool < POOLS; pool++) {
            if (graph.poolPair[pool] != edge >> 1) {
                continue;
            }
            final double log = rates.log(pool, edge);
            assertEquals(Math.log(view.marginalRate(pool, graph.zeroForOne(pool, edge))), log, 1e-9);
            assertTrue(log <= rates.best[edge], "a better pool than the best");
            final double surplus = USUAL - rates.best[edge] + log;
            final double bend = fresh.bend(fresh.find(pool, graph.zeroForOne(pool, edge), null));
            if (pool != best && bend > 0 && surplus > 0 && surplus * surplus / bend > highest) {
                highest = surplus * surplus / bend;
                other = pool;
            }
        }
        assertEquals(other, rates.pool(at, true), "other pool");
        return other >= 0;
    }

    /** Both pools of an edge, chosen as they may be, have the values of pieces read now. */
    private void assertPieces(final int edge, final FirstPieces kept, final FirstPieces fresh) {
        final int at = rates.pieces(edge, kept);
        for (final boolean other : new boolean[] {false, true}) {
            final int pool = rates.pool(at, other);
            if (pool >= 0) {
                final boolean sellsToken0 = rates.graph().zeroForOne(pool, edge);
                final int expected = fresh.find(pool, sellsToken0, null);
                assertEquals(sellsToken0, rates.sellsToken0(at, other));
                assertEquals(fresh.rate(expected), rates.rate(at, other), "rate");
                assertEquals(fresh.bend(expected), rates.bend(at, other), "bend");
                assertEquals(
                        1 / fresh.room(expected, PotentialsTest.MOST_GROWTH), rates.tightness(at, other), "1 / room");
                assertEquals(fresh.family(expected), rates.family(at, other), "family");
            }
        }
    }
}
