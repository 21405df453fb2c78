package org.alphapulse.engine;

import static org.alphapulse.engine.TestBench.await;
import static org.alphapulse.engine.TestBench.plugin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.engine.slot.Slot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotSwapTest {
    private static final int SWAPS = 60;
    private static final int PER_SWAP = 5_000;

    private final TestBench.Source source = new TestBench.Source();
    private final Counting.Log log = new Counting.Log();
    private Engine engine;

    @BeforeEach
    void start() {
        engine = new Engine(EngineSettings.defaults()).start();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private String delivered() {
        final Slot slot = engine.slots().find("s");
        return "all is delivered: sent " + source.sent() + ", came " + log.count + ", wait " + slot.lag() + ", dropped "
                + slot.dropped() + ", faults " + log.faults + ", trouble " + slot.trouble();
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "isolated"})
    void shouldLoseNothingWhenAStrategyIsReplacedUnderLoad(String delivery) {
        Counting current = new Counting(log);
        Binding binding = engine.plugins().bind(current, plugin("s", "1", "delivery", delivery));
        engine.plugins().bind(source, plugin("source", "1"));
        for (int i = 1; i <= SWAPS; i++) {
            source.allow((long) i * PER_SWAP);
            final long half = (long) i * PER_SWAP - PER_SWAP / 2;
            await("messages flow", () -> log.count >= half);
            engine.plugins().unbind(binding);
            current.unbound = true;
            final long before = log.last;
            current = new Counting(log);
            binding = engine.plugins().bind(current, plugin("s", "1." + i, "delivery", delivery));
            assertEquals(before, current.restored, "the saved state is handed over");
        }
        await(this::delivered, () -> log.count == (long) SWAPS * PER_SWAP);
        assertEquals(List.of(), log.faults);
        assertEquals(0, engine.slots().find("s").dropped());
        assertEquals(SWAPS, engine.slots().find("s").swaps());
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "isolated"})
    void shouldTakeOverBetweenTwoEventsWhenSwappedFromBlueToGreen(String delivery) {
        Binding blue = engine.plugins().bind(new Counting(log), plugin("s", "1", "delivery", delivery));
        engine.plugins().bind(source, plugin("source", "1"));
        final Slot slot = engine.slots().find("s");
        for (int i = 1; i <= SWAPS; i++) {
            source.allow((long) i * PER_SWAP);
            final Counting fresh = new Counting(log);
            final Binding green = engine.plugins().bind(fresh, plugin("s", "1." + i, "delivery", delivery));
            assertEquals("candidate", slot.roleOf(green));
            await("it warms up", () -> fresh.seen > 100 || log.count == source.sent());
            slot.swap();
            assertEquals("active", slot.roleOf(green));
            engine.plugins().unbind(blue);
            blue = green;
        }
        await(this::delivered, () -> log.count == (long) SWAPS * PER_SWAP);
        assertEquals(List.of(), log.faults);
    }

    @Test
    void shouldActAgainWhenRolledBack() {
        final Counting old = new Counting(log);
        final Counting fresh = new Counting(log);
        engine.plugins().bind(old, plugin("s", "1"));
        engine.plugins().bind(fresh, plugin("s", "2"));
        engine.plugins().bind(source, plugin("source", "1"));
        final Slot slot = engine.slots().find("s");
        assertThrows(IllegalStateException.class, slot::rollback, "nothing was swapped out yet");
        source.allow(1_000);
        await("both see the stream", () -> old.seen == 1_000 && fresh.seen == 1_000);
        slot.swap();
        source.allow(2_000);
        await("the new version sees all", () -> fresh.seen == 2_000);
        assertTrue(fresh.context.acting());
        slot.rollback();
        source.allow(3_000);
        await("the old version saw all", () -> old.seen == 3_000);
        assertTrue(old.context.acting());
        assertEquals(List.of(), log.faults);
        assertEquals(3_000, log.count);
    }

    @Test
    void shouldKeepMessagesInOrderWhenParkedAndResumed() {
        engine.plugins().bind(new Counting(log), plugin("s", "1"));
        engine.plugins().bind(source, plugin("source", "1"));
        final Slot slot = engine.slots().find("s");
        source.allow(1_000);
        await("messages flow", () -> log.count == 1_000);
        slot.park();
        source.allow(5_000);
        await("messages wait", () -> slot.lag() == 4_000);
        assertEquals(1_000, log.count);
        slot.resume();
        assertEquals(5_000, log.count);
        assertEquals(List.of(), log.faults);
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop-newest", "drop-oldest", "halt"})
    void shouldCountEachMessageDroppedWhenAParkedSlotOverflows(String policy) {
        engine.close();
        final EngineSettings small = EngineSettings.defaults();
        engine = new Engine(new EngineSettings(
                        small.mode(),
                        small.idle(),
                        small.inboundCapacity(),
                        small.recentBytes(),
                        1_024,
                        small.hangNs(),
                        small.commandTimeoutMs(),
                        small.faultLimit(),
                        small.requiredMonitors()))
                .start();
        engine.plugins().bind(new Counting(log), plugin("s", "1", "overflow", policy));
        engine.plugins().bind(source, plugin("source", "1"));
        final Slot slot = engine.slots().find("s");
        slot.park();
        source.allow(3_000);
        await("the slot overflows", () -> slot.lag() + slot.dropped() == 3_000);
        assertEquals(1_024, slot.lag());
        slot.resume();
        assertEquals(1_024, log.count);
        assertEquals("drop-oldest".equals(policy) ? 3_000 : 1_024, log.last);
        assertEquals("halt".equals(policy), engine.isHalted());
    }
}
