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

        /**
         * Lets the thread of an {@link Scheduler#agent} or {@link Scheduler#background} that waits for its next pass begin it now. Called
         * on a plugin's callback thread it takes effect when that has delivered the messages that wait, since a thread that is woken may
         * take the core of the one that woke it. Any thread; never blocks.
         */
        default void wake() {}
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
     * Runs a duty cycle on the plugin's callback thread in moments in which no message waits there: right after the messages, and then
     * again and again. A message that comes meanwhile waits for the pass, so each must be short; where latencies are taken, the passes are
     * too.
     *
     * @param dutyCycle one pass; a result above 0 keeps the thread awake, 0 lets it back off
     * @return a handle to end it
     */
    default Task idle(DutyCycle dutyCycle) {
        return every(IDLE_PERIOD_NS, dutyCycle::doWork);
    }

    /** How often {@link #idle} runs in a runtime that does not know when nothing waits, in nanoseconds. */
    long IDLE_PERIOD_NS = 50_000;

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
