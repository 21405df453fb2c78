package org.alphapulse.engine;

import static org.alphapulse.engine.TestBench.await;
import static org.alphapulse.engine.TestBench.plugin;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.alphapulse.api.context.RiskContext;
import org.alphapulse.api.plugin.PluginStatus;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.spi.risk.RiskMonitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetirementTest {
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

    private PluginStatus row() {
        return engine.plugins().status().stream()
                .filter(row -> row.id().equals("s"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "isolated"})
    void shouldDropCountAndExplainWhatWaitsWhenASlotIsRetired(String delivery) {
        final Binding first = engine.plugins().bind(new Counting(log), plugin("s", "1", "delivery", delivery));
        engine.plugins().bind(source, plugin("source", "1"));
        source.allow(100);
        await("the first are delivered", () -> log.count == 100);
        engine.plugins().unbind(first);
        source.allow(1_100);
        await("the others wait", () -> row().lag() == 1_000);

        assertTrue(engine.slots().retire("s", "test.s 1 was uninstalled"));

        assertEquals("retired", row().role());
        assertEquals(1_000, row().dropped());
        assertEquals("test.s 1 was uninstalled; retired, 1000 messages that waited were dropped", row().reason());
        assertThrows(IllegalStateException.class, () -> engine.slots().find("s"));
        source.allow(1_200);
        await("nobody keeps what comes then", () -> engine.status().received() == 1_200);
        assertEquals(1_000, row().dropped());

        final Counting later = new Counting(new Counting.Log());
        engine.plugins().bind(later, plugin("s", "2", "delivery", delivery));
        source.allow(1_300);
        await("a later plugin is delivered to", () -> later.seen == 100);
        assertEquals(-1, later.restored, "it begins anew");
        assertEquals("active", row().role());
    }

    @Test
    void shouldKeepASlotWhenSomethingIsBound() {
        engine.plugins().bind(new Counting(log), plugin("s", "1"));
        engine.plugins().bind(source, plugin("source", "1"));
        assertFalse(engine.slots().retire("s", "nothing happened"));
        assertFalse(engine.slots().retire("unknown", "nothing happened"));
        source.allow(1_000);
        await("all are delivered", () -> log.count == 1_000);
        assertEquals(List.of(), log.faults);
    }

    @Test
    void shouldKeepTheSlotOfARiskMonitorSinceItsAbsenceIsAnObjection() {
        final Binding binding = engine.plugins().bind(new Content(), plugin("s", "1"));
        engine.plugins().unbind(binding);
        assertFalse(engine.slots().retire("s", "test.s 1 was uninstalled"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"inline", "isolated"})
    void shouldAlwaysDeliverWhenAPluginComesBackWhileItsSlotIsRetired(String delivery) throws InterruptedException {
        engine.plugins().bind(source, plugin("source", "1"));
        long sent = 0;
        for (int i = 0; i < 50; i++) {
            engine.plugins().unbind(engine.plugins().bind(new Counting(log), plugin("s", "1", "delivery", delivery)));
            final Thread retiring = new Thread(() -> engine.slots().retire("s", "test.s 1 was uninstalled"));
            retiring.start();
            final Counting back = new Counting(new Counting.Log());
            final Binding binding = engine.plugins().bind(back, plugin("s", "2", "delivery", delivery));
            retiring.join();
            sent += 10;
            source.allow(sent);
            await("the plugin that came back is delivered to", () -> back.seen == 10);
            engine.plugins().unbind(binding);
        }
    }

    /** A risk monitor that never objects. */
    private static final class Content implements RiskMonitor {
        @Override
        public void onStart(RiskContext context) {}

        @Override
        public int check(MessageReader plan) {
            return NO_OBJECTION;
        }

        @Override
        public String explain(int code) {
            return "";
        }
    }
}
