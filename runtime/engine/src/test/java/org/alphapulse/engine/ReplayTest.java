package org.alphapulse.engine;

import static org.alphapulse.engine.TestBench.await;
import static org.alphapulse.engine.TestBench.plugin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.risk.RiskApproved;
import org.alphapulse.engine.replay.Recording;
import org.alphapulse.engine.replay.Replay;
import org.alphapulse.engine.risk.Halts;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageChecksum;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.OrderRequestFlyweight;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.protocol.TradeFlyweight;
import org.alphapulse.spi.executor.TradeExecutor;
import org.alphapulse.spi.strategy.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final long BEGIN_NS = 1_700_000_000_000_000_000L;
    private static final long MS = 1_000_000L;

    @TempDir
    Path folder;

    /** A file of trades, five milliseconds apart, as relay:record writes them. */
    private Path record(int trades) throws IOException {
        final Path file = folder.resolve("trades-" + trades);
        final byte[] bytes = new byte[256];
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        final MessageWriter writer = new MessageWriter();
        final TradeFlyweight trade = new TradeFlyweight();
        final MessageChecksum checksum = new MessageChecksum();
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 1; i <= trades; i++) {
                // One signal among them, which is not of the market.
                final int domain = i == 2 ? Domains.SIGNAL : Domains.MARKET_DATA;
                writer.begin(buffer, 0, 256, domain, SourceKinds.COLLECTOR, 0, i, BEGIN_NS + 5 * MS * i);
                trade.appendTo(writer);
                trade.clear();
                trade.instrument(TestBench.PAIR).price(100 + i % 7).size(i).tradeId(i);
                final int length = writer.finish();
                new HeaderFlyweight().wrap(buffer, 0).checksum(0).checksum(checksum.compute(buffer, 0, length));
                out.write(bytes, 0, length);
            }
        }
        return file;
    }

    /** Orders after an agent of its own has thought about a trade, and on a timer. */
    private static final class Thinking implements Strategy {
        private final TradeFlyweight trade = new TradeFlyweight();
        private final OrderRequestFlyweight order = new OrderRequestFlyweight();
        private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        private StrategyContext context;
        private volatile long waiting;
        private volatile long thought;
        private long orders;

        @Override
        public void onStart(StrategyContext newContext) {
            context = newContext;
            context.scheduler().agent("thinker", this::think);
            context.scheduler().every(7 * MS, () -> send(context.clock().epochNs() % 1_000_000_007));
        }

        private int think() {
            threads.add(Thread.currentThread());
            if (waiting == 0) {
                return 0;
            }
            thought = waiting;
            waiting = 0;
            return 1;
        }

        @Override
        public void onMessage(MessageReader message) {
            threads.add(Thread.currentThread());
            if (thought > 0) {
                send(thought);
            }
            while (message.next() > 0) {
                if (trade.readFrom(message) == 0) {
                    waiting = trade.tradeId();
                }
            }
        }

        private void send(long size) {
            order.appendTo(context.plans().begin(OrderRequestFlyweight.BLOCK_LENGTH + 8));
            order.clear();
            order.instrument(TestBench.PAIR).size(size).orderId(++orders);
            context.plans().commit();
        }
    }

    private static final class Reporting implements TradeExecutor {
        private final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
        private ExecutorContext context;

        @Override
        public void onStart(ExecutorContext newContext) {
            context = newContext;
        }

        @Override
        public void execute(RiskApproved approved) {
            final long plan = approved.planId();
            context.scheduler().after(2 * MS, () -> {
                report.appendTo(context.results().begin(ExecutionReportFlyweight.BLOCK_LENGTH + 8));
                report.clear();
                report.planId(plan)
                        .completedAtNs(context.clock().epochNs())
                        .result(ExecutionReportFlyweight.RESULT_FILLED)
                        .mode(context.mode().ordinal());
                context.results().commit();
            });
        }
    }

    private Replay.Outcome replay(Path file, Thinking strategy, String delivery)
            throws IOException, InterruptedException, ExecutionException {
        try (Recording recording = new Recording(file);
                Engine engine = Engine.replaying(settings(TradingMode.REPLAY), recording, new Halts(null))
                        .start()) {
            final TestBench.Source source = new TestBench.Source();
            source.allow(1_000);
            engine.plugins().bind(source, plugin("source", "1"));
            engine.plugins().bind(new Reporting(), plugin("executor", "1"));
            engine.plugins().bind(strategy, plugin("strategy", "1", "delivery", delivery));
            engine.replay().start();
            final Replay.Outcome outcome = engine.replay().finished().get();
            assertEquals(0, source.sent(), "no collector runs beside a recording");
            assertTrue(strategy.threads.size() == 1, "all on one thread: " + strategy.threads);
            assertTrue(engine.gate().approvedCount() > 100);
            return outcome;
        }
    }

    private static EngineSettings settings(TradingMode mode) {
        final EngineSettings d = EngineSettings.defaults();
        return new EngineSettings(
                mode,
                d.idle(),
                d.inboundCapacity(),
                d.recentBytes(),
                d.slotCapacity(),
                d.hangNs(),
                d.commandTimeoutMs(),
                d.faultLimit(),
                List.of());
    }

    @Test
    void shouldDecideAlikeEachTimeWhateverTheThreadsAndTheClockOfTheMachine() throws Exception {
        final Path file = record(300);
        final Replay.Outcome first = replay(file, new Thinking(), "inline");
        Thread.sleep(20);
        final Replay.Outcome second = replay(file, new Thinking(), "isolated");
        assertEquals(first, second);
        assertEquals(299, first.messages());
        assertEquals(1, first.passedOver());
        assertEquals(BEGIN_NS + 300 * 5 * MS, first.endedAtNs());
        // Each order is a plan and a decision; each is reported but those that are under way at the end. 298 by trades,
        // 213 by the timer.
        assertTrue(first.decisions() > 2 * (298 + 210) && first.decisions() <= 3 * (298 + 215), first::toString);
        assertNotEquals(
                first.digest(), replay(record(301), new Thinking(), "inline").digest());
    }

    @Test
    void shouldStopWithThePlaceWhenTheRecordingIsDamaged() throws Exception {
        final Path file = record(50);
        final byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
        try (Recording recording = new Recording(file);
                Engine engine = Engine.replaying(settings(TradingMode.REPLAY), recording, new Halts(null))
                        .start()) {
            engine.replay().start();
            await("it ends", () -> engine.replay().finished().isDone());
            final ExecutionException wrong = assertThrows(
                    ExecutionException.class, () -> engine.replay().finished().get());
            assertTrue(wrong.getMessage().contains("is damaged at byte"), wrong::getMessage);
        }
    }

    @Test
    void shouldNeedARecordingInReplayModeAndOnlyThere() throws Exception {
        final var without =
                assertThrows(IllegalArgumentException.class, () -> new Engine(settings(TradingMode.REPLAY)));
        assertTrue(without.getMessage().contains("replay.file"), without::getMessage);
        try (Recording recording = new Recording(record(1))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Engine.replaying(settings(TradingMode.PAPER), recording, new Halts(null)));
        }
        final Path empty = Files.writeString(folder.resolve("empty"), "");
        assertTrue(assertThrows(IOException.class, () -> new Recording(empty))
                .getMessage()
                .contains("no market data"));
        assertFalse(new Engine(settings(TradingMode.PAPER)).isHalted());
    }
}
