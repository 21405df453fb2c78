package org.alphapulse.engine.slot;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.plugin.PluginKind;
import org.alphapulse.api.plugin.PluginState;
import org.alphapulse.engine.agent.Worker;
import org.alphapulse.engine.relay.Frame;
import org.alphapulse.engine.relay.FrameQueue;
import org.alphapulse.engine.relay.Topics;
import org.alphapulse.engine.trace.TraceScope;
import org.alphapulse.protocol.MessageReader;

/**
 * The stable place of a plugin: it outlives every version of it. It holds the messages while nothing is bound, hands the saved state
 * from version to version, and lets a new version warm up beside the acting one.
 *
 * <p>Threading: {@link #onMessage} is called by the engine agent only. All transitions run on the slot's worker, which for an inline
 * slot is the engine agent itself; the public methods that change something send a command there and wait. Only {@link #abandon}, which
 * replaces the worker, runs elsewhere.
 */
public final class Slot {
    private static final long NOTHING = 0;
    /** How long the unbinding of an isolated plugin watches one of its callbacks, since other slots may wait for the same bundle. */
    private static final long ISOLATED_PATIENCE_MS = 50;
    /** How many times in a row the same callback has to be seen: a machine that stands still for a moment is no hang. */
    private static final int LOOKS = 2;

    private final SlotSpec spec;
    private final SlotEvents events;
    private final FrameQueue queue;
    /** How many are about to be bound. */
    private final AtomicInteger coming = new AtomicInteger();

    private volatile Worker worker;
    private volatile Binding active;
    private volatile Binding other;
    private volatile Binding stopped;
    private boolean otherIsStandby;
    private volatile boolean parked;
    private volatile boolean closed;
    private MessageReader reader = new MessageReader();
    private DirectBuffer saved = new UnsafeBuffer(0, 0);
    private int savedLength;
    private int savedSchema;
    private volatile String trouble = "";

    private long delivered;
    private long dropped;
    private volatile long swaps;
    private volatile long lastPauseNs;
    private long pauseStartNs = NOTHING;

    /** Makes a slot on a worker; what a slot of the same id held before, messages and saved state, goes on in it. */
    public Slot(SlotSpec spec, Worker worker, SlotEvents events, Slot before) {
        this.spec = spec;
        this.worker = worker;
        this.events = events;
        if (before == null) {
            queue = new FrameQueue(spec.capacity());
        } else {
            queue = before.queue;
            saved = before.saved;
            savedLength = before.savedLength;
            savedSchema = before.savedSchema;
            parked = before.parked;
            delivered = before.delivered;
            dropped = before.dropped;
            swaps = before.swaps;
            pauseStartNs = before.pauseStartNs;
        }
    }

    /** Whether nothing is bound. */
    public boolean isEmpty() {
        return active == null && other == null && stopped == null;
    }

    /** Whether nothing will be bound any more. */
    public boolean isClosed() {
        return closed;
    }

    /** What was asked for. */
    public SlotSpec spec() {
        return spec;
    }

    /** Stable id. */
    public String id() {
        return spec.id();
    }

    /** The thread it delivers on now. */
    public Worker worker() {
        return worker;
    }

    /** Whether a message of these properties is wanted. Engine agent. */
    public boolean wants(MutableDirectBuffer buffer, int offset) {
        return spec.topics().matches(buffer, offset);
    }

    /** Takes a message from a relay: delivers at once if that keeps the order, else lets it wait. Engine agent. */
    public void onMessage(MutableDirectBuffer buffer, int offset, int length, long planId) {
        final Binding target = active;
        if (spec.inline() && target != null && !target.revoked() && !parked && queue.isEmpty()) {
            deliver(target, buffer, offset, length, planId);
        } else if (!queue.offer(buffer, offset, length, planId)) {
            overflow(buffer, offset, length, planId);
        }
    }

    /** Lets the plugin of an inline slot see a message that may come soon, when nothing waits before it. Engine agent. */
    public void rehearse(MutableDirectBuffer buffer, int length) {
        final Binding target = active;
        if (!spec.inline() || target == null || target.revoked() || parked || !queue.isEmpty()) {
            return;
        }
        final Object outer = worker.enter(target);
        try {
            reader.wrap(buffer, 0, length);
            target.rehearse(reader);
        } catch (Throwable t) { // a plugin may throw anything
            fault(target, t);
        } finally {
            worker.exit(outer);
        }
    }

    /** Delivers what waits. Worker. */
    public int drain(int limit) {
        int count = 0;
        while (count < limit) {
            final Binding target = active;
            if (target == null || target.revoked() || parked) {
                break;
            }
            final Frame frame = queue.poll();
            if (frame == null) {
                break;
            }
            if (!deliver(target, frame.buffer(), 0, frame.length(), frame.planId())) {
                return count + 1;
            }
            frame.release();
            count++;
        }
        return count;
    }

    /** True unless this thread was given up meanwhile. */
    private boolean deliver(Binding target, MutableDirectBuffer buffer, int offset, int length, long planId) {
        final Worker here = worker;
        delivered++;
        final Binding beside = other;
        if (!call(here, target, buffer, offset, length, planId)) {
            return false;
        }
        return beside == null || beside.revoked() || planId != 0 || call(here, beside, buffer, offset, length, planId);
    }

    private boolean call(Worker here, Binding target, MutableDirectBuffer buffer, int offset, int length, long planId) {
        final MessageReader message = reader;
        final TraceScope trace = here.trace();
        final int mark = trace.enter(buffer, offset, length, planId);
        final Object outer = here.enter(target);
        Throwable thrown = null;
        try {
            message.wrap(buffer, offset, length);
            target.deliver(message, planId);
        } catch (Throwable t) { // a plugin may throw anything, and none of it may reach the other plugins
            thrown = t;
        }
        if (!here.exit(outer)) {
            return false;
        }
        trace.leave(mark);
        if (thrown != null) {
            fault(target, thrown);
        }
        return true;
    }

    private void overflow(MutableDirectBuffer buffer, int offset, int length, long planId) {
        dropped++;
        if (spec.overflow() == OverflowPolicy.DROP_OLDEST) {
            final Frame oldest = queue.poll();
            if (oldest != null) {
                oldest.release();
            }
            queue.offer(buffer, offset, length, planId);
        }
        if (trouble.isEmpty()) {
            trouble = "queue of " + spec.capacity() + " messages overflowed: " + spec.overflow();
            events.report(this, trouble);
            if (spec.overflow() == OverflowPolicy.HALT) {
                events.halt(this, "slot " + id() + ": " + trouble);
            }
        }
    }

    /** Counts a plugin's exception and stops the plugin if it was one too many. Worker. */
    public void fault(Binding target, Throwable thrown) {
        final String what = thrown.getClass().getSimpleName() + ": " + thrown.getMessage() + place(thrown);
        if (!target.countFault(System.nanoTime(), spec.faultLimit())) {
            target.state(PluginState.DEGRADED, "threw " + what);
            return;
        }
        stopFaulty(target, "stopped after " + target.faults() + " faults, last " + what);
    }

    /** Lets a plugin that still answers end what it has under way, and tell of it. */
    private void stopFaulty(Binding target, String reason) {
        target.state(PluginState.FAULTED, reason);
        end(target);
        faulted(target, reason);
    }

    private void end(Binding binding) {
        final Throwable thrown = call(binding, binding::stop);
        if (thrown != null) {
            events.report(this, binding.origin() + " failed to stop: " + thrown.getMessage());
        }
    }

    private static String place(Throwable thrown) {
        final StackTraceElement[] trace = thrown.getStackTrace();
        return trace.length == 0 ? "" : " at " + trace[0];
    }

    private void faulted(Binding target, String reason) {
        target.state(PluginState.FAULTED, reason);
        target.revoke();
        events.report(this, target.origin() + " " + reason);
        stopped = target;
        if (target == other) {
            other = null;
        } else if (target == active) {
            active = null;
        }
        final Binding fallback = other;
        if (active == null && fallback != null) {
            other = null;
            fallback.state(PluginState.RUNNING, "");
            takeOver(fallback); // and whoever delivers just now goes on with it
            events.report(this, "fell back to " + fallback.origin());
        }
    }

    /**
     * Binds a plugin: it acts if nothing else does, or warms up beside what acts.
     *
     * @return false if the slot was closed meanwhile, and then the plugin was not touched; true if it is bound, or will be as soon as the
     *     slot's thread comes to it
     */
    public boolean bind(Binding binding) {
        coming.incrementAndGet();
        if (closed) {
            coming.decrementAndGet();
            return false;
        }
        binding.slot(this);
        try {
            return worker.call(() -> bindHere(binding), spec.commandTimeoutMs());
        } catch (TimeoutException e) {
            if (closed) { // its thread ended before it came to this
                return false;
            }
            events.report(this, binding.origin() + " waits to be bound: the slot's thread is busy");
            return true;
        } catch (IllegalStateException e) { // interrupted, and the caller will not know it as bound
            binding.revoke();
            worker.execute(() -> unbindHere(binding));
            throw e;
        }
    }

    private boolean bindHere(Binding binding) {
        coming.decrementAndGet();
        if (closed || binding.revoked()) {
            return false;
        }
        if (active != null) {
            bindBeside(binding);
        } else if (start(binding) && restore(binding)) {
            activate(binding);
        } else {
            stopped = binding;
        }
        return true;
    }

    /** Hands over the saved state, if there is one; false if the plugin failed at it, and then it is out. */
    private boolean restore(Binding binding) {
        if (savedLength == 0) {
            return true;
        }
        final Throwable thrown = call(binding, () -> binding.restore(savedSchema, saved, savedLength));
        if (thrown != null) {
            refuse(binding, "restore failed: " + thrown.getMessage());
        }
        return thrown == null;
    }

    /** Calls a plugin, which may throw anything; gives what it threw, or null. */
    private Throwable call(Binding binding, Runnable callback) {
        final Worker here = worker;
        final Object outer = here.enter(binding);
        Throwable thrown = null;
        try {
            callback.run();
        } catch (Throwable t) { // and none of it may reach the other plugins
            thrown = t;
        }
        here.exitOrLeave(outer);
        return thrown;
    }

    private void refuse(Binding binding, String reason) {
        binding.state(PluginState.FAULTED, reason);
        binding.revoke();
        events.report(this, binding.origin() + " " + reason);
    }

    /** Binds nothing more from now on; false if something is bound or about to be, and then the slot stays as it is. */
    public boolean close() {
        return closed
                || command("close", () -> {
                    closed |= isEmpty() && coming.get() == 0;
                    return closed;
                });
    }

    /** Drops what waits in a closed slot that is off the relays, and counts it; returns how much it was. */
    public long discard() {
        return command("discard", () -> {
            final long before = dropped;
            for (Frame frame = queue.poll(); frame != null; frame = queue.poll()) {
                frame.release();
                dropped++;
            }
            return dropped - before;
        });
    }

    private void activate(Binding binding) {
        takeOver(binding);
        if (spec.inline()) {
            drain(Integer.MAX_VALUE);
        }
        if (pauseStartNs != NOTHING) {
            lastPauseNs = System.nanoTime() - pauseStartNs;
            pauseStartNs = NOTHING;
            final long before = swaps;
            swaps = before + 1;
        }
    }

    private void takeOver(Binding binding) {
        binding.acting(true);
        active = binding;
        trouble = "";
    }

    private void bindBeside(Binding binding) {
        final Binding beside = other;
        if (beside != null) {
            binding.state(
                    PluginState.FAULTED,
                    "slot " + id() + " already has " + active.origin() + " acting and " + beside.origin()
                            + " beside it: remove one of them first");
            return;
        }
        if (!start(binding)) {
            stopped = binding;
            return;
        }
        save(active);
        if (!restore(binding)) {
            stopped = binding;
            return;
        }
        binding.state(PluginState.READY, "warms up beside " + active.origin() + "; swap lets it take over");
        other = binding;
        otherIsStandby = false;
    }

    private boolean start(Binding binding) {
        final Throwable thrown = call(binding, binding::start);
        if (thrown == null) {
            binding.state(PluginState.RUNNING, "");
        } else {
            refuse(binding, "start failed: " + thrown.getMessage());
        }
        return thrown == null;
    }

    /** Unbinds a plugin; when this returns, nothing more is delivered to it. */
    public void unbind(Binding binding) {
        final Supplier<Object> unbinding = () -> {
            unbindHere(binding);
            return null;
        };
        if (comesTo(unbinding)) {
            return;
        }
        binding.revoke();
        if (spec.inline()) {
            events.report(this, binding.origin() + " hangs while it is unbound");
        } else {
            events.giveUp(this);
            command("unbind " + binding.origin(), unbinding);
        }
    }

    /** Gives the thread of an isolated slot up if it does not come back from its plugin in time. */
    public void settle() {
        if (!spec.inline() && !comesTo(() -> null)) {
            events.giveUp(this);
        }
    }

    /**
     * Whether the slot's thread comes to a command in time; an isolated one has none if it stays in one and the same callback, but for those
     * that the command itself calls. The command may be run again: by the thread in the place of one that was given up amid it.
     */
    private boolean comesTo(Supplier<Object> command) {
        final Worker here = worker;
        final AtomicBoolean come = new AtomicBoolean();
        final Supplier<Object> awaited = () -> {
            come.set(true);
            return command.get();
        };
        int looks = 0;
        long seen = 0;
        final long patienceMs = spec.inline() ? spec.commandTimeoutMs() : ISOLATED_PATIENCE_MS;
        for (long waitedMs = 0; waitedMs < spec.commandTimeoutMs(); waitedMs += patienceMs) {
            try {
                here.call(awaited, patienceMs);
                return true;
            } catch (TimeoutException e) {
                final long epoch = here.epoch();
                looks = epoch == seen ? looks + 1 : 1;
                seen = epoch;
                if (looks >= LOOKS && (epoch & 1) == 1 && !come.get()) {
                    return false;
                }
            }
        }
        return false;
    }

    private void unbindHere(Binding binding) {
        if (binding == other) {
            other = null;
            stop(binding);
        } else if (binding == active) {
            pauseStartNs = System.nanoTime();
            save(binding);
            active = null;
            stop(binding);
            final Binding fallback = other;
            if (fallback != null) {
                other = null;
                if (restore(fallback)) {
                    fallback.state(PluginState.RUNNING, "");
                    activate(fallback);
                } else {
                    stopped = fallback;
                }
            }
        } else {
            if (binding == stopped) {
                stopped = null;
            }
            binding.revoke();
        }
    }

    /** Into a buffer of its own: a thread that is given up amid it still writes there. */
    private void save(Binding binding) {
        final ExpandableArrayBuffer fresh = new ExpandableArrayBuffer(1024);
        final AtomicInteger length = new AtomicInteger();
        final Throwable thrown = call(binding, () -> length.set(binding.save(fresh)));
        if (thrown != null) {
            events.report(this, binding.origin() + " could not save its state: " + thrown.getMessage());
            return;
        }
        saved = fresh;
        savedLength = length.get();
        savedSchema = binding.origin().stateSchema();
    }

    private void stop(Binding binding) {
        if (binding.state() != PluginState.FAULTED) {
            end(binding);
            binding.state(PluginState.STOPPED, "");
        }
        binding.revoke();
    }

    /** Lets the version beside take over between two events. */
    public String swap() {
        return exchange(false, "no candidate waits in slot " + id() + ": install the new version beside the old first");
    }

    /** Lets the version that acted before act again. */
    public String rollback() {
        return exchange(true, "no standby in slot " + id() + ": only a version that was swapped out can come back");
    }

    private String exchange(boolean back, String otherwise) {
        return command(back ? "rollback" : "swap", () -> {
            final Binding from = active;
            final Binding to = other;
            if (from == null || to == null || otherIsStandby != back) {
                throw new IllegalStateException(otherwise);
            }
            final long now = System.nanoTime();
            save(from);
            if (!restore(to)) {
                other = null;
                stopped = to;
                throw new IllegalStateException(
                        id() + ": " + from.origin() + " goes on, since " + to.origin() + " " + to.reason());
            }
            pauseStartNs = now;
            from.state(PluginState.READY, back ? "rolled back" : "standby; rollback lets it act again");
            from.acting(false);
            to.state(PluginState.RUNNING, "");
            other = from;
            otherIsStandby = !back;
            activate(to);
            return id() + ": " + to.origin() + " acts instead of " + from.origin();
        });
    }

    /** Holds the messages back. */
    public String park() {
        return command("park", () -> {
            parked = true;
            return id() + " is parked; resume delivers what waits";
        });
    }

    /** Delivers again; a faulted plugin gets another chance only by being bound anew. */
    public String resume() {
        return command("resume", () -> {
            parked = false;
            final int waiting = queue.size();
            if (spec.inline()) {
                drain(Integer.MAX_VALUE);
            }
            return id() + " delivers again; " + waiting + " messages waited";
        });
    }

    /**
     * Gives a thread of an isolated slot up, since a plugin hangs in it, and goes on with another one, which has not begun yet. The watchdog,
     * or who unbinds.
     *
     * @return false if the plugin came back in the meantime
     */
    public boolean abandon(Worker stuck, long epoch, Binding hung, Worker replacement, String reason) {
        if (!stuck.abandon(epoch)) {
            return false;
        }
        hung.revoke();
        reader = new MessageReader(); // the hung plugin still holds the old one
        replacement.execute(() -> condemn(hung, reason)); // before anything else touches the plugin
        worker = replacement;
        stuck.leaveTo(replacement);
        return true;
    }

    /** Stops a plugin that hung. Worker. */
    public void condemn(Binding hung, String reason) {
        if (hung.state() == PluginState.FAULTED) {
            return;
        }
        if (spec.inline()) { // it has come back
            stopFaulty(hung, reason);
            drain(Integer.MAX_VALUE);
        } else {
            faulted(hung, reason);
        }
    }

    private <T> T command(String what, Supplier<T> action) {
        try {
            return worker.call(action, spec.commandTimeoutMs());
        } catch (TimeoutException e) {
            throw new IllegalStateException("slot " + id() + " did not come to a safe point within "
                    + spec.commandTimeoutMs() + " ms for " + what + ": its plugin hangs");
        }
    }

    /** The acting plugin, or null. */
    public Binding active() {
        return active;
    }

    /** All that is bound: what waits beside the acting plugin first, then that, then what was stopped or never started. */
    public List<Binding> bindings() {
        return Stream.of(other, active, stopped).filter(Objects::nonNull).toList();
    }

    /** {@code active}, {@code candidate}, {@code standby} or empty. */
    public String roleOf(Binding binding) {
        if (binding == active) {
            return "active";
        }
        return binding == other ? (otherIsStandby ? "standby" : "candidate") : "";
    }

    /** Why the slot as such needs attention, or empty. */
    public String trouble() {
        return parked ? "parked by a person" : trouble;
    }

    /** Whether a person holds the messages back. */
    public boolean parked() {
        return parked;
    }

    /** Messages delivered. */
    public long delivered() {
        return delivered;
    }

    /** Messages waiting. */
    public long lag() {
        return queue.size();
    }

    /** Messages dropped. */
    public long dropped() {
        return dropped;
    }

    /** How often the acting plugin was replaced. */
    public long swaps() {
        return swaps;
    }

    /** Length of the last replacement. */
    public long lastPauseNs() {
        return lastPauseNs;
    }

    /** Kind of plugin that it holds. */
    public PluginKind kind() {
        return spec.kind();
    }

    /** Topics. */
    public Topics topics() {
        return spec.topics();
    }
}
