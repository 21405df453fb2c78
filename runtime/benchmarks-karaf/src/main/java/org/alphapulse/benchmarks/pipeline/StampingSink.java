package org.alphapulse.benchmarks.pipeline;

import org.alphapulse.api.context.Sink;
import org.alphapulse.protocol.MessageWriter;

/** The collector's sink, noting when each message began. One thread. */
final class StampingSink implements Sink {
    private final Sink sink;
    private final Timeline line;
    private long last;
    private long dueNs;
    private long startNs;
    private byte kind;

    StampingSink(Sink sink, Timeline line) {
        this.sink = sink;
        this.line = line;
    }

    /** Sets what the next messages come from. */
    void source(long due, long start, byte messageKind) {
        dueNs = due;
        startNs = start;
        kind = messageKind;
    }

    /** Sequence of the last message. */
    long last() {
        return last;
    }

    @Override
    public MessageWriter begin(int payloadLength) {
        return sink.begin(payloadLength);
    }

    @Override
    public void received(long epochNs) {
        sink.received(epochNs);
    }

    @Override
    public long commit() {
        line.begin(last + 1, dueNs, startNs, kind);
        final long result = sink.commit();
        if (result > 0) {
            last = result;
        }
        return result;
    }
}
