package org.alphapulse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.alphapulse.ledger.FileLedger;
import org.alphapulse.ledger.LedgerEntry;
import org.alphapulse.ledger.Outcome;

/** The figures of a run, taken from the chain and held against the engine's counters and the ledger. */
final class Figures {
    private static final int SEGMENT = 1 << 26;

    /**
     * The time in which it traded.
     *
     * @param armedAt newest block when it was armed
     * @param disarmedAt newest block when it was disarmed
     * @param samples the engine from before to after, about once a block
     */
    record Window(long armedAt, long disarmedAt, List<Sample> samples) {
        Sample before() {
            return samples.get(0);
        }

        Sample after() {
            return samples.get(samples.size() - 1);
        }
    }

    /**
     * The engine's counters between two blocks.
     *
     * @param block newest block then
     * @param status of the engine
     * @param holds how often a block was told once more, see {@code alphapulse:chain}
     */
    record Sample(long block, JsonNode status, long holds) {}

    private final Chronicle chronicle;
    private final Replay replay;
    private final Window window;
    private final Valuation valuation;
    private final Hindsight hindsight;
    private final Quote quote;
    private final List<String> notes = new ArrayList<>();
    private long exact;
    private long inexact;
    private long belowMinimum;
    private final Map<Long, Long> expectedMessages = new HashMap<>();
    private long unlikeLedger;
    private BigDecimal hindsightBefore = BigDecimal.ZERO;
    private final List<String> misses = new ArrayList<>();

    Figures(Chronicle chronicle, Replay replay, Window window, Valuation valuation, Hindsight hindsight) {
        this.chronicle = chronicle;
        this.replay = replay;
        this.window = window;
        this.valuation = valuation;
        this.hindsight = hindsight;
        this.quote = new Quote(replay);
    }

    /** Replays all blocks and gives the figures by their names. */
    Map<String, Object> compute(Path ledger, boolean swapped, long strategyDropped, Latencies latencies) {
        final List<Chronicle.Block> blocks = chronicle.blocks();
        for (int i = 0; i < blocks.size(); i++) {
            final long next = blocks.get(Math.min(i + 1, blocks.size() - 1)).baseFeeWei();
            replay(blocks.get(i), next);
        }
        BigDecimal gross = BigDecimal.ZERO;
        BigDecimal gas = BigDecimal.ZERO;
        for (final Chronicle.Trade trade : chronicle.trades()) {
            gas = gas.add(new BigDecimal(trade.gasWei()));
            if (trade.filled()) {
                gross = gross.add(valuation.wei(trade.token(), trade.profit()));
            }
        }
        final BigDecimal net = gross.subtract(gas);
        final Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("blocks", window.after().block() - window.before().block());
        figures.put("marketEvents", received());
        figures.put("opportunities", count("approved") + count("refused"));
        figures.put("submitted", submitted(ledger));
        figures.put("filled", chronicle.filled());
        figures.put("reverted", chronicle.reverted());
        figures.put("exact", exact);
        figures.put("inexact", inexact);
        figures.put("belowMinimumProfit", belowMinimum);
        figures.put("capture", ratio(net, hindsight.netWei()));
        final Map<String, Object> possible = new LinkedHashMap<>();
        possible.put("opportunities", hindsight.found());
        possible.put("gross", coins(hindsight.grossWei()));
        possible.put("net", coins(hindsight.netWei()));
        figures.put("hindsight", possible);
        final Map<String, Object> profit = new LinkedHashMap<>();
        profit.put("token", "WETH");
        profit.put("gross", coins(gross));
        profit.put("fees", BigDecimal.ZERO);
        profit.put("gas", coins(gas));
        profit.put("net", coins(net));
        figures.put("profit", profit);
        figures.put("decisionLatencyUs", latencies.of("decision", 3));
        figures.put("eventToSubmitUs", latencies.of("signed", 2));
        figures.put("strategySwaps", swapped ? 1 : 0);
        final Messages messages = Messages.of(
                window.samples().stream()
                        .map(one -> new Messages.Count(
                                one.block(), one.status().path("received").asLong() - one.holds()))
                        .toList(),
                expectedMessages);
        figures.put("messagesLost", messages.lost() + strategyDropped);
        figures.put("messagesDuplicated", messages.duplicated());
        figures.put("messagesExpected", messages.expected());
        figures.put("timesUs", latencies.all());
        figures.put("missed", misses);
        figures.put("notes", notes);
        figures.put("unlikeLedger", unlikeLedger);
        return figures;
    }

    /** What must not be, of the figures of a run; empty if all is as it should be. */
    static List<String> faults(Map<String, Object> figures) {
        final List<String> faults = new ArrayList<>();
        for (final String name : List.of("inexact", "messagesLost", "messagesDuplicated", "unlikeLedger")) {
            if (((Number) figures.get(name)).longValue() != 0) {
                faults.add(name + " " + figures.get(name));
            }
        }
        return faults;
    }

    private void replay(Chronicle.Block block, long nextBaseFeeWei) {
        replay.head(block.number());
        compare(block);
        final Map<Integer, Chronicle.Trade> trades = new LinkedHashMap<>();
        block.trades().forEach(trade -> trades.put(trade.index(), trade));
        long messages = 1;
        for (final JsonNode log : block.logs()) {
            // The state is now that before this log; the first log of a trade finds it as the trade did.
            final Chronicle.Trade trade =
                    trades.remove(Chronicle.number(log.path("transactionIndex")).intValueExact());
            if (trade != null) {
                judge(trade);
            }
            if (replay.tells(log)) {
                messages++;
            }
            final int pool = replay.apply(log);
            if (pool != Replay.NOTHING) {
                hindsight.changed(pool);
            }
        }
        expectedMessages.put(block.number(), messages);
        hindsight.endOfBlock(
                nextBaseFeeWei, block.number() > window.armedAt() && block.number() <= window.disarmedAt());
    }

    /** Notes a block in which less than nine tenths of what hindsight saw at the end of the one before was made. */
    private void compare(Chronicle.Block block) {
        final BigDecimal possible = hindsight.netWei().subtract(hindsightBefore);
        hindsightBefore = hindsight.netWei();
        final BigDecimal made = net(block.trades());
        if (made.compareTo(possible.multiply(new BigDecimal("0.9"))) < 0) {
            misses.add("block " + block.number() + ": " + coins(made).setScale(4, RoundingMode.HALF_EVEN) + " of "
                    + coins(possible).setScale(4, RoundingMode.HALF_EVEN));
        }
    }

    private BigDecimal net(List<Chronicle.Trade> trades) {
        BigDecimal sum = BigDecimal.ZERO;
        for (final Chronicle.Trade trade : trades) {
            sum = sum.subtract(new BigDecimal(trade.gasWei()));
            if (trade.filled()) {
                sum = sum.add(valuation.wei(trade.token(), trade.profit()));
            }
        }
        return sum;
    }

    private void judge(Chronicle.Trade trade) {
        if (!trade.filled()) {
            return;
        }
        final BigInteger expected = quote.profit(trade.calldata());
        if (trade.profit().equals(expected)) {
            exact++;
        } else {
            inexact++;
            notes.add("inexact: " + trade.hash() + " at " + trade.index() + " in block " + trade.block() + " made "
                    + trade.profit() + " of " + trade.token() + ", our mathematics says " + expected
                    + "; calldata 0x" + HexFormat.of().formatHex(trade.calldata()));
        }
        if (trade.profit().compareTo(Quote.minimumProfit(trade.calldata())) < 0) {
            belowMinimum++;
        }
    }

    /** Plans that were handed to the chain by the ledger's account, which must agree with the chain's. */
    private long submitted(Path folder) {
        long submitted = 0;
        final Set<String> onChain = new HashSet<>();
        chronicle.trades().forEach(trade -> onChain.add(trade.hash() + trade.filled()));
        try (FileLedger ledger = FileLedger.open(folder, SEGMENT)) {
            for (final LedgerEntry entry : ledger.newest(1 << 20)) {
                final Outcome outcome =
                        entry.settlement().map(end -> end.outcome()).orElse(null);
                if (outcome == Outcome.REJECTED) {
                    continue;
                }
                submitted++;
                final boolean mined = outcome == Outcome.FILLED || outcome == Outcome.REVERTED;
                if (mined
                        && !onChain.remove(entry.settlement().get().transactionHash() + (outcome == Outcome.FILLED))) {
                    unlikeLedger++;
                    notes.add("the ledger has " + entry.plan().transactionHash() + " as " + outcome
                            + ", the chain does not");
                }
            }
        }
        unlikeLedger += onChain.size();
        onChain.forEach(hash -> notes.add("the chain has " + hash + ", the ledger does not"));
        return submitted;
    }

    private long received() {
        return count("received");
    }

    private long count(String name) {
        return window.after().status().path(name).asLong()
                - window.before().status().path(name).asLong();
    }

    private static BigDecimal ratio(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0
                ? null
                : part.divide(whole, MathContext.DECIMAL64).setScale(4, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal coins(BigDecimal wei) {
        return wei.movePointLeft(18).setScale(18, RoundingMode.HALF_EVEN);
    }

    static void write(Map<String, Object> figures, Path json, PrintStream out) throws IOException {
        final ObjectMapper mapper = new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .enable(com.fasterxml.jackson.core.JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
        figures.forEach((name, value) -> out.printf("  %-20s %s%n", name, value));
        if (json != null) {
            if (json.getParent() != null) {
                Files.createDirectories(json.getParent());
            }
            Files.writeString(json, mapper.writeValueAsString(figures) + "\n");
            out.println("demo: figures are in " + json);
        }
    }
}
