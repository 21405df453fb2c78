package org.alphapulse.risk.breakers;

import static org.alphapulse.risk.breakers.TradingFloor.COIN;
import static org.alphapulse.risk.breakers.TradingFloor.GWEI;
import static org.alphapulse.risk.breakers.TradingFloor.USDC;
import static org.alphapulse.risk.breakers.TradingFloor.WETH;
import static org.alphapulse.risk.breakers.TradingFloor.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.risk.Breaker;
import org.alphapulse.api.risk.Trip;
import org.alphapulse.ledger.FileLedger;
import org.alphapulse.ledger.Outcome;
import org.alphapulse.ledger.Planned;
import org.alphapulse.ledger.Settlement;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.testkit.PluginConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakersTest {
    private static final int FILLED = ExecutionReportFlyweight.RESULT_FILLED;
    private static final int REVERTED = ExecutionReportFlyweight.RESULT_REVERTED;
    private static final int EXPIRED = ExecutionReportFlyweight.RESULT_EXPIRED;
    private static final int UNKNOWN = ExecutionReportFlyweight.RESULT_UNKNOWN;

    @TempDir
    Path folder;

    /** Halted by that breaker with these figures; told on the relay; plans are refused with the reason; a reset ends it. */
    private static void assertTripped(TradingFloor floor, Breaker breaker, long observed, long limit, String unit) {
        final Trip trip = floor.trip();
        assertEquals(breaker, trip.breaker());
        assertEquals("risk.breakers~test", trip.by());
        assertEquals(BigInteger.valueOf(observed), trip.observed());
        assertEquals(BigInteger.valueOf(limit), trip.limit());
        assertEquals(unit, trip.unit());
        assertEquals(1, floor.engine.halts().trips().size());
        assertEquals(
                1,
                floor.breakers.breakers().stream()
                        .filter(row -> row.breaker() == breaker)
                        .mapToLong(row -> row.trips())
                        .sum());
        await("the executors are told", () -> floor.heard("EmergencyStop", "\"BREAKER\"", trip.explanation()));
        await("everybody is told", () -> floor.heard("CircuitBreaker", "TRIPPED", breaker.name()));
        final int before = floor.executed.size();
        assertFalse(floor.plan(WETH, BigInteger.ONE, 1));
        assertEquals(before, floor.executed.size());
        await("the refusal says why", () -> floor.heard("RiskDecision", "REFUSED", trip.explanation()));
        floor.engine.resumeTrading();
        await("the executors are told", () -> floor.heard("EmergencyStop", "LIFTED"));
        await("everybody is told", () -> floor.heard("CircuitBreaker", "CLOSED", breaker.name()));
    }

    // ---- daily loss

    @Test
    void shouldHaltWhenGasOfRevertedPlansAndLossesExceedTheDailyLoss() {
        try (TradingFloor floor = TradingFloor.open("max_daily_loss", 1.0, "failures", "rejected")) {
            floor.report(1, REVERTED, WETH, BigInteger.ZERO, 500_000, 1_000 * GWEI); // 0.5 coins of gas
            floor.report(2, FILLED, WETH, COIN.divide(BigInteger.TEN), 100_000, 1_000 * GWEI); // even
            floor.report(3, FILLED, USDC, BigInteger.valueOf(-1_000_000_000), 0, 0); // -1,000 dollars, 0.5 coins
            assertNull(floor.trip(), "exactly the limit is allowed");
            floor.report(4, REVERTED, WETH, BigInteger.ZERO, 1, 1);
            assertTripped(floor, Breaker.DAILY_LOSS, GWEI + 1, GWEI, "gwei");
            assertTrue(floor.plan(), "a reset begins a new sum");
            floor.report(5, REVERTED, WETH, BigInteger.ZERO, 900_000, 1_000 * GWEI);
            assertNull(floor.trip());
            floor.report(6, REVERTED, WETH, BigInteger.ZERO, 200_000, 1_000 * GWEI);
            assertEquals(Breaker.DAILY_LOSS, floor.trip().breaker());
        }
    }

    @Test
    void shouldForgetTheLossOfYesterday() {
        try (TradingFloor floor = TradingFloor.open("max_daily_loss", 1.0)) {
            floor.report(1, REVERTED, WETH, BigInteger.ZERO, 900_000, 1_000 * GWEI);
            floor.advanceMs(12 * 3_600_000L);
            floor.report(2, REVERTED, WETH, BigInteger.ZERO, 900_000, 1_000 * GWEI);
            assertNull(floor.trip());
            floor.report(3, REVERTED, WETH, BigInteger.ZERO, 200_000, 1_000 * GWEI);
            assertEquals(Breaker.DAILY_LOSS, floor.trip().breaker());
        }
    }

    @Test
    void shouldCountOnlyTheLastResultWhenAPlanIsReportedAnew() {
        try (TradingFloor floor = TradingFloor.open("max_daily_loss", 1.0)) {
            floor.report(1, FILLED, WETH, COIN.multiply(BigInteger.valueOf(5)), 0, 0);
            floor.report(2, REVERTED, WETH, BigInteger.ZERO, 900_000, 1_000 * GWEI);
            floor.report(1, EXPIRED); // its block was lost
            assertNull(floor.trip());
            floor.report(3, REVERTED, WETH, BigInteger.ZERO, 200_000, 1_000 * GWEI);
            assertEquals(Breaker.DAILY_LOSS, floor.trip().breaker());
        }
    }

    @Test
    void shouldCountWhatTheLedgerHasOfTodayFromBeforeTheStart() {
        final ManualClock clock = new ManualClock();
        final long today = clock.epochNs() - 3_600_000_000_000L;
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20);
                TradingFloor floor =
                        new TradingFloor(clock, null, TradingMode.PAPER, TradingFloor.map("max_daily_loss", 1.0))) {
            settle(ledger, today - 86_400_000_000_000L, 5_000_000); // yesterday
            settle(ledger, today, 600_000);
            floor.breakers.ledger(ledger);
            floor.advanceMs(10_000);
            assertNull(floor.trip());
            floor.report(1, REVERTED, WETH, BigInteger.ZERO, 500_000, 1_000 * GWEI);
            assertTripped(floor, Breaker.DAILY_LOSS, 1_100_000_000L, GWEI, "gwei");
        }
    }

    /** Of two transactions settled just before the start one is reported before the ledger is looked at, the other one after. */
    @Test
    void shouldCountOnceWhatTheLedgerHasAndAReportTells() {
        final ManualClock clock = new ManualClock();
        final long today = clock.epochNs() - 3_600_000_000_000L;
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20);
                TradingFloor floor =
                        new TradingFloor(clock, null, TradingMode.PAPER, TradingFloor.map("max_daily_loss", 1.0))) {
            settle(ledger, today, 300_000, "0x" + "a1".repeat(32));
            settle(ledger, today, 300_000, "0x" + "b2".repeat(32));
            floor.report(hash(0xa1), 0, REVERTED, WETH, BigInteger.ZERO, 300_000, 1_000 * GWEI);
            floor.breakers.ledger(ledger);
            floor.advanceMs(10_000);
            floor.report(hash(0xb2), 0, REVERTED, WETH, BigInteger.ZERO, 300_000, 1_000 * GWEI);
            assertNull(floor.trip());
            floor.report(hash(0xc3), 1, REVERTED, WETH, BigInteger.ZERO, 500_000, 1_000 * GWEI);
            assertTripped(floor, Breaker.DAILY_LOSS, 1_100_000_000L, GWEI, "gwei");
        }
    }

    private static byte[] hash(int digit) {
        final byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) digit);
        return hash;
    }

    private static void settle(FileLedger ledger, long createdAtNs, long gas) {
        settle(ledger, createdAtNs, gas, "");
    }

    private static void settle(FileLedger ledger, long createdAtNs, long gas, String hash) {
        settle(ledger, "paper", createdAtNs, gas, hash, BigInteger.ZERO);
    }

    private static void settle(
            FileLedger ledger, String account, long createdAtNs, long gas, String hash, BigInteger profit) {
        final long entry = ledger.plan(new Planned(
                1, 1, 1, 1, account, 1, "", WETH.toString(), BigInteger.ONE, 1, 1, 1, 0, createdAtNs, new byte[0]));
        final Outcome outcome = profit.signum() == 0 ? Outcome.REVERTED : Outcome.FILLED;
        ledger.settle(entry, new Settlement(outcome, hash, 1, "", gas, 1_000 * GWEI, profit, ""));
    }

    @Test
    void shouldNotSetWhatWasGainedOnPaperAgainstWhatIsLostInLiveMode() {
        final ManualClock clock = new ManualClock();
        final long today = clock.epochNs() - 3_600_000_000_000L;
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20);
                TradingFloor floor =
                        new TradingFloor(clock, null, TradingMode.LIVE, TradingFloor.map("max_daily_loss", 1.0))) {
            for (final String account : List.of("paper", "shadow", "replay")) {
                settle(ledger, account, today, 0, "", COIN.multiply(BigInteger.TEN));
            }
            settle(ledger, "0x" + "5a".repeat(20), today, 600_000, "0x" + "a1".repeat(32), BigInteger.ZERO);
            floor.breakers.ledger(ledger);
            floor.advanceMs(10_000);
            assertNull(floor.trip());
            floor.report(hash(0xc3), 1, REVERTED, WETH, BigInteger.ZERO, 500_000, 1_000 * GWEI);
            assertTripped(floor, Breaker.DAILY_LOSS, 1_100_000_000L, GWEI, "gwei");
        }
    }

    @Test
    void shouldCountOnPaperOnlyWhatWasLostOnPaper() {
        final ManualClock clock = new ManualClock();
        final long today = clock.epochNs() - 3_600_000_000_000L;
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20);
                TradingFloor floor =
                        new TradingFloor(clock, null, TradingMode.PAPER, TradingFloor.map("max_daily_loss", 1.0))) {
            settle(ledger, "0x" + "5a".repeat(20), today, 5_000_000, "0x" + "a1".repeat(32), BigInteger.ZERO);
            settle(ledger, "replay", today, 5_000_000, "", BigInteger.ZERO);
            floor.breakers.ledger(ledger);
            floor.advanceMs(10_000);
            assertNull(floor.trip());
        }
    }

    /** A fill on paper has no transaction: it is told while the breakers are new, and is in the ledger that they then look at. */
    @Test
    void shouldCountOnceWhatWasFilledOnPaperAndIsInTheLedgerToo() {
        final ManualClock clock = new ManualClock();
        final long today = clock.epochNs() - 3_600_000_000_000L;
        try (FileLedger ledger = FileLedger.open(folder, 1 << 20);
                TradingFloor floor =
                        new TradingFloor(clock, null, TradingMode.PAPER, TradingFloor.map("max_daily_loss", 1.0))) {
            settle(ledger, today, 600_000);
            floor.report(new byte[32], 1, 1, REVERTED, WETH, BigInteger.ZERO, 600_000, 1_000 * GWEI);
            floor.breakers.ledger(ledger);
            floor.advanceMs(10_000);
            floor.report(new byte[32], 1, 1, REVERTED, WETH, BigInteger.ZERO, 600_000, 1_000 * GWEI);
            assertNull(floor.trip());
            floor.report(new byte[32], 2, 1, REVERTED, WETH, BigInteger.ZERO, 500_000, 1_000 * GWEI);
            assertNull(floor.trip(), "the plan of that id has another result now");
            floor.report(new byte[32], 2, 2, REVERTED, WETH, BigInteger.ZERO, 600_000, 1_000 * GWEI);
            assertTripped(floor, Breaker.DAILY_LOSS, 1_100_000_000L, GWEI, "gwei");
        }
    }

    @Test
    void shouldCountOnceAPlanOfAnEarlierProcessThatIsFilledLostAndFilledAgain() {
        try (TradingFloor floor = TradingFloor.open("max_daily_loss", 1.0)) {
            final BigInteger gain = COIN.multiply(BigInteger.valueOf(5));
            floor.report(hash(0xa1), 0, FILLED, WETH, gain, 0, 0);
            floor.report(hash(0xa1), 0, UNKNOWN, WETH, BigInteger.ZERO, 0, 0);
            floor.report(hash(0xa1), 0, FILLED, WETH, gain, 0, 0);
            floor.report(hash(0xc3), 1, REVERTED, WETH, BigInteger.ZERO, 6_100_000, 1_000 * GWEI);
            assertTripped(floor, Breaker.DAILY_LOSS, 1_100_000_000L, GWEI, "gwei");
        }
    }

    @Test
    void shouldCountTheGasOfATransferThatFillsAHoleButNoExecution() {
        try (TradingFloor floor = TradingFloor.open(
                "max_daily_loss", 1.0, "failures", "reverted,rejected,expired", "failure_minimum", 1)) {
            floor.report(hash(0xa1), 0, EXPIRED, WETH, BigInteger.ZERO, 21_000, 40_000 * GWEI);
            assertNull(floor.trip());
            floor.report(hash(0xa2), 0, EXPIRED, WETH, BigInteger.ZERO, 21_000, 40_000 * GWEI);
            assertTripped(floor, Breaker.DAILY_LOSS, 1_680_000_000L, GWEI, "gwei");
        }
    }

    // ---- trade size, gas price

    @Test
    void shouldHaltWhenARouteIsLargerThanAllowed() {
        try (TradingFloor floor = TradingFloor.open("max_trade_size", 10.0)) {
            assertTrue(floor.plan(WETH, COIN.multiply(BigInteger.TEN), GWEI));
            assertTrue(floor.plan(USDC, BigInteger.valueOf(20_000_000_000L), GWEI));
            assertFalse(floor.plan(USDC, BigInteger.valueOf(20_001_000_000L), GWEI));
            assertEquals(List.of(1L, 2L), floor.executed);
            assertTripped(floor, Breaker.TRADE_SIZE, 10_000_500_000L, 10_000_000_000L, "gwei");
            assertFalse(floor.plan(WETH, BigInteger.ONE.shiftLeft(200), GWEI), "the widest numbers as well");
        }
    }

    @Test
    void shouldHaltWhenAnOrderIsLargerThanAllowed() {
        try (TradingFloor floor = TradingFloor.open("max_order_size", 2.0)) {
            assertTrue(floor.order(2));
            assertFalse(floor.order(2.5));
            assertTripped(floor, Breaker.TRADE_SIZE, 250_000_000L, 200_000_000L, "10^-8 units");
        }
    }

    @Test
    void shouldRefuseButNotHaltWhenATokenHasNoPriceInLiveMode() {
        try (TradingFloor floor = new TradingFloor(
                new ManualClock(), null, TradingMode.LIVE, TradingFloor.map("tokens", new String[] {WETH + "|1"}))) {
            floor.block(1, GWEI, floor.clock.epochNs() / GWEI);
            assertFalse(floor.plan(), "not armed");
            floor.engine.arm();
            assertTrue(floor.plan());
            assertFalse(floor.plan(USDC, BigInteger.ONE, 1));
            assertNull(floor.trip());
            await("the refusal says what to do", () -> floor.heard("REFUSED", USDC.toString(), "add it to"));
        }
    }

    @Test
    void shouldHaltWhenGasIsTooDearInAPlanOrInTheNewestBlock() {
        try (TradingFloor floor = TradingFloor.open("max_gas_price_gwei", 50.0)) {
            assertTrue(floor.plan(WETH, COIN, 50 * GWEI));
            assertFalse(floor.plan(WETH, COIN, 50 * GWEI + 1));
            assertTripped(floor, Breaker.GAS_PRICE, 50 * GWEI + 1, 50 * GWEI, "wei");
            floor.block(5, 60 * GWEI, floor.clock.epochNs() / GWEI);
            assertFalse(floor.plan(WETH, COIN, GWEI));
            assertEquals(BigInteger.valueOf(60 * GWEI), floor.trip().observed());
        }
    }

    // ---- failure rate

    @Test
    void shouldHaltWhenMoreThanATenthFails() {
        try (TradingFloor floor = TradingFloor.open("failure_minimum", 20)) {
            for (int i = 1; i <= 18; i++) {
                floor.report(i, FILLED);
            }
            floor.report(19, REVERTED);
            floor.report(20, EXPIRED); // cost nothing
            floor.report(21, ExecutionReportFlyweight.RESULT_UNKNOWN); // no result yet
            floor.report(22, ExecutionReportFlyweight.RESULT_REJECTED);
            assertNull(floor.trip(), "2 of 21");
            floor.report(23, REVERTED);
            assertTripped(floor, Breaker.FAILURE_RATE, 1_000_000L * 3 / 22, 100_000, "ppm");
            floor.report(24, REVERTED);
            assertNull(floor.trip(), "a reset begins a new window");
        }
    }

    @Test
    void shouldNotJudgeFailuresBeforeThereAreEnough() {
        try (TradingFloor floor = TradingFloor.open("failure_minimum", 20)) {
            for (int i = 1; i <= 19; i++) {
                floor.report(i, REVERTED);
            }
            assertNull(floor.trip());
            floor.report(20, FILLED);
            assertEquals(Breaker.FAILURE_RATE, floor.trip().breaker());
            assertTrue(floor.trip().explanation().contains("19 of the last 20"), floor.trip()::explanation);
        }
    }

    @Test
    void shouldForgetFailuresThatLeftTheWindow() {
        try (TradingFloor floor = TradingFloor.open("failure_minimum", 10, "failure_window", 20)) {
            for (int i = 1; i <= 19; i++) {
                floor.report(i, FILLED);
            }
            for (int round = 0; round < 5; round++) {
                floor.report(100 + round, REVERTED);
                for (int i = 0; i < 9; i++) {
                    floor.report(200 + i, FILLED);
                }
            }
            assertNull(floor.trip(), "never more than 2 of 20");
        }
    }

    // ---- volatility, stale market

    @Test
    void shouldHaltWhenAWatchedPriceMovesTooFast() {
        try (TradingFloor floor = TradingFloor.open(
                "watch", new String[] {TradingFloor.POOL.toString()}, "max_move_percent", 20.0, "move_window_s", 31)) {
            for (int second = 0; second < 60; second++) {
                floor.pool(1_000_000, 1_000_000 + 5_000L * second); // 30 % in a minute, 16 % within the window
                floor.advanceMs(1_000);
            }
            assertNull(floor.trip());
            floor.pool(1_000_000, 1_600_000);
            floor.advanceMs(1_000);
            assertEquals(Breaker.VOLATILITY, floor.trip().breaker());
            // The oldest of the 32 samples is 31 s old.
            assertEquals(1_600_000.0 / 1_145_000 - 1, floor.trip().observed().doubleValue() / 1e6, 0.006);
            assertEquals(BigInteger.valueOf(200_000), floor.trip().limit());
            assertTrue(floor.trip().explanation().contains(TradingFloor.POOL.toString()));
        }
    }

    @Test
    void shouldHaltWhenAPlanComesOnAMarketThatWasNotHeardOf() {
        try (TradingFloor floor = TradingFloor.open("max_market_age_ms", 5_000)) {
            floor.advanceMs(5_000);
            assertTrue(floor.plan());
            floor.advanceMs(60_000);
            assertNull(floor.trip(), "silence alone costs nothing");
            floor.pool(1_000_000, 1_000_001);
            floor.advanceMs(5_001);
            assertFalse(floor.plan());
            assertTripped(floor, Breaker.STALE_MARKET, 5_001, 5_000, "ms");
        }
    }

    @Test
    void shouldHaltWhenTheNewestBlockIsOldByItsOwnTime() {
        try (TradingFloor floor = TradingFloor.open("max_market_age_ms", 30_000)) {
            floor.block(1, GWEI, floor.clock.epochNs() / GWEI - 20);
            assertTrue(floor.plan());
            floor.blockBehind(2, GWEI, floor.clock.epochNs() / GWEI - 90);
            assertTrue(floor.plan(), "a block that is replayed is old, and not the newest");
            floor.block(3, GWEI, floor.clock.epochNs() / GWEI - 90);
            assertFalse(floor.plan());
            assertEquals(BigInteger.valueOf(90_000), floor.trip().observed());
        }
    }

    @Test
    void shouldJudgeAPlanByTheBlocksOfItsOwnChain() {
        try (TradingFloor floor = TradingFloor.open("max_market_age_ms", 30_000, "max_gas_price_gwei", 50.0)) {
            final long now = floor.clock.epochNs() / GWEI;
            floor.block(1, 1, 60 * GWEI, now);
            floor.block(TradingFloor.OTHER_CHAIN, 2, GWEI, now);
            assertTrue(floor.plan(TradingFloor.OTHER_WETH, COIN, GWEI));
            assertFalse(floor.plan(), "gas is too dear on the plan's own chain");
            assertTripped(floor, Breaker.GAS_PRICE, 60 * GWEI, 50 * GWEI, "wei");
            floor.block(1, 3, GWEI, now - 90);
            floor.block(TradingFloor.OTHER_CHAIN, 4, GWEI, now);
            assertTrue(floor.plan(TradingFloor.OTHER_WETH, COIN, GWEI));
            assertTrue(floor.order(1), "an order is of no chain");
            assertFalse(floor.plan(), "the plan's own chain stands still");
            assertTripped(floor, Breaker.STALE_MARKET, 90_000, 30_000, "ms");
        }
    }

    @Test
    void shouldRefuseButNotHaltInLiveModeBeforeABlockOfThePlansChainWasHeardOf() {
        try (TradingFloor floor = new TradingFloor(new ManualClock(), null, TradingMode.LIVE, TradingFloor.map())) {
            floor.engine.arm();
            floor.block(TradingFloor.OTHER_CHAIN, 1, GWEI, floor.clock.epochNs() / GWEI);
            assertFalse(floor.plan());
            await("the refusal says why", () -> floor.heard("REFUSED", "no block of chain 1 "));
            assertNull(floor.trip());
            floor.block(1, 1, GWEI, floor.clock.epochNs() / GWEI);
            assertTrue(floor.plan());
        }
        try (TradingFloor floor =
                new TradingFloor(new ManualClock(), null, TradingMode.LIVE, TradingFloor.map("max_market_age_ms", 0))) {
            floor.engine.arm();
            assertTrue(floor.plan(), "the breaker is off");
        }
    }

    // ---- what all have in common

    @Test
    void shouldRefuseAnApprovedPlanThatIsNotSentYetWhenABreakerTrips() {
        try (TradingFloor floor = TradingFloor.open("max_daily_loss", 1.0)) {
            floor.engine.slots().find("executor").park();
            assertTrue(floor.plan(), "approved, and waits for its executor");
            floor.report(99, REVERTED, WETH, BigInteger.ZERO, 2_000_000, 1_000 * GWEI);
            floor.engine.slots().find("executor").resume();
            floor.settle();
            assertEquals(List.of(), floor.executed);
            await(
                    "the refusal says why",
                    () -> floor.heard("RiskDecision", "REFUSED", "after the approval", "lost since"));
            await("the plan has an end", () -> floor.heard("ExecutionReport", "REJECTED", "65535"));
            floor.engine.resumeTrading();
            floor.settle();
            assertEquals(List.of(), floor.executed, "not even after the reset");
            assertTrue(floor.plan());
            assertEquals(List.of(2L), floor.executed);
        }
    }

    @Test
    void shouldStayHaltedAfterARestartUntilAPersonResetsIt() throws IOException {
        final Path file = folder.resolve("alphapulse/halt");
        final ManualClock clock = new ManualClock();
        try (TradingFloor floor =
                new TradingFloor(clock, file, TradingMode.PAPER, TradingFloor.map("max_daily_loss", 1.0))) {
            floor.report(1, REVERTED, WETH, BigInteger.ZERO, 2_000_000, 1_000 * GWEI);
            floor.engine.halt("and a person\tas well");
        }
        clock.advanceMs(1_000);
        try (TradingFloor floor = new TradingFloor(clock, file, TradingMode.PAPER, TradingFloor.map())) {
            assertEquals(
                    List.of(Breaker.DAILY_LOSS, Breaker.KILL_SWITCH),
                    floor.engine.halts().trips().stream().map(Trip::breaker).toList());
            assertEquals(BigInteger.valueOf(2 * GWEI), floor.trip().observed());
            assertFalse(floor.plan());
            assertEquals(2, floor.engine.resumeTrading().size());
            assertTrue(floor.plan());
        }
        try (TradingFloor floor = new TradingFloor(clock, file, TradingMode.PAPER, TradingFloor.map())) {
            assertFalse(floor.engine.isHalted());
            assertEquals(clock.epochNs(), floor.engine.halts().lastResetNs());
        }
        Files.writeString(file, "what is this\n");
        try (TradingFloor floor = new TradingFloor(clock, file, TradingMode.PAPER, TradingFloor.map())) {
            assertTrue(floor.engine.isHalted(), "a record that cannot be read may have held a halt");
            assertTrue(floor.trip().explanation().contains(file.toString()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "max_daily_loss, -1, max.daily.loss=-1.0, 0.0 to 1.0E9 coins",
        "max_daily_loss, 4e-10, max.daily.loss=4.0E-10, 'allowed is 0, which turns it off, or at least 1.0E-9 coins'",
        "max_order_size, 4e-9, max.order.size=4.0E-9, at least 1.0E-8 units",
        "max_failure_percent, 0.00001, max.failure.percent=1.0E-5, at least 1.0E-4 percent",
        "max_trade_size, 2e9, max.trade.size=2.0E9, 0.0 to 1.0E9 coins",
        "max_gas_price_gwei, -5, max.gas.price.gwei=-5.0, gwei",
        "max_failure_percent, 101, max.failure.percent=101.0, 0.0 to 100.0 percent",
        "max_move_percent, -1, max.move.percent=-1.0, percent",
        "failures, cancelled, failures=cancelled, 'reverted, rejected, expired'",
        "tokens, nonsense, tokens=nonsense, id|smallest units per wei",
        "watch, nonsense, watch=nonsense, the id of a pool",
    })
    void shouldNameTheKeyTheValueAndWhatIsAllowed(String key, String value, String said, String allowed) {
        final Class<?> type = java.util.Arrays.stream(BreakersConfig.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(key))
                .findFirst()
                .orElseThrow()
                .getReturnType();
        final Object wrong = type == double.class
                ? (Object) Double.valueOf(value)
                : type == String.class ? value : new String[] {value};
        final var refused = assertThrows(
                IllegalArgumentException.class,
                () -> new BreakersMonitor(PluginConfig.of(BreakersConfig.class, Map.of(key, wrong))));
        assertTrue(refused.getMessage().contains(said), refused::getMessage);
        assertTrue(refused.getMessage().contains(allowed), refused::getMessage);
    }
}
