package org.alphapulse.engine;

import static org.alphapulse.engine.TestBench.await;
import static org.alphapulse.engine.TestBench.plugin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.api.plugin.PluginState;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.protocol.MessageReader;
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

        @Override
        public void onStart(StrategyContext context) {
            count = 0;
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

        @Override
        public void onStart(StrategyContext context) {
            given = 0;
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
        final Binding throwing = engine.plugins().bind(new Throwing(), plugin("t", "1", "delivery", delivery));
        engine.plugins().bind(new Counting(log), plugin("good", "1", "delivery", delivery));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(20_000);
        await("the good one gets all", () -> log.count == 20_000);
        await("the bad one is stopped", () -> throwing.state() == PluginState.FAULTED);
        assertEquals(3, throwing.faults());
        assertTrue(throwing.reason().contains("thrown on purpose"), throwing.reason());
        assertEquals(List.of(), log.faults);
        assertFalse(engine.isHalted());
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
        hanging.release = true;
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
