package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;
import org.junit.jupiter.api.Test;

/** Against {@link RouteSizer}, which goes from piece to piece and is itself tested against brute force. */
class CycleSizerTest {
    private static final double MAX_IMPACT = 0.2;
    /** Threshold below which there is no cycle. */
    private static final double EVERYTHING = -1e7;

    private static final long GAS_PRICE = 30_000_000_000L;

    private final int[] codes = new int[4];
    private int longer;
    private int others;

    @Test
    void shouldSizeAsRouteSizerDoesWherePiecesDoNotEnd() {
        final SplittableRandom r = new SplittableRandom(11);
        for (int n = 0; n < 300; n++) {
            final TestMarket m = new TestMarket();
            final int tokens = 3 + r.nextInt(4);
            TestMarket.random(m, r, tokens, 10 + r.nextInt(20), 0.01);
            final Sized sized = new Sized(m.view);
            for (int event = 0; event < 20; event++) {
                final int pool = r.nextInt(m.view.poolCount());
                ShortSearchTest.move(m, pool, Math.exp(0.03 * (r.nextDouble() - 0.5)));
                sized.detector.follow(pool);
                sized.compare(r.nextInt(sized.detector.index().legs.length));
            }
        }
        assertTrue(codes[RouteSizer.OK] > 1_000, "too few sizes: " + codes[RouteSizer.OK]);
        assertTrue(codes[RouteSizer.CAPITAL] > 100, "too few at the capital limit: " + codes[RouteSizer.CAPITAL]);
        assertTrue(longer > 100, "too few pieces end: " + longer);
        assertTrue(others > 100, "too few other pools: " + others);
    }

    /** Downwards from a tick the first piece has no room; between two ranges it has no liquidity. */
    @Test
    void shouldLeaveACycleToRouteSizerWhereAPieceHoldsNothing() {
        for (final int above : new int[] {0, 120}) {
            final TestMarket m = new TestMarket();
            for (int i = 0; i < 3; i++) {
                m.token();
            }
            m.v2(0, 1, 3000, TestMarket.big(1e24), TestMarket.big(1e24));
            m.v2(1, 2, 3000, TestMarket.big(1e24), TestMarket.big(1e24));
            final double price = Math.pow(1.0001, above / 2);
            final int pool = m.v3(
                    0, 2, 3000, 60, price, List.of(new double[] {-6000, 0, 1e24}, new double[] {above, 6000, 1e24}));
            final Sized sized = new Sized(m.view);
            sized.pieces.cover();
            sized.screen.scan(
                    sized.detector.index(),
                    sized.detector.rates(),
                    sized.detector.index().graph.edge(pool, true),
                    EVERYTHING);
            assertEquals(1, sized.screen.size());
            assertTrue(sized.cycle.take(sized.screen, 0));
            assertEquals(CycleSizer.LONGER, sized.cycle.size(), "range above from tick " + above);
        }
    }

    /** One market's detector and both sizers. */
    private final class Sized {
        private final MarketView view;
        private final ArbitrageDetector detector;
        private final Pricing pricing;
        private final FirstPieces pieces;
        private final CycleSizer cycle;
        private final RouteSizer sizer;
        private final Screen screen = new Screen(64);
        private final Route route = new Route();
        private final int[] way = new int[CycleSizer.HOPS];

        Sized(final MarketView view) {
            this.view = view;
            final List<FundingSource> sources = List.of(
                    new FundingSource(FundingSource.VAULT_LOAN, List.of(), 0, new U256().setDouble(1e22)),
                    new FundingSource(FundingSource.LENDING_LOAN, List.of(), 500, new U256().set(-1, -1)));
            final ArbitrageSettings settings = new ArbitrageSettings(
                    List.of(
                            new StartToken(1, sources, new U256().set(-1, -1), U256.of(1), 3),
                            new StartToken(0, sources, new U256().setDouble(1e25), U256.of(1), 0.5)),
                    -1,
                    4,
                    0,
                    (int) (MAX_IMPACT * 1e6),
                    0,
                    0,
                    64,
                    64);
            detector = new ArbitrageDetector(view, settings);
            detector.refreshIndex();
            detector.buildIndex();
            detector.refreshIndex();
            pricing = new Pricing(view, settings, new GasModel());
            pricing.gasPrice(GAS_PRICE);
            final Scratch scratch = new Scratch();
            pieces = new FirstPieces(view, scratch);
            sizer = new RouteSizer(view, scratch, pieces);
            cycle = new CycleSizer(pricing, pieces, detector.rates());
        }

        /** Sizes all cycles through an edge. */
        void compare(final int edge) {
            pieces.cover();
            pieces.allChanged();
            screen.clear();
            screen.scan(detector.index(), detector.rates(), edge, 0);
            for (int i = 0; i < screen.size(); i++) {
                if (cycle.take(screen, i)) {
                    compare();
                    if (cycle.chooseOthers()) {
                        others++;
                        compare();
                    }
                }
            }
        }

        private void compare() {
            final int code = cycle.size();
            if (code == CycleSizer.LONGER) {
                longer++;
                return;
            }
            codes[code]++;
            cycle.keep(way, 0);
            cycle.write(way, 0, route, cycle.start());
            assertEquals(pricing.token(cycle.start()).token(), route.startToken);
            int expected = RouteSizer.NONE;
            int source = -1;
            double input = 0;
            double value = Double.NEGATIVE_INFINITY;
            for (int s = 0; s < pricing.sources(cycle.start()); s++) {
                final double factor = pricing.factor(cycle.start(), s);
                final int result = sizer.size(route, null, factor, pricing.capital(cycle.start(), s), MAX_IMPACT);
                final double net = (sizer.profit(factor) - pricing.gasCost(cycle.start(), s, route, sizer))
                        * pricing.weiPerUnit(cycle.start());
                if (result != RouteSizer.NONE && net > value) {
                    expected = result;
                    value = net;
                    input = sizer.input();
                    source = s;
                }
            }
            assertEquals(expected, code, () -> "limit of " + view.revision());
            if (expected != RouteSizer.NONE) {
                assertEquals(source, cycle.source());
                assertEquals(sizer.firstRate(), cycle.firstRate(), 1e-12);
                assertEquals(value, cycle.value(), 1e-6 * Math.abs(value) + 1e-3);
                assertEquals(input, cycle.input(), 1e-6 * input);
            }
        }
    }
}
