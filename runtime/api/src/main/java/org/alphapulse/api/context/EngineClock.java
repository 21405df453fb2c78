package org.alphapulse.api.context;

import org.osgi.annotation.versioning.ProviderType;

/** The only clock a plugin may read, so that a replay gives the same decisions. Any thread. */
@ProviderType
public interface EngineClock {
    /**
     * Wall clock.
     *
     * @return nanoseconds since 1970-01-01 UTC
     */
    long epochNs();

    /**
     * Monotonic clock for intervals.
     *
     * @return nanoseconds from an arbitrary origin
     */
    long nanoTime();
}
