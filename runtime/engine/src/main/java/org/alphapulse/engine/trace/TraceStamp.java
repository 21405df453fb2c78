package org.alphapulse.engine.trace;

import java.util.function.Supplier;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.engine.agent.Worker;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.HeaderFlags;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.TraceContextFlyweight;

/**
 * Appends the trace context to what a sink sends: a collector's sink begins traces, all others carry on the one of the message that their
 * worker is delivering. Confined to the sink's thread.
 */
public final class TraceStamp {
    /** Bytes that a trace context takes in a message. */
    public static final int LENGTH = 2 + TraceContextFlyweight.BLOCK_LENGTH;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final Tracing tracing;
    private final Supplier<Worker> worker;
    private final TraceContextFlyweight context = new TraceContextFlyweight();
    private final long[] parent = new long[4];
    private int untraced;

    private TraceStamp(Tracing tracing, Supplier<Worker> worker) {
        this.tracing = tracing;
        this.worker = worker;
    }

    /** For a collector's sink. */
    public static TraceStamp beginning(Tracing tracing) {
        return new TraceStamp(tracing, null);
    }

    /** For the sink of a plugin that is delivered to by a worker; the supplier may give null. */
    public static TraceStamp carrying(Tracing tracing, Supplier<Worker> worker) {
        return new TraceStamp(tracing, worker);
    }

    /** Whether anything is traced at all. */
    public boolean isOn() {
        return tracing.every() != 0;
    }

    /** Appends a context to a finished message, if it belongs to a trace. Returns the length of the message. */
    public int append(MessageWriter writer, int length) {
        final HeaderFlyweight header = writer.header();
        final boolean first = worker == null;
        if ((header.flags() & HeaderFlags.TRACED) != 0 || !(first ? isDue() : find(writer))) {
            return length;
        }
        final long span = span(header.sequence() + (((long) header.domain() << 8) | header.sourceKind()) * GOLDEN);
        context.appendTo(writer);
        if (first) {
            context.traceId(tracing.seed(), span)
                    .spanId(span)
                    .parentSpanId(0)
                    .traceFlags(TraceContextFlyweight.TRACE_FLAGS_SAMPLED)
                    .domain(header.domain());
        } else {
            context.traceId(parent[0], parent[1])
                    .spanId(span)
                    .parentSpanId(parent[2])
                    .traceFlags(TraceContextFlyweight.TRACE_FLAGS_SAMPLED)
                    .domain((int) parent[3]);
        }
        header.flags(header.flags() | HeaderFlags.TRACED);
        return writer.finish();
    }

    private boolean isDue() {
        if (++untraced < tracing.every()) {
            return false;
        }
        untraced = 0;
        return true;
    }

    private boolean find(MessageWriter writer) {
        final Worker here = worker.get();
        if (here == null) {
            return false;
        }
        final TraceScope scope = here.trace();
        return (here.isCurrent() && scope.copyCurrent(parent)) || scope.copyPlan(reported(writer), parent);
    }

    /** The plan that a message begins to report on, or 0. */
    private static long reported(MessageWriter writer) {
        final MutableDirectBuffer buffer = writer.buffer();
        final int at = writer.header().offset() + HeaderFlyweight.LENGTH;
        return (buffer.getByte(at) & 0xff) == ExecutionReportFlyweight.TYPE
                ? TraceScope.longAt(buffer, at + 2 + ExecutionReportFlyweight.PLAN_ID_OFFSET)
                : 0;
    }

    /** A bijective mix, so that spans of different messages differ; never 0 in practice. */
    private static long span(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
