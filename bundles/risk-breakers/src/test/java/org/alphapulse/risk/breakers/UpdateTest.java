package org.alphapulse.risk.breakers;

import static org.alphapulse.risk.breakers.TradingFloor.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
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

    @Test
    void shouldKnowTheNewestBlockThatTheVersionBeforeHeardOf() {
        final Map<String, Object> config = map("max_market_age_ms", 30_000, "max_gas_price_gwei", 50.0);
        try (TradingFloor floor = new TradingFloor(new ManualClock(), null, TradingMode.PAPER, config)) {
            final long now = floor.clock.epochNs() / TradingFloor.GWEI;
            floor.block(1, 60 * TradingFloor.GWEI, now);
            update(floor, config);
            assertFalse(floor.plan());
            assertEquals(Breaker.GAS_PRICE, floor.trip().breaker());
            floor.block(2, TradingFloor.GWEI, now);
            floor.advanceMs(31_000);
            floor.engine.resumeTrading();
            floor.pool(1_000_000, 1_000_001);
            update(floor, config);
            assertFalse(floor.plan(), "the chain stands still, whoever else is heard of");
            assertEquals(BigInteger.valueOf(31_000), floor.trip().observed());
            floor.engine.resumeTrading();
            update(floor, map("chain_id", (long) TradingFloor.OTHER_CHAIN, "max_market_age_ms", 30_000));
            assertTrue(floor.plan(), "another chain than the one that is watched");
        }
    }

    /** Layout 1: reset, time, rhythm, number of prices, the prices, number of executions, the executions. */
    @Test
    void shouldReadWhatTheFirstLayoutHas() {
        try (TradingFloor floor = TradingFloor.open("failure_minimum", 10)) {
            final int executions = 9;
            final UnsafeBuffer saved = new UnsafeBuffer(new byte[32 + executions]);
            saved.putLong(8, floor.clock.epochNs());
            saved.putLong(16, 1);
            saved.putInt(28, executions);
            saved.putByte(32, (byte) 1);
            saved.putByte(33, (byte) 1);
            floor.restore(1, saved, saved.capacity());
            floor.report(1, FILLED);
            assertEquals(BigInteger.valueOf(200_000), floor.trip().observed(), "2 of 10");
        }
    }
}
