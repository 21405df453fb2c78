package org.alphapulse.collector.sim;

import org.alphapulse.api.context.Check;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.Venues;
import org.alphapulse.spi.collector.Collector;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Publishes the market data of simulated pairs at a steady rate: order-book changes, quotes and trades, and on request the faults of real
 * venues, which are gaps, duplicates, silence and disconnects.
 */
@Component(
        name = "org.alphapulse.collector.sim",
        service = Collector.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SimConfig.class, factory = true)
public final class SimCollector implements Collector {
    private static final int MAX_BURST = 1_024;
    private static final long SECOND = 1_000_000_000L;
    private static final long SILENCE_NS = 2 * SECOND;

    private final int venue = Venues.standard().code("sim");
    private final String[] symbols;
    private final int rate;
    private final long seed;
    private final int depth;
    private final int gaps;
    private final int duplicates;
    private final long disconnectNs;
    private final long silenceNs;
    private CollectorContext context;
    private SimPublisher[] pairs;
    private long startNs;
    private long sent;
    private long nextDisconnectNs;
    private long nextSilenceNs;
    private long silentUntilNs;
    private boolean invalidate;

    /** Refuses values that make no sense. */
    @Activate
    public SimCollector(SimConfig config) {
        symbols = Check.text(
                        "symbols",
                        config::symbols,
                        "[A-Z0-9-]{1,16}(,[A-Z0-9-]{1,16}){0,63}",
                        "1 to 64 pairs like BTC-USD, separated by commas")
                .split(",");
        rate = (int) Check.range("rate", config::rate, 1, 2_000_000, "messages/s");
        seed = config.seed();
        depth = (int) Check.range("depth", config::depth, 1, 50, "levels");
        gaps = (int) Check.range("gaps.per.million", config::gaps_per_million, 0, 1_000_000, "per million");
        duplicates = (int)
                Check.range("duplicates.per.million", config::duplicates_per_million, 0, 1_000_000, "per million");
        disconnectNs = Check.range("disconnect.every.s", config::disconnect_every_s, 0, 86_400, "seconds") * SECOND;
        silenceNs = Check.range("silence.every.s", config::silence_every_s, 0, 86_400, "seconds") * SECOND;
    }

    @Override
    public void start(CollectorContext newContext) {
        context = newContext;
        pairs = new SimPublisher[symbols.length];
        for (int i = 0; i < symbols.length; i++) {
            final InstrumentId id = InstrumentId.ofSymbol(venue, InstrumentKind.SPOT, 0, symbols[i]);
            final SimExchange exchange = new SimExchange(seed + i, 100.0 * (i + 1), depth);
            pairs[i] = new SimPublisher(id, exchange, context.sink(), gaps, duplicates);
        }
        startNs = context.clock().nanoTime();
        nextDisconnectNs = startNs + disconnectNs;
        nextSilenceNs = startNs + silenceNs;
        context.scheduler().agent(context.id(), this::publishDue);
    }

    private int publishDue() {
        final long now = context.clock().nanoTime();
        if (faulty(now)) {
            return 0;
        }
        final long due = (long) ((now - startNs) * (rate / 1e9)) - sent;
        final int burst = (int) Math.min(MAX_BURST, due);
        for (int i = 0; i < burst; i++) {
            if (!pairs[(int) (sent % pairs.length)].publish()) {
                return i;
            }
            sent++;
        }
        return Math.max(0, burst);
    }

    /** Plays the faults of the connection as a whole; true while nothing can be sent. */
    private boolean faulty(long now) {
        if (disconnectNs > 0 && now >= nextDisconnectNs) {
            nextDisconnectNs = now + disconnectNs;
            invalidate = true;
        }
        if (invalidate) {
            if (context.invalidateVenue(venue) < 0) {
                return true;
            }
            invalidate = false;
            for (final SimPublisher pair : pairs) {
                pair.resynchronise();
            }
        }
        if (silenceNs > 0 && now >= nextSilenceNs) {
            nextSilenceNs = now + silenceNs + SILENCE_NS;
            silentUntilNs = now + SILENCE_NS;
            startNs += SILENCE_NS;
        }
        return now < silentUntilNs;
    }
}
