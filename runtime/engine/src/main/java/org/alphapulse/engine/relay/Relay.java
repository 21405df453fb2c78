package org.alphapulse.engine.relay;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.alphapulse.api.context.Sink;
import org.alphapulse.engine.slot.Slot;
import org.jctools.queues.MpscArrayQueue;

/**
 * One relay domain: many producers, one engine agent that takes their messages in order, the slots it delivers to, and a ring of the
 * most recent messages from which any number of observers read at their own pace.
 *
 * <p>Threading: {@link #offer} by producers, all else by the engine agent; {@link #recent} is read by observers.
 */
public final class Relay implements RelaySink.Outlet {
    private static final int MESSAGE_TYPE = 1;
    private static final Slot[] NO_SLOTS = {};

    private final int domain;
    private final MpscArrayQueue<Frame> inbound;
    private final UnsafeBuffer recent;
    private final BroadcastTransmitter transmitter;
    private final MessageConsumer first;
    private Slot[] slots = NO_SLOTS;
    private volatile boolean observed;
    private long published;

    /**
     * Makes a relay.
     *
     * @param domain number of the relay domain
     * @param inboundCapacity messages that producers may have under way
     * @param recentBytes size of the recent ring, a power of two
     * @param first sees each message before the slots do
     */
    public Relay(int domain, int inboundCapacity, int recentBytes, MessageConsumer first) {
        this.domain = domain;
        this.inbound = new MpscArrayQueue<>(inboundCapacity);
        this.recent =
                new UnsafeBuffer(ByteBuffer.allocateDirect(recentBytes + BroadcastBufferDescriptor.TRAILER_LENGTH));
        this.transmitter = new BroadcastTransmitter(recent);
        this.first = first;
    }

    /** Number of the domain. */
    public int domain() {
        return domain;
    }

    @Override
    public long offer(Frame frame) {
        return inbound.offer(frame) ? TAKEN : Sink.BACK_PRESSURED;
    }

    /** Takes up to {@code limit} messages. Engine agent. */
    public int drain(int limit) {
        int count = 0;
        while (count < limit) {
            final Frame frame = inbound.relaxedPoll();
            if (frame == null) {
                break;
            }
            publish(frame.buffer(), frame.length(), frame.planId());
            frame.release();
            count++;
        }
        return count;
    }

    /** Publishes a message that is already on the engine agent. */
    public void publish(UnsafeBuffer buffer, int length, long planId) {
        published++;
        if (observed) {
            transmitter.transmit(MESSAGE_TYPE, buffer, 0, length);
        }
        first.onMessage(buffer, 0, length);
        final Slot[] targets = slots;
        for (int i = 0; i < targets.length; i++) {
            if (targets[i].wants(buffer, 0)) {
                targets[i].onMessage(buffer, 0, length, planId);
            }
        }
    }

    /** Sets the slots that receive. Engine agent. */
    public void slots(Slot[] targets) {
        slots = targets;
    }

    /** The ring for observers; from now on messages go there. */
    public UnsafeBuffer recent() {
        observed = true;
        return recent;
    }

    /** Messages so far. */
    public long published() {
        return published;
    }

    /** Messages waiting. */
    public int waiting() {
        return inbound.size();
    }
}
