package org.alphapulse.engine.relay;

import org.alphapulse.protocol.MessageWriter;

/** Writes the state of a relay domain in parts, so that the engine agent does a little of it between two events. Engine agent. */
public interface SnapshotSource {
    /** A domain without state. */
    SnapshotSource NONE = new SnapshotSource() {
        @Override
        public void begin(MessageWriter writer) {}

        @Override
        public boolean next(MessageWriter writer) {
            return false;
        }
    };

    /** Begins a snapshot: appends the invalidation of all state to the first part. */
    void begin(MessageWriter writer);

    /** Whether the part appended last needs the next one before anything else may happen to its instrument. */
    default boolean isDivided() {
        return false;
    }

    /** Appends the next part; false if there was nothing left to append. */
    boolean next(MessageWriter writer);
}
