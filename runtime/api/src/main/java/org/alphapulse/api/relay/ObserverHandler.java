package org.alphapulse.api.relay;

import org.agrona.MutableDirectBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes what an observer is given, on the observer's own thread. It may block: that costs nobody but the observer. */
@ConsumerType
@FunctionalInterface
public interface ObserverHandler {
    /**
     * Takes one message. Messages with the header flag 0x20 are retransmissions or parts of a snapshot.
     *
     * @param buffer holds the message; valid during the call only
     * @param offset of its first byte
     * @param length in bytes, header included
     */
    void onMessage(MutableDirectBuffer buffer, int offset, int length);

    /**
     * Told that messages of a source are missing before the message that comes next.
     *
     * @param domain relay domain
     * @param sourceKind source kind of the header
     * @param firstSequence of the first message missed, instance included
     * @param missing how many
     */
    default void onGap(int domain, int sourceKind, long firstSequence, long missing) {}

    /**
     * Told of a new state, once for each; in {@link ObserverState#OVERFLOWED} this is the place to call {@link
     * Observer#resynchronise}.
     *
     * @param observer whose state
     * @param state new state
     */
    default void onState(Observer observer, ObserverState state) {}
}
