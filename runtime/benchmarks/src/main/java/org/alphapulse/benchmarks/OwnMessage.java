package org.alphapulse.benchmarks;

import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlags;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.InstrumentIdFlyweight;
import org.alphapulse.protocol.MessageChecksum;
import org.alphapulse.protocol.MessageErrors;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.protocol.TraceContextFlyweight;
import org.alphapulse.protocol.TradeFlyweight;

/** Our own message. */
final class OwnMessage {
    private static final int SLOT = 256;

    private final Samples samples = new Samples();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[SLOT * Samples.COUNT]);
    private final MessageWriter writer = new MessageWriter();
    private final MessageReader reader = new MessageReader();
    private final MessageChecksum checksum = new MessageChecksum();
    private final InstrumentIdFlyweight instrument = new InstrumentIdFlyweight();
    private final TradeFlyweight trade = new TradeFlyweight();
    private final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
    private final TraceContextFlyweight trace = new TraceContextFlyweight();
    private int length;

    OwnMessage() {
        encodeChecked(Samples.COUNT);
    }

    int length() {
        return length;
    }

    long encode(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            put(i);
            sum += writer.finish();
        }
        return sum;
    }

    long encodeChecked(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            put(i);
            length = writer.finishWithChecksum();
            sum += length;
        }
        return sum;
    }

    long decode(final int times) {
        return decode(times, false);
    }

    long decodeChecked(final int times) {
        return decode(times, true);
    }

    /** One method, so that it is compiled as one, as SBE's smaller one is by itself. */
    private long decode(final int times, final boolean checked) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            final int offset = (i & Samples.MASK) * SLOT;
            if (reader.wrap(buffer, offset, SLOT) != MessageErrors.OK) {
                throw new IllegalStateException("header");
            }
            final HeaderFlyweight header = reader.header();
            if (checked && checksum.compute(buffer, offset, reader.messageLength()) != header.checksum()) {
                throw new IllegalStateException("checksum");
            }
            sum += header.sequence() + header.timestampNs() + header.domain() + header.sourceKind() + header.flags();
            if (trade.readNext(reader)) {
                sum += trade();
            }
            if (identity.readNext(reader)) {
                sum += identity();
            }
            if (trace.readNext(reader)) {
                sum += trace();
            }
            final int next = reader.next();
            if (next != MessageReader.END) {
                sum += rest(next);
            }
        }
        return sum;
    }

    private void put(final int i) {
        final int n = i & Samples.MASK;
        writer.begin(
                buffer,
                n * SLOT,
                SLOT,
                Domains.SIGNAL,
                SourceKinds.STRATEGY,
                HeaderFlags.TRACED,
                HeaderFlyweight.sequence(0, i),
                Samples.NOW_NS + i);
        if (trade.appendTo(writer) >= 0) {
            trade.instrumentFrom(samples.ids, n * InstrumentIdFlyweight.LENGTH)
                    .price(samples.prices[n])
                    .size(samples.sizes[n])
                    .tradeId(i)
                    .venueTimestampNs(Samples.NOW_NS)
                    .side(TradeFlyweight.SIDE_BUY);
        }
        if (identity.appendTo(writer) >= 0) {
            identity.signalId(i)
                    .opportunityId(i + 1L)
                    .expiresAtNs(Samples.NOW_NS)
                    .strategyId(7)
                    .strategyVersion(3)
                    .confidencePpm(n)
                    .signalKind(SignalIdentityFlyweight.SIGNAL_KIND_ARBITRAGE)
                    .outcome(SignalIdentityFlyweight.OUTCOME_SENT)
                    .priority(n & 7);
        }
        if (trace.appendTo(writer) >= 0) {
            trace.traceId(samples.traceIds[2 * n], samples.traceIds[2 * n + 1])
                    .spanId(i)
                    .parentSpanId(n)
                    .traceFlags(1)
                    .domain(Domains.MARKET_DATA);
        }
    }

    /** Whatever did not come in the usual order. */
    private long rest(final int first) {
        long sum = 0;
        for (int type = first; type > 0; type = reader.next()) {
            switch (type) {
                case TradeFlyweight.TYPE:
                    sum += trade.readFrom(reader) == MessageErrors.OK ? trade() : 0;
                    break;
                case SignalIdentityFlyweight.TYPE:
                    sum += identity.readFrom(reader) == MessageErrors.OK ? identity() : 0;
                    break;
                case TraceContextFlyweight.TYPE:
                    sum += trace.readFrom(reader) == MessageErrors.OK ? trace() : 0;
                    break;
                default:
                    break;
            }
        }
        return sum;
    }

    private long trade() {
        trade.instrument(instrument);
        return instrument.word(0)
                + instrument.word(1)
                + instrument.word(2)
                + instrument.word(3)
                + instrument.word(4)
                + trade.price()
                + trade.size()
                + trade.tradeId()
                + trade.venueTimestampNs()
                + trade.side();
    }

    private long identity() {
        return identity.signalId()
                + identity.opportunityId()
                + identity.expiresAtNs()
                + identity.strategyId()
                + identity.strategyVersion()
                + identity.confidencePpm()
                + identity.signalKind()
                + identity.outcome()
                + identity.priority();
    }

    private long trace() {
        return trace.traceIdWord0()
                + trace.traceIdWord1()
                + trace.spanId()
                + trace.parentSpanId()
                + trace.traceFlags()
                + trace.domain();
    }
}
