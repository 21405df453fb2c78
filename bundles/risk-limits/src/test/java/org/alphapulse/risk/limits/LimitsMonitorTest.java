package org.alphapulse.risk.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.RiskContext;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.EconomicsFlyweight;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.OrderRequestFlyweight;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.spi.risk.RiskMonitor;
import org.alphapulse.testkit.PluginConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gate asks, on a clock that the test moves. */
class LimitsMonitorTest {
    private static final int CAPACITY = 1_024;
    private static final long MS = 1_000_000L;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CAPACITY]);
    private final MessageWriter writer = new MessageWriter();
    private long nowNs = Long.MAX_VALUE - 500 * MS;

    private RiskMonitor monitor(double maxOrderSize, int maxPlansPerSecond) {
        final LimitsMonitor monitor = new LimitsMonitor(config(maxOrderSize, maxPlansPerSecond));
        monitor.onStart((RiskContext) Proxy.newProxyInstance(
                LimitsMonitorTest.class.getClassLoader(),
                new Class<?>[] {RiskContext.class, EngineClock.class},
                (self, method, none) -> method.getName().equals("clock") ? self : nowNs));
        return monitor;
    }

    private static LimitsConfig config(double maxOrderSize, int maxPlansPerSecond) {
        return PluginConfig.of(
                LimitsConfig.class, Map.of("max_order_size", maxOrderSize, "max_plans_per_second", maxPlansPerSecond));
    }

    private MessageWriter begin() {
        writer.begin(buffer, 0, CAPACITY, Domains.EXECUTION, SourceKinds.STRATEGY, 0, 1, 1);
        return writer;
    }

    private MessageReader read() {
        final MessageReader reader = new MessageReader();
        reader.wrap(buffer, 0, writer.finish());
        return reader;
    }

    /** A plan with an order of so many hundred-millionths of the base asset. */
    private MessageReader order(long size) {
        final OrderRequestFlyweight order = new OrderRequestFlyweight();
        order.appendTo(begin());
        order.clear();
        order.orderId(1).size(size);
        return read();
    }

    /** A plan that is no order. */
    private MessageReader route() {
        final EconomicsFlyweight economics = new EconomicsFlyweight();
        economics.appendTo(begin());
        economics.clear();
        return read();
    }

    @ParameterizedTest
    @CsvSource({"1, true", "250000000, true", "250000001, false", "9223372036854775807, false", "0, false", "-1, false"
    })
    void shouldLetOrdersThroughUpToTheLargest(long size, boolean allowed) {
        final RiskMonitor monitor = monitor(2.5, 1_000);
        final int code = monitor.check(order(size));
        assertEquals(allowed, code == RiskMonitor.NO_OBJECTION);
        if (!allowed) {
            assertTrue(code > 0 && code <= 65_535, "code " + code);
            assertTrue(monitor.explain(code).contains("order size " + size / 1e8), monitor.explain(code));
            assertTrue(monitor.explain(code).contains("max.order.size=2.5"), monitor.explain(code));
        }
    }

    @Test
    void shouldHoldNoOrderSizeAgainstAPlanThatIsNoOrder() {
        assertEquals(RiskMonitor.NO_OBJECTION, monitor(0, 1_000).check(route()));
        assertNotEquals(RiskMonitor.NO_OBJECTION, monitor(0, 1_000).check(order(1)));
    }

    /** The clock of a virtual machine may begin anywhere, and pass its highest value. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5_000 * MS, Long.MAX_VALUE - 500 * MS})
    void shouldLetSoManyPlansThroughEachSecond(long beginNs) {
        nowNs = beginNs;
        final RiskMonitor monitor = monitor(10, 3);
        for (int second = 0; second < 3; second++) {
            for (int plan = 0; plan < 3; plan++) {
                assertEquals(RiskMonitor.NO_OBJECTION, monitor.check(plan == 0 ? order(1) : route()));
                nowNs += 100 * MS;
            }
            final int code = monitor.check(route());
            assertNotEquals(RiskMonitor.NO_OBJECTION, code);
            assertTrue(monitor.explain(code).contains("max.plans.per.second=3"), monitor.explain(code));
            nowNs += 699 * MS;
            assertNotEquals(RiskMonitor.NO_OBJECTION, monitor.check(order(1)), "the second is not over");
            nowNs += MS;
        }
    }

    @Test
    void shouldNotCountWhatIsRefusedOrRehearsed() {
        final RiskMonitor monitor = monitor(10, 1);
        for (int i = 0; i < 5; i++) {
            assertNotEquals(RiskMonitor.NO_OBJECTION, monitor.check(order(Long.MAX_VALUE)));
            monitor.rehearse(order(1));
        }
        assertEquals(RiskMonitor.NO_OBJECTION, monitor.check(order(1)));
        assertNotEquals(RiskMonitor.NO_OBJECTION, monitor.check(order(1)));
    }

    @Test
    void shouldRefuseWhatItCannotRead() {
        final RiskMonitor monitor = monitor(10, 1_000);
        begin().claim(OrderRequestFlyweight.TYPE, OrderRequestFlyweight.BLOCK_LENGTH - 1);
        final int shortened = monitor.check(read());
        assertEquals("the plan cannot be read", monitor.explain(shortened));
        final MessageReader torn = order(1);
        buffer.putByte(torn.offset() + HeaderFlyweight.LENGTH + 1, (byte) 0xff);
        assertEquals(shortened, monitor.check(torn));
        assertNotEquals(RiskMonitor.NO_OBJECTION, shortened);
    }

    @Test
    void shouldNameTheKeyTheValueAndWhatIsAllowed() {
        final String order = assertThrows(IllegalArgumentException.class, () -> new LimitsMonitor(config(-1, 1)))
                .getMessage();
        assertTrue(order.contains("max.order.size=-1.0") && order.contains("0.0 to 1.0E9 units"), order);
        final String rate = assertThrows(IllegalArgumentException.class, () -> new LimitsMonitor(config(1, 0)))
                .getMessage();
        assertTrue(rate.contains("max.plans.per.second=0") && rate.contains("1 to 1000000 plans/s"), rate);
    }
}
