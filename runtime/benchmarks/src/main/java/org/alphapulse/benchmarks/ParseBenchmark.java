package org.alphapulse.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.alphapulse.collector.evm.EvmLogParser;
import org.alphapulse.model.InstrumentId;

/**
 * A node's notification of a log to a message: bytes in memory, pool looked up among 5,000, hexadecimal checked, message written. Beside
 * Jackson's tree with the same outcome, in the same run.
 */
public final class ParseBenchmark {
    private static final int POOLS = 5_000;
    private static final int MESSAGES = 1_024;
    private static final int SLACK = 16;
    private static final int TIMES = 20 * MESSAGES;

    private ParseBenchmark() {}

    /** Arguments: {@code --json FILE} for the results as JSON, {@code --quick} for a rough run. */
    public static void main(String[] args) throws IOException {
        Bench.check(args, 0, "--json FILE", "--quick");
        final int repeats = List.of(args).contains("--quick") ? 40 : 200;
        final Random random = new Random(42);
        final String[] addresses = new String[POOLS];
        final SlotSink ownSink = new SlotSink();
        final SlotSink treeSink = new SlotSink();
        final EvmLogParser own = new EvmLogParser(ownSink, 1);
        final JacksonLogs tree = new JacksonLogs(treeSink);
        for (int i = 0; i < POOLS; i++) {
            addresses[i] = "0x" + digits(random, 40);
            final InstrumentId id = own.add(1_000, addresses[i], i % 2 == 0);
            tree.add(addresses[i], id);
        }
        final List<Map<String, Object>> rows = new ArrayList<>();
        System.out.printf("%-14s %9s %7s %16s %8s%n", "", "ns/op", "B/op", "Jackson ns/op", "ratio");
        for (final boolean swap : new boolean[] {true, false}) {
            final byte[][] messages = messages(random, addresses, swap);
            final Bench.Result[] results = Bench.measure(
                    repeats, TIMES, times -> run(own, messages, times), times -> tree.run(messages, times));
            agree(own, ownSink, tree, treeSink, messages);
            final Map<String, Object> row =
                    Bench.row(swap ? "v3-swap-log" : "v2-sync-log", results[0], "Jackson", results[1]);
            rows.add(row);
            System.out.printf(
                    "%-14s %9.1f %7.2f %16.1f %8.2f%n",
                    row.get("name"),
                    results[0].nsPerOp(),
                    results[0].bytesPerOp(),
                    results[1].nsPerOp(),
                    results[0].nsPerOp() / results[1].nsPerOp());
        }
        final Map<String, Object> all = new LinkedHashMap<>();
        all.put("rows", rows);
        Bench.write(args, all);
    }

    private static long run(EvmLogParser parser, byte[][] messages, int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            final byte[] message = messages[i & MESSAGES - 1];
            sum += parser.parse(message, 0, message.length - SLACK);
        }
        return sum;
    }

    /** Both ways must write the same bytes. */
    private static void agree(
            EvmLogParser own, SlotSink ownSink, JacksonLogs tree, SlotSink treeSink, byte[][] messages) {
        for (final byte[] message : messages) {
            if (own.parse(message, 0, message.length - SLACK) != 1
                    || tree.parse(message) != 1
                    || !ownSink.sameAs(treeSink)) {
                throw new IllegalStateException(new String(message, StandardCharsets.US_ASCII));
            }
        }
    }

    private static byte[][] messages(Random random, String[] addresses, boolean swap) {
        final byte[][] messages = new byte[MESSAGES][];
        for (int i = 0; i < MESSAGES; i++) {
            final int pool = 2 * random.nextInt(POOLS / 2) + (swap ? 0 : 1);
            final String data = swap
                    ? "0".repeat(48) + digits(random, 16) + "f".repeat(44) + digits(random, 20) + "0".repeat(30)
                            + digits(random, 34) + "0".repeat(45) + digits(random, 19) + "0".repeat(59) + "30985"
                    : "0".repeat(44) + digits(random, 20) + "0".repeat(44) + digits(random, 20);
            final String topics = swap
                    ? "\"" + JacksonLogs.SWAP + "\",\"0x" + "0".repeat(24) + digits(random, 40) + "\",\"0x"
                            + "0".repeat(24) + digits(random, 40) + "\""
                    : "\"" + JacksonLogs.SYNC + "\"";
            final String text =
                    "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"0x4a8a4c0517381924f9838102c5a4dcb7\",\"result\":{\"address\":\""
                            + addresses[pool] + "\",\"topics\":[" + topics + "],\"data\":\"0x" + data
                            + "\",\"blockNumber\":\"0x120f4e6\",\"transactionHash\":\"0x" + digits(random, 64)
                            + "\",\"transactionIndex\":\"0x5f\",\"blockHash\":\"0x" + digits(random, 64)
                            + "\",\"logIndex\":\"0xfa\",\"removed\":false}}}";
            messages[i] = (text + " ".repeat(SLACK)).getBytes(StandardCharsets.US_ASCII);
        }
        return messages;
    }

    private static String digits(Random random, int count) {
        final StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append(Character.forDigit(i == 0 ? 1 + random.nextInt(7) : random.nextInt(16), 16));
        }
        return digits.toString();
    }
}
