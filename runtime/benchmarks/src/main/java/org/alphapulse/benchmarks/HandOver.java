package org.alphapulse.benchmarks;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The floor of every way between two threads: a number goes from one that spins to another that spins and back, on cache lines of its own.
 * Half of the time is what the machine takes to carry a line between its two cores.
 */
final class HandOver {
    private static final int THERE = 16;
    private static final int BACK = 48;
    private static final int ROUNDS = 2_000;
    private static final int SAMPLES = 500;

    private final AtomicLongArray lines = new AtomicLongArray(80);

    private HandOver() {}

    /** One way, in microseconds: the median of many short samples. */
    static double medianUs() {
        return new HandOver().measure();
    }

    private double measure() {
        final long last = (long) ROUNDS * SAMPLES;
        final Thread other = new Thread(() -> answer(last), "benchmark-hand-over");
        other.setDaemon(true);
        other.start();
        final double[] samples = new double[SAMPLES];
        long number = 0;
        for (int sample = 0; sample < SAMPLES; sample++) {
            final long start = System.nanoTime();
            for (int i = 0; i < ROUNDS; i++) {
                lines.lazySet(THERE, ++number);
                await(BACK, number);
            }
            samples[sample] = (System.nanoTime() - start) / (2e3 * ROUNDS);
        }
        Arrays.sort(samples);
        return Bench.round(samples[SAMPLES / 2]);
    }

    private void answer(final long last) {
        for (long number = 1; number <= last; number++) {
            await(THERE, number);
            lines.lazySet(BACK, number);
        }
    }

    private void await(final int line, final long number) {
        while (lines.get(line) != number) {
            Thread.onSpinWait();
        }
    }
}
