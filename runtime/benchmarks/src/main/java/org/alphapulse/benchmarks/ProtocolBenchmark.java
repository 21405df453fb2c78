package org.alphapulse.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encoding and decoding a message of three TLVs (Trade, SignalIdentity, TraceContext), beside SBE and Jackson with the
 * same fields; an instrument id to text and back, beside the JDK's own string handling; and a message through the relay
 * of a whole engine, see {@link RelayFigures}.
 *
 * <p>Each row runs in processes of its own, because what the compiler learnt from one operation changes the code that
 * it makes for the next; of several processes the least figures count, for both sides, and
 * the highest rates of the relay.
 *
 * <pre>ProtocolBenchmark [--json FILE] [--repeats 40] [--forks 3]</pre>
 */
public final class ProtocolBenchmark {
    private static final List<String> ROWS = List.of("encode", "decode", "encode-crc", "decode-crc", "instrument-text");
    private static final String RELAY = "relay";
    private static final int RELAY_WINDOWS = 25;
    private static final int WINDOW_MS = 120;
    private static final int TIMES = 500_000;
    private static final int SLOW_TIMES = 10_000;

    private ProtocolBenchmark() {}

    /**
     * Runs it.
     *
     * @param args see the class
     * @throws IOException when a process cannot be started or the JSON file cannot be written
     */
    public static void main(final String[] args) throws IOException {
        Bench.check(args, 0, "--json FILE", "--repeats 40", "--forks 3", "--row NAME");
        // As in production; both sides use the same buffers. Must happen before the first buffer.
        System.setProperty("agrona.disable.bounds.checks", "true");
        final int repeats = Integer.parseInt(Bench.argument(args, "--repeats", "40"));
        final String only = Bench.argument(args, "--row", null);
        if (only != null) {
            System.out.println(new ObjectMapper()
                    .writeValueAsString(
                            RELAY.equals(only)
                                    ? RelayFigures.measure(RELAY_WINDOWS, WINDOW_MS)
                                    : measure(only, repeats)));
            return;
        }
        final int forks = Integer.parseInt(Bench.argument(args, "--forks", "3"));
        final List<Map<String, Object>> rows = new ArrayList<>();
        System.out.printf("%-16s %9s %6s  %-12s %9s %6s%n", "name", "ns/op", "B/op", "reference", "ns/op", "ratio");
        for (final String name : ROWS) {
            final Map<String, Object> row = row(name, forks, repeats);
            rows.add(row);
            System.out.printf(
                    "%-16s %9s %6s  %-12s %9s %6s%n",
                    name,
                    row.get("nsPerOp"),
                    row.get("bytesPerOp"),
                    row.get("reference"),
                    row.get("referenceNsPerOp"),
                    row.get("ratio"));
        }
        Map<String, Object> relay = relay(repeats);
        for (int i = 1; i < forks; i++) {
            relay = RelayFigures.best(relay, relay(repeats));
        }
        System.out.println("relay: " + relay);
        final Map<String, Object> results = new LinkedHashMap<>();
        results.put("messageBytes", new OwnMessage().length());
        results.put("sbeMessageBytes", new SbeMessage().length());
        results.put("rows", rows);
        results.put("relay", relay);
        Bench.write(args, results);
    }

    private static Map<String, Object> row(final String name, final int forks, final int repeats) throws IOException {
        double[] best = figures(name, repeats);
        for (int i = 1; i < forks; i++) {
            final double[] next = figures(name, repeats);
            for (int figure = 0; figure < best.length; figure++) {
                best[figure] = Math.min(best[figure], next[figure]);
            }
        }
        final String reference =
                name.startsWith("instrument") ? "jdk-strings" : name.endsWith("crc") ? "sbe+crc32c" : "sbe";
        final Map<String, Object> row =
                Bench.row(name, new Bench.Result(best[0], best[1]), reference, new Bench.Result(best[2], best[3]));
        row.put("referenceBytesPerOp", Bench.round(best[3]));
        if (best.length > 4) {
            row.put("jacksonNsPerOp", Bench.round(best[4]));
            row.put("jacksonBytesPerOp", Bench.round(best[5]));
        }
        return row;
    }

    private static Map<String, Object> relay(final int repeats) throws IOException {
        return new ObjectMapper()
                .readValue(fork(RELAY, repeats), new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    private static double[] figures(final String name, final int repeats) throws IOException {
        return new ObjectMapper().readValue(fork(name, repeats), double[].class);
    }

    private static String fork(final String name, final int repeats) throws IOException {
        return Bench.fork(List.of(), ProtocolBenchmark.class, "--row", name, "--repeats", Integer.toString(repeats));
    }

    /** Ours, the reference, and Jackson where it takes part: nanoseconds and bytes of each. */
    private static double[] measure(final String name, final int repeats) {
        switch (name) {
            case "encode":
                return measure(
                        repeats, new OwnMessage()::encode, new SbeMessage()::encode, new JacksonMessage()::encode);
            case "decode":
                return measure(
                        repeats, new OwnMessage()::decode, new SbeMessage()::decode, new JacksonMessage()::decode);
            case "encode-crc":
                return measure(repeats, new OwnMessage()::encodeChecked, new SbeMessage()::encodeChecked, null);
            case "decode-crc":
                return measure(repeats, new OwnMessage()::decodeChecked, new SbeMessage()::decodeChecked, null);
            default:
                return measure(repeats, new InstrumentTexts()::own, new InstrumentTexts()::jdk, null);
        }
    }

    private static double[] measure(
            final int repeats, final Bench.Operation own, final Bench.Operation other, final Bench.Operation jackson) {
        final Bench.Result[] fast = Bench.measure(repeats, TIMES, own, other);
        if (jackson == null) {
            return new double[] {fast[0].nsPerOp(), fast[0].bytesPerOp(), fast[1].nsPerOp(), fast[1].bytesPerOp()};
        }
        final Bench.Result slow = Bench.measure(repeats, SLOW_TIMES, jackson)[0];
        return new double[] {
            fast[0].nsPerOp(),
            fast[0].bytesPerOp(),
            fast[1].nsPerOp(),
            fast[1].bytesPerOp(),
            slow.nsPerOp(),
            slow.bytesPerOp()
        };
    }
}
