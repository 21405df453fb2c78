package org.alphapulse.benchmarks.probe;

/** Outlives every version of the strategy under test and keeps account of what each was given. */
public interface DeliveryRecorder {
    /** An instance was started in a slot. Gives the number under which it reports its deliveries. */
    int started(int slot, Object instance);

    /**
     * A message was delivered to an instance, acting or warming up; the counter rises by one from message to message. Slot's thread.
     */
    void delivered(int slot, int instance, long counter, boolean acting);

    /** A message was delivered to an instance that had been deactivated. */
    void deliveredAfterDeactivation(int slot);

    /** A version took over the count of messages that the version before it had saved. */
    void restored(int slot, long count);
}
