package org.alphapulse.benchmarks;

import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.protocol.TraceContextFlyweight;
import org.alphapulse.protocol.TradeFlyweight;
import org.alphapulse.spi.collector.Collector;

/** Sends messages of three TLVs at a rate, or as fast as the relay takes them. */
final class RelayLoad implements Collector {
    private static final int PAYLOAD = TradeFlyweight.BLOCK_LENGTH
            + SignalIdentityFlyweight.BLOCK_LENGTH
            + TraceContextFlyweight.BLOCK_LENGTH
            + 3 * 2;
    private static final int BURST = 1_024;

    private final Samples samples = new Samples();
    private final TradeFlyweight trade = new TradeFlyweight();
    private final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
    private final TraceContextFlyweight trace = new TraceContextFlyweight();
    private CollectorContext context;
    private volatile int rate;
    private volatile long threadId;
    private long sent;
    private long nextNs;

    /** Messages a second from now on; {@link Integer#MAX_VALUE} for no limit. */
    void rate(final int perSecond) {
        rate = perSecond;
    }

    long threadId() {
        return threadId;
    }

    @Override
    public void start(final CollectorContext newContext) {
        context = newContext;
        context.scheduler().agent("load", this::send);
    }

    private int send() {
        final int perSecond = rate;
        if (perSecond == 0) {
            threadId = Thread.currentThread().getId();
            return 1;
        }
        if (perSecond == Integer.MAX_VALUE) {
            int published = 0;
            while (published < BURST && publish()) {
                published++;
            }
            nextNs = 0;
            return published; // none when the relay is full: then others may have the core, as with any collector
        }
        final long now = System.nanoTime();
        if (nextNs == 0 || now - nextNs > 1_000_000) {
            nextNs = now;
        }
        if (now >= nextNs && publish()) {
            nextNs += 1_000_000_000L / perSecond;
        }
        return 1; // never backs off: the pace has to be even
    }

    boolean publish() {
        final long start = System.nanoTime();
        final MessageWriter writer = context.sink().begin(PAYLOAD);
        if (writer == null) {
            return false;
        }
        final int n = (int) sent & Samples.MASK;
        trade.appendTo(writer);
        trade.instrumentFrom(samples.ids, n * 40)
                .price(samples.prices[n])
                .size(samples.sizes[n])
                .tradeId(sent)
                .venueTimestampNs(start)
                .side(TradeFlyweight.SIDE_BUY);
        identity.appendTo(writer);
        identity.signalId(sent)
                .opportunityId(sent)
                .expiresAtNs(start)
                .strategyId(7)
                .strategyVersion(3)
                .confidencePpm(n)
                .signalKind(SignalIdentityFlyweight.SIGNAL_KIND_ARBITRAGE)
                .outcome(SignalIdentityFlyweight.OUTCOME_SENT)
                .priority(n & 7);
        trace.appendTo(writer);
        trace.traceId(samples.traceIds[2 * n], samples.traceIds[2 * n + 1])
                .spanId(sent)
                .parentSpanId(n)
                .traceFlags(1)
                .domain(1);
        if (context.sink().commit() < 0) {
            return false;
        }
        sent++;
        return true;
    }
}
