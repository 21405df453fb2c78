package org.alphapulse.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {
    private long now = -50;
    private final Timers timers = new Timers(new TestClock(() -> now));

    /** A task that counts by itself when it should have run: tasks do not depend on each other. */
    private final class Counted {
        private final long periodNs;
        private final Timers.Timer timer;
        private long dueNs;
        private boolean over;
        private long expected;
        private long runs;

        Counted(long delayNs, long periodNs, Runnable inside) {
            this.periodNs = periodNs;
            dueNs = now + delayNs;
            timer = timers.add(
                    () -> {
                        runs++;
                        inside.run();
                    },
                    delayNs,
                    periodNs);
        }

        void cancel() {
            timer.cancel();
            over = true;
        }

        void expect() {
            while (!over && dueNs <= now) {
                expected++;
                over = periodNs == 0;
                // What was missed is made up for once.
                dueNs = Math.max(dueNs + periodNs, now);
            }
        }
    }

    @Test
    void shouldRunEachTaskWhenItIsDueWhateverTheOthersDo() {
        final Random random = new Random(3);
        final List<Counted> all = new ArrayList<>();
        final List<Counted> fresh = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (all.size() < 40 && random.nextInt(50) == 0) {
                final boolean adds = random.nextInt(4) == 0;
                fresh.add(new Counted(random.nextInt(300), random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(400), () -> {
                    if (adds && fresh.size() + all.size() < 60) {
                        fresh.add(new Counted(1 + random.nextInt(50), random.nextInt(2) * 90, () -> {}));
                    }
                }));
            }
            if (!all.isEmpty() && random.nextInt(100) == 0) {
                all.remove(random.nextInt(all.size())).cancel();
            }
            all.addAll(fresh);
            fresh.clear();
            now += random.nextInt(40);
            all.forEach(Counted::expect);
            timers.poll();
            all.forEach(one -> assertEquals(one.expected, one.runs));
            final long next = all.stream()
                    .filter(one -> !one.over)
                    .mapToLong(one -> one.dueNs)
                    .min()
                    .orElse(Long.MAX_VALUE);
            assertTrue(timers.nextDeadlineNs() <= next && timers.nextDeadlineNs() > now);
        }
    }

    @Test
    void shouldNotRunAgainATaskThatCancelsItself() {
        final Timers.Timer[] self = new Timers.Timer[1];
        final int[] runs = new int[1];
        self[0] = timers.add(
                () -> {
                    runs[0]++;
                    self[0].cancel();
                },
                0,
                10);
        timers.poll();
        now += 100;
        timers.poll();
        assertEquals(1, runs[0]);
        assertEquals(Long.MAX_VALUE, timers.nextDeadlineNs());
    }

    @Test
    void shouldGoOnAfterATaskThatThrows() {
        final int[] runs = new int[2];
        timers.add(
                () -> {
                    runs[0]++;
                    throw new IllegalStateException("made to fail");
                },
                1,
                10);
        timers.add(() -> runs[1]++, 2, 10);
        for (int i = 0; i < 4; i++) {
            now += 10;
            assertThrows(IllegalStateException.class, timers::poll);
            timers.poll();
        }
        assertEquals(4, runs[0]);
        assertEquals(4, runs[1]);
    }
}
