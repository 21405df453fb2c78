package org.alphapulse.api.relay;

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

    /** Ends it; nothing is delivered after the call under way. Idempotent. */
    @Override
    void close();
}
