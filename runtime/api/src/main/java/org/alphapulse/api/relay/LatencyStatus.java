package org.alphapulse.api.relay;

/**
 * Percentiles of a time.
 *
 * @param name see {@link LatencyService#latencies}
 * @param count of times taken
 * @param p50Ns median in nanoseconds
 * @param p90Ns 90th percentile
 * @param p99Ns 99th percentile
 * @param p999Ns 99.9th percentile
 * @param maxNs longest
 */
public record LatencyStatus(String name, long count, long p50Ns, long p90Ns, long p99Ns, long p999Ns, long maxNs) {}
