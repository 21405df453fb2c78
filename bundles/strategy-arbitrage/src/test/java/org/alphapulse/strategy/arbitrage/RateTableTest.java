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
        final int keptOther = rates.otherPool(rates.piece(edge, kept));
        if (keptOther >= 0) {
            assertEquals(rates.log(keptOther, edge), rates.otherLog(rates.piece(edge, kept)));
            assertTrue(keptOther != rates.bestPool(edge), "the other pool is the best");
        }
        rates.forgetOther(edge);
        final int at = rates.piece(edge, kept);
        final int best = rates.bestPool(edge);
        final int expected = fresh.find(best, graph.zeroForOne(best, edge), null);
        assertEquals(fresh.rate(expected), rates.rate(at), "rate");
        assertEquals(fresh.bend(expected), rates.bend(at), "bend");
        assertEquals(fresh.growth(expected), rates.growth(at), "growth");
        assertEquals(fresh.family(expected), rates.family(at), "family");
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
        assertEquals(other, Math.max(-1, rates.otherPool(at)), "other pool");
        if (other >= 0) {
            assertEquals(graph.zeroForOne(other, edge), rates.otherSellsToken0(at));
            assertEquals(rates.log(other, edge), rates.otherLog(at));
            assertEquals(fresh.bend(fresh.find(other, graph.zeroForOne(other, edge), null)), rates.otherBend(at));
        }
        return other >= 0;
    }
}
