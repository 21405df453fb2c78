package org.alphapulse.api.relay;

import org.agrona.MutableDirectBuffer;
import org.osgi.annotation.versioning.ProviderType;

/** One observer of the relays. Any thread. */
@ProviderType
public interface Observer extends AutoCloseable {
    /**
     * Reads its counters.
     *
     * @return a snapshot of them
     */
    ObserverStatus status();

    /**
     * Lets an overflowed observer go on. When at most 100 messages of each relay were missed and the ring still holds them, they are
     * delivered with the replay flag; otherwise the engine sends a snapshot: first an invalidation of all state, then the state in
     * parts between the live messages, in the order in which they apply. Without effect in other states.
     */
    void resynchronise();

    /**
     * Answers a RecoveryRequest message of the consumer behind this observer, which may be another process that lost messages on the
     * way to it. Up to 100 messages that the recent ring still holds are delivered again with the replay flag, in order; otherwise a
     * snapshot is sent as in {@link #resynchronise}, and messages before it are passed over. Everything comes through the handler, on
     * the observer's thread.
     *
     * @param message holds the request
     * @param offset of its first byte
     * @param length its bytes
     * @return false if the message is malformed, its checksum is wrong, or it does not begin with a RecoveryRequest for a relay that
     *     this observer reads; then nothing happens
     */
    boolean recover(MutableDirectBuffer message, int offset, int length);

    /** Ends it; nothing is delivered after the call under way. Idempotent. */
    @Override
    void close();
}
