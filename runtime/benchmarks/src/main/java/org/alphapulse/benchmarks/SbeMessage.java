package org.alphapulse.benchmarks;

import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.benchmarks.sbe.IdentityDecoder;
import org.alphapulse.benchmarks.sbe.InstrumentDecoder;
import org.alphapulse.benchmarks.sbe.MessageHeaderDecoder;
import org.alphapulse.benchmarks.sbe.MessageHeaderEncoder;
import org.alphapulse.benchmarks.sbe.PeerMessageDecoder;
import org.alphapulse.benchmarks.sbe.PeerMessageEncoder;
import org.alphapulse.benchmarks.sbe.SourceDecoder;
import org.alphapulse.benchmarks.sbe.TraceDecoder;
import org.alphapulse.benchmarks.sbe.TradeDecoder;
import org.alphapulse.benchmarks.sbe.TradeEncoder;

/** The same fields in SBE. Where a checksum is wanted it lies behind the message. */
final class SbeMessage {
    private static final int SLOT = 256;

    private final Samples samples = new Samples();
    private final byte[] bytes = new byte[SLOT * Samples.COUNT];
    private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
    private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
    private final PeerMessageEncoder encoder = new PeerMessageEncoder();
    private final PeerMessageDecoder decoder = new PeerMessageDecoder();
    private final CRC32C crc = new CRC32C();
    private int length;

    SbeMessage() {
        encodeChecked(Samples.COUNT);
    }

    int length() {
        return length;
    }

    long encode(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += put(i);
        }
        return sum;
    }

    long encodeChecked(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            length = put(i);
            final int offset = (i & Samples.MASK) * SLOT;
            buffer.putInt(offset + length, checksum(offset));
            sum += length;
        }
        return sum;
    }

    long decode(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += get((i & Samples.MASK) * SLOT);
        }
        return sum;
    }

    long decodeChecked(final int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            final int offset = (i & Samples.MASK) * SLOT;
            sum += get(offset);
            if (buffer.getInt(offset + length) != checksum(offset)) {
                throw new IllegalStateException("checksum");
            }
        }
        return sum;
    }

    private int checksum(final int offset) {
        crc.reset();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    private int put(final int i) {
        final int n = i & Samples.MASK;
        encoder.wrapAndApplyHeader(buffer, n * SLOT, headerEncoder);
        encoder.source()
                .domain((short) 2)
                .kind((short) 20)
                .flags((short) 16)
                .sequence(i)
                .timestampNs(Samples.NOW_NS + i)
                .checksum(0);
        final TradeEncoder trade = encoder.trade();
        trade.instrument()
                .word0(samples.ids.getLong(n * 40))
                .word1(samples.ids.getLong(n * 40 + 8))
                .word2(samples.ids.getLong(n * 40 + 16))
                .word3(samples.ids.getLong(n * 40 + 24))
                .word4(samples.ids.getLong(n * 40 + 32));
        trade.price(samples.prices[n])
                .size(samples.sizes[n])
                .tradeId(i)
                .venueTimestampNs(Samples.NOW_NS)
                .side((short) 1);
        encoder.identity()
                .signalId(i)
                .opportunityId(i + 1L)
                .expiresAtNs(Samples.NOW_NS)
                .strategyId(7)
                .strategyVersion(3)
                .confidencePpm(n)
                .signalKind((short) 1)
                .outcome((short) 1)
                .priority((short) (n & 7));
        encoder.trace()
                .traceId0(samples.traceIds[2 * n])
                .traceId1(samples.traceIds[2 * n + 1])
                .spanId(i)
                .parentSpanId(n)
                .flags((short) 1)
                .domain((short) 1);
        return MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength();
    }

    private long get(final int offset) {
        decoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        final SourceDecoder source = decoder.source();
        final TradeDecoder trade = decoder.trade();
        final InstrumentDecoder instrument = trade.instrument();
        final IdentityDecoder identity = decoder.identity();
        final TraceDecoder trace = decoder.trace();
        return source.sequence()
                + source.timestampNs()
                + source.domain()
                + source.kind()
                + source.flags()
                + instrument.word0()
                + instrument.word1()
                + instrument.word2()
                + instrument.word3()
                + instrument.word4()
                + trade.price()
                + trade.size()
                + trade.tradeId()
                + trade.venueTimestampNs()
                + trade.side()
                + identity.signalId()
                + identity.opportunityId()
                + identity.expiresAtNs()
                + identity.strategyId()
                + identity.strategyVersion()
                + identity.confidencePpm()
                + identity.signalKind()
                + identity.outcome()
                + identity.priority()
                + trace.traceId0()
                + trace.traceId1()
                + trace.spanId()
                + trace.parentSpanId()
                + trace.flags()
                + trace.domain();
    }
}
