package org.alphapulse.collector.evm;

/**
 * The block that was announced and whose logs are asked for by its hash. A node may announce a block before it can tell its logs; then it is
 * asked again, a few times. Confined to the thread of the stream.
 */
final class Confirmation {
    private static final int MOST_RETRIES = 5;
    private static final long RETRY_NS = 50_000_000L;

    private Head head;
    private long id;
    private long askedAtListenedNs;
    private long retryAtNs;
    private int retries;

    /** The block that is to be confirmed, or null. */
    Head head() {
        return head;
    }

    boolean isUnderWay() {
        return head != null;
    }

    /** Whether an answer is to the question last asked. */
    boolean isAnswer(long toId) {
        return head != null && id == toId;
    }

    /** The logs of a block were asked for, for the first time or again; the time as {@link NodeConnection#listenedNs} has it. */
    void asked(Head of, long withId, long listenedNs) {
        head = of;
        id = withId;
        askedAtListenedNs = listenedNs;
        retryAtNs = 0;
    }

    /** The node could not tell, at a time by {@link System#nanoTime}. */
    void failed(long nowNs) {
        retries++;
        retryAtNs = nowNs + RETRY_NS;
    }

    /** Whether the node could not tell and is to be asked again, or given up, now. */
    boolean isRetryDue(long nowNs) {
        return retryAtNs != 0 && nowNs - retryAtNs >= 0;
    }

    boolean mayRetry() {
        return retries < MOST_RETRIES;
    }

    /** Whether an answer has been listened for longer than so many nanoseconds. */
    boolean isOverdue(long listenedNs, long limitNs) {
        return head != null && retryAtNs == 0 && listenedNs - askedAtListenedNs > limitNs;
    }

    /** Nothing is waited for any more, whether it came or not. */
    void end() {
        head = null;
        id = 0;
        retryAtNs = 0;
        retries = 0;
    }
}
