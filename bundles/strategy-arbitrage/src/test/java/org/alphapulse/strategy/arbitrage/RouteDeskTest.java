package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.U256;
import org.alphapulse.api.opportunity.RouteQuote;
import org.alphapulse.api.opportunity.SwapRoute;
import org.junit.jupiter.api.Test;

/** Questions from another thread, answered on copies while the market goes on. */
class RouteDeskTest {
    private static final BigInteger ANY = BigInteger.TWO.pow(200);
    private final TestMarket m = new TestMarket();
    private final RouteDesk desk = new RouteDesk();

    /** Asks on another thread while this one plays the engine's. */
    private <T> T ask(final Supplier<T> question) throws InterruptedException, ExecutionException {
        final ExecutorService caller = Executors.newSingleThreadExecutor();
        try {
            final Future<T> answer = caller.submit(question::get);
            while (!answer.isDone()) {
                desk.answer(m.view, new GasModel());
                Thread.onSpinWait();
            }
            return answer.get();
        } finally {
            caller.shutdown();
        }
    }

    private static SwapRoute route(final int start, final int... pools) {
        final List<org.alphapulse.model.InstrumentId> ids = new ArrayList<>();
        for (final int pool : pools) {
            ids.add(TestMarket.poolId(pool));
        }
        return new SwapRoute(TestMarket.tokenId(start), ids);
    }

    @Test
    void shouldFindTheLoanThatEarnsMostWhenComparedWithDenseSearch() throws Exception {
        final SplittableRandom r = new SplittableRandom(5);
        final double[] prices = TestMarket.random(m, r, 6, 24, 0.03);
        final CycleOracle oracle = new CycleOracle(m.view, new int[] {0}, 4, prices);
        int cycles = 0;
        for (final CycleOracle.Found f : oracle.found.values()) {
            if (f.profit() * prices[0] < 1e19) {
                continue;
            }
            cycles++;
            final SwapRoute route =
                    route(0, f.pools().stream().mapToInt(Integer::intValue).toArray());
            final RouteQuote best = ask(() -> desk.bestInput(route, 0, ANY));
            final double profit = best.amountOut().subtract(best.amountIn()).doubleValue();
            assertTrue(profit >= f.profit() * (1 - 1e-6) - 2, profit + " is less than " + f);
            // With a fee the best loan is smaller, and never above what is allowed.
            final RouteQuote dear = ask(() -> desk.bestInput(route, 900, ANY));
            assertTrue(dear.amountIn().compareTo(best.amountIn()) < 0);
            final BigInteger half = best.amountIn().shiftRight(1);
            final BigInteger limited = ask(() -> desk.bestInput(route, 0, half)).amountIn();
            // What rounding would lose is not put in.
            assertTrue(limited.compareTo(half) <= 0 && limited.doubleValue() > 0.999_999 * half.doubleValue());
        }
        assertTrue(cycles > 3, "only " + cycles);
    }

    @Test
    void shouldSimulateManyRoutesInParallelAsOneByOne() throws Exception {
        final SplittableRandom r = new SplittableRandom(6);
        TestMarket.random(m, r, 6, 24, 0.03);
        final List<SwapRoute> routes = new ArrayList<>();
        final List<BigInteger> inputs = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            final int pool = r.nextInt(24);
            routes.add(route(m.view.token0(pool), pool));
            inputs.add(BigInteger.TEN.pow(3 + r.nextInt(20)));
        }
        final List<RouteQuote> quotes = ask(() -> desk.quote(routes, inputs));
        final SwapResult result = new SwapResult();
        for (int i = 0; i < routes.size(); i++) {
            final int pool =
                    m.view.findPool(StartTokenText.words(routes.get(i).pools().get(0)), 0);
            final int code = m.view.quoteExactIn(pool, true, U256.of(inputs.get(i)), result, new Scratch());
            final RouteQuote quote = quotes.get(i);
            assertEquals(code == AmmCode.OK, quote.problem().isEmpty(), quote.problem());
            if (code == AmmCode.OK) {
                assertEquals(result.amountOut().toBigInteger(), quote.amountOut());
                assertEquals(m.view.revision(), quote.stateVersion());
            }
        }
    }

    @Test
    void shouldTellImpactSlippageAndGas() throws Exception {
        m.token();
        m.token();
        m.token();
        // One per cent of the reserve goes in: the average price falls short by 0.997 / (100 + 0.997) per swap.
        m.v2(0, 1, 3000, BigInteger.TEN.pow(22), BigInteger.TEN.pow(22));
        m.v2(1, 2, 3000, BigInteger.TEN.pow(24), BigInteger.TEN.pow(24));
        final List<RouteQuote> quotes = ask(() -> desk.quote(
                List.of(route(0, 0), route(0, 0, 1)), List.of(BigInteger.TEN.pow(20), BigInteger.TEN.pow(20))));
        assertEquals(9872, quotes.get(0).impactPpm(), 1);
        assertEquals(9872, quotes.get(0).slippagePpm(), 1);
        assertEquals(9872, quotes.get(1).impactPpm(), 1);
        assertEquals(9872 + 98, quotes.get(1).slippagePpm(), 2);
        assertTrue(quotes.get(1).gas() > quotes.get(0).gas() && quotes.get(0).gas() > 80_000);
    }

    @Test
    void shouldSayWhatIsWrongWithARoute() {
        m.token();
        m.token();
        m.v2(0, 1, 3000, BigInteger.TEN.pow(22), BigInteger.TEN.pow(22));
        assertWrong(() -> desk.quote(List.of(route(0, 7)), List.of(BigInteger.ONE)), "the market has no pool");
        assertWrong(() -> desk.quote(List.of(route(0, 0, 0)), List.of(BigInteger.ONE)), "comes twice");
        assertWrong(() -> desk.bestInput(route(0, 0), 0, ANY), "does not come back");
        assertWrong(() -> desk.bestInput(route(0, 0), -1, ANY), "feePpm=-1 is not allowed; allowed is 0 to 100000");
        assertThrows(
                IllegalArgumentException.class, () -> new SwapRoute(TestMarket.tokenId(0), Collections.emptyList()));
    }

    private void assertWrong(final Supplier<?> question, final String text) {
        final ExecutionException e = assertThrows(ExecutionException.class, () -> ask(question));
        assertTrue(e.getCause().getMessage().contains(text), e.getCause().getMessage());
    }
}
