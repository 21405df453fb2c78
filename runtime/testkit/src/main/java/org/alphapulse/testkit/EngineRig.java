package org.alphapulse.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.relay.ObserverSpec;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.EngineSettings;
import org.alphapulse.engine.SystemClock;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.risk.Halts;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.spi.collector.Collector;
import org.alphapulse.spi.executor.TradeExecutor;
import org.alphapulse.spi.risk.RiskMonitor;
import org.alphapulse.spi.strategy.Strategy;

/**
 * The real engine in this JVM, without a container, with all that its relays carry written down.
 *
 * <p>Threading: for the test's thread; {@link #messages} may be called at any time.
 */
public final class EngineRig implements AutoCloseable {
    private static final long PATIENCE_NS = 30_000_000_000L;
    private static final int BACKLOG = 1 << 20;

    private final Engine engine;
    private final List<RecordedMessage> messages = new ArrayList<>();

    /**
     * Starts an engine in paper mode.
     *
     * @param topics of the messages to write down, as an observer names them
     */
    public EngineRig(String topics) {
        this(topics, new SystemClock());
    }

    /**
     * Starts an engine in paper mode on a clock of the test's.
     *
     * @param topics of the messages to write down, as an observer names them
     * @param clock what the engine and its plugins take for the time
     */
    public EngineRig(String topics, EngineClock clock) {
        engine = new Engine(EngineSettings.defaults(), clock, new Halts(null)).start();
        engine.observers().observe(ObserverSpec.lossless("rig", topics, BACKLOG), (buffer, offset, length) -> {
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, buffer, offset, length);
            synchronized (messages) {
                messages.add(new RecordedMessage(copy, System.nanoTime()));
            }
        });
    }

    /**
     * Gives the engine itself.
     *
     * @return it
     */
    public Engine engine() {
        return engine;
    }

    /**
     * Binds a plugin under the id of its class, as a bundle of this project.
     *
     * @param plugin a collector, strategy, executor or risk monitor
     * @param properties its service properties
     * @return what {@code engine().plugins().unbind} takes
     */
    public Binding bind(Object plugin, Map<String, Object> properties) {
        final String id = plugin.getClass().getSimpleName();
        final Plugin found = new Plugin(id, new Binding.Origin(id, "1.0.0", 1), true, properties);
        if (plugin instanceof Collector collector) {
            return engine.plugins().bind(collector, found);
        }
        if (plugin instanceof Strategy strategy) {
            return engine.plugins().bind(strategy, found);
        }
        if (plugin instanceof TradeExecutor executor) {
            return engine.plugins().bind(executor, found);
        }
        if (plugin instanceof RiskMonitor monitor) {
            return engine.plugins().bind(monitor, found);
        }
        throw new IllegalArgumentException(id + " is no plugin");
    }

    /**
     * Copies what was written down so far.
     *
     * @return the messages in the order in which they came
     */
    public List<RecordedMessage> messages() {
        synchronized (messages) {
            return List.copyOf(messages);
        }
    }

    /**
     * Copies what was written down of one type.
     *
     * @param type of the first TLV
     * @return those messages, in order
     */
    public List<RecordedMessage> messages(int type) {
        return messages().stream().filter(message -> message.type() == type).toList();
    }

    /**
     * Waits until so many messages are written down.
     *
     * @param count how many
     * @return the first so many of them
     */
    public List<RecordedMessage> await(int count) {
        await(count + " messages", () -> {
            synchronized (messages) {
                return messages.size() >= count;
            }
        });
        return messages().subList(0, count);
    }

    /**
     * Waits for something that the engine's threads will bring about.
     *
     * @param what in words, for the error
     * @param condition asked over and over
     * @throws AssertionError if it does not come within half a minute
     */
    public void await(String what, BooleanSupplier condition) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
