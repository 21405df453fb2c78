package org.alphapulse.engine.relay;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.protocol.HeaderFlags;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.SnapshotFlyweight;

/**
 * One observer's place in one relay. It belongs to one thread at a time, the mover or the observer's own, and goes from hand to hand
 * with the observer's state; its plain counters may be looked at by anyone.
 */
final class Feed {
    /** Where a feed stands with regard to snapshots. */
    private enum Phase {
        LIVE,
        BEFORE_SNAPSHOT,
        IN_SNAPSHOT
    }

    private static final int VALUE = HeaderFlyweight.LENGTH + 2;

    final Relay relay;
    private final RecentRing ring;
    private final MessageFilter filter;
    private final SequenceGaps gaps;
    private final Batch batch = new Batch();
    private long cursor;

    /** Whether the gaps know of the batch's next message. */
    private boolean seen;

    private long dropped;
    private long snapshots;
    private Phase phase = Phase.LIVE;
    private long snapshotId;

    Feed(Relay relay, MessageFilter filter, SequenceGaps.GapListener listener) {
        this.relay = relay;
        this.ring = relay.observe();
        this.gaps = new SequenceGaps(listener);
        this.filter = (buffer, offset) -> filter.matches(buffer, offset) || isSnapshotPart(buffer, offset);
        this.cursor = ring.published();
    }

    private static boolean isSnapshotPart(DirectBuffer buffer, int offset) {
        return (buffer.getByte(offset + HeaderFlyweight.FLAGS_OFFSET) & HeaderFlags.REPLAYED) != 0
                && (buffer.getByte(offset + HeaderFlyweight.LENGTH) & 0xff) == SnapshotFlyweight.TYPE;
    }

    /** Copies the next wanted message into {@code target} and moves on. Its length; {@link RecentRing#NOT_YET}; {@link RecentRing#LAPPED}; or
     * {@link Batch#UNWANTED}. */
    int next(UnsafeBuffer target) {
        if (batch.isEmpty()) {
            final int read = ring.read(cursor, filter, batch);
            if (read == RecentRing.NOT_YET || read == RecentRing.LAPPED) {
                return read;
            }
        }
        final int length = batch.length();
        if (length > target.capacity()) {
            return length; // not copied: the caller comes again with more room
        }
        if (!seen) {
            seen = true;
            gaps.onMessage(batch.sourceKind(), batch.sequence());
        }
        if (length > 0) {
            batch.copyTo(target);
            if (!admits(target)) {
                return Batch.UNWANTED;
            }
        }
        return length;
    }

    /** The message that {@link #next} gave was dealt with. */
    void advance() {
        cursor++;
        batch.pass();
        seen = false;
    }

    /** Whether the message is meant for this feed as things stand. */
    private boolean admits(UnsafeBuffer message) {
        final Phase now = phase;
        if (!isSnapshotPart(message, 0)) {
            if (now == Phase.BEFORE_SNAPSHOT) {
                dropped++;
                return false;
            }
            return true;
        }
        if (now == Phase.BEFORE_SNAPSHOT
                && partField(message, SnapshotFlyweight.PART_INDEX_OFFSET) == 0
                && message.getLong(VALUE + SnapshotFlyweight.SNAPSHOT_ID_OFFSET, ByteOrder.LITTLE_ENDIAN)
                        >= snapshotId) {
            phase = Phase.IN_SNAPSHOT;
        } else if (now != Phase.IN_SNAPSHOT) {
            return false;
        }
        if (partField(message, SnapshotFlyweight.PART_COUNT_OFFSET) != SnapshotParts.COUNT_UNKNOWN) {
            snapshots++;
            phase = Phase.LIVE;
        }
        return true;
    }

    private static int partField(DirectBuffer message, int field) {
        return message.getShort(VALUE + field, ByteOrder.LITTLE_ENDIAN) & 0xffff;
    }

    /** Gives up what was overwritten and goes on with the newest message. Returns how many were lost. */
    long skip() {
        final long newest = ring.published();
        final long lost = newest - cursor;
        dropped += lost;
        cursor = newest;
        batch.clear();
        seen = false;
        return lost;
    }

    /** How many messages were published that this feed has not taken. */
    long lag() {
        return ring.published() - cursor;
    }

    /** Whether all messages that it has not taken can still be read. */
    boolean isComplete() {
        return lag() == 0 || ring.holds(cursor);
    }

    /** Asks for a snapshot and passes over everything before it. */
    void awaitSnapshot() {
        skip();
        snapshotId = relay.requestSnapshot();
        phase = Phase.BEFORE_SNAPSHOT;
    }

    boolean isLive() {
        return phase == Phase.LIVE;
    }

    long dropped() {
        return dropped;
    }

    long snapshots() {
        return snapshots;
    }

    long gaps() {
        return gaps.gaps();
    }

    long missing() {
        return gaps.missing();
    }
}
