package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two strategies see the same market; one is kept warm between any two messages, the other never. */
class KeepWarmTest {
    private static final BigInteger DEEP = BigInteger.TEN.pow(22);
    private static final long KEEP_WARM_US = 1_000;
    private static final int BLOCKS = 80;
    private static final int PASSES = 20;

    /** A strategy on a market of its own. */
    private static final class Run {
        private final TestMarket market = new TestMarket();
        private final FakeContext context = new FakeContext(market.view);
        private final ArbitrageStrategy strategy;

        Run(String decideAt, long keepWarmUs) {
            for (int token = 0; token < 3; token++) {
                market.token();
            }
            for (int pool = 0; pool < 6; pool++) {
                market.v2(pool % 2, 1 + pool % 2, 3_000, DEEP, DEEP);
            }
            strategy =
                    ArbitrageStrategyTest.strategy("decide_at", decideAt, "keep_warm_us", keepWarmUs, "history", 1_024);
            strategy.onStart(context);
            context.background();
            block(1);
        }

        void block(int number) {
            context.changed = -1;
            strategy.onMessage(context.block(number, 1_000_000_000L));
        }

        void change(int pool, double by) {
            ShortSearchTest.move(market, pool, by);
            strategy.onMessage(context.change(pool));
        }

        /** Time goes by in which no message comes; gives the number of passes in which something was done. */
        int idle() {
            int done = 0;
            for (int pass = 0; pass < PASSES; pass++) {
                context.nanoTime += 1_000 * KEEP_WARM_US;
                done += context.idle.get(context.idle.size() - 1).doWork();
            }
            return done;
        }

        List<byte[]> plans() {
            return bytes(context.plans);
        }

        List<byte[]> signals() {
            return bytes(context.signals);
        }

        private static List<byte[]> bytes(FakeContext.Kept sink) {
            return sink.identities.stream()
                    .map(SignalIdentityFlyweight::buffer)
                    .map(buffer -> buffer.byteArray())
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"event", "block"})
    void shouldLeaveNoTraceWhenKeptWarm(String decideAt) {
        final Run cold = new Run(decideAt, 0);
        final Run warm = new Run(decideAt, KEEP_WARM_US);
        final Random random = new Random(3);
        int passes = 0;
        for (int block = 2; block < BLOCKS; block++) {
            final int pool = random.nextInt(6);
            final double by = Math.exp(0.08 * (random.nextDouble() - 0.5));
            for (final Run run : List.of(cold, warm)) {
                run.change(pool, by);
                passes += run.idle();
                run.block(block);
                passes += run.idle();
            }
            assertEquals(
                    cold.strategy.detector().considered(),
                    warm.strategy.detector().considered());
            assertEquals(
                    cold.strategy.detector().explanations(),
                    warm.strategy.detector().explanations());
        }
        assertEquals(2 * PASSES * (BLOCKS - 2), passes, "each pass of one, none of the other");
        assertEquals(0, cold.context.plans.rehearsed);
        assertTrue(warm.context.plans.rehearsed > BLOCKS, "plans were rehearsed, too");
        assertEquals(0, warm.context.signals.rehearsed);
        assertSame(cold.plans(), warm.plans(), 10);
        assertSame(cold.signals(), warm.signals(), 20);
    }

    /** Ids, amounts, explanations and all else. */
    private static void assertSame(List<byte[]> expected, List<byte[]> actual, int least) {
        assertTrue(expected.size() >= least, () -> "only " + expected.size());
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i));
        }
    }
}
