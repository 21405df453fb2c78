package org.alphapulse.engine.relay;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.protocol.HeaderFlags;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SnapshotFlyweight;

/**
 * Sends snapshots into a relay's ring, part by part between the live messages, so that each part stands exactly where it applies.
 * One snapshot serves all observers that wait for one. The pace is bounded: what observers ask for never holds up the engine.
 *
 * <p>Threading: {@link #request} by any thread, all else by the engine agent.
 */
final class SnapshotParts {
    /** Part count of all parts but the last. */
    static final int COUNT_UNKNOWN = 0xffff;

    private static final int SLICE_BYTES = 64 * 1024;
    private static final long SLICE_PAUSE_NS = 200_000;
    private static final long SNAPSHOT_PAUSE_NS = 50_000_000;
    private static final int LAST_INDEX = COUNT_UNKNOWN - 2;

    private final AtomicLong requested = new AtomicLong();
    private final SnapshotSource source;
    private final SourceSequence sequence;
    private final int domain;
    private final EngineClock clock;
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[HeaderFlyweight.MAX_MESSAGE_LENGTH]);
    private final MessageWriter writer = new MessageWriter();
    private final SnapshotFlyweight part = new SnapshotFlyweight();
    private long served;
    private long current;
    private int index;
    private long nextNs = System.nanoTime();
    private volatile long completed;

    SnapshotParts(int domain, SnapshotSource source, SourceSequence sequence, EngineClock clock) {
        this.domain = domain;
        this.source = source;
        this.sequence = sequence;
        this.clock = clock;
    }

    /** Asks for a snapshot; those with this number or a later one contain all that was published before the call. */
    long request() {
        return requested.incrementAndGet();
    }

    long completed() {
        return completed;
    }

    /** Does a little, if anything was asked for. */
    int advance(RecentRing ring) {
        final long wanted = requested.get();
        if (current == 0 && wanted == served) {
            return 0;
        }
        final long now = clock.nanoTime();
        if (now - nextNs < 0) {
            return 0;
        }
        nextNs = now + SLICE_PAUSE_NS;
        int bytes = 0;
        while (bytes < SLICE_BYTES || source.isDivided()) {
            if (current == 0) {
                current = wanted;
                index = 0;
                head(COUNT_UNKNOWN);
                source.begin(writer);
            } else {
                head(COUNT_UNKNOWN);
                if (!source.next(writer)) {
                    end(ring, now);
                    break;
                }
            }
            bytes += send(ring);
        }
        return 1;
    }

    private void end(RecentRing ring, long now) {
        head(index + 1);
        send(ring);
        served = current;
        current = 0;
        nextNs = now + SNAPSHOT_PAUSE_NS;
        final long done = completed;
        completed = done + 1;
    }

    private void head(int parts) {
        writer.begin(
                scratch,
                0,
                scratch.capacity(),
                domain,
                sequence.sourceKind(),
                HeaderFlags.REPLAYED,
                sequence.next(),
                clock.epochNs());
        part.appendTo(writer, 0);
        part.clear();
        part.snapshotId(current)
                .partIndex(Math.min(index, LAST_INDEX))
                .partCount(parts)
                .domain(domain);
    }

    private int send(RecentRing ring) {
        final int length = writer.finish();
        sequence.advance();
        index = Math.min(index + 1, LAST_INDEX);
        ring.append(scratch, 0, length);
        return length;
    }
}
