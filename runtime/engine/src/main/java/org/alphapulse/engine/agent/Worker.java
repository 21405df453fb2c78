package org.alphapulse.engine.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentTerminationException;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.engine.trace.TraceScope;
import org.jctools.queues.MpscUnboundedArrayQueue;

/**
 * A thread that delivers to plugins. It runs commands between two deliveries, keeps the timers of its plugins, and marks when it
 * is inside a plugin's callback so that the watchdog can tell a hang from idling.
 */
public abstract class Worker implements Agent {
    /** Marks a worker whose thread was given up. */
    private static final long ABANDONED = Long.MIN_VALUE;
    /** How long a caller waits awake: one that has to be woken waits for a core, and often messages wait for it. */
    private static final long SPIN_NS = 200_000;

    private final String name;
    private final MpscUnboundedArrayQueue<Consumer<Worker>> commands = new MpscUnboundedArrayQueue<>(64);
    private final Deque<Runnable> answers = new ArrayDeque<>();
    private final ArrayList<Thread> sleepers = new ArrayList<>(64);
    private final Timers timers;
    private final AtomicLong epoch = new AtomicLong();
    private volatile Thread thread;
    /** What this one's commands go to since its thread was given up. */
    private volatile Worker successor;

    private final boolean expendable;
    private final TraceScope trace = new TraceScope();
    private Object current;
    private int depth;

    /** Makes a worker; an expendable one may be given up by the watchdog. */
    protected Worker(String name, boolean expendable, EngineClock clock) {
        this.name = name;
        this.timers = new Timers(clock);
        this.expendable = expendable;
    }

    /** Delivers what waits; called by {@link #doWork} after the commands. */
    protected abstract int deliver();

    @Override
    public void onStart() {
        thread = Thread.currentThread();
    }

    @Override
    public final int doWork() {
        int work = answer();
        Consumer<Worker> command;
        while ((command = commands.relaxedPoll()) != null) {
            command.accept(this);
            leaveIfAbandoned();
            work++;
        }
        work += timers.poll();
        final int delivered = deliver();
        leaveIfAbandoned();
        work += delivered + answer() + wake();
        return delivered == 0 ? work + timers.idle() : work;
    }

    /** A thread that was given up has nothing more to do here: another one is in its place. */
    private void leaveIfAbandoned() {
        if (expendable && isAbandoned()) {
            throw new AgentTerminationException("given up after a hang");
        }
    }

    /**
     * Leaves the timers of a thread that was given up, and the commands to which it has not come, to the worker that takes its place and has
     * not begun yet. Commands that come later go there too.
     */
    public final void leaveTo(Worker replacement) {
        replacement.timers.takeOver(timers);
        successor = replacement;
        passOn(replacement);
    }

    private synchronized void passOn(Worker replacement) {
        Consumer<Worker> command;
        while ((command = commands.poll()) != null) {
            replacement.submit(command);
        }
    }

    /** Whether a command waits. Any thread. */
    protected final boolean isAsked() {
        return !commands.isEmpty();
    }

    @Override
    public void onClose() {
        answer();
    }

    /** Wakes those whose commands are done: after the messages that waited for them, as a thread that wakes may take this one's core. */
    private int answer() {
        int count = 0;
        Runnable answer;
        while ((answer = answers.poll()) != null) {
            answer.run();
            count++;
        }
        return count;
    }

    private int wake() {
        final int count = sleepers.size();
        for (int i = 0; i < count; i++) {
            LockSupport.unpark(sleepers.get(i));
        }
        sleepers.clear();
        return count;
    }

    /** Wakes a thread once the messages that wait are delivered. Only on this thread. */
    public final void wakeLater(Thread sleeper) {
        sleepers.add(sleeper);
    }

    @Override
    public final String roleName() {
        return name;
    }

    /** Timers whose tasks run on this thread. Only to be used on it. */
    public final Timers timers() {
        return timers;
    }

    /** The trace of what is being delivered. Only to be used on this thread. */
    public final TraceScope trace() {
        return trace;
    }

    /** Whether the caller is this worker's thread. */
    public final boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** The thread, null before the start. */
    public final Thread thread() {
        return thread;
    }

    /** Runs a command on this thread, between two deliveries. Any thread. */
    public final void execute(Runnable command) {
        submit(on -> command.run());
    }

    /** Runs a command on this thread, or on the one in its place if it was given up; the command is told which one that is. Any thread. */
    public final void submit(Consumer<Worker> command) {
        commands.offer(command);
        final Worker instead = successor;
        if (instead == null) {
            LockSupport.unpark(thread);
        } else {
            passOn(instead);
        }
    }

    /**
     * Runs a command on this thread, or on the one in its place if it is given up, and waits for its result.
     *
     * @throws TimeoutException if the command did not end in time; it may still be run later, or be under way
     */
    public final <T> T call(Supplier<T> command, long timeoutMs) throws TimeoutException {
        if (isCurrent()) {
            return command.get();
        }
        final CompletableFuture<T> result = new CompletableFuture<>();
        submit(on -> {
            try {
                final T value = command.get();
                on.answers.add(() -> result.complete(value));
            } catch (RuntimeException | Error e) {
                on.answers.add(() -> result.completeExceptionally(e));
            }
        });
        final long spunNs = System.nanoTime() + SPIN_NS;
        while (!result.isDone() && System.nanoTime() - spunNs < 0) {
            Thread.yield();
        }
        try {
            return result.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }

    /** Marks the begin of a plugin's callback; callbacks nest. Returns what {@link #exit} needs. */
    public final Object enter(Object callee) {
        final Object outer = current;
        current = callee;
        if (depth++ == 0) {
            epoch.lazySet(epoch.getPlain() + 1);
        }
        return outer;
    }

    /** Marks the end of a callback after which this thread has nothing more to do if it was given up meanwhile. */
    public final void exitOrLeave(Object outer) {
        if (!exit(outer)) {
            throw new AgentTerminationException("given up after a hang");
        }
    }

    /** Marks the end of a callback; false if this thread was given up meanwhile, after which it must touch nothing more. */
    public final boolean exit(Object outer) {
        current = outer;
        if (--depth > 0) {
            return true;
        }
        if (!expendable) {
            epoch.lazySet(epoch.getPlain() + 1);
            return true;
        }
        final long inside = epoch.getPlain();
        return inside != ABANDONED && epoch.compareAndSet(inside, inside + 1);
    }

    /** Even outside callbacks, odd inside. */
    public final long epoch() {
        return epoch.get();
    }

    /** What {@link #enter} was given last; a hint for the watchdog. */
    public final Object current() {
        return current;
    }

    /** Gives the thread up if it is still inside the callback of that epoch. */
    public final boolean abandon(long insideEpoch) {
        return epoch.compareAndSet(insideEpoch, ABANDONED);
    }

    /** Whether the thread was given up. */
    public final boolean isAbandoned() {
        return epoch.get() == ABANDONED;
    }
}
