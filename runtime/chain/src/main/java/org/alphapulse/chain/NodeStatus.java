package org.alphapulse.chain;

/**
 * How a node does.
 *
 * @param name for people
 * @param state UP, DOWN or QUARANTINED
 * @param reason why it is not UP, else empty
 * @param failures since the last success
 * @param latencyUs smoothed time of a call in microseconds, 0 before the first
 * @param calls answered so far
 */
public record NodeStatus(String name, String state, String reason, int failures, long latencyUs, long calls) {}
