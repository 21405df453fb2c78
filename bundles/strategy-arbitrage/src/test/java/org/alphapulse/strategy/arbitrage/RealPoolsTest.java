package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.U256;
import org.alphapulse.market.ApplyCode;
import org.junit.jupiter.api.Test;

/** Real pools: reserves of mainnet pairs, and a V3 pool with its whole tick map. */
class RealPoolsTest {
    private static Path data(final String file) {
        final Path path = Path.of(System.getProperty("alphapulse.data", "missing"), file);
        assumeTrue(Files.exists(path), "recorded data not found: " + path);
        return path;
    }

    private static BufferedReader gunzip(final Path path) throws IOException {
        return new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8));
    }

    @Test
    void shouldFindNextToNothingInRealReserves() throws IOException {
        // Only snapshots of the same block belong together.
        final Map<String, TestMarket> blocks = new HashMap<>();
        final Map<String, Map<String, Integer>> tokens = new HashMap<>();
        try (BufferedReader in = gunzip(data("derived/v2_pair_reserves_prestate.csv.gz"))) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                final String[] f = line.split(",");
                final TestMarket m = blocks.computeIfAbsent(f[0], key -> new TestMarket());
                final Map<String, Integer> known = tokens.computeIfAbsent(f[0], key -> new HashMap<>());
                final int a = known.computeIfAbsent(f[2], key -> m.token());
                final int b = known.computeIfAbsent(f[3], key -> m.token());
                m.v2(a, b, 3000, new BigInteger(f[4]), new BigInteger(f[5]));
            }
        }
        int pools = 0;
        int profitable = 0;
        double largest = 0;
        for (final Map.Entry<String, TestMarket> e : blocks.entrySet()) {
            final TestMarket m = e.getValue();
            pools += m.view.poolCount();
            final int[] starts = new int[m.view.tokenCount()];
            for (int i = 0; i < starts.length; i++) {
                starts[i] = i;
            }
            if (starts.length > 64) {
                continue;
            }
            final ArbitrageDetector d = ShortSearchTest.detector(m.view, 64, starts);
            final int count = d.sweep(d.index().legs.length);
            profitable += count;
            for (int i = 0; i < count; i++) {
                final Opportunity o = d.opportunity(i);
                assertTrue(o.amountOut().compareTo(o.amountIn()) > 0);
                largest = Math.max(
                        largest, o.grossProfit().toDouble() / o.amountIn().toDouble());
            }
        }
        System.out.println("real reserves: " + pools + " pools in " + blocks.size() + " blocks, " + profitable
                + " profitable cycles, largest gain per input " + largest);
        assertTrue(pools > 600);
        assertTrue(profitable < pools / 20, "real markets are nearly free of arbitrage, found " + profitable);
        assertTrue(largest < 0.5, "absurd profit: " + largest);
    }

    private static int realV3(final TestMarket m, final int token0, final int token1) throws IOException {
        final JsonNode pool = new ObjectMapper()
                .readTree(data("03-pools/degenbot/fixtures/chain_data/1/uniswap_v3_wbtc_weth_block_24407242.json")
                        .toFile());
        final JsonNode s = pool.get("scalars");
        final int handle = m.add(
                PoolFamilies.UNISWAP_V3,
                token0,
                token1,
                s.get("fee").asInt(),
                s.get("tick_spacing").asInt());
        final U256 price = U256.of(s.get("sqrt_price_x96").bigIntegerValue());
        final U256 liquidity = U256.of(s.get("liquidity").bigIntegerValue());
        m.state.beginLoad(handle, 0);
        pool.get("tick_data").properties().forEach(e -> {
            final U256 gross = U256.of(e.getValue().get(0).bigIntegerValue());
            final BigInteger net = e.getValue().get(1).bigIntegerValue();
            m.state.loadTick(
                    handle,
                    Integer.parseInt(e.getKey()),
                    gross.limb(0),
                    gross.limb(1),
                    net.longValue(),
                    net.shiftRight(64).longValue());
        });
        m.state.loadV3(
                handle,
                price.limb(0),
                price.limb(1),
                price.limb(2),
                liquidity.limb(0),
                liquidity.limb(1),
                s.get("tick").asInt(),
                0);
        assertEquals(ApplyCode.APPLIED, m.state.endLoad(handle));
        return handle;
    }

    @Test
    void shouldSizeMixedRoutesOverRealTickMapsAsDenseSearchDoes() throws IOException {
        for (final double off : new double[] {0.97, 0.99, 1.012, 1.05}) {
            final TestMarket m = new TestMarket();
            m.token();
            m.token();
            final int real = realV3(m, 1, 0);
            final double sqrt = m.view.sqrtPrice(real);
            final double wbtc = 300e8;
            final int pair = m.v2(1, 0, 3000, TestMarket.big(wbtc), TestMarket.big(wbtc * sqrt * sqrt * off));
            final ArbitrageDetector d = ShortSearchTest.detector(m.view, 64, 0);
            assertTrue(d.onPoolChanged(pair) + d.sweep(4) > 0);
            final Opportunity o = d.opportunity(0);
            final double best = new CycleOracle(m.view, new int[] {0}, 4, new double[] {1, sqrt * sqrt})
                    .found.values().stream()
                            .mapToDouble(CycleOracle.Found::profit)
                            .max()
                            .orElse(0);
            final double unit = 2 * sqrt * sqrt;
            assertTrue(
                    o.grossProfit().toDouble() >= best * (1 - 1e-6) - unit,
                    o.grossProfit().toDouble() + " is less than " + best);
            assertTrue(Math.abs(off - 1) < 0.02 || o.crossings() > 0, "the route should cross ticks");
            exactly(m, o);
        }
    }

    private static void exactly(final TestMarket m, final Opportunity o) {
        final SwapResult result = new SwapResult();
        final U256 amount = new U256().set(o.amountIn());
        for (int hop = 0; hop < o.route().hops(); hop++) {
            assertEquals(
                    AmmCode.OK,
                    m.view.quoteExactIn(o.route().pool(hop), o.route().zeroForOne(hop), amount, result, new Scratch()));
            amount.set(result.amountOut());
            assertTrue(amount.isEqual(o.amount(hop + 1)));
        }
    }

    @Test
    void shouldAnswerQuestionsAboutARoute() throws IOException, InterruptedException {
        final TestMarket m = new TestMarket();
        m.token();
        m.token();
        final int real = realV3(m, 1, 0);
        final double price = m.view.sqrtPrice(real) * m.view.sqrtPrice(real);
        final int pair = m.v2(1, 0, 3000, TestMarket.big(300e8), TestMarket.big(300e8 * price * 0.95));
        final Route route = new Route().start(0).hop(pair, false).hop(real, true);
        final RouteCalculator c = new RouteCalculator(m.view, new GasModel());
        final U256 best = new U256();
        assertTrue(c.bestLoan(route, 1, new U256().set(-1, -1), best));
        final U256 out = new U256();
        assertEquals(AmmCode.OK, c.output(route, best, out));
        assertTrue(out.compareTo(best) > 0);
        assertTrue(c.impactPpm(route, best) > 0 && c.slippagePpm(route, best) >= c.impactPpm(route, best));
        assertTrue(c.gas(route, best, FundingSource.LENDING_LOAN) > c.gas(route, best, FundingSource.VAULT_LOAN));
        final ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            final List<U256> all = RouteCalculator.simulate(
                    m.view, List.of(route, route, route), List.of(best, new U256(), best), threads, 2);
            assertNotNull(all.get(0));
            assertTrue(all.get(0).isEqual(out) && all.get(2).isEqual(out) && all.get(1) == null);
        } finally {
            threads.shutdown();
        }
    }
}
