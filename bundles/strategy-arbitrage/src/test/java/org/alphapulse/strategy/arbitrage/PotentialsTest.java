package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Against plain recursion over the best rates, which knows neither index nor potentials. */
class PotentialsTest {
    private static final double FEE = 0.0005;

    @Test
    void shouldExcludeNoEdgeOfAProfitableCycleWhenRatesChange() {
        final SplittableRandom r = new SplittableRandom(5);
        int excluded = 0;
        int profitable = 0;
        int changes = 0;
        for (int n = 0; n < 60; n++) {
            final TestMarket m = new TestMarket();
            final int pools = 20 + r.nextInt(20);
            TestMarket.random(m, r, 10, pools, 0.002);
            final RateTable rates = rates(m, pools);
            final Potentials potentials = new Potentials();
            potentials.reset(rates.graph(), rates.best);
            int pool = 0;
            double by = 1;
            for (int i = 0; i < 200; i++) {
                // Every other change takes the one before it back.
                pool = i % 2 == 0 ? r.nextInt(pools) : pool;
                by = i % 2 == 0 ? Math.exp((i % 16 == 0 ? 0.04 : 0.002) * (r.nextDouble() - 0.5)) : 1 / by;
                ShortSearchTest.move(m, pool, by);
                final int improved = rates.update(pool);
                final int pair = 2 * rates.graph().poolPair[pool];
                potentials.improved(pair);
                potentials.improved(pair + 1);
                for (int edge = pair; edge < pair + 2; edge++) {
                    if ((improved & (1 << (edge - pair))) == 0) {
                        continue;
                    }
                    final boolean profits = best(rates, edge) > FEE;
                    final boolean none = potentials.exclude(edge, FEE);
                    assertTrue(!profits || !none, "an edge of a profitable cycle is excluded");
                    changes++;
                    profitable += profits ? 1 : 0;
                    excluded += none ? 1 : 0;
                    if (!profits && !none) {
                        potentials.mend(edge);
                    }
                }
                potentials.tidy();
            }
        }
        assertTrue(profitable > changes / 50, "too few profitable cycles: " + profitable);
        assertTrue(
                excluded > (changes - profitable) / 4, "hardly any edge is excluded: " + excluded + " of " + changes);
    }

    static final double MOST_GROWTH = 0.25;

    static RateTable rates(final TestMarket m, final int pools) {
        final int[] token0 = new int[pools];
        final int[] token1 = new int[pools];
        for (int pool = 0; pool < pools; pool++) {
            token0[pool] = m.view.token0(pool);
            token1[pool] = m.view.token1(pool);
        }
        final RateTable rates = new RateTable(m.view, MOST_GROWTH);
        rates.reset(PairGraph.of(m.view.tokenCount(), token0, token1, pools));
        return rates;
    }

    /** The highest sum of logarithms of a cycle of two to four edges through the given one. */
    private static double best(final RateTable rates, final int edge) {
        final PairGraph g = rates.graph();
        return best(rates, g.from[edge], g.to(edge), rates.best[edge], 3);
    }

    private static double best(
            final RateTable rates, final int start, final int token, final double sum, final int hops) {
        if (token == start) {
            return sum;
        }
        double best = Double.NEGATIVE_INFINITY;
        for (int edge = 0; hops > 0 && edge < rates.best.length; edge++) {
            if (rates.graph().from[edge] == token) {
                best = Math.max(best, best(rates, start, rates.graph().to(edge), sum + rates.best[edge], hops - 1));
            }
        }
        return best;
    }
}
