package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.TickMath;
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

    /** A real tick map; the price is the recorded one, or one within the liquidity where none was recorded. */
    private record TickMap(
            String name, int feePips, int spacing, BigInteger sqrtPrice, TreeMap<Integer, BigInteger[]> ticks) {
        static TickMap read(final String name, final JsonNode pool, final int feePips, final int spacing) {
            final TreeMap<Integer, BigInteger[]> ticks = new TreeMap<>();
            pool.get("tick_data").properties().forEach(e -> {
                final JsonNode v = e.getValue();
                final BigInteger gross = (v.isArray() ? v.get(0) : v.get("liquidity_gross")).bigIntegerValue();
                final BigInteger net = (v.isArray() ? v.get(1) : v.get("liquidity_net")).bigIntegerValue();
                if (gross.signum() > 0) {
                    ticks.put(Integer.parseInt(e.getKey()), new BigInteger[] {gross, net});
                }
            });
            final JsonNode s = pool.get("scalars");
            if (s != null) {
                final BigInteger price = s.get("sqrt_price_x96").bigIntegerValue();
                return new TickMap(
                        name, s.get("fee").asInt(), s.get("tick_spacing").asInt(), price, ticks);
            }
            // Half way through the ticks that hold most liquidity.
            BigInteger sum = BigInteger.ZERO;
            BigInteger most = BigInteger.ZERO;
            int at = 0;
            for (final Map.Entry<Integer, BigInteger[]> e : ticks.entrySet()) {
                sum = sum.add(e.getValue()[1]);
                if (sum.compareTo(most) > 0 && ticks.higherKey(e.getKey()) != null) {
                    most = sum;
                    at = (e.getKey() + ticks.higherKey(e.getKey())) / 2;
                }
            }
            final U256 price = new U256();
            TickMath.sqrtPriceAtTick(at, price);
            return new TickMap(name, feePips, spacing, price.toBigInteger(), ticks);
        }

        int addTo(final TestMarket m, final int token0, final int token1) {
            final int pool = m.add(PoolFamilies.UNISWAP_V3, token0, token1, feePips, spacing);
            final U256 price = U256.of(sqrtPrice);
            final int tick = TickMath.tickAtSqrtPrice(price, new U256());
            BigInteger liquidity = BigInteger.ZERO;
            m.state.beginLoad(pool, 0);
            for (final Map.Entry<Integer, BigInteger[]> e : ticks.entrySet()) {
                final U256 gross = U256.of(e.getValue()[0]);
                final BigInteger net = e.getValue()[1];
                m.state.loadTick(
                        pool,
                        e.getKey(),
                        gross.limb(0),
                        gross.limb(1),
                        net.longValue(),
                        net.shiftRight(64).longValue());
                liquidity = e.getKey() <= tick ? liquidity.add(net) : liquidity;
            }
            final U256 l = U256.of(liquidity);
            m.state.loadV3(pool, price.limb(0), price.limb(1), price.limb(2), l.limb(0), l.limb(1), tick, 0);
            assertEquals(ApplyCode.APPLIED, m.state.endLoad(pool), name);
            return pool;
        }
    }

    private static JsonNode json(final String file) throws IOException {
        final Path path = data(file);
        return file.endsWith(".gz")
                ? new ObjectMapper().readTree(gunzip(path))
                : new ObjectMapper().readTree(path.toFile());
    }

    private static TickMap wbtc() throws IOException {
        return TickMap.read(
                "wbtc-weth",
                json("03-pools/degenbot/fixtures/chain_data/1/uniswap_v3_wbtc_weth_block_24407242.json"),
                3000,
                60);
    }

    /** Every tick map of the recorded pools that has more than one range or a recorded price. */
    private static List<TickMap> tickMaps() throws IOException {
        final List<TickMap> maps = new ArrayList<>();
        maps.add(wbtc());
        maps.add(TickMap.read(
                "cbeth-weth",
                json("03-pools/degenbot/fixtures/chain_data/8453/aerodrome_v3_cbeth_weth_block_46875151.json"),
                90,
                1));
        maps.add(TickMap.read(
                "wbtc-weth snapshot",
                json("03-pools/degenbot/arbitrage/fixtures/wbtc_weth_v3_snapshot.json.gz"),
                3000,
                60));
        final JsonNode all = json("03-pools/degenbot/uniswap/v3/mainnet_v3_liquidity_snapshot_block_21_369_870.json");
        all.properties().forEach(e -> {
            if (e.getValue().has("tick_data") && e.getValue().get("tick_data").size() > 0) {
                // The fee is not recorded; the spacing follows from the ticks.
                int divisor = 0;
                for (final String tick :
                        (Iterable<String>) () -> e.getValue().get("tick_data").fieldNames()) {
                    divisor = BigInteger.valueOf(divisor)
                            .gcd(new BigInteger(tick))
                            .intValue();
                }
                final int spacing = divisor % 200 == 0 ? 200 : divisor % 60 == 0 ? 60 : divisor % 10 == 0 ? 10 : 1;
                maps.add(TickMap.read(
                        e.getKey(), e.getValue(), spacing == 200 ? 10000 : spacing == 60 ? 3000 : 500, spacing));
            }
        });
        return maps;
    }

    @Test
    void shouldSizeMixedRoutesOverRealTickMapsAsDenseSearchDoes() throws IOException {
        int routes = 0;
        int crossing = 0;
        final Set<String> used = new TreeSet<>();
        for (final TickMap map : tickMaps()) {
            for (final double off : new double[] {0.9, 0.97, 0.985, 1.015, 1.03, 1.1}) {
                final TestMarket m = new TestMarket();
                m.token();
                m.token();
                final int real = map.addTo(m, 1, 0);
                final double price = m.view.sqrtPrice(real) * m.view.sqrtPrice(real);
                // A pair about as deep as the liquidity at the price.
                final double deep = 50 * m.view.liquidity(real) / m.view.sqrtPrice(real) / 100;
                final int pair = m.v2(1, 0, 3000, TestMarket.big(deep), TestMarket.big(deep * price * off));
                final ArbitrageDetector d = ShortSearchTest.detector(m.view, 64, 0);
                final double best = new CycleOracle(m.view, new int[] {0}, 4, new double[] {1, price})
                        .found.values().stream()
                                .mapToDouble(CycleOracle.Found::profit)
                                .max()
                                .orElse(0);
                final int count = d.onPoolChanged(pair) + d.sweep(4);
                if (best < 20 * Math.max(1, price)) {
                    continue;
                }
                assertTrue(count > 0, map.name() + " " + off);
                final Opportunity o = d.opportunity(0);
                final double unit = 2 * Math.max(1, price);
                assertTrue(
                        o.grossProfit().toDouble() >= best * (1 - 1e-6) - unit,
                        map.name() + " " + off + ": " + o.grossProfit().toDouble() + " is less than " + best);
                routes++;
                used.add(map.name());
                crossing += o.crossings() > 0 ? 1 : 0;
                exactly(m, o);
            }
        }
        System.out.println("real tick maps: " + tickMaps().size() + ", mixed routes sized " + routes
                + ", crossing ticks " + crossing + ", over " + used);
        assertTrue(routes > 15 && crossing > 10 && used.size() > 2, routes + " routes, " + crossing + " crossing");
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
}
