package org.alphapulse.engine.relay;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.relay.RelayStatus;
import org.alphapulse.engine.latency.Latencies;
import org.alphapulse.engine.slot.Slot;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.SourceKinds;
import org.jctools.queues.MpscArrayQueue;

/**
 * One relay domain: many producers, one engine agent that takes their messages in order, the slots it delivers to, and a ring of the
 * most recent messages from which any number of observers read at their own pace.
 *
 * <p>Threading: {@link #offer} by producers, {@link #observe}, {@link #release} and {@link #requestSnapshot} by any thread, all else by the engine agent.
 */
public final class Relay implements RelaySink.Outlet {
    private static final Slot[] NO_SLOTS = {};

    private final int domain;
    private final MpscArrayQueue<Frame> inbound;
    private final int recentBytes;
    private final MessageConsumer first;
    private final SnapshotParts parts;
    private Slot[] slots = NO_SLOTS;
    private RecentRing recent;
    private int observers;
    private volatile RecentRing observed;
    /** Producers read this object for every message, so what the engine agent counts lies elsewhere. */
    private final Counter published = new Counter();

    private Latencies latencies;

    /**
     * Makes a relay.
     *
     * @param domain number of the relay domain
     * @param inboundCapacity messages that producers may have under way
     * @param recentBytes size of the recent ring, a power of two
     * @param first sees each message before the slots do
     * @param state what a snapshot of the domain consists of
     * @param clock stamps the snapshots
     */
    public Relay(
            int domain,
            int inboundCapacity,
            int recentBytes,
            MessageConsumer first,
            SnapshotSource state,
            EngineClock clock) {
        this.domain = domain;
        this.inbound = new MpscArrayQueue<>(inboundCapacity);
        this.recentBytes = recentBytes;
        this.first = first;
        this.parts = new SnapshotParts(domain, state, new SourceSequence(SourceKinds.RELAY, domain), clock);
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
        final RecentRing ring = observed;
        int count = ring == null ? 0 : parts.advance(ring);
        while (count < limit) {
            final Frame frame = inbound.relaxedPoll();
            if (frame == null) {
                break;
            }
            run(frame);
            frame.release();
            count++;
        }
        return count;
    }

    private void run(Frame frame) {
        final Latencies measured = latencies;
        if (measured == null || !measured.measuring()) {
            publish(frame.buffer(), frame.length(), frame.planId());
            return;
        }
        final long sentNs = frame.buffer().getLong(HeaderFlyweight.TIMESTAMP_OFFSET, ByteOrder.LITTLE_ENDIAN);
        measured.taken(frame.receivedNs() == 0 ? sentNs : frame.receivedNs(), sentNs);
        publish(frame.buffer(), frame.length(), frame.planId());
        measured.done();
    }

    /** Has the times of its messages taken. Before the agent starts. */
    public void measure(Latencies taker) {
        latencies = taker;
    }

    /** Publishes a message that is already on the engine agent. */
    public void publish(UnsafeBuffer buffer, int length, long planId) {
        published.increment();
        final RecentRing ring = observed;
        if (ring != null) {
            ring.append(buffer, 0, length);
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

    /** The ring for one more observer; while there is any, messages go there. */
    synchronized RecentRing observe() {
        if (recent == null) {
            recent = new RecentRing(recentBytes);
        }
        observers++;
        observed = recent;
        return recent;
    }

    /** One observer less. */
    synchronized void release() {
        if (--observers == 0) {
            observed = null;
        }
    }

    /** The ring, or null if there was never an observer. */
    synchronized RecentRing recent() {
        return recent;
    }

    /** Asks for a snapshot; returns its number. */
    long requestSnapshot() {
        return parts.request();
    }

    /** Figures for people. */
    synchronized RelayStatus status() {
        return new RelayStatus(
                Domains.name(domain),
                published.get(),
                waiting(),
                slots.length,
                observers,
                recent == null ? 0 : recent.published() - recent.oldest(),
                recent == null ? recentBytes : recent.capacity(),
                parts.completed());
    }

    /** Messages so far. */
    public long published() {
        return published.get();
    }

    /** Messages waiting. */
    public int waiting() {
        return inbound.size();
    }
}
