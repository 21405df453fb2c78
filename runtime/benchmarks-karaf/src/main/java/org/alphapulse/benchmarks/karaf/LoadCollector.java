package org.alphapulse.benchmarks.karaf;

import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.Venues;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.TradeFlyweight;
import org.alphapulse.spi.collector.Collector;

/**
 * Publishes trades at a steady rate, in bursts as a network brings them. It does so on the engine's thread, as the scheduler offers it to
 * every collector: with two cores the other one is then free for what replaces the strategy.
 */
final class LoadCollector implements Collector {
    private static final int MAX_BURST = 4_096;
    private static final long PERIOD_NS = 50_000;

    private final InstrumentId instrument =
            InstrumentId.ofSymbol(Venues.standard().code("sim"), InstrumentKind.SPOT, 0, "LOAD");
    private final TradeFlyweight trade = new TradeFlyweight();
    private final int rate;
    private CollectorContext context;
    private long startNs;
    private long sent;
    private volatile long lastCounter;
    private volatile boolean paused;

    LoadCollector(int rate) {
        this.rate = rate;
    }

    @Override
    public void start(CollectorContext newContext) {
        context = newContext;
        startNs = System.nanoTime();
        context.scheduler().every(PERIOD_NS, this::publishDue);
    }

    private void publishDue() {
        final long now = System.nanoTime();
        if (paused) {
            startNs = now;
            sent = 0;
            return;
        }
        final int burst = (int) Math.min(MAX_BURST, (long) ((now - startNs) * (rate / 1e9)) - sent);
        for (int i = 0; i < burst; i++) {
            final MessageWriter writer = context.sink().begin(TradeFlyweight.BLOCK_LENGTH + 8);
            if (writer == null) {
                return;
            }
            trade.appendTo(writer);
            trade.clear();
            trade.instrument(instrument).price(100_000_000L).size(1).tradeId(sent);
            final long sequence = context.sink().commit();
            if (sequence < 0) {
                return;
            }
            lastCounter = sequence & (1L << 48) - 1;
            sent++;
        }
    }

    /** Counter of the last message published. */
    long lastCounter() {
        return lastCounter;
    }

    void pause(boolean now) {
        paused = now;
    }
}
