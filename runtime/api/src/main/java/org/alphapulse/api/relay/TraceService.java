package org.alphapulse.api.relay;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Follows messages on their way from the collector to the execution result. Any thread. */
@ProviderType
public interface TraceService {
    /**
     * Tells how often a trace begins.
     *
     * @return one of so many messages of a collector is traced; 0 means none
     */
    int every();

    /**
     * Sets how often a trace begins; takes effect at once.
     *
     * @param messages one of so many messages of each collector, 1 for all, 0 for none
     * @throws IllegalArgumentException if it is negative
     */
    void every(int messages);

    /**
     * Finds traces that went furthest, newest first.
     *
     * @param limit at most so many
     * @return trace ids in hexadecimal
     */
    List<String> recent(int limit);

    /**
     * Reads a trace.
     *
     * @param id trace id in hexadecimal, or {@code last} for the newest of those that went furthest
     * @return its stages in the order of their time; empty if the trace is not known or no longer kept
     */
    List<TraceStage> trace(String id);
}
