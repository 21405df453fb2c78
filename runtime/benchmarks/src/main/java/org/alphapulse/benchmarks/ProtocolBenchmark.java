package org.alphapulse.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encoding and decoding a message of three TLVs (Trade, SignalIdentity, TraceContext), beside SBE and Jackson with the
 * same fields; and an instrument id to text and back, beside the JDK's own string handling.
 *
 * <pre>ProtocolBenchmark [--json FILE] [--repeats 40]</pre>
 */
public final class ProtocolBenchmark {
    private static final int TIMES = 1_000_000;
    private static final int SLOW_TIMES = 20_000;

    private ProtocolBenchmark() {}

    /**
     * Runs it.
     *
     * @param args see the class
     * @throws IOException when the JSON file cannot be written
     */
    public static void main(final String[] args) throws IOException {
        // As in production; both sides use the same buffers. Must happen before the first buffer.
        System.setProperty("agrona.disable.bounds.checks", "true");
        final int repeats = Integer.parseInt(Bench.argument(args, "--repeats", "40"));
        final List<Map<String, Object>> rows = rows(repeats);
        final Map<String, Object> results = new LinkedHashMap<>();
        results.put("messageBytes", new OwnMessage().length());
        results.put("sbeMessageBytes", new SbeMessage().length());
        results.put("rows", rows);
        System.out.printf(
                "%-16s %9s %7s  %-12s %9s %6s %11s%n",
                "name", "ns/op", "B/op", "reference", "ns/op", "ratio", "Jackson ns");
        for (final Map<String, Object> row : rows) {
            System.out.printf(
                    "%-16s %9s %7s  %-12s %9s %6s %11s%n",
                    row.get("name"),
                    row.get("nsPerOp"),
                    row.get("bytesPerOp"),
                    row.get("reference"),
                    row.get("referenceNsPerOp"),
                    row.get("ratio"),
                    row.getOrDefault("jacksonNsPerOp", "-"));
        }
        Bench.write(args, results);
    }

    private static List<Map<String, Object>> rows(final int repeats) throws IOException {
        final OwnMessage own = new OwnMessage();
        final SbeMessage sbe = new SbeMessage();
        final JacksonMessage jackson = new JacksonMessage();
        final Bench.Result[] slow = Bench.measure(repeats, SLOW_TIMES, jackson::encode, jackson::decode);
        final List<Map<String, Object>> rows = new ArrayList<>();
        rows.add(pair("encode", repeats, own::encode, sbe::encode, slow[0]));
        rows.add(pair("decode", repeats, own::decode, sbe::decode, slow[1]));
        rows.add(pair("encode-crc", repeats, own::encodeChecked, sbe::encodeChecked, slow[0]));
        rows.add(pair("decode-crc", repeats, own::decodeChecked, sbe::decodeChecked, slow[1]));
        final InstrumentTexts texts = new InstrumentTexts();
        final Bench.Result[] text = Bench.measure(repeats, SLOW_TIMES * 10, texts::own, texts::jdk);
        rows.add(Bench.row("instrument-text", text[0], "jdk-strings", text[1]));
        return rows;
    }

    private static Map<String, Object> pair(
            final String name,
            final int repeats,
            final Bench.Operation own,
            final Bench.Operation sbe,
            final Bench.Result jackson) {
        final Bench.Result[] fast = Bench.measure(repeats, TIMES, own, sbe);
        final String reference = name.endsWith("crc") ? "sbe+crc32c" : "sbe";
        final Map<String, Object> row = Bench.row(name, fast[0], reference, fast[1]);
        row.put("referenceBytesPerOp", Bench.round(fast[1].bytesPerOp()));
        row.put("jacksonNsPerOp", Bench.round(jackson.nsPerOp()));
        row.put("jacksonBytesPerOp", Bench.round(jackson.bytesPerOp()));
        return row;
    }
}
