package org.alphapulse.benchmarks.pipeline;

/**
 * When what happened to each message under way, by its sequence. The collector's thread writes before it commits, the engine's thread
 * reads after it took the message.
 */
final class Timeline {
    /** As many as a sink has frames. */
    private static final int SIZE = 1 << 13;
    /** Where the collector publishes on the engine's thread; few, so as not to take the caches from what is measured. */
    private static final int FEW = 1 << 6;

    private final long[] due = new long[SIZE];
    private final long[] start = new long[SIZE];
    private final long[] committed = new long[SIZE];
    private final byte[] kind = new byte[SIZE];
    private int mask = FEW - 1;

    /** Engine's thread: when the market had the message under way. */
    long marketAt;
    /** Engine's thread: when the gate was asked about the first plan for the message under way, 0 for never. */
    long planAt;
    /** Engine's thread: when the first plan's signature was there; 0 for never. */
    long signedAt;

    private volatile Figures figures;
    private volatile long finished;
    private volatile long plans;
    private volatile long signed;
    private volatile long unsigned;
    private volatile int lastReason;

    /** From now on many messages may be under way. Nothing may be. */
    void expectMany() {
        mask = SIZE - 1;
    }

    /** From now on the engine is done with each message before the next. None may be under way. */
    void expectFew() {
        mask = FEW - 1;
    }

    void begin(long sequence, long dueNs, long startNs, byte messageKind) {
        final int at = (int) sequence & mask;
        due[at] = dueNs;
        start[at] = startNs;
        kind[at] = messageKind;
        committed[at] = 0;
    }

    /** Whether it matters when a message is committed. */
    boolean staged() {
        final Figures target = figures;
        return target != null && target.staged();
    }

    /** The same thread reads it later, or it is left out. */
    void committed(long sequence, long nowNs) {
        committed[(int) sequence & mask] = nowNs;
    }

    void figures(Figures next) {
        figures = next;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void plan(long nowNs) {
        plans++;
        if (planAt == 0) {
            planAt = nowNs;
        }
    }

    /** A signature was made. Engine's thread; those of rehearsals, between two messages, do not count. */
    void signature(long nowNs) {
        if (planAt != 0 && signedAt == 0) {
            signedAt = nowNs;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    void report(boolean wasSigned, int reason) {
        if (wasSigned) {
            signed++;
        } else {
            unsigned++;
            lastReason = reason;
        }
    }

    /** The engine is done with a message. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void finish(long sequence, long nowNs) {
        final Figures target = figures;
        if (target != null) {
            final int at = (int) sequence & mask;
            target.record(this, kind[at], due[at], start[at], committed[at], nowNs);
        }
        planAt = 0;
        signedAt = 0;
        marketAt = 0;
        finished++;
    }

    long finished() {
        return finished;
    }

    long plans() {
        return plans;
    }

    /** Plans that the executor reported as signed, and tried by the chain without a refusal. */
    long signed() {
        return signed;
    }

    long unsigned() {
        return unsigned;
    }

    /** The executor's reason code of the last plan that was not signed. */
    int lastReason() {
        return lastReason;
    }
}
