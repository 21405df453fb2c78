package org.alphapulse.engine.slot;

/**
 * How many exceptions stop a plugin.
 *
 * @param faults exceptions within the window
 * @param windowNs length of the window in nanoseconds
 */
public record FaultLimit(int faults, long windowNs) {}
