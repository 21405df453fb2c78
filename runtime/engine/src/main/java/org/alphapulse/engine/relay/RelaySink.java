package org.alphapulse.engine.relay;

import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.Sink;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.engine.trace.TraceStamp;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageWriter;

/**
 * A plugin's way into a relay: frames of its own pool, the header filled in at the commit. One thread at a time; the sinks of two versions
 * that are both heard have one sequence and may be used at the same time.
 */
public final class RelaySink implements Sink {
    /** What happens to a committed frame. */
    @FunctionalInterface
    public interface Outlet {
        /** Result: the frame was taken. */
        long TAKEN = 0;

        /** Takes the frame over; {@link Sink#BACK_PRESSURED} leaves it with the sink, any other negative result is handed on. */
        long offer(Frame frame);

        /** Goes the way of the frame without effect; the frame stays with the sink. */
        default void rehearse(Frame frame) {}
    }

    private static final int POOL_FRAMES = 8192;
    private static final int MAX_PAYLOAD = HeaderFlyweight.MAX_MESSAGE_LENGTH - HeaderFlyweight.LENGTH;

    private final int domain;
    private final SourceSequence sequence;
    private final EngineClock clock;
    private final Outlet outlet;
    private final FramePool pool;
    private final Binding binding;
    /** Whether another version may use the sequence at the same time. */
    private final boolean shared;

    private final TraceStamp trace;
    private final MessageWriter writer = new MessageWriter();
    private Frame claimed;
    private int allowed;
    private boolean traceable;
    private long published;
    private long receivedNs;

    /** Makes a sink; output is muted while the binding is not heard. */
    public RelaySink(
            int domain, SourceSequence sequence, EngineClock clock, Outlet outlet, Binding binding, TraceStamp trace) {
        this.domain = domain;
        this.sequence = sequence;
        this.clock = clock;
        this.outlet = outlet;
        this.binding = binding;
        this.trace = trace;
        this.shared = binding.tellsResults();
        this.pool = new FramePool(POOL_FRAMES);
    }

    @Override
    public MessageWriter begin(int payloadLength) {
        if (payloadLength < 0 || payloadLength > MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "payload of " + payloadLength + " bytes; allowed is 0 to " + MAX_PAYLOAD);
        }
        if (binding.revoked()) {
            return null;
        }
        allowed = HeaderFlyweight.LENGTH + payloadLength;
        traceable = trace.isOn() && allowed + TraceStamp.LENGTH <= HeaderFlyweight.MAX_MESSAGE_LENGTH;
        final int length = traceable ? allowed + TraceStamp.LENGTH : allowed;
        if (claimed == null) {
            claimed = pool.take(length);
            if (claimed == null) {
                return null;
            }
        } else {
            claimed.ensure(length);
        }
        writer.begin(claimed.buffer(), 0, length, domain, sequence.sourceKind(), 0, sequence.next(), 0);
        return writer;
    }

    @Override
    public long commit() {
        final Frame frame = claimed;
        if (!binding.heard()) {
            if (binding.revoked()) {
                return REVOKED;
            }
            binding.countMuted();
            return MUTED;
        }
        int length = writer.finish();
        if (length < 0 || length > allowed) {
            return TOO_LONG;
        }
        if (traceable) {
            traceable = false; // a message that is committed again after back-pressure has it already
            length = trace.append(writer, length);
            allowed = length;
        }
        frame.set(length, 0);
        frame.receivedNs(receivedNs);
        if (!shared) {
            return offer(frame);
        }
        synchronized (sequence) {
            writer.header().sequence(sequence.next()); // the other version may have used up the one it was begun with
            return offer(frame);
        }
    }

    private long offer(Frame frame) {
        final long next = sequence.next();
        writer.header().timestampNs(clock.epochNs());
        final long result = outlet.offer(frame);
        if (result == BACK_PRESSURED) {
            return BACK_PRESSURED;
        }
        claimed = null;
        sequence.advance();
        published++;
        return result < 0 ? result : next;
    }

    @Override
    public void rehearse() {
        final int length = claimed == null || !binding.acting() ? -1 : writer.finish();
        if (length >= 0 && length <= allowed) {
            claimed.set(length, 0);
            outlet.rehearse(claimed);
        }
    }

    @Override
    public void received(long epochNs) {
        receivedNs = epochNs;
    }

    /** Messages published through this sink. */
    public long published() {
        return published;
    }
}
