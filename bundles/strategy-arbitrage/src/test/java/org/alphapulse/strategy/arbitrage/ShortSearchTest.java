package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.PoolStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortSearchTest {
    /** Ten whole tokens of 18 decimals, or ten of 6 decimals. */
    private static final double NOTHING = 1e19;

    private final Scratch scratch = new Scratch();

    static ArbitrageDetector detector(final MarketView view, final int width, final int... starts) {
        final List<StartToken> list = new ArrayList<>();
        for (final int token : starts) {
            list.add(new StartToken(
                    token,
                    List.of(FundingSource.unlimited(FundingSource.VAULT_LOAN, 0)),
                    new U256().set(-1, -1),
                    U256.of(1),
                    1));
        }
        final ArbitrageSettings settings = new ArbitrageSettings(list, -1, 4, 10, 999_999, 0, 0, 64, 1024);
        final ArbitrageDetector d = new ArbitrageDetector(view, settings, width, 4 * width, 4096);
        d.refreshIndex();
        d.buildIndex();
        d.refreshIndex();
        return d;
    }

    @Test
    void shouldFindAndSizeEveryProfitableCycleWhenComparedWithBruteForce() {
        final SplittableRandom r = new SplittableRandom(20240601);
        final int graphs = Boolean.getBoolean("alphapulse.long") ? 5000 : 1000;
        int cycles = 0;
        double worst = 0;
        for (int n = 0; n < graphs; n++) {
            final TestMarket m = new TestMarket();
            final int tokens = 3 + r.nextInt(10);
            final double[] prices =
                    TestMarket.random(m, r, tokens, Math.min(40, tokens + r.nextInt(3 * tokens)), 0.025);
            final ArbitrageDetector d = detector(m.view, 8, 0, 1);
            final CycleOracle oracle = new CycleOracle(m.view, new int[] {0, 1}, 4, prices);
            final Map<String, Double> ours = all(m.view, d);
            for (final Map.Entry<String, CycleOracle.Found> e : oracle.found.entrySet()) {
                final double best = e.getValue().profit();
                if (best * prices[e.getValue().start()] < NOTHING) {
                    continue;
                }
                cycles++;
                final Double profit = ours.get(e.getKey());
                assertTrue(profit != null, () -> "not found: " + e);
                // The oracle takes the luckiest rounding of many sizes: two units of the coarsest token are forgiven.
                double unit = 0;
                for (final int pool : e.getValue().pools()) {
                    unit = Math.max(unit, Math.max(prices[m.view.token0(pool)], prices[m.view.token1(pool)]));
                }
                final double forgiven = 2 * unit / prices[e.getValue().start()];
                final double lost = Math.max(0, best - profit - forgiven) / best;
                worst = Math.max(worst, lost);
                assertTrue(lost < 1e-6, () -> "badly sized: " + e + ", ours " + profit);
            }
        }
        assertTrue(cycles > 2 * graphs, "too few cycles to prove anything: " + cycles);
        System.out.println("brute force: " + cycles + " profitable cycles in " + graphs
                + " graphs, all found; worst relative loss of profit " + worst);
    }

    /** Every route that screening and spreading yield, with its exact profit. */
    private final Screen screen = new Screen(4096);

    private Map<String, Double> all(final MarketView view, final ArbitrageDetector d) {
        final Map<String, Double> profits = new HashMap<>();
        final Pricing pricing = new Pricing(view, d.settings(), d.gas());
        final FirstPieces pieces = new FirstPieces(view, scratch);
        pieces.cover();
        final Candidates candidates = new Candidates(
                view, pricing, new RouteSizer(view, scratch, pieces), pieces, d.rates(), 4096, 4096, 0.999999);
        final ExactRoute exact = new ExactRoute(view, scratch, pieces);
        for (int edge = 0; edge < d.index().legs.length; edge++) {
            screen.clear();
            candidates.clear();
            screen.scan(d.index(), d.rates(), edge, 0);
            for (int i = 0; i < screen.size(); i++) {
                candidates.add(screen, i, 0);
            }
            for (int i = 0; i < candidates.size(); i++) {
                final Opportunity o = new Opportunity();
                o.route.set(candidates.route(i));
                final int code =
                        exact.solve(o, null, candidates.input(i), new U256().set(-1, -1), candidates.firstRate(i), 1);
                final List<Integer> pools = new ArrayList<>();
                for (int hop = 0; hop < o.route.hops; hop++) {
                    pools.add(o.route.pools[hop]);
                }
                final double profit = code == AmmCode.OK
                        ? o.amountOut()
                                .toBigInteger()
                                .subtract(o.amountIn().toBigInteger())
                                .doubleValue()
                        : Double.NEGATIVE_INFINITY;
                profits.put(o.route.startToken + ":" + pools, profit);
            }
        }
        return profits;
    }

    @Test
    void shouldProposeTheBestAndOnlyWhatIsRealWhenPoolsMove() {
        final SplittableRandom r = new SplittableRandom(7);
        int proposed = 0;
        int best = 0;
        for (int n = 0; n < 60; n++) {
            final TestMarket m = new TestMarket();
            final double[] prices = TestMarket.random(m, r, 8, 30, 0.001);
            final ArbitrageDetector d = detector(m.view, 512, 0, 1);
            for (int event = 0; event < 20; event++) {
                final int pool = r.nextInt(30);
                move(m, pool, Math.exp(0.02 * (r.nextDouble() - 0.5)));
                final int count = d.onPoolChanged(pool);
                proposed += count;
                for (int i = 0; i < count; i++) {
                    verify(m.view, d.opportunity(i), i == 0);
                }
                if (count > 0 && d.opportunity(0).startIndex() == 0) {
                    best++;
                    final double limit = d.opportunity(0).grossProfit().toDouble() * (1 + 1e-6) + 2;
                    for (final CycleOracle.Found f : new CycleOracle(m.view, new int[] {0}, 4, prices).found.values()) {
                        assertTrue(
                                f.profit() * prices[0] < NOTHING || !f.pools().contains(pool) || f.profit() <= limit,
                                () -> "better: " + f + " than " + limit);
                    }
                }
            }
        }
        assertTrue(proposed > 300 && best > 100, "too few to prove anything: " + proposed + ", " + best);
    }

    static void move(final TestMarket m, final int pool, final double by) {
        final MarketView view = m.view;
        if (view.family(pool) == PoolFamilies.UNISWAP_V3) {
            final double sqrt = view.sqrtPrice(pool);
            m.moveV3(pool, sqrt * sqrt * by);
            return;
        }
        final U256 a = new U256();
        final U256 b = new U256();
        view.reserve0(pool, a);
        view.reserve1(pool, b);
        final double root = Math.sqrt(by);
        m.sync(pool, TestMarket.big(a.toDouble() / root), TestMarket.big(b.toDouble() * root));
    }

    /** Computes a proposal again: constant-product hops with big integers, the others with the market's quote. */
    private void verify(final MarketView view, final Opportunity o, final boolean first) {
        BigInteger amount = o.amountIn().toBigInteger();
        int token = o.route().startToken();
        final SwapResult result = new SwapResult();
        for (int hop = 0; hop < o.route().hops(); hop++) {
            final int pool = o.route().pool(hop);
            final boolean down = o.route().zeroForOne(hop);
            assertEquals(token, down ? view.token0(pool) : view.token1(pool));
            token = down ? view.token1(pool) : view.token0(pool);
            assertEquals(amount, o.amount(hop).toBigInteger());
            if (first) {
                amount = view.family(pool) == PoolFamilies.UNISWAP_V2
                        ? constantProduct(view, pool, down, amount)
                        : quote(view, pool, down, amount, result);
                assertEquals(amount, o.amount(hop + 1).toBigInteger());
            } else {
                amount = o.amount(hop + 1).toBigInteger();
            }
        }
        assertEquals(o.route().startToken(), token);
        assertTrue(o.amountOut().compareTo(o.amountIn()) > 0);
        assertFalse(o.netNegative());
        assertEquals(
                o.amountOut().toBigInteger().subtract(o.amountIn().toBigInteger()),
                o.grossProfit().toBigInteger());
    }

    private BigInteger quote(
            final MarketView view, final int pool, final boolean down, final BigInteger in, final SwapResult result) {
        assertEquals(AmmCode.OK, view.quoteExactIn(pool, down, U256.of(in), result, scratch));
        return result.amountOut().toBigInteger();
    }

    private static BigInteger constantProduct(
            final MarketView view, final int pool, final boolean down, final BigInteger in) {
        final U256 a = new U256();
        final U256 b = new U256();
        view.reserve0(pool, a);
        view.reserve1(pool, b);
        final BigInteger from = (down ? a : b).toBigInteger();
        final BigInteger to = (down ? b : a).toBigInteger();
        final BigInteger paid = in.multiply(BigInteger.valueOf(1_000_000 - view.feePips(pool)));
        return paid.multiply(to)
                .divide(from.multiply(BigInteger.valueOf(1_000_000)).add(paid));
    }

    private static TestMarket twoPools() {
        final TestMarket m = new TestMarket();
        m.token();
        m.token();
        m.v2(0, 1, 3000, BigInteger.TEN.pow(22), BigInteger.TEN.pow(22));
        m.v2(0, 1, 3000, BigInteger.TEN.pow(22), BigInteger.TEN.pow(22));
        return m;
    }

    @Test
    void shouldNotProposeTwiceWhenNothingChanged() {
        final TestMarket m = twoPools();
        final ArbitrageDetector d = detector(m.view, 64, 0);
        move(m, 0, 1.05);
        assertEquals(1, d.onPoolChanged(0));
        final Opportunity proposed = new Opportunity();
        proposed.set(d.opportunity(0));
        assertEquals(0, d.sweep(2));
        assertEquals(Outcome.DUPLICATE, d.explanation(0).outcome());
        d.release(d.explanation(0));
        assertEquals(0, d.sweep(2), "it is not the one that was proposed");
        d.release(proposed);
        assertEquals(1, d.sweep(2));
        assertEquals(0, d.sweep(2));
        d.release(proposed);
        assertEquals(0, d.sweep(2), "it was proposed again since");
        d.forget(proposed);
        assertEquals(1, d.sweep(2));
    }

    @Test
    void shouldNotTakeAPoolThatIsHeldBack() {
        final TestMarket m = twoPools();
        final ArbitrageDetector d = detector(m.view, 64, 0);
        m.state.hold(1, PoolStatus.QUARANTINED);
        assertEquals(0, d.onPoolChanged(1));
        move(m, 0, 1.05);
        assertEquals(0, d.onPoolChanged(0));
        m.state.release(1, PoolStatus.QUARANTINED);
        assertEquals(1, d.onPoolChanged(1));
        m.state.holdChain(0, PoolStatus.REORGING);
        move(m, 0, 1.01);
        assertEquals(0, d.onPoolChanged(0));
    }

    @Test
    void shouldLeaveOutWhatHasNoStateYet() {
        final TestMarket m = twoPools();
        final int pool = m.add(PoolFamilies.UNISWAP_V2, 0, 1, 3000, 0);
        m.state.hold(1, PoolStatus.QUARANTINED);
        final ArbitrageDetector d = detector(m.view, 64, 0);
        move(m, 0, 1.05);
        assertEquals(0, d.onPoolChanged(0), "the only other pool was never synced");
        m.sync(pool, BigInteger.TEN.pow(22), BigInteger.TEN.pow(22));
        assertEquals(1, d.onPoolChanged(pool));
    }

    @Test
    void shouldForgetTheCyclesOfPairsWhosePoolsAreGoneAndFindThemAgain() {
        final TestMarket m = new TestMarket();
        for (int i = 0; i < 3; i++) {
            m.token();
        }
        final BigInteger deep = BigInteger.TEN.pow(22);
        m.v2(0, 1, 3000, deep, deep);
        m.v2(1, 2, 3000, deep, deep);
        final int first = m.v2(2, 0, 3000, deep, deep);
        final int second = m.v2(2, 0, 3000, deep, deep);
        final ArbitrageDetector d = detector(m.view, 64, 0);
        assertEquals(2, d.cycles(), "once round in either direction");
        for (final int pool : new int[] {first, second}) {
            assertEquals(2, d.cycles(), "one pool of the pair is left");
            m.state.hold(pool, PoolStatus.QUARANTINED);
            d.onPoolChanged(pool);
            d.buildIndex();
            d.refreshIndex();
        }
        assertEquals(0, d.cycles());
        move(m, 0, 1.05);
        assertEquals(0, d.onPoolChanged(0));
        m.state.release(second, PoolStatus.QUARANTINED);
        d.onPoolChanged(second);
        d.buildIndex();
        assertTrue(d.refreshIndex());
        assertEquals(2, d.cycles());
        move(m, 0, 1.001);
        assertEquals(1, d.onPoolChanged(0));
        assertEquals(3, d.opportunity(0).route().hops());
    }

    @Test
    void shouldKeepTheSafetyMargin() {
        final TestMarket m = twoPools();
        final ArbitrageDetector free = withMargin(m, 0);
        move(m, 0, 1.05);
        assertEquals(1, free.onPoolChanged(0));
        final Opportunity o = free.opportunity(0);
        // What the loan's fee leaves of the gross profit in millionths, rounded down: that margin is kept, one more is
        // not.
        final int exact = o.netProfit()
                .toBigInteger()
                .multiply(BigInteger.valueOf(1_000_000))
                .divide(o.grossProfit().toBigInteger())
                .intValueExact();
        assertTrue(exact > 0 && exact < 999_999, "the fee plays no part: " + exact);
        final ArbitrageDetector careful = withMargin(m, exact);
        assertEquals(1, careful.sweep(2), "with a margin of " + exact);
        final ArbitrageDetector tooCareful = withMargin(m, exact + 1);
        assertEquals(0, tooCareful.sweep(2), "with a margin of " + (exact + 1));
        assertEquals(Outcome.BELOW_MARGIN, tooCareful.explanation(0).outcome());
    }

    private static ArbitrageDetector withMargin(final TestMarket m, final int marginPpm) {
        final StartToken start = new StartToken(
                0,
                List.of(FundingSource.unlimited(FundingSource.LENDING_LOAN, 500)),
                new U256().set(-1, -1),
                U256.of(1),
                1);
        return built(m, new ArbitrageSettings(List.of(start), -1, 4, 0, 999_999, marginPpm, 0, 8, 16));
    }

    @Test
    void shouldSayWhyNotWhenGasEatsTheProfit() {
        final TestMarket m = twoPools();
        final ArbitrageDetector d = detector(m.view, 64, 0);
        d.gasPrice(1_000_000_000_000_000L);
        move(m, 0, 1.05);
        assertEquals(0, d.onPoolChanged(0));
        final Opportunity o = d.explanation(0);
        assertEquals(Outcome.BELOW_MARGIN, o.outcome());
        assertTrue(o.netNegative() && o.grossProfit().bitLength() > 0);
        assertEquals(
                o.gasCost()
                        .toBigInteger()
                        .add(o.fundingFee().toBigInteger())
                        .subtract(o.grossProfit().toBigInteger()),
                o.netProfit().toBigInteger());
    }

    @Test
    void shouldResolveConflictsOnTheStateAfterTheBest() {
        final TestMarket m = new TestMarket();
        m.token();
        m.token();
        for (int i = 0; i < 3; i++) {
            m.v2(0, 1, 3000, BigInteger.TEN.pow(22), BigInteger.TEN.pow(22));
        }
        final ArbitrageDetector d = detector(m.view, 64, 0);
        move(m, 0, 1.10);
        final int count = d.onPoolChanged(0);
        assertEquals(2, count);
        assertFalse(d.opportunity(0).afterOthers());
        assertTrue(d.opportunity(1).afterOthers());
        // Executed one after the other, both give to the wei what was promised.
        for (int i = 0; i < count; i++) {
            final Opportunity o = d.opportunity(i);
            verify(m.view, o, true);
            for (int hop = 0; hop < 2; hop++) {
                final U256 a = new U256();
                final U256 b = new U256();
                final int pool = o.route().pool(hop);
                m.view.reserve0(pool, a);
                m.view.reserve1(pool, b);
                final BigInteger in = o.amount(hop).toBigInteger();
                final BigInteger out = o.amount(hop + 1).toBigInteger();
                final boolean down = o.route().zeroForOne(hop);
                m.sync(
                        pool,
                        down ? a.toBigInteger().add(in) : a.toBigInteger().subtract(out),
                        down ? b.toBigInteger().subtract(out) : b.toBigInteger().add(in));
            }
        }
    }

    @Test
    void shouldKeepLimitsOfCapitalAndImpact() {
        final TestMarket m = twoPools();
        final StartToken poor = new StartToken(
                0,
                List.of(FundingSource.unlimited(FundingSource.LENDING_LOAN, 500)),
                U256.of(BigInteger.TEN.pow(18)),
                U256.of(1),
                1);
        final ArbitrageDetector d = built(m, new ArbitrageSettings(List.of(poor), -1, 4, 0, 300_000, 0, 0, 8, 16));
        move(m, 0, 1.05);
        assertEquals(1, d.onPoolChanged(0));
        assertEquals(BigInteger.TEN.pow(18), d.opportunity(0).amountIn().toBigInteger());
        assertEquals(RouteSizer.CAPITAL, d.opportunity(0).limit());
        assertEquals(
                BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(5)).divide(BigInteger.valueOf(10_000)),
                d.opportunity(0).fundingFee().toBigInteger());

        final StartToken rich = new StartToken(
                0,
                List.of(FundingSource.unlimited(FundingSource.VAULT_LOAN, 0)),
                new U256().set(-1, -1),
                U256.of(1),
                1);
        final ArbitrageDetector e = built(m, new ArbitrageSettings(List.of(rich), -1, 4, 0, 1_000, 0, 0, 8, 16));
        move(m, 0, 1.01);
        assertEquals(1, e.onPoolChanged(0));
        assertEquals(RouteSizer.IMPACT, e.opportunity(0).limit());
        assertEquals(1_000, e.opportunity(0).impactPpm(), 1);
    }

    private static ArbitrageDetector built(final TestMarket m, final ArbitrageSettings settings) {
        final ArbitrageDetector d = new ArbitrageDetector(m.view, settings);
        d.refreshIndex();
        d.buildIndex();
        d.refreshIndex();
        return d;
    }

    @Test
    void shouldChooseTheCheapestFunding() {
        final TestMarket m = twoPools();
        final StartToken token = new StartToken(
                0,
                List.of(
                        FundingSource.unlimited(FundingSource.LENDING_LOAN, 500),
                        FundingSource.unlimited(FundingSource.CONSTANT_PRODUCT_FLASH, 3000),
                        FundingSource.unlimited(FundingSource.VAULT_LOAN, 0)),
                new U256().set(-1, -1),
                U256.of(1),
                1);
        final ArbitrageDetector d = built(m, ArbitrageSettings.of(List.of(token), -1));
        move(m, 0, 1.05);
        assertEquals(1, d.onPoolChanged(0));
        assertEquals(FundingSource.VAULT_LOAN, d.opportunity(0).fundingKind());
        assertTrue(d.opportunity(0).fundingFee().isZero());
    }

    /** A pool that lends is locked; only as the first one it gives its output before it is paid. Where pieces end, another sizer sizes. */
    @ParameterizedTest
    @CsvSource({"3, false", "4, false", "3, true", "4, true"})
    void shouldNotBorrowFromAPoolOfTheRouteUnlessItIsTheFirst(final int kind, final boolean piecesEnd) {
        final FundingSource dear = FundingSource.unlimited(FundingSource.LENDING_LOAN, 900);
        for (int lender = 0; lender < 3; lender++) {
            final ArbitrageDetector d = funded(piecesEnd, lentBy(kind, lender), dear);
            final Opportunity o = d.opportunity(0);
            assertEquals(0, o.route().pool(0));
            assertEquals(1, o.route().pool(1));
            assertEquals(lender == 1 ? FundingSource.LENDING_LOAN : kind, o.fundingKind(), "lender " + lender);
        }
        assertEquals(0, funded(piecesEnd, lentBy(kind, 1)).considered(), "nobody can lend");
    }

    /** The first hop is of constant product. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldHaveTheFirstHopLendWhereNoPoolIsNamedOnlyIfItIsOfThatKind(final boolean piecesEnd) {
        final FundingSource dear = FundingSource.unlimited(FundingSource.LENDING_LOAN, 900);
        final FundingSource alike = FundingSource.unlimited(FundingSource.CONSTANT_PRODUCT_FLASH, 0);
        final FundingSource other = FundingSource.unlimited(FundingSource.CONCENTRATED_FLASH, 0);
        assertEquals(
                FundingSource.CONSTANT_PRODUCT_FLASH,
                funded(piecesEnd, dear, alike).opportunity(0).fundingKind());
        assertEquals(
                FundingSource.LENDING_LOAN,
                funded(piecesEnd, dear, other).opportunity(0).fundingKind());
        assertEquals(0, funded(piecesEnd, other).considered(), "nobody can lend");
    }

    private static FundingSource lentBy(final int kind, final int pool) {
        final List<Long> id = new ArrayList<>();
        for (final long word : StartTokenText.words(TestMarket.poolId(pool))) {
            id.add(word);
        }
        return new FundingSource(kind, id, 100, new U256().set(-1, -1));
    }

    /** After a cycle through pools 0 and 1 has come up; pool 2 is on none. */
    private static ArbitrageDetector funded(final boolean piecesEnd, final FundingSource... sources) {
        final TestMarket m = new TestMarket();
        for (int token = 0; token < 3; token++) {
            m.token();
        }
        m.v2(0, 1, 3000, BigInteger.TEN.pow(22), BigInteger.TEN.pow(22));
        if (piecesEnd) {
            m.v3(0, 1, 3000, 60, 1, List.of(new double[] {-6_000, 6_000, 5e21}, new double[] {-60, 60, 5e21}));
        } else {
            m.v2(0, 1, 3000, BigInteger.TEN.pow(22), BigInteger.TEN.pow(22));
        }
        m.v2(0, 2, 3000, BigInteger.TEN.pow(22), BigInteger.TEN.pow(22));
        final StartToken start = new StartToken(0, List.of(sources), new U256().set(-1, -1), U256.of(1), 1);
        final ArbitrageDetector d = built(m, ArbitrageSettings.of(List.of(start), -1));
        move(m, 0, 1.05);
        d.onPoolChanged(0);
        return d;
    }
}
