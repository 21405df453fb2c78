package org.alphapulse.api.relay;

/** What happens to an observer that is slower than the relay. The engine never waits for either kind. */
public enum LossPolicy {
    /**
     * Every message in order, through a backlog of the observer's own. When the backlog is full the observer becomes {@link
     * ObserverState#OVERFLOWED} and gets nothing more until it resynchronises.
     */
    LOSSLESS,

    /** The observer reads the ring of recent messages at its own pace; what was overwritten before it came is counted as dropped. */
    LOSSY
}
