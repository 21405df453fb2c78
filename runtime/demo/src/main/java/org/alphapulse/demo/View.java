package org.alphapulse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.Locale;

/** What is seen while it runs: one line refreshed in place in a terminal, else one line each five seconds. */
final class View {
    private static final long PLAIN_EVERY = 5;

    private final PrintStream out;
    private final Chronicle chronicle;
    private final Valuation valuation;
    private final boolean terminal = System.console() != null;
    private long lastReceived;
    private long lastPlain = -PLAIN_EVERY;

    View(PrintStream out, Chronicle chronicle, Valuation valuation) {
        this.out = out;
        this.chronicle = chronicle;
        this.valuation = valuation;
    }

    void refresh(JsonNode status, Latencies latencies, long seconds) {
        chronicle.follow();
        final long received = status.path("received").asLong();
        final String line = String.format(
                Locale.ROOT,
                "%4d s  block %d  %4d events/s  plans %d  filled %d  reverted %d  profit %.4f WETH net  decision %s us",
                seconds,
                chronicle.head(),
                received - (lastReceived == 0 ? received : lastReceived),
                status.path("approved").asLong(),
                chronicle.filled(),
                chronicle.reverted(),
                net().movePointLeft(18),
                latencies.of("decision", 2));
        lastReceived = received;
        if (terminal) {
            out.print("\r\u001b[K" + line);
            out.flush();
        } else if (seconds - lastPlain >= PLAIN_EVERY) {
            lastPlain = seconds;
            out.println(line);
        }
    }

    private BigDecimal net() {
        BigDecimal sum = BigDecimal.ZERO;
        for (final Chronicle.Trade trade : chronicle.trades()) {
            sum = sum.subtract(new BigDecimal(trade.gasWei()));
            if (trade.filled()) {
                sum = sum.add(valuation.wei(trade.token(), trade.profit()));
            }
        }
        return sum;
    }

    void say(String line) {
        out.println((terminal ? "\r\u001b[K" : "") + "demo: " + line);
    }
}
