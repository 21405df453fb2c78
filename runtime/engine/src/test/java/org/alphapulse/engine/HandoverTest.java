package org.alphapulse.engine;

import static org.alphapulse.engine.TestBench.await;
import static org.alphapulse.engine.TestBench.plugin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.api.plugin.PluginKind;
import org.alphapulse.api.plugin.PluginState;
import org.alphapulse.api.risk.RiskApproved;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.engine.slot.Slot;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.StateInvalidationFlyweight;
import org.alphapulse.spi.collector.Collector;
import org.alphapulse.spi.executor.TradeExecutor;
import org.alphapulse.spi.strategy.Strategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From one version to the next when a plugin is slow, busy or fails at it: each message is given to one version, once. */
class HandoverTest {
    private static final long COMMAND_MS = 400;

    private final TestBench.Source source = new TestBench.Source();
    private final Counting.Log log = new Counting.Log();
    private Engine engine;

    @BeforeEach
    void start() {
        engine = TestBench.engine(3_000_000_000L, COMMAND_MS);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    /** Does not take a state over. */
    private final class Forgetful extends Counting {
        final AtomicInteger ticks = new AtomicInteger();

        Forgetful() {
            super(log);
        }

        @Override
        public void onStart(StrategyContext newContext) {
            super.onStart(newContext);
            newContext.scheduler().every(1_000_000, ticks::incrementAndGet);
        }

        @Override
        public void restoreState(int schema, DirectBuffer buffer, int length) {
            throw new LinkageError("no such state");
        }
    }

    /** Stays in a message, or in a timer's task, until it is let go. */
    private static final class Staying implements Strategy {
        private final boolean timer;
        private final CountDownLatch inside = new CountDownLatch(1);
        private volatile boolean release;
        private volatile boolean left;

        Staying(boolean timer) {
            this.timer = timer;
        }

        @Override
        public void onStart(StrategyContext context) {
            if (timer) {
                context.scheduler().after(1_000_000, this::stay);
            }
        }

        @Override
        public void onMessage(MessageReader message) {
            if (!timer && !left) {
                stay();
            }
        }

        private void stay() {
            inside.countDown();
            while (!release) {
                LockSupport.parkNanos(1_000_000);
            }
            left = true;
        }
    }

    /** Counts the declarations that something is void. */
    private static final class Invalidations implements Strategy {
        private final StateInvalidationFlyweight invalidation = new StateInvalidationFlyweight();
        private final AtomicInteger count = new AtomicInteger();
        private volatile long chain;

        @Override
        public void onStart(StrategyContext context) {
            count.set(0);
        }

        @Override
        public void onMessage(MessageReader message) {
            if (message.next() == StateInvalidationFlyweight.TYPE && invalidation.readFrom(message) == 0) {
                chain = invalidation.scope() == StateInvalidationFlyweight.SCOPE_CHAIN ? invalidation.chainId() : 0;
                count.incrementAndGet();
            }
        }
    }

    private Counting bind(String version, String... properties) {
        final Counting counting = new Counting(log);
        engine.plugins().bind(counting, plugin("s", version, properties));
        return counting;
    }

    /** The first version, when it was given a thousand messages. */
    private Binding atWork(Counting first, String delivery) {
        final Binding binding = engine.plugins().bind(first, plugin("s", "1", "delivery", delivery));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(1_000);
        assertAllWereGivenOnce(1_000);
        return binding;
    }

    private void assertAllWereGivenOnce(long count) {
        await(() -> "all are given; " + log.count + " are", () -> log.last == count);
        assertEquals(count, log.count);
        assertEquals(List.of(), log.faults);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "isolated"})
    void shouldGoOnWithTheOldVersionIfTheNewOneCannotTakeItsPlace(String delivery) {
        final Binding old = atWork(new Counting(log), delivery);
        // Taking the state over fails only at the swap.
        final Counting once = new Counting(log) {
            private int times;

            @Override
            public void restoreState(int schema, DirectBuffer buffer, int length) {
                if (++times == 2) {
                    throw new IllegalStateException("not again");
                }
            }
        };
        final Binding next = engine.plugins().bind(once, plugin("s", "2", "delivery", delivery));
        final Slot slot = engine.slots().find("s");
        final String answer =
                assertThrows(IllegalStateException.class, slot::swap).getMessage();
        assertTrue(answer.contains("restore failed: not again"), answer);
        assertEquals("active", slot.roleOf(old));
        assertEquals(PluginState.FAULTED, next.state());
        source.allow(2_000);
        assertAllWereGivenOnce(2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "isolated"})
    void shouldLeaveOutAPluginThatFailsAtTheStateItIsGiven(String delivery) {
        final Binding old = atWork(new Counting(log), delivery);
        engine.plugins().unbind(old);
        final Forgetful forgetful = new Forgetful();
        final Binding bad = engine.plugins().bind(forgetful, plugin("s", "2", "delivery", delivery));
        assertEquals(PluginState.FAULTED, bad.state());
        assertTrue(bad.revoked());
        source.allow(2_000);
        engine.plugins().unbind(bad);
        final int ticks = forgetful.ticks.get();
        assertEquals(1_000, bind("3", "delivery", delivery).restored);
        assertAllWereGivenOnce(2_000);
        assertEquals(ticks, forgetful.ticks.get(), "no timer of it runs on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "isolated"})
    void shouldUnbindAPluginWhoseStateCannotBeSaved(String delivery) {
        final Counting unsaved = new Counting(log) {
            @Override
            public int saveState(MutableDirectBuffer buffer) {
                throw new LinkageError("a class is gone");
            }
        };
        final Binding old = atWork(unsaved, delivery);
        engine.plugins().unbind(old);
        unsaved.unbound = true;
        source.allow(2_000);
        bind("2", "delivery", delivery);
        assertAllWereGivenOnce(2_000);
    }

    @Test
    void shouldKeepTheStateOfAnIsolatedPluginThatHasMuchToDo() {
        final Counting slow = new Counting(log) {
            @Override
            public void onMessage(MessageReader message) {
                super.onMessage(message);
                LockSupport.parkNanos(2_000_000);
            }
        };
        final Binding old = engine.plugins().bind(slow, plugin("s", "1", "delivery", "isolated"));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(2_000);
        await("it is at work", () -> log.count > 10);
        engine.plugins().unbind(old);
        assertEquals(PluginState.STOPPED, old.state(), old.reason());
        final long at = log.last;
        assertTrue(at < 2_000);
        assertEquals(at, bind("2", "delivery", "isolated").restored);
        assertAllWereGivenOnce(2_000);
    }

    @Test
    void shouldLoseNothingWhenAVersionWantsOtherTopics() {
        engine.plugins().unbind(atWork(new Counting(log), "inline")); // from now on there is a slot
        source.allow(Long.MAX_VALUE);
        for (int version = 1; version <= 20; version++) {
            final long before = log.count;
            final Binding binding = engine.plugins()
                    .bind(
                            new Counting(log),
                            plugin(
                                    "s",
                                    "" + version,
                                    "topics",
                                    version % 2 == 0 ? "market-data" : "market-data/Trade"));
            await("it is given some", () -> log.count > before + 1_000);
            engine.plugins().unbind(binding);
        }
        source.allow(0);
        bind("last");
        assertAllWereGivenOnce(source.sent());
    }

    @Test
    void shouldStayParkedWhenAVersionWantsOtherTopics() {
        final Binding first = atWork(new Counting(log), "inline");
        engine.slots().find("s").park();
        engine.plugins().unbind(first);
        bind("2", "topics", "market-data/Trade");
        source.allow(2_000);
        await("they wait", () -> engine.slots().find("s").lag() == 1_000);
        assertTrue(engine.slots().find("s").parked());
        assertEquals(1_000, log.count);
        engine.slots().find("s").resume();
        assertAllWereGivenOnce(2_000);
    }

    @Test
    void shouldMakeASlotAnewThatWasClosedLate() {
        final Binding first = atWork(new Counting(log), "inline");
        engine.plugins().unbind(first);
        final Staying staying = new Staying(false);
        engine.plugins().bind(staying, plugin("b", "1"));
        source.allow(1_001);
        awaitInside(staying);
        final Slot slot = engine.slots().find("s");
        assertThrows(IllegalStateException.class, () -> engine.slots().retire("s", "its bundle is gone"));
        staying.release = true;
        await("it is closed", slot::isClosed);
        assertEquals(1_000, bind("2").restored);
        source.allow(2_000);
        assertAllWereGivenOnce(2_000);
    }

    @Test
    void shouldNotLetACollectorStartBeforeWhatTheOneBeforeItToldIsDeclaredVoid() {
        final Staying staying = new Staying(false);
        final Invalidations invalidations = new Invalidations();
        engine.plugins().bind(staying, plugin("b", "1"));
        engine.plugins().bind(invalidations, plugin("l", "1", "topics", "market-data/StateInvalidation"));
        final Binding silent = engine.plugins().bind(new TestBench.Source(), plugin("silent", "1", "venues", "sim"));
        engine.plugins().unbind(silent);
        final Binding first = engine.plugins().bind(source, plugin("source", "1", "venues", "sim"));
        source.allow(1);
        awaitInside(staying);
        engine.plugins().unbind(first);
        final TestBench.Source next = new TestBench.Source();
        final String answer = assertThrows(IllegalStateException.class, () -> engine.plugins()
                        .bind(next, plugin("source", "2", "venues", "sim")))
                .getMessage();
        assertTrue(answer.contains("cannot start before"), answer);
        staying.release = true;
        engine.plugins().bind(next, plugin("source", "2", "venues", "sim"));
        assertEquals(1, invalidations.count.get(), "one that told nothing has nothing to declare void");
    }

    /** The collector says nothing itself when it ends. */
    @Test
    void shouldDeclareVoidWhatACollectorToldOfAChainWhenItHasEnded() {
        final Invalidations invalidations = new Invalidations();
        engine.plugins().bind(invalidations, plugin("l", "1", "topics", "market-data/StateInvalidation"));
        final Collector follower = new Collector() {
            @Override
            public void start(CollectorContext context) {
                context.restored(7);
                source.start(context);
            }

            @Override
            public void stop() {
                source.stop();
            }
        };
        final Binding silent = engine.plugins().bind(follower, plugin("source", "1"));
        engine.plugins().unbind(silent);
        final Binding telling = engine.plugins().bind(follower, plugin("source", "2"));
        source.allow(1);
        await("it told something", () -> engine.relay(Domains.MARKET_DATA).published() > 0);
        engine.plugins().unbind(telling);
        await("the chain is void", () -> invalidations.count.get() > 0);
        assertEquals(7, invalidations.chain);
        assertEquals(1, invalidations.count.get(), "one that told nothing has nothing to declare void");
    }

    @Test
    void shouldNotLetTheSlotOfAPluginOfAnotherKindBeTaken() {
        bind("1");
        final TradeExecutor executor = new TradeExecutor() {
            @Override
            public void onStart(ExecutorContext context) {
                throw new AssertionError("it is not bound");
            }

            @Override
            public void execute(RiskApproved approved) {
                throw new AssertionError("it is not bound");
            }
        };
        final String answer = assertThrows(
                        IllegalStateException.class, () -> engine.plugins().bind(executor, plugin("s", "1")))
                .getMessage();
        assertTrue(answer.contains("slot s is that of a " + PluginKind.STRATEGY), answer);
    }

    @Test
    void shouldBindAndUnbindAPluginWhoseSlotWasBusyForLonger() {
        final Staying staying = new Staying(false);
        final Binding old = engine.plugins().bind(staying, plugin("s", "1", "delivery", "isolated"));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(1);
        awaitInside(staying);
        final Counting counting = new Counting(log);
        final Binding next = engine.plugins().bind(counting, plugin("s", "2", "delivery", "isolated"));
        final Slot slot = engine.slots().find("s");
        assertFalse(slot.bindings().contains(next), "the thread has not come to it yet");
        staying.release = true;
        await("it is bound", () -> slot.bindings().contains(next));
        engine.plugins().unbind(next);
        assertEquals(List.of(old), slot.bindings());
    }

    @Test
    void shouldGiveNothingToAPluginThatCouldNotBeToldOfItsEnd() {
        final Counting first = new Counting(log);
        final Binding binding = engine.plugins().bind(first, plugin("a", "1"));
        final Staying staying = new Staying(false);
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(100);
        assertAllWereGivenOnce(100);
        engine.plugins().bind(staying, plugin("b", "1"));
        source.allow(5_000);
        awaitInside(staying);
        engine.plugins().unbind(binding);
        first.unbound = true;
        final long given = log.count;
        staying.release = true;
        await("all were sent", () -> source.sent() == 5_000);
        engine.plugins().bind(new Counting(log), plugin("a", "2"));
        assertAllWereGivenOnce(5_000);
        assertTrue(given < 5_000);
    }

    @Test
    void shouldHaveOneThreadDeliverAfterATimerThatHung() {
        final Staying staying = new Staying(true);
        final Binding hung = engine.plugins().bind(staying, plugin("s", "1", "delivery", "isolated"));
        awaitInside(staying);
        await("the hang is seen", () -> hung.state() == PluginState.FAULTED);
        engine.plugins().unbind(hung);
        final Set<Thread> threads = ConcurrentHashMap.newKeySet();
        final Counting next = new Counting(log) {
            @Override
            public void onMessage(MessageReader message) {
                threads.add(Thread.currentThread());
                super.onMessage(message);
                LockSupport.parkNanos(1);
            }
        };
        engine.plugins().bind(next, plugin("s", "2", "delivery", "isolated"));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(20_000);
        await("the next version is at work", () -> log.count > 100);
        staying.release = true;
        assertAllWereGivenOnce(20_000);
        assertTrue(staying.left);
        assertEquals(1, threads.size(), threads::toString);
    }

    /** The engine is behind with all frames that a collector has, so the collector itself could say nothing more. */
    @Test
    void shouldDeclareVoidWhatACollectorToldThatEndsWhileTheEngineIsBehind() {
        final Staying staying = new Staying(false);
        final Invalidations invalidations = new Invalidations();
        engine.plugins().bind(staying, plugin("b", "1"));
        engine.plugins().bind(invalidations, plugin("l", "1", "topics", "market-data/StateInvalidation"));
        final Binding collector = engine.plugins().bind(source, plugin("source", "1", "venues", "sim"));
        source.allow(Long.MAX_VALUE);
        awaitInside(staying);
        await("the collector can send no more", source::isHeldBack);
        engine.plugins().unbind(collector);
        staying.release = true;
        await("it is declared", () -> invalidations.count.get() == 1);
    }

    private static void awaitInside(Staying staying) {
        try {
            assertTrue(staying.inside.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
