package org.alphapulse.strategy.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.risk.RiskApproved;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.OrderRequestFlyweight;
import org.alphapulse.protocol.QuoteFlyweight;
import org.alphapulse.spi.collector.Collector;
import org.alphapulse.spi.executor.TradeExecutor;
import org.alphapulse.testkit.EngineRig;
import org.alphapulse.testkit.PluginConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SampleStrategyTest {
    private static final Map<String, Object> PROPERTIES = Map.of("topics", "market-data/Quote", "state.schema", 1);

    private final EngineRig rig = new EngineRig("market-data");
    private final Queue<Long> mids = new ConcurrentLinkedQueue<>();
    private final List<String> orders = new ArrayList<>();
    private int quotes;

    /** Quotes the pair at the prices that the test names, and every price doubled for another pair. */
    private final class Quotes implements Collector {
        private final QuoteFlyweight quote = new QuoteFlyweight();
        private CollectorContext context;

        @Override
        public void start(CollectorContext newContext) {
            context = newContext;
            context.scheduler().agent("quotes", this::send);
        }

        private int send() {
            final Long mid = mids.poll();
            if (mid != null) {
                write("sim:0:spot:BTC-USD", mid);
                write("sim:0:spot:ETH-USD", 1_000 - mid);
            }
            return mid == null ? 0 : 1;
        }

        private void write(String pair, long mid) {
            quote.appendTo(context.sink().begin(256));
            quote.clear();
            quote.instrument(InstrumentId.parse(pair)).bidPrice(mid - 1).askPrice(mid + 1);
            context.sink().commit();
        }
    }

    private final class Record implements TradeExecutor {
        private final OrderRequestFlyweight order = new OrderRequestFlyweight();

        @Override
        public void onStart(ExecutorContext context) {
            orders.clear();
        }

        @Override
        public void execute(RiskApproved approved) {
            approved.message().next();
            assertEquals(0, order.readFrom(approved.message()));
            synchronized (orders) {
                orders.add((order.side() == OrderRequestFlyweight.SIDE_BUY ? "buy " : "sell ") + order.size() + " #"
                        + order.orderId());
            }
        }
    }

    private static SampleStrategy strategy(int run) {
        return new SampleStrategy(PluginConfig.of(SampleConfig.class, Map.of("run_length", run, "size", 0.25)));
    }

    private Binding start(int run) {
        return rig.bind(strategy(run), PROPERTIES);
    }

    @BeforeEach
    void bind() {
        rig.bind(new Record(), Map.of());
        rig.bind(new Quotes(), Map.of());
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private void quote(long... prices) {
        for (final long price : prices) {
            mids.add(price);
        }
        quotes += 2 * prices.length;
        rig.await(quotes);
    }

    private void assertOrders(String... expected) {
        rig.await(expected.length + " orders, not " + orders, () -> {
            synchronized (orders) {
                return orders.size() >= expected.length;
            }
        });
        assertEquals(List.of(expected), orders);
    }

    @Test
    void shouldFollowARunOfQuotesInOneDirection() {
        start(3);
        quote(100, 101, 102, 101, 102, 102, 103, 104);
        assertOrders("buy 25000000 #1", "buy 25000000 #2");
        quote(103, 102, 101);
        assertOrders("buy 25000000 #1", "buy 25000000 #2", "sell 25000000 #3");
    }

    @Test
    void shouldGoOnWithTheRunWhenItIsReplacedInTheMiddle() {
        final Binding first = start(4);
        quote(100, 101, 102);
        rig.engine().plugins().unbind(first);
        quote(103);
        start(4);
        quote(102);
        assertOrders("buy 25000000 #1");
    }

    @Test
    void shouldNameKeyValueAndWhatIsAllowedWhenAValueIsRefused() {
        assertEquals(
                "run.length=0 is not allowed; allowed is 1 to 1000 quotes",
                assertThrows(IllegalArgumentException.class, () -> strategy(0)).getMessage());
    }
}
