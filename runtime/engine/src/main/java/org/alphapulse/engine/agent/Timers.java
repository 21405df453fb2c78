package org.alphapulse.engine.agent;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.Scheduler;

/** Deadlines of one worker. Confined to its thread, except {@link Timer#cancel}. */
public final class Timers {
    /** The task that is due first, and all others: one that is due again before them need not go among them. The one that runs is neither. */
    private Timer next;

    private final PriorityQueue<Timer> others = new PriorityQueue<>(Comparator.comparingLong(timer -> timer.deadline));
    private final EngineClock clock;
    private final Span fired = new Span();
    private final Span idled = new Span();
    private Idler[] idlers = {};
    private LongConsumer idleTaker = ns -> {};
    private volatile boolean timed;

    Timers(EngineClock clock) {
        this.clock = clock;
    }

    /** One task. */
    public static final class Timer implements Scheduler.Task {
        private final Runnable task;
        private final long periodNs;
        private long deadline;
        private volatile boolean cancelled;

        private Timer(Runnable task, long deadline, long periodNs) {
            this.task = task;
            this.deadline = deadline;
            this.periodNs = periodNs;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /** A time in which tasks ran, by the clock's epochNs. */
    private static final class Span {
        private long fromNs;
        private long untilNs;

        private long within(long from, long until) {
            return Math.max(0, Math.min(until, untilNs) - Math.max(from, fromNs));
        }
    }

    /** A duty cycle for moments without messages. */
    private static final class Idler implements Scheduler.Task {
        private final Scheduler.DutyCycle dutyCycle;
        private volatile boolean cancelled;

        private Idler(Scheduler.DutyCycle dutyCycle) {
            this.dutyCycle = dutyCycle;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /**
     * Takes over what another worker had to do that is stuck in a callback, but for the task in which it is stuck. What others have cancelled
     * meanwhile, or cancel later, is not run.
     */
    void takeOver(Timers from) {
        final Timer first = from.next;
        if (first != null) {
            put(first);
        }
        for (final Timer other : from.others.toArray(new Timer[0])) {
            if (other != null) { // the callback may be adding one just now
                put(other);
            }
        }
        idlers = from.idlers;
    }

    /** Adds a duty cycle that {@link #idle} runs. */
    public Scheduler.Task addIdle(Scheduler.DutyCycle dutyCycle) {
        final Idler idler = new Idler(dutyCycle);
        idlers = Stream.concat(Arrays.stream(idlers), Stream.of(idler)).toArray(Idler[]::new);
        return idler;
    }

    /** One pass of each duty cycle; returns the work that they did. No message may wait. */
    public int idle() {
        final boolean measured = timed;
        int work = 0;
        boolean ended = false;
        for (int i = 0; i < idlers.length; i++) {
            if (idlers[i].cancelled) {
                ended = true;
            } else {
                final long fromNs = measured ? clock.epochNs() : 0;
                final int done = idlers[i].dutyCycle.doWork();
                work += done;
                if (measured && done > 0) {
                    idled.fromNs = fromNs;
                    idled.untilNs = clock.epochNs();
                    idleTaker.accept(idled.untilNs - fromNs);
                }
            }
        }
        if (ended) {
            forgetCancelled();
        }
        return work;
    }

    /** A duty cycle is code of a plugin: kept after its end it would keep the plugin's class loader. */
    private void forgetCancelled() {
        idlers = Arrays.stream(idlers).filter(idler -> !idler.cancelled).toArray(Idler[]::new);
    }

    /** Sets who is told how long each pass of {@link #idle} that did something took, in nanoseconds. Before the first. */
    public void onIdle(LongConsumer taker) {
        idleTaker = taker;
    }

    /**
     * Takes the times of tasks and passes from now on, or no longer: for a short task a look at the clock before and after it is a good part
     * of its time. Any thread.
     */
    public void timed(boolean on) {
        timed = on;
    }

    /** Adds a task; {@code periodNs} 0 means once. */
    public Timer add(Runnable task, long delayNs, long periodNs) {
        final Timer timer = new Timer(task, clock.nanoTime() + delayNs, periodNs);
        put(timer);
        return timer;
    }

    private void put(Timer timer) {
        if (next == null) {
            next = timer;
        } else {
            others.add(timer);
        }
        settle();
    }

    /** Sees to it that the first one is the first. */
    private void settle() {
        final Timer first = others.peek();
        if (first != null && (next == null || first.deadline < next.deadline)) {
            others.poll();
            if (next != null) {
                others.add(next);
            }
            next = first;
        }
    }

    /** When the next task is due by the clock's nanoTime, {@link Long#MAX_VALUE} for never. */
    public long nextDeadlineNs() {
        return next == null ? Long.MAX_VALUE : next.deadline;
    }

    /** Runs what is due; returns how many tasks. */
    public int poll() {
        if (next == null) {
            return 0;
        }
        final long now = clock.nanoTime();
        if (next.deadline - now > 0) {
            return 0;
        }
        final boolean measured = timed;
        int count = 0;
        if (measured) {
            fired.fromNs = clock.epochNs();
        }
        while (next != null && next.deadline - now <= 0) {
            final Timer timer = next;
            next = null;
            try {
                if (!timer.cancelled) {
                    count++;
                    timer.task.run();
                }
            } finally {
                if (timer.periodNs > 0 && !timer.cancelled) {
                    timer.deadline = Math.max(timer.deadline + timer.periodNs, now);
                    put(timer);
                } else {
                    settle();
                }
            }
        }
        if (measured) {
            fired.untilNs = clock.epochNs();
        }
        return count;
    }

    /** How much of a span of time the last tasks took, while they are {@link #timed}; both ends by the clock's epochNs. */
    public long firedNs(long fromNs, long untilNs) {
        return fired.within(fromNs, untilNs) + idled.within(fromNs, untilNs);
    }
}
