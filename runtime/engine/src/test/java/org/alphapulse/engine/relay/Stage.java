package org.alphapulse.engine.relay;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.engine.SystemClock;
import org.alphapulse.engine.market.Market;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.Venues;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.protocol.TradeFlyweight;

/** A market data relay whose engine agent is the test itself. */
final class Stage implements AutoCloseable {
    static final InstrumentId PAIR =
            InstrumentId.ofSymbol(Venues.standard().code("sim"), InstrumentKind.SPOT, 0, "TEST-PAIR");
    static final EngineClock CLOCK = new SystemClock();

    final Market market = new Market();
    final Relay relay;
    final Observers observers;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[HeaderFlyweight.MAX_MESSAGE_LENGTH]);
    private final MessageWriter writer = new MessageWriter();
    private final TradeFlyweight trade = new TradeFlyweight();

    Stage(int recentBytes) {
        relay = new Relay(Domains.MARKET_DATA, 1 << 16, recentBytes, market, market.snapshot(), CLOCK);
        observers = new Observers(relay);
    }

    /** Begins a message of a collector. */
    MessageWriter begin(int instance, long counter) {
        writer.begin(
                buffer,
                0,
                buffer.capacity(),
                Domains.MARKET_DATA,
                SourceKinds.COLLECTOR,
                0,
                HeaderFlyweight.sequence(instance, counter),
                1);
        return writer;
    }

    void publish() {
        relay.publish(buffer, writer.finish(), 0);
    }

    void trade(int instance, long counter) {
        trade.appendTo(begin(instance, counter));
        trade.clear();
        trade.instrument(PAIR).tradeId(counter).price(1).size(1);
        publish();
    }

    static void await(String what, BooleanSupplier condition) {
        final long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("waited in vain until " + what);
            }
            Thread.yield();
        }
    }

    @Override
    public void close() {
        observers.close();
    }
}
