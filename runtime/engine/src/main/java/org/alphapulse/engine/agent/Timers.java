package org.alphapulse.engine.agent;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.Scheduler;

/** Deadlines of one worker. Confined to its thread, except {@link Timer#cancel}. */
public final class Timers {
    private final PriorityQueue<Timer> queue = new PriorityQueue<>(Comparator.comparingLong(timer -> timer.deadline));
    private final EngineClock clock;
    private long nextDeadline = Long.MAX_VALUE;
    private long firedFromNs;
    private long firedUntilNs;

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

    /** Adds a task; {@code periodNs} 0 means once. */
    public Timer add(Runnable task, long delayNs, long periodNs) {
        final Timer timer = new Timer(task, clock.nanoTime() + delayNs, periodNs);
        queue.add(timer);
        nextDeadline = queue.peek().deadline;
        return timer;
    }

    /** When the next task is due by the clock's nanoTime, {@link Long#MAX_VALUE} for never. */
    public long nextDeadlineNs() {
        return nextDeadline;
    }

    /** Runs what is due; returns how many tasks. */
    public int poll() {
        if (nextDeadline == Long.MAX_VALUE) {
            return 0;
        }
        final long now = clock.nanoTime();
        if (nextDeadline - now > 0) {
            return 0;
        }
        int fired = 0;
        firedFromNs = clock.epochNs();
        while (nextDeadline - now <= 0) {
            final Timer timer = queue.poll();
            if (!timer.cancelled) {
                timer.task.run();
                fired++;
                if (timer.periodNs > 0) {
                    timer.deadline = Math.max(timer.deadline + timer.periodNs, now);
                    queue.add(timer);
                }
            }
            final Timer next = queue.peek();
            nextDeadline = next == null ? Long.MAX_VALUE : next.deadline;
        }
        firedUntilNs = clock.epochNs();
        return fired;
    }

    /** How much of a span of time the last tasks took; both ends by the clock's epochNs. */
    public long firedNs(long fromNs, long untilNs) {
        return Math.max(0, Math.min(untilNs, firedUntilNs) - Math.max(fromNs, firedFromNs));
    }
}
