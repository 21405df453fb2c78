package org.alphapulse.engine.relay;

import java.util.Arrays;

/**
 * Finds holes in the sequences of the sources of one relay, for one consumer. Allocates only when it meets a source for the first time
 * and has no room. One thread.
 */
public final class SequenceGaps {
    /** Told of a hole. */
    @FunctionalInterface
    public interface GapListener {
        /** {@code missing} messages of a source are missing from {@code firstSequence} on. */
        void onGap(int sourceKind, long firstSequence, long missing);
    }

    private static final int COUNTER_BITS = 48;

    private final GapListener listener;
    private int[] sources = new int[16];
    private long[] expected = new long[16];
    private int known;
    private long gaps;
    private long missing;

    /** Makes a detector that knows no source. */
    public SequenceGaps(GapListener listener) {
        this.listener = listener;
    }

    /** Looks at the next message; a sequence that was seen before is passed over. Returns how many messages are missing before it. */
    public long onMessage(int sourceKind, long sequence) {
        final int source = sourceKind << 16 | (int) (sequence >>> COUNTER_BITS);
        int slot = ((source * 0x9E3779B1) >>> 16) & (sources.length - 1);
        while (sources[slot] != source) {
            if (sources[slot] == 0) {
                begin(source, sequence);
                return 0;
            }
            slot = (slot + 1) & (sources.length - 1);
        }
        final long lost = sequence - expected[slot];
        if (lost < 0) {
            return 0;
        }
        expected[slot] = sequence + 1;
        if (lost > 0) {
            gaps++;
            missing += lost;
            listener.onGap(sourceKind, sequence - lost, lost);
        }
        return lost;
    }

    private void begin(int source, long sequence) {
        if (++known * 2 > sources.length) {
            final int[] oldSources = sources;
            final long[] oldExpected = expected;
            sources = new int[oldSources.length * 2];
            expected = new long[sources.length];
            for (int i = 0; i < oldSources.length; i++) {
                if (oldSources[i] != 0) {
                    put(oldSources[i], oldExpected[i]);
                }
            }
        }
        put(source, sequence + 1);
    }

    private void put(int source, long next) {
        int slot = ((source * 0x9E3779B1) >>> 16) & (sources.length - 1);
        while (sources[slot] != 0) {
            slot = (slot + 1) & (sources.length - 1);
        }
        sources[slot] = source;
        expected[slot] = next;
    }

    /** Forgets all sources: the next message of each is taken as its first. */
    public void forget() {
        Arrays.fill(sources, 0);
        known = 0;
    }

    /** Holes so far. */
    public long gaps() {
        return gaps;
    }

    /** Messages in those holes. */
    public long missing() {
        return missing;
    }
}
