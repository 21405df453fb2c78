package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The same fields as JSON, bound to records by Jackson. */
final class JacksonMessage {
    private final Samples samples = new Samples();
    private final String[] instruments = new String[Samples.COUNT];
    private final byte[][] encoded = new byte[Samples.COUNT][];
    private final ObjectWriter writer = new ObjectMapper().writerFor(Message.class);
    private final ObjectReader reader = new ObjectMapper().readerFor(Message.class);

    record Message(
            int domain,
            int kind,
            int flags,
            long sequence,
            long timestampNs,
            Trade trade,
            Identity identity,
            Trace trace) {}

    record Trade(String instrument, long price, long size, long tradeId, long venueTimestampNs, int side) {}

    record Identity(
            long signalId,
            long opportunityId,
            long expiresAtNs,
            long strategyId,
            long strategyVersion,
            long confidencePpm,
            int signalKind,
            int outcome,
            int priority) {}

    record Trace(long traceId0, long traceId1, long spanId, long parentSpanId, int flags, int domain) {}

    JacksonMessage() {
        for (int i = 0; i < Samples.COUNT; i++) {
            instruments[i] = Samples.id(i).toString();
        }
        encode(Samples.COUNT);
    }

    long encode(final int times) {
        long sum = 0;
        try {
            for (int i = 0; i < times; i++) {
                final byte[] bytes = writer.writeValueAsBytes(message(i));
                encoded[i & Samples.MASK] = bytes;
                sum += bytes.length;
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    long decode(final int times) {
        long sum = 0;
        try {
            for (int i = 0; i < times; i++) {
                final Message message = reader.readValue(encoded[i & Samples.MASK]);
                sum += message.sequence()
                        + message.trade().price()
                        + message.trace().spanId();
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    private Message message(final int i) {
        final int n = i & Samples.MASK;
        return new Message(
                2,
                20,
                16,
                i,
                Samples.NOW_NS + i,
                new Trade(instruments[n], samples.prices[n], samples.sizes[n], i, Samples.NOW_NS, 1),
                new Identity(i, i + 1L, Samples.NOW_NS, 7, 3, n, 1, 1, n & 7),
                new Trace(samples.traceIds[2 * n], samples.traceIds[2 * n + 1], i, n, 1, 1));
    }
}
