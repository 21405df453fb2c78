package org.alphapulse.engine;

import static org.alphapulse.engine.TestBench.await;
import static org.alphapulse.engine.TestBench.plugin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.context.RiskContext;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.risk.RiskApproved;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.OrderRequestFlyweight;
import org.alphapulse.protocol.RiskDecisionFlyweight;
import org.alphapulse.spi.executor.TradeExecutor;
import org.alphapulse.spi.risk.RiskMonitor;
import org.alphapulse.spi.strategy.Strategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RiskGateTest {
    private static final int REPORTS = 20_000;

    private final TestBench.Source source = new TestBench.Source();
    private final List<Long> executed = Collections.synchronizedList(new ArrayList<>());
    private final List<String> refusals = Collections.synchronizedList(new ArrayList<>());
    private Engine engine;

    @BeforeEach
    void start() {
        engine = new Engine(EngineSettings.defaults()).start();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private void startLive() {
        engine.close();
        final EngineSettings d = EngineSettings.defaults();
        engine = new Engine(new EngineSettings(
                        TradingMode.LIVE,
                        d.idle(),
                        d.inboundCapacity(),
                        d.recentBytes(),
                        d.slotCapacity(),
                        d.hangNs(),
                        d.commandTimeoutMs(),
                        d.faultLimit(),
                        d.requiredMonitors()))
                .start();
    }

    /** Sends one order for each trade, or has it rehearsed only. */
    private static final class Ordering implements Strategy {
        private final OrderRequestFlyweight order = new OrderRequestFlyweight();
        private StrategyContext context;
        private volatile boolean rehearsing;
        private volatile long sent;
        private volatile long lastResult;

        @Override
        public void onStart(StrategyContext newContext) {
            context = newContext;
        }

        @Override
        public void onMessage(MessageReader message) {
            final MessageWriter writer = context.plans().begin(OrderRequestFlyweight.BLOCK_LENGTH + 8);
            order.appendTo(writer);
            order.clear();
            final long next = sent + 1;
            order.instrument(TestBench.PAIR).size(next).orderId(next);
            if (rehearsing) {
                context.plans().rehearse();
            } else {
                lastResult = context.plans().commit();
            }
            sent = next;
        }
    }

    private class Recording implements TradeExecutor {
        private final OrderRequestFlyweight order = new OrderRequestFlyweight();

        @Override
        public void onStart(ExecutorContext context) {
            executed.clear();
        }

        @Override
        public void execute(RiskApproved approved) {
            assertTrue(approved.planId() > 0);
            while (approved.message().next() > 0) {
                if (order.readFrom(approved.message()) == 0) {
                    executed.add(order.orderId());
                }
            }
        }
    }

    /** Objects to orders above a size and notes the decisions on the execution relay. */
    private final class Limiting implements RiskMonitor {
        private final OrderRequestFlyweight order = new OrderRequestFlyweight();
        private final RiskDecisionFlyweight decision = new RiskDecisionFlyweight();
        private final long limit;

        Limiting(long limit) {
            this.limit = limit;
        }

        @Override
        public void onStart(RiskContext context) {
            refusals.clear();
        }

        @Override
        public int check(MessageReader plan) {
            if (limit < 0) {
                throw new IllegalStateException("monitor broken on purpose");
            }
            plan.next();
            order.readFrom(plan);
            return order.size() > limit ? 7 : NO_OBJECTION;
        }

        @Override
        public String explain(int code) {
            return "size " + order.size() + " is above " + limit;
        }

        @Override
        public void onMessage(MessageReader message) {
            if (message.next() == RiskDecisionFlyweight.TYPE
                    && decision.readFrom(message) == 0
                    && decision.decision() == RiskDecisionFlyweight.DECISION_REFUSED) {
                refusals.add(decision.rule() + " " + decision.explanation());
            }
        }
    }

    private Ordering bindAll(String delivery, RiskMonitor monitor) {
        return bindAll(new Ordering(), new Recording(), delivery, monitor);
    }

    private Ordering bindAll(Ordering strategy, TradeExecutor executor, String delivery, RiskMonitor monitor) {
        engine.plugins().bind(executor, plugin("executor", "1"));
        engine.plugins().bind(monitor, plugin("limits", "1"));
        engine.plugins().bind(strategy, plugin("s", "1", "delivery", delivery));
        engine.plugins().bind(source, plugin("source", "1"));
        return strategy;
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "isolated"})
    void shouldExecuteWhatNoMonitorObjectsToAndExplainTheRest(String delivery) {
        bindAll(delivery, new Limiting(3));
        source.allow(5);
        await("the refusals are published", () -> refusals.size() == 2);
        await("the rest is executed", () -> executed.size() == 3);
        assertEquals(List.of(1L, 2L, 3L), executed);
        assertEquals(List.of("7 limits: size 4 is above 3", "7 limits: size 5 is above 3"), List.copyOf(refusals));
        assertEquals(3, engine.gate().approvedCount());
        assertEquals(2, engine.gate().refusedCount());
    }

    @Test
    void shouldNeitherApproveNorExecuteNorPublishWhatIsRehearsed() {
        final List<Long> rehearsed = Collections.synchronizedList(new ArrayList<>());
        final Recording executor = new Recording() {
            @Override
            public void rehearse(MessageReader expected) {
                expected.next();
                final OrderRequestFlyweight order = new OrderRequestFlyweight();
                order.readFrom(expected);
                rehearsed.add(order.orderId());
            }
        };
        final Ordering strategy = new Ordering();
        strategy.rehearsing = true;
        bindAll(strategy, executor, "inline", new Limiting(-1));
        source.allow(3);
        await("three are rehearsed", () -> strategy.sent == 3);
        assertEquals(List.of(1L, 2L, 3L), rehearsed);
        assertEquals(List.of(), executed);
        assertEquals(0, engine.gate().approvedCount() + engine.gate().refusedCount());
        assertEquals(0, engine.relay(Domains.EXECUTION).published());
        strategy.rehearsing = false;
        source.allow(4);
        await("the fourth is decided", () -> engine.gate().refusedCount() == 1);
        assertEquals(List.of(), executed, "a rehearsal is no approval");
        engine.halt("on purpose");
        strategy.rehearsing = true;
        source.allow(5);
        await("the fifth is dealt with", () -> strategy.sent == 5);
        assertEquals(3, rehearsed.size(), "nothing is rehearsed while trading is halted");
    }

    @Test
    void shouldRehearseBeforeAndAfterLiveTradingIsArmed() {
        startLive();
        final AtomicInteger rehearsals = new AtomicInteger();
        final Recording executor = new Recording() {
            @Override
            public void rehearse(MessageReader plan) {
                rehearsals.incrementAndGet();
            }
        };
        final Ordering strategy = new Ordering();
        strategy.rehearsing = true;
        engine.plugins().bind(executor, plugin("executor", "1"));
        engine.plugins().bind(new Limiting(100), plugin("limits", "1"));
        engine.plugins().bind(strategy, plugin("s", "1"));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(1);
        await("one is rehearsed", () -> strategy.sent == 1);
        assertEquals(1, rehearsals.get());
        engine.arm();
        source.allow(2);
        await("another is rehearsed", () -> strategy.sent == 2);
        assertEquals(2, rehearsals.get());
        assertEquals(List.of(), executed);
    }

    @Test
    void shouldRefuseEverythingWhenAMonitorThrows() {
        final Ordering strategy = bindAll("inline", new Limiting(-1));
        source.allow(2);
        await("both are decided", () -> strategy.sent == 2);
        assertEquals(StrategyContext.REFUSED, strategy.lastResult);
        assertEquals(List.of(), executed);
    }

    @Test
    void shouldRefuseEverythingWhileAKnownMonitorIsNotBound() {
        final Ordering strategy = new Ordering();
        engine.plugins().bind(new Recording(), plugin("executor", "1"));
        final Binding monitor = engine.plugins().bind(new Limiting(100), plugin("limits", "1"));
        engine.plugins().bind(strategy, plugin("s", "1"));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(1);
        await("one is executed", () -> executed.size() == 1);
        engine.plugins().unbind(monitor);
        source.allow(2);
        await("the second is decided", () -> strategy.sent == 2);
        assertEquals(StrategyContext.REFUSED, strategy.lastResult);
        engine.plugins().bind(new Limiting(100), plugin("limits", "2"));
        source.allow(3);
        await("the third is executed", () -> executed.size() == 2);
        assertEquals(List.of(1L, 3L), executed);
    }

    @Test
    void shouldRefuseEverythingWhileTradingIsHalted() {
        final Ordering strategy = bindAll("inline", new Limiting(100));
        engine.halt("on purpose");
        source.allow(1);
        await("it is decided", () -> strategy.sent == 1);
        assertEquals(StrategyContext.REFUSED, strategy.lastResult);
        engine.resumeTrading();
        source.allow(2);
        await("the next is executed", () -> executed.size() == 1);
    }

    @Test
    void shouldKeepApprovedPlansWhenTheExecutorIsReplaced() {
        final Ordering strategy = new Ordering();
        final Binding first = engine.plugins().bind(new Recording(), plugin("executor", "1"));
        engine.plugins().bind(new Limiting(100), plugin("limits", "1"));
        engine.plugins().bind(strategy, plugin("s", "1"));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(1);
        await("one is executed", () -> executed.size() == 1);
        engine.plugins().unbind(first);
        source.allow(3);
        await("all are decided", () -> strategy.sent == 3);
        assertEquals(List.of(1L), executed);
        engine.plugins().bind(new Recording(), plugin("executor", "2"));
        await("the waiting ones are executed", () -> executed.equals(List.of(2L, 3L)));
    }

    @Test
    void shouldHearAnExecutorOnWhatItWasGivenAfterAnotherVersionActsButNotOneThatWaits() {
        final Telling old = new Telling();
        engine.plugins().bind(old, plugin("executor", "1"));
        final Telling next = new Telling();
        engine.plugins().bind(next, plugin("executor", "2"));
        assertEquals(Sink.MUTED, next.tell());
        assertTrue(old.context.acting() && !next.context.acting());
        assertTrue(old.tell() > 0);
        engine.slots().find("executor").swap();
        assertTrue(!old.context.acting() && next.context.acting());
        assertTrue(old.tell() > 0);
        assertTrue(next.tell() > 0);
    }

    /** Reports when it is told to. */
    private final class Telling implements TradeExecutor {
        private final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
        private ExecutorContext context;

        @Override
        public void onStart(ExecutorContext newContext) {
            context = newContext;
        }

        @Override
        public void execute(RiskApproved approved) {
            throw new AssertionError("no plan is made");
        }

        long tell() {
            try {
                return engine.agent().call(this::commit, 10_000);
            } catch (TimeoutException e) {
                throw new AssertionError(e);
            }
        }

        /** On any one thread; waits while there is no room. */
        void tellOnce() {
            long result = commit();
            while (result == Sink.BACK_PRESSURED) {
                Thread.onSpinWait();
                result = commit();
            }
            assertTrue(result > 0);
        }

        private long commit() {
            final MessageWriter writer = context.results().begin(ExecutionReportFlyweight.BLOCK_LENGTH + 8);
            if (writer == null) {
                return Sink.BACK_PRESSURED;
            }
            report.appendTo(writer);
            report.clear();
            return context.results().commit();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotExecuteWhatWaitedWhileTradingWasDisarmedOrHalted(boolean disarmed) {
        startLive();
        final Ordering strategy = new Ordering();
        final Binding first = engine.plugins().bind(new Recording(), plugin("executor", "1"));
        engine.plugins().bind(new Limiting(100), plugin("limits", "1"));
        engine.plugins().bind(strategy, plugin("s", "1"));
        engine.plugins().bind(source, plugin("source", "1"));
        engine.arm();
        source.allow(1);
        await("one is executed", () -> executed.size() == 1);
        engine.plugins().unbind(first);
        source.allow(3);
        await("all are decided", () -> strategy.sent == 3);
        if (disarmed) {
            engine.disarm();
        } else {
            engine.halt("on purpose");
            engine.resumeTrading();
        }
        engine.arm();
        engine.plugins().bind(new Recording(), plugin("executor", "2"));
        source.allow(4);
        await("the next is executed", () -> executed.equals(List.of(4L)));
        await("the others are refused", () -> refusals.size() == 2);
        final String why = disarmed ? "5 gate: live trading was disarmed" : "1 gate: trading was halted";
        assertTrue(refusals.stream().allMatch(line -> line.startsWith(why)), refusals::toString);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTakeApprovalsBackAtOnceAlsoWhileTheEngineIsBusy(boolean disarmed) throws InterruptedException {
        startLive();
        final AtomicReference<ExecutorContext> lent = new AtomicReference<>();
        final AtomicLong approved = new AtomicLong();
        final Recording waiting = new Recording() {
            @Override
            public void onStart(ExecutorContext context) {
                super.onStart(context);
                lent.set(context);
            }

            @Override
            public void execute(RiskApproved plan) {
                approved.set(plan.planId());
                super.execute(plan);
            }
        };
        bindAll(new Ordering(), waiting, "inline", new Limiting(100));
        engine.arm();
        source.allow(1);
        await("one is approved", () -> executed.size() == 1);
        assertTrue(lent.get().approvalStands(approved.get()));
        final CountDownLatch busy = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        engine.agent().execute(() -> {
            busy.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        busy.await();
        if (disarmed) {
            engine.disarm();
        } else {
            engine.halt("on purpose");
            engine.resumeTrading();
        }
        engine.arm();
        assertFalse(lent.get().approvalStands(approved.get()));
        release.countDown();
        source.allow(2);
        await("the next is approved", () -> executed.size() == 2);
        assertTrue(lent.get().approvalStands(approved.get()));
    }

    @Test
    void shouldNumberWhatTwoVersionsOfAnExecutorTellAtTheSameTime() throws InterruptedException {
        final Telling old = new Telling();
        final Telling next = new Telling();
        final List<Long> sequences = Collections.synchronizedList(new ArrayList<>());
        engine.plugins().bind(old, plugin("executor", "1"));
        engine.plugins().bind(next, plugin("executor", "2"));
        engine.slots().find("executor").swap();
        engine.plugins()
                .bind(
                        new Strategy() {
                            @Override
                            public void onStart(StrategyContext context) {
                                sequences.clear();
                            }

                            @Override
                            public void onMessage(MessageReader message) {
                                sequences.add(message.header().sequence());
                            }
                        },
                        plugin("listener", "1", "topics", "execution/ExecutionReport"));
        final List<Thread> threads = Stream.of(old, next)
                .map(telling -> new Thread(() -> {
                    for (int i = 0; i < REPORTS; i++) {
                        telling.tellOnce();
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (final Thread thread : threads) {
            thread.join();
        }
        await("all are delivered", () -> sequences.size() == 2 * REPORTS);
        final long first = sequences.get(0);
        assertEquals(LongStream.range(first, first + 2 * REPORTS).boxed().toList(), sequences);
    }

    @Test
    void shouldLeaveNobodyElseAWayToApprove() {
        assertThrows(IllegalStateException.class, RiskApproved::takeAuthority, "the engine holds it");
        assertTrue(Arrays.stream(RiskApproved.class.getDeclaredConstructors())
                .allMatch(constructor -> Modifier.isPrivate(constructor.getModifiers())));
        assertTrue(Arrays.stream(RiskApproved.Authority.class.getDeclaredConstructors())
                .allMatch(constructor -> Modifier.isPrivate(constructor.getModifiers())));
    }
}
