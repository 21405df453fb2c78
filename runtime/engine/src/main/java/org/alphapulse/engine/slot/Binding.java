package org.alphapulse.engine.slot;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.Scheduler;
import org.alphapulse.api.plugin.PluginState;
import org.alphapulse.protocol.MessageReader;

/**
 * One plugin instance while it is bound: the plugin, what people see of it, and what must end with it. The slot's worker owns it;
 * the volatile fields are read by sinks and status calls on other threads.
 */
public abstract class Binding {
    private final Origin origin;
    private final Set<Scheduler.Task> tasks = ConcurrentHashMap.newKeySet();
    private volatile PluginState state = PluginState.READY;
    private volatile String reason = "";
    private volatile Slot slot;
    private volatile boolean acting;
    private volatile boolean heard;
    private volatile boolean revoked;
    private volatile long faults;
    private volatile long muted;
    private long faultWindowStartNs;
    private int faultsInWindow;

    /**
     * Where a plugin comes from.
     *
     * @param bundle symbolic name
     * @param version bundle version
     * @param stateSchema layout version of its saved state
     */
    public record Origin(String bundle, String version, int stateSchema) {
        @Override
        public String toString() {
            return bundle + " " + version;
        }
    }

    protected Binding(Origin origin) {
        this.origin = origin;
    }

    /** Starts the plugin. */
    protected abstract void start();

    /** Delivers one message, or an approved plan if {@code planId} is not 0. */
    protected abstract void deliver(MessageReader message, long planId);

    /** Lets the plugin see a message that may come soon. */
    protected void rehearse(MessageReader expected) {}

    /** Stops the plugin. */
    protected abstract void stop();

    /** Writes the plugin's state; returns its length. */
    protected int save(MutableDirectBuffer buffer) {
        return 0;
    }

    /** Hands the plugin a state of an earlier version. */
    protected void restore(int schema, DirectBuffer buffer, int length) {}

    /** Where the plugin comes from. */
    public final Origin origin() {
        return origin;
    }

    /** The slot it was bound to, null before. */
    public final Slot slot() {
        return slot;
    }

    final void slot(Slot newSlot) {
        slot = newSlot;
    }

    /** Whether it acts, and no other version. */
    public final boolean acting() {
        return acting;
    }

    /** Lets it act or not. */
    public final void acting(boolean now) {
        acting = now;
        heard = now || (heard && tellsResults());
    }

    /** Whether what it sends goes out. */
    public final boolean heard() {
        return heard;
    }

    /** Whether it is heard on what it was given while it acted, also when another version acts. */
    public boolean tellsResults() {
        return false;
    }

    /** Whether it was unbound for good. */
    public final boolean revoked() {
        return revoked;
    }

    /** Ends all that the plugin scheduled. */
    protected final void endTasks() {
        tasks.forEach(Scheduler.Task::cancel);
        tasks.clear();
    }

    /** Ends all that the plugin scheduled and closes its sinks. Idempotent, any thread. */
    public final void revoke() {
        revoked = true;
        acting = false;
        heard = false;
        endTasks();
    }

    /** Remembers a task to end with the binding. */
    public final <T extends Scheduler.Task> T ends(T task) {
        tasks.add(task);
        if (revoked) {
            task.cancel();
        }
        return task;
    }

    /** Forgets a task that has ended. */
    public final void endsNoMore(Scheduler.Task task) {
        tasks.remove(task);
    }

    /** Counts a message that was discarded since the plugin is not acting. One thread. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public final void countMuted() {
        muted++;
    }

    /** Sets what people see. */
    public final void state(PluginState newState, String newReason) {
        state = newState;
        reason = newReason;
    }

    /** What people see. */
    public final PluginState state() {
        return state;
    }

    /** Why. */
    public final String reason() {
        return reason;
    }

    /** Exceptions so far. */
    public final long faults() {
        return faults;
    }

    /** Messages discarded so far. */
    public final long muted() {
        return muted;
    }

    /** Counts an exception; true if it was one too many within the window. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    final boolean countFault(long nowNs, FaultLimit limit) {
        faults++;
        if (faultsInWindow == 0 || nowNs - faultWindowStartNs > limit.windowNs()) {
            faultWindowStartNs = nowNs;
            faultsInWindow = 0;
        }
        return ++faultsInWindow >= limit.faults();
    }
}
