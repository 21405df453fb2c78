package org.alphapulse.spi.collector;

import org.alphapulse.api.context.CollectorContext;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Brings a venue's market data in: parses bytes once into messages of the context's sink. Registered as an OSGi service; the
 * runtime starts it when it is bound and stops it before its deactivation.
 *
 * <p>Threading: {@link #start} and {@link #stop} are called by the runtime, never at the same time; all else runs on agents asked
 * for from the context's scheduler. A collector owns no thread and opens no socket in its activation.
 */
@ConsumerType
public interface Collector {
    /**
     * Begins to collect. An exception marks the instance as FAULTED with its message as the reason.
     *
     * @param context what the runtime lends until {@link #stop} returned
     */
    void start(CollectorContext context);

    /** Ends collecting. The runtime has already ended the agents and tasks of the context's scheduler. */
    default void stop() {}
}
