package org.alphapulse.engine;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.engine.agent.AgentThread.Idle;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.engine.slot.FaultLimit;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.Venues;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.TradeFlyweight;
import org.alphapulse.spi.collector.Collector;

/** What the engine's tests share: naming plugins, a collector that sends as fast as it is let, and waiting for a condition. */
final class TestBench {
    static final InstrumentId PAIR =
            InstrumentId.ofSymbol(Venues.standard().code("sim"), InstrumentKind.SPOT, 0, "TEST-PAIR");

    private TestBench() {}

    /** A started engine that takes a callback for a hang after so many nanoseconds, and stops a plugin after three faults. */
    static Engine engine(long hangNs, long commandTimeoutMs) {
        final EngineSettings defaults = EngineSettings.defaults();
        return new Engine(new EngineSettings(
                        defaults.mode(),
                        Idle.BACKOFF,
                        defaults.inboundCapacity(),
                        defaults.recentBytes(),
                        defaults.slotCapacity(),
                        hangNs,
                        commandTimeoutMs,
                        new FaultLimit(3, 10_000_000_000L),
                        List.of()))
                .start();
    }

    static Plugin plugin(String id, String version, String... properties) {
        final Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            map.put(properties[i], properties[i + 1]);
        }
        return new Plugin(id, new Binding.Origin("test." + id, version, 1), true, map);
    }

    static void await(String what, BooleanSupplier condition) {
        await(() -> what, condition);
    }

    static void await(Supplier<String> what, BooleanSupplier condition) {
        final long deadline = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("waited in vain until " + what.get());
            }
            Thread.onSpinWait();
        }
    }

    /** Sends trades numbered from 1 as fast as the relay takes them, up to a limit that may be raised. */
    static final class Source implements Collector {
        private final TradeFlyweight trade = new TradeFlyweight();
        private CollectorContext context;
        private volatile long limit;
        private volatile long sent;
        private volatile boolean heldBack;

        @Override
        public void start(CollectorContext newContext) {
            context = newContext;
            context.scheduler().agent("source", this::send);
        }

        void allow(long messages) {
            limit = messages;
        }

        long sent() {
            return sent;
        }

        /** Whether there was no room for a message when one was to be sent last. */
        boolean isHeldBack() {
            return heldBack;
        }

        private int send() {
            int burst = 0;
            while (sent < limit && burst < 256) {
                final MessageWriter writer = context.sink().begin(TradeFlyweight.BLOCK_LENGTH + 8);
                if (writer == null) {
                    heldBack = true;
                    return burst;
                }
                trade.appendTo(writer);
                trade.clear();
                trade.instrument(PAIR).price(1).size(1).tradeId(sent + 1);
                if (context.sink().commit() < 0) {
                    heldBack = true;
                    return burst;
                }
                final long now = sent + 1;
                sent = now;
                burst++;
            }
            return burst;
        }
    }
}
