package org.alphapulse.benchmarks.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How long one look into memory takes that the core's own caches do not hold: a walk in random order over the lines of an array that is
 * some times larger than those are and a fraction of what a processor's cores share. Neighbours who fill the shared cache make it several times
 * longer, and with it all that reads the state of many pools, while arithmetic takes as long as ever.
 */
final class MemoryLatency {
    private static final int LINE = 8;
    private static final int LINES = 1 << 16;
    private static final int LOOKS = 20_000;

    private final long[] next = new long[LINE * LINES];
    private final List<Double> found = new ArrayList<>();
    private long at;

    MemoryLatency() {
        final SplittableRandom random = new SplittableRandom(1);
        final int[] order = new int[LINES];
        for (int i = 0; i < LINES; i++) {
            final int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        for (int i = 0; i < LINES; i++) {
            next[LINE * order[i]] = (long) LINE * order[(i + 1) % LINES];
        }
    }

    /** Looks once more. */
    void look() {
        final long start = System.nanoTime();
        long here = at;
        for (int i = 0; i < LOOKS; i++) {
            here = next[(int) here];
        }
        at = here;
        found.add((double) (System.nanoTime() - start) / LOOKS);
    }

    /** Nanoseconds a look: the least of all, and the median, as JSON. */
    String json() {
        Collections.sort(found);
        return String.format(Locale.ROOT, "{\"min\":%.1f,\"p50\":%.1f}", found.get(0), found.get(found.size() / 2));
    }
}
