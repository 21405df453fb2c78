package org.alphapulse.benchmarks.pipeline;

/**
 * When each message of a phase is due, whatever became of those before it: times are counted from the intended moment, so that a stall
 * counts for every message that it delayed. One thread.
 */
public final class Schedule {
    private static final long SECOND = 1_000_000_000L;

    private final long startNs;
    private final long perSecond;
    private final long count;
    private long taken;

    /**
     * Makes a schedule.
     *
     * @param startNs when the first message is due
     * @param perSecond rate, or 0 for as fast as possible
     * @param count messages in all
     */
    public Schedule(long startNs, long perSecond, long count) {
        this.startNs = startNs;
        this.perSecond = perSecond;
        this.count = count;
    }

    /** Whether all were taken. */
    public boolean isOver() {
        return taken == count;
    }

    /** Messages taken so far. */
    public long taken() {
        return taken;
    }

    /** Whether the next one is due; false at the end. */
    public boolean isDue(long nowNs) {
        return taken < count && (perSecond == 0 || dueNs(taken) - nowNs <= 0);
    }

    /** Takes the next one; returns when it was due. */
    public long take(long nowNs) {
        final long due = perSecond == 0 ? nowNs : dueNs(taken);
        taken++;
        return due;
    }

    private long dueNs(long message) {
        return startNs + message / perSecond * SECOND + message % perSecond * SECOND / perSecond;
    }
}
