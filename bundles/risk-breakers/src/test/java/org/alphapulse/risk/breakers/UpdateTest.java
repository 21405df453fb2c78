package org.alphapulse.risk.breakers;

import static org.alphapulse.risk.breakers.TradingFloor.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigInteger;
import java.util.Map;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.risk.Breaker;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.junit.jupiter.api.Test;

/** Another version of the bundle comes in place of the one that has counted. */
class UpdateTest {
    private static final int FILLED = ExecutionReportFlyweight.RESULT_FILLED;
    private static final int REVERTED = ExecutionReportFlyweight.RESULT_REVERTED;
    private static final Map<String, Object> WATCHING =
            map("watch", new String[] {TradingFloor.POOL.toString()}, "max_move_percent", 20.0, "move_window_s", 31);

    private static void update(TradingFloor floor, Map<String, Object> config) {
        floor.uninstall();
        floor.install(config);
    }

    @Test
    void shouldGoOnCountingFailuresAndJudgeByItsOwnWindow() {
        try (TradingFloor floor = TradingFloor.open("failure_minimum", 10)) {
            for (int i = 1; i <= 9; i++) {
                floor.report(i, FILLED);
            }
            update(floor, map("failure_minimum", 10));
            floor.report(10, REVERTED);
            assertNull(floor.trip(), "1 of 10");
            update(floor, map("failure_minimum", 10, "failure_window", 10));
            floor.report(11, REVERTED);
            assertEquals(Breaker.FAILURE_RATE, floor.trip().breaker());
            assertEquals(BigInteger.valueOf(200_000), floor.trip().observed(), "2 of the last 10");
        }
    }

    @Test
    void shouldCountTheResultsThatCameWhileNothingWasBound() {
        try (TradingFloor floor = TradingFloor.open("failure_minimum", 4)) {
            for (int i = 1; i <= 3; i++) {
                floor.report(i, FILLED);
            }
            floor.uninstall();
            assertFalse(floor.plan(), "nothing is approved without it");
            floor.report(4, REVERTED);
            floor.install(map("failure_minimum", 4));
            floor.settle();
            assertEquals(BigInteger.valueOf(250_000), floor.trip().observed());
        }
    }

    @Test
    void shouldKeepTheSamplesOfAPriceAsLongAsTheirWindowLasts() {
        for (final int seconds : new int[] {10, 40}) {
            try (TradingFloor floor = new TradingFloor(new ManualClock(), null, TradingMode.PAPER, WATCHING)) {
                for (int second = 0; second < 5; second++) {
                    floor.advanceMs(1_000);
                }
                floor.uninstall();
                floor.advanceMs(1_000 * seconds);
                floor.pool(1_000_000, 1_300_000);
                floor.install(WATCHING);
                floor.advanceMs(1_000);
                assertEquals(seconds < 31, floor.engine.isHalted(), "30 % within " + seconds + " s");
            }
        }
    }

    @Test
    void shouldForgetWhatWasCountedBeforeAPersonsReset() {
        try (TradingFloor floor = TradingFloor.open("failure_minimum", 2)) {
            floor.report(1, REVERTED);
            floor.uninstall();
            floor.engine.halt("on purpose");
            floor.advanceMs(1_000);
            floor.engine.resumeTrading();
            floor.install(map("failure_minimum", 2));
            floor.report(2, REVERTED);
            assertNull(floor.trip(), "1 since the reset");
            floor.report(3, REVERTED);
            assertEquals(Breaker.FAILURE_RATE, floor.trip().breaker());
        }
    }
}
