package org.alphapulse.api.context;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Time and threads, owned by the runtime. All that was scheduled ends when the plugin is unbound, before its deactivation.
 *
 * <p>Threading: call from the plugin's own callbacks.
 */
@ProviderType
public interface Scheduler {
    /** Ends what was scheduled. Idempotent, any thread. */
    interface Task {
        /** Stops further runs. A run under way ends by itself. */
        void cancel();
    }

    /** One pass of a loop that the runtime runs on a thread of its own. */
    @FunctionalInterface
    interface DutyCycle {
        /**
         * Does what there is to do without blocking.
         *
         * @return the amount of work done; 0 lets the thread back off
         */
        int doWork();
    }

    /**
     * Runs a task once on the plugin's callback thread.
     *
     * @param delayNs delay in nanoseconds, 0 or more
     * @param task what to run
     * @return a handle to end it
     */
    Task after(long delayNs, Runnable task);

    /**
     * Runs a task again and again on the plugin's callback thread.
     *
     * @param periodNs period in nanoseconds, at least 1,000
     * @param task what to run
     * @return a handle to end it
     */
    Task every(long periodNs, Runnable task);

    /**
     * Runs a duty cycle on a thread of its own until it is cancelled or the plugin is unbound.
     *
     * @param name short name of the thread, for people
     * @param dutyCycle the loop body
     * @return a handle to end it; {@link Task#cancel} returns when the loop has ended
     */
    Task agent(String name, DutyCycle dutyCycle);

    /**
     * As {@link #agent}, for what is not urgent: with nothing to do, the thread looks only every millisecond, which leaves its core to
     * others.
     *
     * @param name short name of the thread, for people
     * @param dutyCycle the loop body
     * @return a handle to end it; {@link Task#cancel} returns when the loop has ended
     */
    default Task background(String name, DutyCycle dutyCycle) {
        return agent(name, dutyCycle);
    }
}
