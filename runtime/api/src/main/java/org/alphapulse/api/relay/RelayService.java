package org.alphapulse.api.relay;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Observes the relays. Any thread. Nothing that an observer does can slow the engine. */
@ProviderType
public interface RelayService {
    /** Most messages that one recovery sends again. */
    int MAX_RETRANSMISSION = 100;

    /** Result of {@link #retransmit}: more than {@link #MAX_RETRANSMISSION} messages were asked for; a snapshot is the way. */
    int TOO_MANY = -1;

    /** Result of {@link #retransmit}: the ring does not hold all of them any more; a snapshot is the way. */
    int NOT_KEPT = -2;

    /**
     * Reads the relays.
     *
     * @return one row each
     */
    List<RelayStatus> relays();

    /**
     * Reads the observers.
     *
     * @return one row each
     */
    List<ObserverStatus> observers();

    /**
     * Begins to observe, from the next message on.
     *
     * @param spec what is wanted
     * @param handler takes the messages, on a thread of the observer's own
     * @return the observer, to be closed by the caller
     * @throws IllegalArgumentException if the topics are wrong, saying what is allowed
     */
    Observer observe(ObserverSpec spec, ObserverHandler handler);

    /**
     * Begins to observe with the state: first an invalidation of all state, then the state in parts between the live messages, and
     * every message from there on.
     *
     * @param spec what is wanted; lossless
     * @param handler takes the messages, on a thread of the observer's own
     * @return the observer, to be closed by the caller
     * @throws IllegalArgumentException if the topics are wrong or the policy is lossy, saying what is allowed
     */
    Observer observeFromState(ObserverSpec spec, ObserverHandler handler);

    /**
     * Sends messages of a source again, with the replay flag and in order, on the caller's thread: what RecoveryRequest asks for.
     *
     * @param domain relay domain
     * @param sourceKind source kind of the header
     * @param firstSequence of the first message, instance included
     * @param lastSequence of the last message, instance included
     * @param handler takes the messages
     * @return how many were sent, which is all of them, or a negative result and none
     */
    int retransmit(int domain, int sourceKind, long firstSequence, long lastSequence, ObserverHandler handler);
}
