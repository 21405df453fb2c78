package org.alphapulse.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.zip.GZIPInputStream;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.U256;
import org.junit.jupiter.api.Test;

/**
 * A whole day of the USDC/WETH 0.05 % pool from its raw logs. The recording starts without the tick map: only ticks of
 * positions minted or burned that day are known, so a swap over another tick cannot be predicted; every other one must
 * come out as logged, to the wei.
 */
class RecordedDayTest {
    private static final String DAY =
            "02-dex-logs/demeter-fetch/ethereum-0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640-2024-01-05.raw.csv.gz";
    private static final String SWAP = "0xc42079f9";
    private static final String MINT = "0x7a53080b";
    private static final String BURN = "0x0c396cd9";
    private static final BigInteger TWO_256 = BigInteger.ONE.shiftLeft(256);

    private record Log(long block, int index, String[] topics, String data) {
        BigInteger word(final int i) {
            final BigInteger v = new BigInteger(data.substring(2 + 64 * i, 66 + 64 * i), 16);
            return v.testBit(255) ? v.subtract(TWO_256) : v;
        }

        int topicInt(final int i) {
            return new BigInteger(topics[i].substring(2), 16).intValue();
        }
    }

    private static final U256 PLENTY = new U256().set(0, 1L << 60);
    private final MarketState state = new MarketState();
    private final Scratch s = new Scratch();
    private final SwapResult r = new SwapResult();
    private int exact;
    private int unknown;
    private int crossings;

    @Test
    void shouldFollowTheLogsOfADayToTheWei() throws IOException {
        final List<Log> logs = logs();
        final int a = state.addToken(new long[] {1, 0, 0, 0, 0}, 0);
        final int b = state.addToken(new long[] {2, 0, 0, 0, 0}, 0);
        final int pool = state.addPool(new long[5], 0, PoolFamilies.UNISWAP_V3, 0, 0, a, b, 500, 10);
        load(pool, logs);
        int ranges = 0;
        for (final Log log : logs.subList(1, logs.size())) {
            if (log.topics[0].startsWith(SWAP)) {
                swap(pool, log);
            } else if (log.topics[0].startsWith(MINT)) {
                final BigInteger l = log.word(1);
                assertEquals(
                        ApplyCode.APPLIED,
                        state.applyV3Mint(
                                pool,
                                log.topicInt(2),
                                log.topicInt(3),
                                l.longValue(),
                                l.shiftRight(64).longValue(),
                                log.block,
                                log.index));
                ranges++;
            } else if (log.topics[0].startsWith(BURN)) {
                final BigInteger l = log.word(0);
                assertEquals(
                        ApplyCode.APPLIED,
                        state.applyV3Burn(
                                pool,
                                log.topicInt(2),
                                log.topicInt(3),
                                l.longValue(),
                                l.shiftRight(64).longValue(),
                                log.block,
                                log.index));
                ranges++;
            }
        }
        System.out.println("recorded day: " + exact + " swaps exact, of them " + crossings
                + " tick crossings; " + unknown + " swaps cross a tick that the recording does not tell; " + ranges
                + " mints and burns");
        assertEquals(6045, exact + unknown);
        assertEquals(123, ranges);
        assertTrue(unknown < 600, unknown + " swaps not predictable");
    }

    /** The state after the first swap, with the positions that later burns prove to exist. */
    private void load(final int pool, final List<Log> logs) {
        final Map<String, BigInteger> balance = new HashMap<>();
        final Map<String, BigInteger> needed = new HashMap<>();
        for (final Log log : logs) {
            final boolean mint = log.topics[0].startsWith(MINT);
            if (mint || log.topics[0].startsWith(BURN)) {
                final String range = log.topicInt(2) + ":" + log.topicInt(3);
                final BigInteger change = mint ? log.word(1) : log.word(0).negate();
                final BigInteger now = balance.merge(range, change, BigInteger::add);
                needed.merge(range, now.negate().max(BigInteger.ZERO), BigInteger::max);
            }
        }
        final Log first = logs.get(0);
        final int tick = first.word(4).intValue();
        final BigInteger liquidity = first.word(3);
        final Map<Integer, BigInteger[]> ticks = new HashMap<>();
        BigInteger rest = liquidity;
        for (final Map.Entry<String, BigInteger> entry : needed.entrySet()) {
            final String[] ends = entry.getKey().split(":");
            final int lower = Integer.parseInt(ends[0]);
            final int upper = Integer.parseInt(ends[1]);
            range(ticks, lower, upper, entry.getValue());
            if (lower <= tick && tick < upper) {
                rest = rest.subtract(entry.getValue());
            }
        }
        assertTrue(rest.signum() > 0);
        range(ticks, -887270, 887270, rest);
        state.beginLoad(pool, first.block - 1);
        final BigInteger p = first.word(2);
        ticks.forEach((t, v) -> state.loadTick(
                pool,
                t,
                v[0].longValue(),
                v[0].shiftRight(64).longValue(),
                v[1].longValue(),
                v[1].shiftRight(64).longValue()));
        state.loadV3(
                pool,
                p.longValue(),
                p.shiftRight(64).longValue(),
                p.shiftRight(128).longValue(),
                liquidity.longValue(),
                liquidity.shiftRight(64).longValue(),
                tick,
                0);
        assertEquals(ApplyCode.APPLIED, state.endLoad(pool));
    }

    private static void range(
            final Map<Integer, BigInteger[]> ticks, final int lower, final int upper, final BigInteger amount) {
        for (final int t : new int[] {lower, upper}) {
            final BigInteger[] v = ticks.computeIfAbsent(t, k -> new BigInteger[] {BigInteger.ZERO, BigInteger.ZERO});
            v[0] = v[0].add(amount);
            v[1] = t == lower ? v[1].add(amount) : v[1].subtract(amount);
        }
    }

    private void swap(final int pool, final Log log) {
        final boolean down = log.word(0).signum() > 0;
        final BigInteger in = down ? log.word(0) : log.word(1);
        final BigInteger out = (down ? log.word(1) : log.word(0)).negate();
        final boolean predicted = matches(pool, log, down, true, in, out) || matches(pool, log, down, false, in, out);
        if (predicted) {
            exact++;
            crossings += r.crossings();
        }
        final BigInteger p = log.word(2);
        final BigInteger l = log.word(3);
        final int tick = log.word(4).intValue();
        final int code = state.applyV3Swap(
                pool,
                p.longValue(),
                p.shiftRight(64).longValue(),
                p.shiftRight(128).longValue(),
                l.longValue(),
                l.shiftRight(64).longValue(),
                tick,
                log.block,
                log.index);
        if (!predicted) {
            unknown++;
            assertEquals(
                    ApplyCode.DIVERGED,
                    code,
                    () -> "block " + log.block + " log " + log.index
                            + ": no unknown tick was crossed, and yet the swap came out differently");
            // It would be read again; here it goes on with what was logged.
            assertEquals(PoolStatus.DIVERGING, state.view().status(pool));
            state.t.setSync(pool, PoolStatus.TRADABLE.code());
        } else {
            assertEquals(ApplyCode.APPLIED, code);
        }
        final U256 price = new U256();
        state.view().sqrtPriceX96(pool, price);
        assertEquals(p, price.toBigInteger());
        assertEquals(tick, state.view().tick(pool));
    }

    /** A swap given by its input or output, or by either with the price reached as its limit. */
    private boolean matches(
            final int pool,
            final Log log,
            final boolean down,
            final boolean exactIn,
            final BigInteger in,
            final BigInteger out) {
        final U256 amount = U256.of(exactIn ? in : out);
        return (state.view().quote(pool, down, exactIn, amount, null, r, s) == AmmCode.OK && same(log, in, out))
                || (state.view().quoteToPrice(pool, down, exactIn, PLENTY, U256.of(log.word(2)), null, r, s) >= 0
                        && same(log, in, out));
    }

    private boolean same(final Log log, final BigInteger in, final BigInteger out) {
        return r.amountIn().toBigInteger().equals(in)
                && r.amountOut().toBigInteger().equals(out)
                && r.sqrtPriceX96().toBigInteger().equals(log.word(2))
                && r.liquidity().toBigInteger().equals(log.word(3))
                && r.tick() == log.word(4).intValue();
    }

    private static List<Log> logs() throws IOException {
        final Path path = Path.of(System.getProperty("alphapulse.data", ""), DAY);
        assumeTrue(Files.isReadable(path), "recorded data missing: " + path);
        final List<Log> logs = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                final int quote = line.indexOf('"');
                final int close = line.lastIndexOf('"');
                final String[] f = line.substring(0, quote).split(",");
                final String topics = line.substring(quote + 1, close).replaceAll("[\\[\\]' ]", "");
                logs.add(new Log(
                        Long.parseLong(f[0]), Integer.parseInt(f[4]), topics.split(","), line.substring(close + 2)));
            }
        }
        return logs;
    }
}
