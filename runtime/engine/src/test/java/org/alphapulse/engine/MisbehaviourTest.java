package org.alphapulse.engine;

import static org.alphapulse.engine.TestBench.await;
import static org.alphapulse.engine.TestBench.plugin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.api.plugin.PluginState;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.engine.slot.Slot;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.TradeFlyweight;
import org.alphapulse.spi.strategy.Strategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MisbehaviourTest {
    private final TestBench.Source source = new TestBench.Source();
    private final Counting.Log log = new Counting.Log();
    private Engine engine;

    @BeforeEach
    void start() {
        // Far more than a shared machine keeps a callback waiting.
        engine = TestBench.engine(2_000_000_000L, 2_000);
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    /** Throws at each message, an Error as well as an Exception. */
    private static final class Throwing implements Strategy {
        private int count;
        private volatile int stops;

        @Override
        public void onStart(StrategyContext context) {
            count = 0;
            stops = 0;
        }

        @Override
        public void onStop() {
            final int next = stops + 1;
            stops = next;
        }

        @Override
        public void onMessage(MessageReader message) {
            if (count++ % 2 == 0) {
                throw new LinkageError("thrown on purpose");
            }
            throw new IllegalStateException("thrown on purpose");
        }
    }

    /** Does not come back from a message until it is told to. */
    private static final class Hanging implements Strategy {
        private volatile boolean release;
        private volatile boolean left;
        private volatile int given;
        private volatile boolean touched;

        @Override
        public void onStart(StrategyContext context) {
            given = 0;
        }

        @Override
        public int saveState(MutableDirectBuffer buffer) {
            touched = true;
            return 0;
        }

        @Override
        public void onStop() {
            touched = true;
        }

        @Override
        public void onMessage(MessageReader message) {
            final int next = given + 1;
            given = next;
            while (!release) {
                LockSupport.parkNanos(1_000_000);
            }
            left = true;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "isolated"})
    void shouldStopAPluginThatKeepsThrowingAndLeaveTheOthersAlone(String delivery) {
        final Throwing plugin = new Throwing();
        final Binding throwing = engine.plugins().bind(plugin, plugin("t", "1", "delivery", delivery));
        engine.plugins().bind(new Counting(log), plugin("good", "1", "delivery", delivery));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(20_000);
        await("the good one gets all", () -> log.count == 20_000);
        await("the bad one is stopped", () -> throwing.state() == PluginState.FAULTED);
        assertEquals(3, throwing.faults());
        assertTrue(throwing.reason().contains("thrown on purpose"), throwing.reason());
        assertEquals(List.of(), log.faults);
        assertFalse(engine.isHalted());
        assertEquals(1, plugin.stops, "it could end what it had under way");
        engine.plugins().unbind(throwing);
        assertEquals(1, plugin.stops);
    }

    @Test
    void shouldFallBackToTheStandbyWhenTheNewVersionKeepsThrowing() {
        final Binding old = engine.plugins().bind(new Counting(log), plugin("s", "1"));
        engine.plugins().bind(new Throwing(), plugin("s", "2"));
        engine.slots().find("s").swap();
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(1_000);
        await("the old version acts again", () -> old.acting() && log.last == 1_000);
        assertEquals("active", engine.slots().find("s").roleOf(old));
        assertEquals(
                998, log.count, "the first two were given to the new version; the old one acts on the third itself");
    }

    @Test
    void shouldGiveUpTheThreadOfAnIsolatedPluginThatHangs() {
        final Hanging hanging = new Hanging();
        final Binding hung = engine.plugins().bind(hanging, plugin("h", "1", "delivery", "isolated"));
        engine.plugins().bind(new Counting(log), plugin("good", "1", "delivery", "isolated"));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(50_000);
        await("the good one gets all", () -> log.count == 50_000);
        await("the hang is seen", () -> hung.state() == PluginState.FAULTED);
        assertTrue(hung.reason().contains("hangs in a callback"), hung.reason());
        assertFalse(engine.isHalted(), "an isolated hang does not stop trading");
        final Counting.Log second = new Counting.Log();
        engine.plugins().unbind(hung);
        engine.plugins().bind(new Counting(second), plugin("h", "2", "delivery", "isolated"));
        await("the next version gets the rest", () -> second.last == 50_000);
        hanging.release = true;
        await("the hung one returns", () -> hanging.left);
        source.allow(60_000);
        await("the next version goes on", () -> second.last == 60_000);
        assertEquals(1, hanging.given, "nothing is delivered to a plugin that was given up");
        assertEquals(List.of("after 0 came 2"), second.faults, "only the message it hung on is not delivered again");
    }

    @Test
    void shouldUnbindAnIsolatedPluginThatHangsWithoutWaitingForIt() {
        final Hanging hanging = new Hanging();
        final Binding hung = engine.plugins().bind(hanging, plugin("h", "1", "delivery", "isolated"));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(10);
        await("it hangs", () -> hanging.given == 1);
        engine.plugins().unbind(hung);
        assertTrue(hung.revoked());
        assertTrue(engine.slots().find("h").isEmpty());
        assertFalse(hanging.touched, "its state is half made, and it is not for a second thread");
        hanging.release = true;
    }

    /** Saves what was delivered, which takes its time. */
    private final class SlowToSave extends Counting {
        private final long ms;
        private volatile Thread thread;
        private volatile boolean inside;
        private volatile boolean release;
        private volatile boolean left;

        SlowToSave(long ms) {
            super(log);
            this.ms = ms;
        }

        @Override
        public int saveState(MutableDirectBuffer buffer) {
            thread = Thread.currentThread();
            inside = true;
            final long untilNs = System.nanoTime() + ms * 1_000_000;
            while (!release && System.nanoTime() - untilNs < 0) {
                LockSupport.parkNanos(1_000_000);
            }
            final int length = super.saveState(buffer);
            left = true;
            return length;
        }
    }

    @Test
    void shouldWaitForTheStateOfAnIsolatedPluginThatTakesItsTime() {
        final Binding slow = engine.plugins().bind(new SlowToSave(300), plugin("s", "1", "delivery", "isolated"));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(100);
        await("all are delivered", () -> log.count == 100);
        engine.plugins().unbind(slow);
        assertEquals(PluginState.STOPPED, slow.state(), slow.reason());
        final Counting next = new Counting(log);
        engine.plugins().bind(next, plugin("s", "2", "delivery", "isolated"));
        assertEquals(100, next.restored);
    }

    @Test
    void shouldNotTakeTheStateOfAPluginThatWasGivenUpWhileItSaved() {
        final SlowToSave slow = new SlowToSave(60_000);
        final Binding hung = engine.plugins().bind(slow, plugin("s", "1", "delivery", "isolated"));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(100);
        await("all are delivered", () -> log.count == 100);
        engine.plugins().unbind(hung);
        assertTrue(slow.inside && !slow.left);
        final Counting unsaved = new Counting(log) {
            @Override
            public int saveState(MutableDirectBuffer buffer) {
                throw new IllegalStateException("cannot be saved");
            }
        };
        final Binding second = engine.plugins().bind(unsaved, plugin("s", "2", "delivery", "isolated"));
        assertEquals(-1, unsaved.restored);
        slow.release = true;
        await("the first comes to its end", () -> slow.left);
        await("its thread ends", () -> !slow.thread.isAlive());
        engine.plugins().unbind(second);
        final Counting third = new Counting(log);
        engine.plugins().bind(third, plugin("s", "3", "delivery", "isolated"));
        assertEquals(-1, third.restored);
    }

    @Test
    void shouldKeepNothingOfAPluginThatIsGivenUpWhileItIsUnbound() {
        engine.close();
        engine = TestBench.engine(300_000_000L, 10_000);
        final SlowToSave slow = new SlowToSave(60_000);
        final Binding hung = engine.plugins().bind(slow, plugin("s", "1", "delivery", "isolated"));
        engine.plugins().unbind(hung);
        assertTrue(engine.slots().find("s").isEmpty());
        slow.release = true;
    }

    @Test
    void shouldGoOnWithTheTimersOfTheVersionThatTakesAHungOnesPlace() {
        final Hanging hanging = new Hanging();
        final Binding hung = engine.plugins().bind(hanging, plugin("h", "1", "delivery", "isolated"));
        final AtomicInteger ticks = new AtomicInteger();
        final AtomicInteger idles = new AtomicInteger();
        final Counting beside = new Counting(log) {
            @Override
            public void onStart(StrategyContext newContext) {
                super.onStart(newContext);
                newContext.scheduler().every(1_000_000, ticks::incrementAndGet);
                newContext.scheduler().idle(() -> {
                    idles.incrementAndGet();
                    return 0;
                });
            }
        };
        final Binding next = engine.plugins().bind(beside, plugin("h", "2", "delivery", "isolated"));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(1);
        await("the hang is seen", () -> hung.state() == PluginState.FAULTED);
        await("the other acts", next::acting);
        final int ticked = ticks.get();
        final int idled = idles.get();
        await("its timer goes on", () -> ticks.get() > ticked + 2);
        await("so do its idle passes", () -> idles.get() > idled + 2);
        hanging.release = true;
    }

    @Test
    void shouldShowAPluginThatHangsWhileItStarts() {
        final AtomicBoolean release = new AtomicBoolean();
        final Binding hung = engine.plugins()
                .bind(
                        new Counting(log) {
                            @Override
                            public void onStart(StrategyContext context) {
                                while (!release.get()) {
                                    LockSupport.parkNanos(1_000_000);
                                }
                            }
                        },
                        plugin("s", "1", "delivery", "isolated"));
        final Slot slot = engine.slots().find("s");
        await("the hang is shown", () -> slot.bindings().equals(List.of(hung)));
        assertEquals(PluginState.FAULTED, hung.state());
        engine.plugins().unbind(hung);
        final Counting next = new Counting(log);
        engine.plugins().bind(next, plugin("s", "2", "delivery", "isolated"));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(10);
        await("the next version acts", () -> log.count == 10);
        release.set(true);
    }

    @Test
    void shouldGiveTheFallbackWhatWaitedInItsOrder() {
        final List<Long> given = Collections.synchronizedList(new ArrayList<>());
        engine.plugins().bind(new Throwing(), plugin("s", "1"));
        engine.plugins()
                .bind(
                        new Strategy() {
                            private final TradeFlyweight trade = new TradeFlyweight();

                            @Override
                            public void onStart(StrategyContext context) {
                                given.clear();
                            }

                            @Override
                            public void onMessage(MessageReader message) {
                                while (message.next() > 0) {
                                    if (trade.readFrom(message) == 0) {
                                        given.add(trade.tradeId());
                                    }
                                }
                            }
                        },
                        plugin("s", "2"));
        final Slot slot = engine.slots().find("s");
        slot.park();
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(10);
        await("all wait", () -> slot.lag() == 10);
        slot.resume();
        await("all are given", () -> given.size() == 10);
        assertEquals(LongStream.rangeClosed(1, 10).boxed().toList(), given);
    }

    @Test
    void shouldHaltTradingWhenAnInlinePluginHangs() {
        final Hanging hanging = new Hanging();
        final Binding hung = engine.plugins().bind(hanging, plugin("h", "1"));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(10);
        await("trading halts", engine::isHalted);
        assertTrue(
                engine.status().reason().contains("hangs in a callback"),
                engine.status().reason());
        hanging.release = true;
        await("the plugin is stopped", () -> hung.state() == PluginState.FAULTED);
        assertTrue(engine.isHalted(), "a person must resume trading");
        engine.resumeTrading();
        assertFalse(engine.isHalted());
    }

    @Test
    void shouldRefuseAnIsolatedStrategyThatReadsTheMarketInPlace() {
        final Binding binding = engine.plugins()
                .bind(
                        new Counting(log) {
                            @Override
                            public void onStart(StrategyContext context) {
                                context.market();
                            }
                        },
                        plugin("s", "1", "delivery", "isolated"));
        assertEquals(PluginState.FAULTED, binding.state());
        assertTrue(binding.reason().contains("set delivery=inline"), binding.reason());
    }

    @Test
    void shouldKeepTheMessagesWhenAPluginFailsToStart() {
        final Binding broken = engine.plugins()
                .bind(
                        new Counting(log) {
                            @Override
                            public void onStart(StrategyContext context) {
                                throw new IllegalStateException("no such pair");
                            }
                        },
                        plugin("s", "1"));
        engine.plugins().bind(source, plugin("source", "1"));
        assertEquals(PluginState.FAULTED, broken.state());
        assertTrue(broken.reason().contains("no such pair"));
        engine.plugins().unbind(broken);
        source.allow(100);
        engine.plugins().bind(new Counting(log), plugin("s", "2"));
        await("the next version gets all", () -> log.count == 100);
        assertEquals(List.of(), log.faults);
    }
}
