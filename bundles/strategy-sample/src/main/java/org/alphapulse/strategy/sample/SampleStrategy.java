package org.alphapulse.strategy.sample;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.Check;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.InstrumentIdFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.OrderRequestFlyweight;
import org.alphapulse.protocol.QuoteFlyweight;
import org.alphapulse.spi.strategy.Strategy;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The smallest strategy that trades: it counts quotes that move in one direction and, after a run of them, sends a market order in that
 * direction. It is here to be copied, not to earn.
 */
@Component(
        name = "org.alphapulse.strategy.sample",
        service = Strategy.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SampleConfig.class, factory = true)
public final class SampleStrategy implements Strategy {
    private static final int STATE_LENGTH = 4 * Long.BYTES;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final InstrumentId instrument;
    private final int runLength;
    private final long size;
    private final QuoteFlyweight quote = new QuoteFlyweight();
    private final OrderRequestFlyweight order = new OrderRequestFlyweight();
    private final InstrumentIdFlyweight id = new InstrumentIdFlyweight();
    private StrategyContext context;
    private long quotes;
    private long lastMid;
    private long run;
    private long orders;

    /** Refuses values that make no sense. */
    @Activate
    public SampleStrategy(SampleConfig config) {
        instrument = InstrumentId.parse(Check.text(
                "instrument",
                config::instrument,
                "[^:]+:[^:]+:[^:]+:[^:]+",
                "venue:chain:kind:payload, for example sim:0:spot:BTC-USD"));
        runLength = (int) Check.range("run.length", config::run_length, 1, 1_000, "quotes");
        size = Math.round(Check.decimal("size", config::size, 1e-8, 1e6, "units") * 1e8);
    }

    @Override
    public void onStart(StrategyContext newContext) {
        context = newContext;
    }

    @Override
    public void onMessage(MessageReader message) {
        int type;
        while ((type = message.next()) > 0) {
            if (type == QuoteFlyweight.TYPE && quote.readFrom(message) == 0 && isMine()) {
                onQuote();
            }
        }
    }

    private boolean isMine() {
        id.wrap(quote.buffer(), quote.instrumentOffset());
        return id.word(1) == instrument.word1()
                && id.word(0) == instrument.word0()
                && id.word(2) == instrument.word2()
                && id.word(3) == instrument.word3()
                && id.word(4) == instrument.word4();
    }

    private void onQuote() {
        quotes++;
        final long mid = (quote.bidPrice() + quote.askPrice()) >> 1;
        final int direction = Long.compare(mid, lastMid);
        lastMid = mid;
        run = direction == 0 ? run : Long.signum(run) == direction ? run + direction : direction;
        if (Math.abs(run) >= runLength) {
            send(run > 0);
            run = 0;
        }
    }

    private void send(boolean buy) {
        final MessageWriter writer = context.plans().begin(OrderRequestFlyweight.BLOCK_LENGTH + 8);
        if (writer == null) {
            return;
        }
        order.appendTo(writer);
        order.clear();
        order.instrumentFrom(quote.buffer(), quote.instrumentOffset());
        order.size(size)
                .orderId(++orders)
                .side(buy ? OrderRequestFlyweight.SIDE_BUY : OrderRequestFlyweight.SIDE_SELL)
                .orderKind(OrderRequestFlyweight.ORDER_KIND_MARKET)
                .timeInForce(OrderRequestFlyweight.TIME_IN_FORCE_IOC);
        context.plans().commit();
    }

    @Override
    public int saveState(MutableDirectBuffer buffer) {
        buffer.putLong(0, quotes, ORDER);
        buffer.putLong(8, lastMid, ORDER);
        buffer.putLong(16, run, ORDER);
        buffer.putLong(24, orders, ORDER);
        return STATE_LENGTH;
    }

    @Override
    public void restoreState(int schema, DirectBuffer buffer, int length) {
        if (schema == 1 && length == STATE_LENGTH) {
            quotes = buffer.getLong(0, ORDER);
            lastMid = buffer.getLong(8, ORDER);
            run = buffer.getLong(16, ORDER);
            orders = buffer.getLong(24, ORDER);
        }
    }
}
