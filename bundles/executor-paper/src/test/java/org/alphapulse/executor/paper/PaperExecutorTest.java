package org.alphapulse.executor.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.FillFlyweight;
import org.alphapulse.protocol.L2DeltaFlyweight;
import org.alphapulse.protocol.L2SnapshotFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.OrderRequestFlyweight;
import org.alphapulse.protocol.TradeFlyweight;
import org.alphapulse.spi.collector.Collector;
import org.alphapulse.spi.strategy.Strategy;
import org.alphapulse.testkit.EngineRig;
import org.alphapulse.testkit.PluginConfig;
import org.alphapulse.testkit.RecordedMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PaperExecutorTest {
    private static final InstrumentId PAIR = InstrumentId.parse("sim:0:spot:BTC-USD");
    private static final InstrumentId UNKNOWN = InstrumentId.parse("sim:0:spot:ETH-USD");
    private static final long[][] BIDS = {{99_00000000L, 3_00000000L}, {98_50000000L, 1_00000000L}};
    private static final long[][] ASKS = {
        {100_00000000L, 1_50000000L}, {100_10000001L, 33333333L}, {101_00000000L, 2_00000000L}
    };

    /** An order to be sent. */
    private record Order(InstrumentId pair, boolean buy, long size, long limit) {}

    /** The most that is allowed: in no test does it pass by itself. */
    private static final int LONG_US = 60_000_000;

    private final Clock clock = new Clock();
    private final EngineRig rig = new EngineRig("execution", clock);
    private final Venue venue = new Venue();
    private final Queue<Order> orders = new ConcurrentLinkedQueue<>();

    /** The machine's clock, but for the time that a test leaves out. */
    private static final class Clock implements EngineClock {
        private final AtomicLong leftOut = new AtomicLong();

        @Override
        public long epochNs() {
            return System.currentTimeMillis() * 1_000_000 + leftOut.get();
        }

        @Override
        public long nanoTime() {
            return System.nanoTime() + leftOut.get();
        }

        void leaveOut(long microseconds) {
            leftOut.addAndGet(microseconds * 1_000);
        }
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /** Says what the test tells it to. */
    private static final class Venue implements Collector {
        private final Queue<Consumer<CollectorContext>> script = new ConcurrentLinkedQueue<>();

        @Override
        public void start(CollectorContext context) {
            context.scheduler().agent("venue", () -> {
                final Consumer<CollectorContext> next = script.poll();
                if (next != null) {
                    next.accept(context);
                }
                return next == null ? 0 : 1;
            });
        }

        void book() {
            script.add(context -> {
                final MessageWriter writer = context.sink().begin(1_024);
                final L2SnapshotFlyweight book = new L2SnapshotFlyweight();
                book.appendTo(writer, BIDS.length + ASKS.length);
                book.instrument(PAIR).venueSequence(7).venueTimestampNs(0).bidCount(BIDS.length);
                book.levelCount(BIDS.length + ASKS.length);
                for (int i = 0; i < BIDS.length + ASKS.length; i++) {
                    final long[] level = i < BIDS.length ? BIDS[i] : ASKS[i - BIDS.length];
                    book.levelPrice(i, level[0]).levelSize(i, level[1]);
                }
                context.sink().commit();
            });
        }

        void trade() {
            script.add(context -> {
                final MessageWriter writer = context.sink().begin(256);
                final TradeFlyweight trade = new TradeFlyweight();
                trade.appendTo(writer);
                trade.clear();
                trade.instrument(PAIR).price(1).size(1).tradeId(1);
                context.sink().commit();
            });
        }

        /** A change that does not follow on the book. */
        void gap() {
            script.add(context -> {
                final MessageWriter writer = context.sink().begin(256);
                final L2DeltaFlyweight delta = new L2DeltaFlyweight();
                delta.appendTo(writer, 1);
                delta.instrument(PAIR).firstVenueSequence(9).venueSequence(9).venueTimestampNs(0);
                delta.bidCount(1).levelPrice(0, 1).levelSize(0, 1);
                context.sink().commit();
            });
        }
    }

    /** Sends the test's orders, one for each trade that it hears of. */
    private final class Trader implements Strategy {
        private final OrderRequestFlyweight request = new OrderRequestFlyweight();
        private StrategyContext context;
        private long sent;

        @Override
        public void onStart(StrategyContext newContext) {
            context = newContext;
        }

        @Override
        public void onMessage(MessageReader message) {
            final Order order = message.next() == TradeFlyweight.TYPE ? orders.poll() : null;
            if (order == null) {
                return;
            }
            request.appendTo(context.plans().begin(256));
            request.clear();
            request.instrument(order.pair)
                    .orderId(++sent)
                    .size(order.size)
                    .price(order.limit)
                    .side(order.buy ? OrderRequestFlyweight.SIDE_BUY : OrderRequestFlyweight.SIDE_SELL);
            context.plans().commit();
        }
    }

    private Binding start(Map<String, ?> values) {
        final Binding executor = rig.bind(new PaperExecutor(PluginConfig.of(PaperConfig.class, values)), Map.of());
        rig.bind(new Trader(), Map.of());
        rig.bind(venue, Map.of());
        venue.book();
        return executor;
    }

    private void send(InstrumentId pair, boolean buy, long size, long limit) {
        orders.add(new Order(pair, buy, size, limit));
        venue.trade();
    }

    private static String text(FillFlyweight fill) {
        return fill.price() + "*" + fill.size() + " fee " + fill.fee();
    }

    private List<String> fills() {
        final List<String> list = new ArrayList<>();
        for (final RecordedMessage message : rig.messages(FillFlyweight.TYPE)) {
            final FillFlyweight fill = new FillFlyweight();
            final MessageReader reader = message.read();
            reader.next();
            assertEquals(0, fill.readFrom(reader));
            list.add(text(fill));
        }
        return list;
    }

    /** Results and reasons of the reports, once there are so many. */
    private List<List<Integer>> reports(int count) {
        rig.await(
                count + " reports",
                () -> rig.messages(ExecutionReportFlyweight.TYPE).size() >= count);
        final List<List<Integer>> list = new ArrayList<>();
        for (final RecordedMessage message : rig.messages(ExecutionReportFlyweight.TYPE)) {
            final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
            final MessageReader reader = message.read();
            reader.next();
            assertEquals(0, report.readFrom(reader));
            list.add(List.of(report.result(), report.reasonCode()));
        }
        return list;
    }

    /** What a taker of a size gets from some levels, in decimals. */
    private static List<String> expected(long[][] levels, String size, long feePpm) {
        final List<String> list = new ArrayList<>();
        final ArrayDeque<long[]> rest = new ArrayDeque<>(List.of(levels));
        BigDecimal open = new BigDecimal(size);
        while (open.signum() > 0 && !rest.isEmpty()) {
            final long[] level = rest.remove();
            final BigDecimal price = BigDecimal.valueOf(level[0], 8);
            final BigDecimal taken = open.min(BigDecimal.valueOf(level[1], 8));
            final BigDecimal fee = price.multiply(taken)
                    .multiply(BigDecimal.valueOf(feePpm, 6))
                    .setScale(8, RoundingMode.UP);
            list.add(level[0] + "*" + taken.movePointRight(8).longValueExact() + " fee " + fee.unscaledValue());
            open = open.subtract(taken);
        }
        return list;
    }

    @Test
    void shouldTakeLevelByLevelWithTheFeeRoundedUpWhenTheBookIsDeepEnough() {
        start(Map.of("fee_ppm", 1_234, "latency_us", 0));
        send(PAIR, true, 2_33333333L, 0);
        assertEquals(List.of(List.of(ExecutionReportFlyweight.RESULT_FILLED, 0)), reports(1));
        assertEquals(expected(ASKS, "2.33333333", 1_234), fills());
        assertEquals(3, fills().size());
    }

    @Test
    void shouldStopAtTheLimitAndExpireWhenNothingIsWithinIt() {
        start(Map.of("latency_us", 0));
        send(PAIR, false, 3_50000000L, 99_00000000L);
        assertEquals(
                List.of(ExecutionReportFlyweight.RESULT_FILLED, 0), reports(1).get(0));
        assertEquals(expected(BIDS, "3", 1_000), fills());
        send(PAIR, false, 1, 99_00000001L);
        assertEquals(ExecutionReportFlyweight.RESULT_EXPIRED, reports(2).get(1).get(0));
        assertEquals(1, fills().size());
    }

    @Test
    void shouldRejectWhenTheBookIsUnknownOrStale() {
        start(Map.of("latency_us", 0));
        send(UNKNOWN, true, 1, 0);
        assertEquals(ExecutionReportFlyweight.RESULT_REJECTED, reports(1).get(0).get(0));
        venue.gap();
        send(PAIR, true, 1, 0);
        assertEquals(ExecutionReportFlyweight.RESULT_REJECTED, reports(2).get(1).get(0));
        assertEquals(List.of(), fills());
        venue.book();
        send(PAIR, true, 1, 0);
        assertEquals(ExecutionReportFlyweight.RESULT_FILLED, reports(3).get(2).get(0));
    }

    @Test
    void shouldUseTheBookAsItIsWhenTheLatencyIsOver() {
        start(Map.of("latency_us", LONG_US));
        send(PAIR, true, 1, 0);
        venue.gap();
        send(UNKNOWN, true, 1, 0);
        assertEquals(List.of(List.of(ExecutionReportFlyweight.RESULT_REJECTED, Reasons.UNKNOWN_BOOK)), reports(1));
        clock.leaveOut(LONG_US);
        assertEquals(
                List.of(ExecutionReportFlyweight.RESULT_REJECTED, Reasons.NOT_TRADABLE),
                reports(2).get(1));
    }

    @Test
    void shouldRejectWhatIsTooManyAndFillTheRest() {
        start(Map.of("latency_us", LONG_US, "max_orders", 2));
        for (int i = 0; i < 5; i++) {
            send(PAIR, true, 1, 0);
        }
        assertEquals(3, reports(3).size());
        clock.leaveOut(LONG_US);
        final List<Integer> results =
                reports(5).stream().map(report -> report.get(0)).toList();
        assertEquals(
                List.of(
                        ExecutionReportFlyweight.RESULT_REJECTED,
                        ExecutionReportFlyweight.RESULT_REJECTED,
                        ExecutionReportFlyweight.RESULT_REJECTED,
                        ExecutionReportFlyweight.RESULT_FILLED,
                        ExecutionReportFlyweight.RESULT_FILLED),
                results);
    }

    @Test
    void shouldRejectWhatIsUnderWayWhenItIsStopped() {
        final Binding executor = start(Map.of("latency_us", LONG_US, "max_orders", 2));
        for (int i = 0; i < 3; i++) {
            send(PAIR, true, 1, 0);
        }
        assertEquals(List.of(List.of(ExecutionReportFlyweight.RESULT_REJECTED, Reasons.TOO_MANY)), reports(1));
        rig.engine().plugins().unbind(executor);
        assertEquals(
                Collections.nCopies(2, List.of(ExecutionReportFlyweight.RESULT_REJECTED, Reasons.EXECUTOR_STOPPED)),
                reports(3).subList(1, 3));
        assertEquals(List.of(), fills());
    }

    @Test
    void shouldRoundEveryFeeUpAsDecimalsDo() {
        final SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 100_000; i++) {
            final long price = random.nextLong(1L << random.nextInt(1, 46));
            final long size = random.nextLong(1L << random.nextInt(1, 46));
            final int ppm = random.nextInt(100_001);
            final BigDecimal exact = BigDecimal.valueOf(price, 8)
                    .multiply(BigDecimal.valueOf(size, 8))
                    .multiply(BigDecimal.valueOf(ppm, 6))
                    .setScale(8, RoundingMode.UP);
            assertEquals(exact.unscaledValue().longValueExact(), PaperFees.fee(price, size, ppm));
        }
    }
}
