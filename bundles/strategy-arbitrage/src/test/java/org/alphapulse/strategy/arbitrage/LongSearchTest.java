package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LongSearchTest {
    @Test
    void shouldReachTheBestProfitOfCyclesUpToEightHopsWhenAPoolMoves() {
        final SplittableRandom r = new SplittableRandom(11);
        final int graphs = Boolean.getBoolean("alphapulse.long") ? 1000 : 200;
        double best = 0;
        double found = 0;
        final List<Double> shares = new ArrayList<>();
        for (int n = 0; n < graphs; n++) {
            final TestMarket m = new TestMarket();
            final int pools = 14 + r.nextInt(10);
            final double[] prices = TestMarket.random(m, r, 10, pools, 0.008);
            final ArbitrageDetector d = detector(m);
            d.searchLong(1);
            final int pool = r.nextInt(pools);
            final double before = m.view.marginalRate(pool, true);
            ShortSearchTest.move(m, pool, Math.exp(0.10 * (r.nextDouble() - 0.5)));
            final boolean down = m.view.marginalRate(pool, true) > before;
            double ours = 0;
            for (int i = d.onPoolChanged(pool) - 1; i >= 0; i--) {
                ours = Math.max(ours, d.opportunity(i).grossProfit().toDouble());
            }
            d.searchLong(100);
            for (int i = d.onLongCycles() - 1; i >= 0; i--) {
                ours = Math.max(ours, d.opportunity(i).grossProfit().toDouble());
            }
            double oracle = 0;
            for (final CycleOracle.Found f : new CycleOracle(m.view, new int[] {0}, 8, prices).found.values()) {
                // What got worse with the event was there before it and is not looked for again.
                if (improved(m, f, pool, down) && f.profit() * prices[0] > 1e19) {
                    oracle = Math.max(oracle, f.profit());
                }
            }
            if (oracle > 0) {
                shares.add(Math.min(1, ours / oracle));
                best += oracle * prices[0];
                found += Math.min(ours, oracle) * prices[0];
            }
        }
        shares.sort(null);
        final int cases = shares.size();
        final long complete = shares.stream().filter(share -> share >= 0.99).count();
        System.out.printf(
                Locale.ROOT,
                "long search: %d cases, %.5f of the best profit in all; per graph: %d find at least 99 %%, least %s%n",
                cases,
                found / best,
                complete,
                shares.subList(0, Math.min(8, cases)));
        assertTrue(cases > graphs / 8, "too few cases: " + cases);
        assertTrue(found >= 0.99 * best, "only " + found / best + " of the best profit");
        assertTrue(complete >= 0.9 * cases, "only " + complete + " of " + cases + " find 99 % of the best profit");
    }

    @Test
    void shouldSeeNoCycleWhenOnlyOnePoolMoves() {
        final TestMarket m = new TestMarket();
        m.token();
        m.token();
        final int pool = m.v2(0, 1, 3000, TestMarket.big(1e24), TestMarket.big(1e24));
        final ArbitrageDetector d = detector(m);
        d.searchLong(1);
        for (final double by : new double[] {1.05, 1 / 1.05, 1 / 1.05, 1.05}) {
            ShortSearchTest.move(m, pool, by);
            d.onPoolChanged(pool);
            // Two edges are taken over; a cycle that was found would count as well.
            assertEquals(2, d.searchLong(100));
        }
    }

    @Test
    void shouldTakeOverWhatChangedAfterTheStateThatItBeginsWith() {
        final TestMarket m = new TestMarket();
        m.token();
        m.token();
        final int pool = m.v2(0, 1, 3000, TestMarket.big(1e24), TestMarket.big(1e24));
        final ArbitrageDetector d = detector(m);
        ShortSearchTest.move(m, pool, 1.05);
        d.onPoolChanged(pool);
        d.searchLong(1);
        assertEquals(2, d.searchLong(100));
    }

    private static boolean improved(
            final TestMarket m, final CycleOracle.Found cycle, final int pool, final boolean down) {
        int token = cycle.start();
        for (final int p : cycle.pools()) {
            final boolean sells0 = m.view.token0(p) == token;
            if (p == pool) {
                return sells0 == down;
            }
            token = sells0 ? m.view.token1(p) : m.view.token0(p);
        }
        return false;
    }

    private static ArbitrageDetector detector(final TestMarket m) {
        return ShortSearchTest.detector(m.view, 64, 0);
    }
}
