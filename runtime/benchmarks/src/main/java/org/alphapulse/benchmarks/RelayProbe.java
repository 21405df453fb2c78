package org.alphapulse.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.protocol.TraceContextFlyweight;
import org.alphapulse.protocol.TradeFlyweight;
import org.alphapulse.spi.strategy.Strategy;

/** Decodes every field of what it is given. */
final class RelayProbe implements Strategy {
    private final AtomicLong count = new AtomicLong();
    private final Histogram latency = new Histogram(60_000_000_000L, 3);
    private final TradeFlyweight trade = new TradeFlyweight();
    private final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
    private final TraceContextFlyweight trace = new TraceContextFlyweight();
    private volatile boolean recording;
    private volatile long threadId;
    private long sum;
    private long last = -1;

    long count() {
        return count.get();
    }

    Histogram latency() {
        return latency;
    }

    long threadId() {
        return threadId;
    }

    void record(final boolean now) {
        recording = now;
    }

    @Override
    public void onStart(final StrategyContext context) {
        threadId = Thread.currentThread().getId();
    }

    @Override
    public void onMessage(final MessageReader message) {
        final boolean timed = recording;
        final long now = timed ? System.nanoTime() : 0;
        int type;
        while ((type = message.next()) > 0) {
            switch (type) {
                case TradeFlyweight.TYPE:
                    trade.readFrom(message);
                    if (timed) {
                        latency.recordValue(Math.max(0, now - trade.venueTimestampNs()));
                    }
                    if (trade.tradeId() != ++last) {
                        throw new IllegalStateException("lost or doubled at " + last);
                    }
                    sum += trade.price()
                            + trade.size()
                            + trade.side()
                            + trade.buffer().getLong(trade.instrumentOffset());
                    break;
                case SignalIdentityFlyweight.TYPE:
                    identity.readFrom(message);
                    sum += identity.signalId()
                            + identity.opportunityId()
                            + identity.expiresAtNs()
                            + identity.strategyId()
                            + identity.strategyVersion()
                            + identity.confidencePpm()
                            + identity.signalKind()
                            + identity.outcome()
                            + identity.priority();
                    break;
                case TraceContextFlyweight.TYPE:
                    trace.readFrom(message);
                    sum += trace.traceIdWord0()
                            + trace.traceIdWord1()
                            + trace.spanId()
                            + trace.parentSpanId()
                            + trace.traceFlags()
                            + trace.domain();
                    break;
                default:
                    break;
            }
        }
        count.lazySet(count.getPlain() + 1);
    }

    /** Depends on all that was decoded. */
    long sum() {
        return sum;
    }
}
