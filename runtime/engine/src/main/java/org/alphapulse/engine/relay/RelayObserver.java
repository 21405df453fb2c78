package org.alphapulse.engine.relay;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.relay.LossPolicy;
import org.alphapulse.api.relay.Observer;
import org.alphapulse.api.relay.ObserverHandler;
import org.alphapulse.api.relay.ObserverSpec;
import org.alphapulse.api.relay.ObserverState;
import org.alphapulse.api.relay.ObserverStatus;
import org.alphapulse.api.relay.RelayService;
import org.alphapulse.protocol.HeaderFlags;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageErrors;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageValidator;
import org.alphapulse.protocol.RecoveryRequestFlyweight;

/**
 * One observer. A lossy one reads the rings on its own thread. So does a lossless one, through a backlog of its own; while its handler keeps
 * that thread, the mover fills the backlog. Only its own thread calls the handler; so neither the engine nor the mover nor another observer
 * ever waits for it.
 *
 * <p>Threading: while the state is LIVE or RESYNCHRONISING the feeds of a lossless observer belong to whoever has {@link #filling}, while it
 * is OVERFLOWED to the observer's thread.
 */
final class RelayObserver implements Observer, Agent {
    private static final int BATCH = 256;
    /** A lossy observer takes at most so many messages and then rests, so that it cannot take a core from the engine. */
    private static final int LOSSY_BATCH = 1_024;

    private static final long REST_NS = 300_000;
    /** After so long without a look of its own at the rings an observer's backlog is filled for it; longer than its thread sleeps. */
    private static final long PATIENCE_NS = 1_500_000;

    private static final long GAP = -1;
    private static final int GAP_LENGTH = 24;

    private final ObserverSpec spec;
    private final ObserverHandler handler;
    private final Feed[] feeds;
    private final FrameQueue backlog;
    private final Runnable onClose;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[HeaderFlyweight.MAX_MESSAGE_LENGTH]);
    private final UnsafeBuffer gap = new UnsafeBuffer(new byte[GAP_LENGTH]);
    private final AtomicLong received = new AtomicLong();
    private final AtomicBoolean filling = new AtomicBoolean();
    private final Counter looks = new Counter();
    private long looksSeen;
    private long looksSeenNs;
    private Frame claimed;
    private long retransmitted;
    private volatile ObserverState state = ObserverState.LIVE;
    private volatile String reason = "";
    private volatile boolean wanted;
    private final Queue<Recovery> recoveries = new ConcurrentLinkedQueue<>();
    private volatile boolean snapshotDue;
    private ObserverState announced = ObserverState.LIVE;

    /**
     * Makes an observer of some relays; {@code onClose} takes it off the list. One that begins with the state begins as if it had
     * lost everything before.
     */
    RelayObserver(
            ObserverSpec spec,
            ObserverHandler handler,
            MessageFilter filter,
            Relay[] relays,
            Closer onClose,
            boolean fromState) {
        this.spec = spec;
        this.handler = handler;
        this.onClose = () -> onClose.close(this);
        this.backlog = isLossless() ? new FrameQueue(spec.backlog()) : null;
        this.feeds = new Feed[relays.length];
        for (int i = 0; i < relays.length; i++) {
            final int domain = relays[i].domain();
            feeds[i] = new Feed(
                    relays[i], filter, (sourceKind, first, missing) -> onGap(domain, sourceKind, first, missing));
        }
        if (fromState) {
            for (final Feed feed : feeds) {
                feed.awaitSnapshot();
            }
            state = ObserverState.RESYNCHRONISING;
            reason = "waits for a snapshot";
        }
    }

    /** A range of messages that the consumer behind this observer asks for. */
    private record Recovery(int domain, int sourceKind, long first, long last) {}

    /** Takes a closed observer off the list. */
    @FunctionalInterface
    interface Closer {
        /** The observer is closed. */
        void close(RelayObserver observer);
    }

    boolean isLossless() {
        return spec.policy() == LossPolicy.LOSSLESS;
    }

    /** Fills the backlog if the observer's thread does not come to it. Mover. */
    int moveForIt(int limit, long nowNs) {
        final long seen = looks.get();
        if (seen != looksSeen) {
            looksSeen = seen;
            looksSeenNs = nowNs;
        }
        return nowNs - looksSeenNs > PATIENCE_NS ? moveAlone(limit) : 0;
    }

    private int moveAlone(int limit) {
        if (!filling.compareAndSet(false, true)) {
            return 0;
        }
        try {
            return move(limit);
        } finally {
            filling.set(false);
        }
    }

    /** Fills the backlog. */
    private int move(int limit) {
        if (snapshotDue && state == ObserverState.LIVE) {
            snapshotDue = false;
            awaitSnapshot();
        }
        final ObserverState now = state;
        if (now != ObserverState.LIVE && now != ObserverState.RESYNCHRONISING) {
            return 0;
        }
        int moved = 0;
        boolean live = true;
        for (final Feed feed : feeds) {
            final int taken = move(feed, limit);
            if (taken < 0) {
                return moved;
            }
            moved += taken;
            live &= feed.isLive();
        }
        if (live && now == ObserverState.RESYNCHRONISING) {
            become(ObserverState.LIVE, "");
        }
        return moved;
    }

    private int move(Feed feed, int limit) {
        int count = 0;
        while (count < limit) {
            final int length = next(feed);
            if (length == RecentRing.NOT_YET) {
                break;
            }
            if (length == RecentRing.LAPPED) {
                become(ObserverState.OVERFLOWED, "the relay overtook the mover by the whole ring; resynchronise");
                return -1;
            }
            if (length > 0 && !store(length)) {
                become(
                        ObserverState.OVERFLOWED,
                        "the backlog of " + spec.backlog() + " messages is full; resynchronise");
                return -1;
            }
            feed.advance();
            count++;
        }
        return count;
    }

    /** Copies the next message straight into the frame that will carry it; into the scratch buffer if there is no frame. */
    private int next(Feed feed) {
        if (claimed == null) {
            claimed = backlog.claim();
        }
        if (claimed == null) {
            return feed.next(scratch);
        }
        final int length = feed.next(claimed.buffer());
        if (length <= claimed.buffer().capacity()) {
            return length;
        }
        claimed.ensure(length);
        return feed.next(claimed.buffer());
    }

    private boolean store(int length) {
        if (claimed == null || !backlog.offer(claimed, length)) {
            return false;
        }
        claimed = null;
        return true;
    }

    private void become(ObserverState next, String why) {
        if (state != ObserverState.CLOSED) {
            reason = why;
            state = next;
        }
    }

    private void onGap(int domain, int sourceKind, long firstSequence, long missing) {
        if (!isLossless() || state == ObserverState.OVERFLOWED) {
            handler.onGap(domain, sourceKind, firstSequence, missing);
            return;
        }
        gap.putInt(0, domain);
        gap.putInt(4, sourceKind);
        gap.putLong(8, firstSequence);
        gap.putLong(16, missing);
        backlog.offer(gap, 0, GAP_LENGTH, GAP); // where this finds no room the next message finds none either
    }

    @Override
    public int doWork() {
        return answer() + (isLossless() ? drain() : read());
    }

    @Override
    public String roleName() {
        return "observer-" + spec.name();
    }

    @Override
    public boolean recover(MutableDirectBuffer message, int offset, int length) {
        final MessageReader reader = new MessageReader();
        final RecoveryRequestFlyweight request = new RecoveryRequestFlyweight();
        if (new MessageValidator().validateWithChecksum(message, offset, length) != MessageErrors.OK
                || reader.wrap(message, offset, length) != MessageErrors.OK
                || reader.next() != RecoveryRequestFlyweight.TYPE
                || request.readFrom(reader) != MessageErrors.OK
                || feed(request.domain()) == null) {
            return false;
        }
        return recoveries.add(
                new Recovery(request.domain(), request.sourceKind(), request.firstSequence(), request.lastSequence()));
    }

    private Feed feed(int domain) {
        for (final Feed feed : feeds) {
            if (feed.relay.domain() == domain) {
                return feed;
            }
        }
        return null;
    }

    /** Answers one request: with the messages, if they are few and the ring has them, otherwise with a snapshot. */
    private int answer() {
        final Recovery asked = recoveries.poll();
        if (asked == null) {
            return 0;
        }
        final long count = asked.last() - asked.first() + 1;
        if (count > 0
                && count <= RelayService.MAX_RETRANSMISSION
                && feed(asked.domain())
                        .relay
                        .recent()
                        .replay(
                                asked.sourceKind(),
                                asked.first(),
                                (int) count,
                                (buffer, at, size) -> deliver(buffer, size))) {
            retransmitted += count;
        } else if (isLossless()) {
            snapshotDue = true;
            wanted = true;
        } else {
            awaitSnapshot();
        }
        return 1;
    }

    private void awaitSnapshot() {
        for (final Feed feed : feeds) {
            feed.awaitSnapshot();
        }
        become(ObserverState.RESYNCHRONISING, "waits for a snapshot");
    }

    private int drain() {
        final ObserverState now = state;
        int count = 0;
        Frame frame;
        while (count < BATCH && state != ObserverState.CLOSED && (frame = backlog.poll()) != null) {
            if (frame.planId() == GAP) {
                final UnsafeBuffer marker = frame.buffer();
                handler.onGap(marker.getInt(0), marker.getInt(4), marker.getLong(8), marker.getLong(16));
            } else {
                deliver(frame.buffer(), frame.length());
            }
            frame.release();
            count++;
        }
        if (count == 0) {
            looks.increment();
            // No more than there is room for, with a gap before each.
            count = moveAlone(Math.min(BATCH, Math.max(1, spec.backlog() / 2)));
        }
        if (count == 0) {
            announce(now);
            if (now == ObserverState.OVERFLOWED && wanted) {
                wanted = false;
                recover();
                count = 1;
            }
        }
        return count;
    }

    private int read() {
        int count = 0;
        boolean live = true;
        for (final Feed feed : feeds) {
            int length;
            int here = 0;
            while (here++ < LOSSY_BATCH
                    && state != ObserverState.CLOSED
                    && (length = feed.next(scratch)) != RecentRing.NOT_YET) {
                if (length == RecentRing.LAPPED) {
                    feed.skip();
                } else {
                    feed.advance();
                    if (length > 0) {
                        deliver(scratch, length);
                    }
                }
                count++;
            }
            live &= feed.isLive();
        }
        if (live && state == ObserverState.RESYNCHRONISING) {
            become(ObserverState.LIVE, "");
        }
        announce(state);
        if (count >= LOSSY_BATCH) {
            LockSupport.parkNanos(REST_NS);
        }
        return count;
    }

    private void deliver(MutableDirectBuffer buffer, int length) {
        received.lazySet(received.getPlain() + 1);
        try {
            handler.onMessage(buffer, 0, length);
        } catch (RuntimeException e) { // a handler may throw anything; the next message is a new chance
            reason = "the handler threw " + e;
        }
    }

    private void announce(ObserverState now) {
        if (now != announced) {
            announced = now;
            handler.onState(this, now);
        }
    }

    /** Delivers the few messages that were missed, or asks for a snapshot. */
    private void recover() {
        if (retransmit()) {
            become(ObserverState.LIVE, "");
        } else {
            awaitSnapshot();
        }
    }

    private boolean retransmit() {
        for (final Feed feed : feeds) {
            if (!feed.isLive() || feed.lag() > RelayService.MAX_RETRANSMISSION || !feed.isComplete()) {
                return false;
            }
        }
        for (final Feed feed : feeds) {
            int length;
            for (int i = 0;
                    i < RelayService.MAX_RETRANSMISSION && (length = feed.next(scratch)) != RecentRing.NOT_YET;
                    i++) {
                if (length == RecentRing.LAPPED) {
                    return false;
                }
                feed.advance();
                if (length > 0) {
                    mark(scratch);
                    retransmitted++;
                    deliver(scratch, length);
                }
            }
        }
        return true;
    }

    private static void mark(UnsafeBuffer message) {
        final int flags = message.getByte(HeaderFlyweight.FLAGS_OFFSET) | HeaderFlags.REPLAYED;
        message.putByte(HeaderFlyweight.FLAGS_OFFSET, (byte) flags);
    }

    @Override
    public void resynchronise() {
        wanted = true;
    }

    @Override
    public ObserverStatus status() {
        long dropped = 0;
        long gaps = 0;
        long missing = 0;
        long snapshots = 0;
        long lag = backlog == null ? 0 : backlog.size();
        for (final Feed feed : feeds) {
            dropped += feed.dropped();
            gaps += feed.gaps();
            missing += feed.missing();
            snapshots += feed.snapshots();
            lag += feed.lag();
        }
        return new ObserverStatus(
                spec.name(),
                spec.topics(),
                spec.policy(),
                state,
                reason,
                received.get(),
                dropped,
                gaps,
                missing,
                retransmitted,
                snapshots,
                lag);
    }

    @Override
    public void close() {
        final boolean first;
        synchronized (this) {
            first = state != ObserverState.CLOSED;
            state = ObserverState.CLOSED;
        }
        if (first) {
            for (final Feed feed : feeds) {
                feed.relay.release();
            }
            onClose.run();
        }
    }
}
