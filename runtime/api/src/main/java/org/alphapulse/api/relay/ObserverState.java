package org.alphapulse.api.relay;

/** Where an observer stands. */
public enum ObserverState {
    /** It gets every message of its topics, or, if lossy, those that it comes to in time. */
    LIVE,

    /** It lost messages and gets none until {@link Observer#resynchronise}; what it had in its backlog is still delivered. */
    OVERFLOWED,

    /** It waits for a snapshot, or is being given one. */
    RESYNCHRONISING,

    /** It was closed. */
    CLOSED
}
