package org.alphapulse.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.alphapulse.benchmarks.pipeline.Schedule;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long START = 1_000_000_000L;

    @Test
    void shouldBeDueAtTheIntendedMomentsWhateverTheRate() {
        final long rate = 300_007;
        final Schedule schedule = new Schedule(START, rate, 2 * rate);
        for (long i = 0; i < 2 * rate; i++) {
            final long exact = START + (long) Math.floor(i * 1e9 / rate);
            assertEquals(exact, schedule.take(Long.MAX_VALUE), 1.0, "message " + i);
        }
        assertTrue(schedule.isOver());
    }

    @Test
    void shouldCountAStallForEveryMessageThatItDelayed() {
        final Schedule schedule = new Schedule(START, 1_000, 10);
        final long stalledUntil = START + 5_000_000;
        long late = 0;
        int taken = 0;
        while (schedule.isDue(stalledUntil)) {
            late += stalledUntil - schedule.take(stalledUntil);
            taken++;
        }
        assertEquals(6, taken);
        assertEquals(5_000_000 + 4_000_000 + 3_000_000 + 2_000_000 + 1_000_000, late);
    }

    @Test
    void shouldNotBeDueBeforeItsTime() {
        final Schedule schedule = new Schedule(START, 1_000, 2);
        schedule.take(START);
        assertFalse(schedule.isDue(START + 999_999));
        assertTrue(schedule.isDue(START + 1_000_000));
    }

    @Test
    void shouldAlwaysBeDueWithoutARate() {
        final Schedule schedule = new Schedule(START, 0, 2);
        assertTrue(schedule.isDue(START));
        assertEquals(START + 7, schedule.take(START + 7));
        schedule.take(START);
        assertFalse(schedule.isDue(START));
        assertTrue(schedule.isOver());
    }
}
