package org.alphapulse.engine.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.api.relay.TraceStage;
import org.alphapulse.api.risk.RiskApproved;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.EngineSettings;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.OrderRequestFlyweight;
import org.alphapulse.protocol.TradeFlyweight;
import org.alphapulse.spi.collector.Collector;
import org.alphapulse.spi.executor.TradeExecutor;
import org.alphapulse.spi.strategy.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
    private static final InstrumentId PAIR = InstrumentId.ofSymbol(60_000, InstrumentKind.SPOT, 0, "TEST-PAIR");

    private static Plugin plugin(String id, String delivery) {
        return new Plugin(id, new Binding.Origin("test." + id, "1", 1), true, Map.of("delivery", delivery));
    }

    private static void await(BooleanSupplier condition) {
        final long deadline = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("waited in vain");
            }
            Thread.yield();
        }
    }

    /** Sends as many trades as it is told. */
    private static final class Source implements Collector {
        private final TradeFlyweight trade = new TradeFlyweight();
        private volatile int limit;
        private int sent;

        @Override
        public void start(CollectorContext context) {
            context.scheduler().agent("source", () -> {
                if (sent == limit) {
                    return 0;
                }
                trade.appendTo(context.sink().begin(TradeFlyweight.BLOCK_LENGTH + 2));
                trade.clear();
                trade.instrument(PAIR).tradeId(++sent);
                return context.sink().commit() > 0 ? 1 : fail("the trade was not published");
            });
        }
    }

    /** Plans an order for every trade whose number can be divided by ten. */
    private static final class Planner implements Strategy {
        private final TradeFlyweight trade = new TradeFlyweight();
        private final OrderRequestFlyweight order = new OrderRequestFlyweight();
        private StrategyContext context;

        @Override
        public void onStart(StrategyContext newContext) {
            context = newContext;
        }

        @Override
        public void onMessage(MessageReader message) {
            while (message.next() > 0) {
                if (trade.readFrom(message) == 0 && trade.tradeId() % 10 == 0) {
                    order.appendTo(context.plans().begin(OrderRequestFlyweight.BLOCK_LENGTH + 2));
                    order.clear();
                    order.instrument(PAIR).orderId(trade.tradeId());
                    context.plans().commit();
                }
            }
        }
    }

    /** Reports on each plan, some time after it was delivered. */
    private static final class Reporter implements TradeExecutor {
        private final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
        private ExecutorContext context;

        @Override
        public void onStart(ExecutorContext newContext) {
            context = newContext;
        }

        @Override
        public void execute(RiskApproved approved) {
            final long plan = approved.planId();
            context.scheduler().after(1_000_000, () -> {
                final Sink results = context.results();
                final MessageWriter writer = results.begin(ExecutionReportFlyweight.BLOCK_LENGTH + 2);
                report.appendTo(writer);
                report.clear();
                report.planId(plan);
                results.commit();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"isolated", "inline"})
    void shouldFollowAMessageFromTheCollectorToTheExecutionReport(String delivery) {
        try (Engine engine = new Engine(EngineSettings.defaults()).start()) {
            engine.traces().every(1);
            final Source source = new Source();
            engine.plugins().bind(new Reporter(), plugin("reporter", delivery));
            engine.plugins().bind(new Planner(), plugin("planner", delivery));
            engine.plugins().bind(source, plugin("source", ""));
            source.limit = 35;
            await(() -> engine.traces().recent(10).stream()
                            .filter(id -> engine.traces().trace(id).size() == 4)
                            .count()
                    == 3);
            final Set<String> spans = new HashSet<>();
            for (final String id : engine.traces().recent(3)) {
                final List<TraceStage> stages = engine.traces().trace(id);
                assertEquals(
                        List.of("Trade", "OrderRequest", "RiskDecision", "ExecutionReport"),
                        stages.stream().map(TraceStage::message).toList());
                assertEquals(
                        List.of("market-data", "execution", "execution", "execution"),
                        stages.stream().map(TraceStage::domain).toList());
                assertEquals("0".repeat(16), stages.get(0).parentSpanId());
                assertEquals(stages.get(0).spanId(), stages.get(1).parentSpanId());
                assertEquals(stages.get(1).spanId(), stages.get(2).parentSpanId());
                assertEquals(stages.get(1).spanId(), stages.get(3).parentSpanId());
                assertTrue(stages.get(3).stageNs() >= 1_000_000, "the report came a millisecond after the plan");
                stages.forEach(stage -> spans.add(stage.spanId()));
            }
            assertEquals(12, spans.size(), "every stage has a span of its own");
        }
    }

    @Test
    void shouldTraceOneOfSoManyMessagesAndNoneWhenItIsOff() {
        try (Engine engine = new Engine(EngineSettings.defaults()).start()) {
            engine.traces().every(7);
            final Source source = new Source();
            engine.plugins().bind(source, plugin("source", ""));
            source.limit = 70;
            await(() -> engine.traces().recent(100).size() == 10);
            engine.traces().every(0);
            assertEquals(List.of(), engine.observers().observers());
            source.limit = 140;
            await(() -> engine.relay(1).published() == 140);
            engine.traces().every(1);
            source.limit = 141;
            await(() -> engine.traces().recent(100).size() == 11);
        }
    }
}
