package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Pool mathematics and market state beside big integers, a C program and the Uniswap SDK, all in the same run, and what 20,000 pools
 * take.
 *
 * <p>Each row runs in processes of its own, by turns with the C program; of several processes the least figures count, for all sides.
 *
 * <pre>AmmBenchmark [--json FILE] [--forks 3] [--quick]</pre>
 */
public final class AmmBenchmark {
    private static final int TIMES = 20 * AmmCases.N;
    private static final double SECONDS_PER_ROW = 1;
    private static final double SECONDS_WHEN_QUICK = 0.3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private AmmBenchmark() {}

    /**
     * Runs it.
     *
     * @param args see the class
     */
    public static void main(final String[] args) throws IOException, InterruptedException {
        Bench.check(args, 0, "--json FILE", "--forks 3", "--quick", "--row NAME");
        final boolean quick = List.of(args).contains("--quick");
        final AmmCases cases = new AmmCases();
        final AmmOperations own = new AmmOperations(cases);
        final BigIntegerAmm big = new BigIntegerAmm(cases);
        final Map<String, Bench.Operation[]> operations = operations(own, big, cases);
        final String only = Bench.argument(args, "--row", null);
        if (only != null) {
            final Bench.Operation[] pair = operations.get(only);
            System.out.println(
                    JSON.writeValueAsString(new Bench.Result[] {best(pair[0], quick), best(pair[1], quick)}));
            return;
        }
        final int forks = quick ? 1 : Integer.parseInt(Bench.argument(args, "--forks", "3"));
        final Map<String, Bench.Result[]> measured = new LinkedHashMap<>();
        AmmPeers.Answer c = AmmPeers.c(cases);
        for (int fork = 0; fork < forks; fork++) {
            for (final String name : operations.keySet()) {
                measured.merge(name, fork(name, quick), AmmBenchmark::least);
            }
            c = c.least(AmmPeers.c(cases));
        }
        final Map<String, Object> results = new LinkedHashMap<>();
        results.put("rows", rows(operations, measured, c));
        agreeOnState(own, big, c.sums());
        results.put("c", c.note());
        results.put("node", AmmPeers.sdk(cases, own));
        results.put("memory", AmmMemory.measure());
        results.put("restart", RestartFigures.measure());
        results.forEach((name, value) -> {
            if (!name.equals("rows")) {
                System.out.println(name + ": " + value);
            }
        });
        Bench.write(args, results);
    }

    private static Bench.Result[] fork(final String name, final boolean quick) throws IOException {
        final String printed = quick
                ? Bench.fork(List.of(), AmmBenchmark.class, "--row", name, "--quick")
                : Bench.fork(List.of(), AmmBenchmark.class, "--row", name);
        return JSON.readValue(printed, Bench.Result[].class);
    }

    private static Bench.Result[] least(final Bench.Result[] one, final Bench.Result[] other) {
        return new Bench.Result[] {one[0].min(other[0]), one[1].min(other[1])};
    }

    private static List<Map<String, Object>> rows(
            final Map<String, Bench.Operation[]> operations,
            final Map<String, Bench.Result[]> measured,
            final AmmPeers.Answer c) {
        System.out.printf(
                "%-22s %9s %7s %9s %12s %8s %8s%n", "", "ns/op", "B/op", "C ns/op", "BigInteger", "to C", "faster");
        final List<Map<String, Object>> rows = new ArrayList<>();
        measured.forEach((name, pair) -> {
            rows.add(row(name, pair[0], pair[1], c));
            if (!name.startsWith("apply")) {
                agree(name, c, operations.get(name));
            }
        });
        return rows;
    }

    /** The operations that apply events are compared by the state that they leave, since each gives back something else. */
    static void agreeOnState(final AmmOperations own, final BigIntegerAmm big, final Map<String, Long> sums) {
        for (final String name : List.of("apply-sync", "apply-swap")) {
            final Bench.Operation[] pair = operations(own, big, own.cases()).get(name);
            // Twice, as two states follow each other; each contender ends with the second.
            pair[0].run(2 * AmmCases.N);
            pair[1].run(2 * AmmCases.N);
            long sum = 0;
            for (int pool = 0; pool < AmmCases.N; pool++) {
                final List<BigInteger> here = own.state(name, pool);
                final List<BigInteger> there = big.state(pool);
                sum += here.get(0).longValue();
                if (!here.equals(there)) {
                    throw new IllegalStateException(name + ": the contenders disagree on pool " + pool + ": " + here
                            + " here, " + there + " in big integers");
                }
            }
            if (sums.containsKey(name) && sums.get(name) != sum) {
                throw new IllegalStateException(
                        name + ": the contenders disagree: " + sum + " here, " + sums.get(name) + " in C");
            }
        }
    }

    /** Repeats for long enough that the compiler has settled, even on a machine that is busy otherwise. */
    private static Bench.Result best(final Bench.Operation operation, final boolean quick) {
        final Bench.Result first = Bench.measure(3, TIMES, operation)[0];
        final double repeats = (quick ? SECONDS_WHEN_QUICK : SECONDS_PER_ROW) * 1e9 / (first.nsPerOp() * TIMES);
        return Bench.measure((int) Math.max(10, Math.min(repeats, 4000)), TIMES, operation)[0];
    }

    private static Map<String, Bench.Operation[]> operations(
            final AmmOperations own, final BigIntegerAmm big, final AmmCases cases) {
        final Map<String, Bench.Operation[]> map = new LinkedHashMap<>();
        map.put("v2-out", pair(own::v2, times -> {
            long sum = 0;
            for (int i = 0; i < times; i++) {
                sum += big.v2(i & (AmmCases.N - 1));
            }
            return sum;
        }));
        map.put("v3-swap-step", pair(own::step, times -> {
            long sum = 0;
            for (int i = 0; i < times; i++) {
                sum += big.step(i & (AmmCases.N - 1));
            }
            return sum;
        }));
        map.put("mul-div", pair(own::mulDiv, times -> {
            long sum = 0;
            for (int i = 0; i < times; i++) {
                sum += big.mulDiv(i & (AmmCases.N - 1));
            }
            return sum;
        }));
        map.put("tick-to-price", pair(own::tick, times -> {
            long sum = 0;
            for (int i = 0; i < times; i++) {
                sum += big.tick(i & (AmmCases.N - 1));
            }
            return sum;
        }));
        map.put("v3-swap-5-crossings", pair(own::swap, times -> {
            long sum = 0;
            for (int i = 0; i < times; i++) {
                sum += big.swap(i & (AmmCases.N - 1));
            }
            return sum;
        }));
        map.put("apply-sync", pair(own::applySync, times -> {
            long sum = 0;
            for (int i = 0; i < times; i++) {
                final int pool = i & (AmmCases.N - 1);
                sum += big.apply(cases.v2, 6 * pool + 2, 2, 2, pool);
            }
            return sum;
        }));
        final long[] events = new long[1];
        map.put("apply-swap", pair(own::applySwap, times -> {
            long sum = 0;
            for (int i = 0; i < times; i++) {
                sum += big.apply(own.swapped(events[0]++), 0, 3, 2, i & (AmmCases.N - 1));
            }
            return sum;
        }));
        return map;
    }

    private static Bench.Operation[] pair(final Bench.Operation own, final Bench.Operation big) {
        return new Bench.Operation[] {own, big};
    }

    private static Map<String, Object> row(
            final String name, final Bench.Result own, final Bench.Result big, final AmmPeers.Answer c) {
        final Double cNs = c.nanoseconds().get(name);
        final Map<String, Object> row = Bench.row(name, own, "BigInteger", big);
        row.put("cNsPerOp", cNs);
        row.put("cRatio", cNs == null ? null : Bench.round(own.nsPerOp() / cNs));
        row.put("bigIntegerRatio", Bench.round(big.nsPerOp() / own.nsPerOp()));
        System.out.printf(
                Locale.ROOT,
                "%-22s %9.1f %7.2f %9s %12.1f %8s %8.1f%n",
                name,
                own.nsPerOp(),
                own.bytesPerOp(),
                cNs == null ? "-" : String.format(Locale.ROOT, "%.1f", cNs),
                big.nsPerOp(),
                cNs == null ? "-" : String.format(Locale.ROOT, "%.2f", own.nsPerOp() / cNs),
                big.nsPerOp() / own.nsPerOp());
        return row;
    }

    /** All contenders must have computed the same, or the figures mean nothing. */
    private static void agree(final String name, final AmmPeers.Answer c, final Bench.Operation[] pair) {
        final long expected = pair[1].run(AmmCases.N);
        final long actual = pair[0].run(AmmCases.N);
        final Long inC = c.sums().get(name);
        if (expected != actual || (inC != null && inC != actual)) {
            throw new IllegalStateException(name + ": the contenders disagree: " + actual + " here, " + expected
                    + " in big integers, " + inC + " in C");
        }
    }
}
