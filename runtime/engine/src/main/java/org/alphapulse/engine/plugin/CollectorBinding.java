package org.alphapulse.engine.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.plugin.PluginState;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.relay.RelaySink;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.model.Venues;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.spi.collector.Collector;

/** A bound collector. It has no slot: nothing is delivered to it. */
final class CollectorBinding extends Binding {
    private static final long RETRY_NS = 1_000_000L;

    private final Collector collector;
    private final Plugin plugin;
    private final Function<CollectorBinding, CollectorContext> context;
    private final Set<Long> chains = ConcurrentHashMap.newKeySet();
    private RelaySink sink;

    CollectorBinding(Collector collector, Plugin plugin, Function<CollectorBinding, CollectorContext> context) {
        super(plugin.origin());
        this.collector = collector;
        this.plugin = plugin;
        this.context = context;
    }

    String id() {
        return plugin.id();
    }

    RelaySink sink() {
        return sink;
    }

    void sink(RelaySink newSink) {
        sink = newSink;
    }

    /** It has taken over what was kept of a chain, of which it will tell. Any thread. */
    void tellsOf(long chainId) {
        chains.add(chainId);
    }

    long published() {
        return sink == null ? 0 : sink.published();
    }

    void begin() {
        acting(true);
        try {
            start();
            state(PluginState.RUNNING, "");
        } catch (Throwable t) { // a plugin may throw anything
            state(PluginState.FAULTED, "start failed: " + t.getMessage());
            revoke();
        }
    }

    /** Leaves the collector alone and says why. */
    void stateOnly(String reason) {
        state(PluginState.DEGRADED, reason);
    }

    /**
     * Ends the agents, then the collector, then declares void what it told of its venues and chains, if it told anything. That comes behind all that it
     * told before; gives what is done once it is under way, which may be later where the engine is busy.
     */
    List<CompletableFuture<Void>> end(Engine engine) {
        endTasks();
        try {
            stop();
        } catch (Throwable t) { // a plugin may throw anything
            state(PluginState.FAULTED, "stop failed: " + t.getMessage());
        }
        revoke();
        final List<CompletableFuture<Void>> declared = new ArrayList<>();
        if (published() > 0) {
            for (final String venue : plugin.text("venues", "").split(",")) {
                if (!venue.isBlank()) {
                    final int code = Venues.standard().code(venue.trim());
                    declared.add(declare(engine, () -> engine.messages().invalidateVenue(code)));
                }
            }
            chains.forEach(chain ->
                    declared.add(declare(engine, () -> engine.messages().invalidateChain(chain))));
        }
        return declared;
    }

    private static CompletableFuture<Void> declare(Engine engine, LongSupplier message) {
        final CompletableFuture<Void> done = new CompletableFuture<>();
        engine.agent().execute(() -> declare(engine, message, done));
        return done;
    }

    private static void declare(Engine engine, LongSupplier message, CompletableFuture<Void> done) {
        if (message.getAsLong() < 0) {
            engine.agent().timers().add(() -> declare(engine, message, done), RETRY_NS, 0);
        } else {
            done.complete(null);
        }
    }

    @Override
    protected void start() {
        collector.start(context.apply(this));
    }

    @Override
    protected void deliver(MessageReader message, long planId) {
        throw new IllegalStateException("nothing is delivered to a collector");
    }

    @Override
    protected void stop() {
        collector.stop();
    }
}
