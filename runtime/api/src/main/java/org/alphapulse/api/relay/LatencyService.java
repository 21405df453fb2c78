package org.alphapulse.api.relay;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Times of market events in the engine, of every one while it is switched on. Any thread. */
@ProviderType
public interface LatencyService {
    /**
     * Whether times are taken.
     *
     * @return false after a start
     */
    boolean measuring();

    /**
     * Begins anew with no times taken, or stops taking them. Off it costs the engine one look at a field per event.
     *
     * @param on whether to take times
     */
    void measure(boolean on);

    /**
     * Reads the times taken since they were switched on last.
     *
     * @return one row each of {@code collect} (from the bytes in memory to the message in the relay, on the collector's thread), {@code
     *     queue} (until the engine's thread took it), {@code decide} (from there until the strategies were done with it, or the first plan
     *     was with the risk gate), {@code decision} (collect and decide together: what the way takes without the wait between the threads),
     *     {@code decision-plan} (the same of the events that led to a plan), {@code signed} (collect, and the engine's time until a plan's
     *     executor returned, a row entry a plan) and {@code arrival} (all of it with the wait between the threads, until the decision)
     */
    List<LatencyStatus> latencies();
}
