package org.alphapulse.risk.limits;

import org.alphapulse.api.context.Check;
import org.alphapulse.api.context.RiskContext;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.OrderRequestFlyweight;
import org.alphapulse.spi.risk.RiskMonitor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** Refuses orders that are too large, and plans that come too fast. */
@Component(
        name = "org.alphapulse.risk.limits",
        service = RiskMonitor.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = LimitsConfig.class, factory = true)
public final class LimitsMonitor implements RiskMonitor {
    private static final int TOO_LARGE = 1;
    private static final int TOO_FAST = 2;
    private static final int UNREADABLE = 3;
    private static final long SECOND = 1_000_000_000L;

    private final long maxOrderSize;
    private final int maxPlansPerSecond;
    private final OrderRequestFlyweight order = new OrderRequestFlyweight();
    private RiskContext context;
    private long secondStartNs;
    private int plansThisSecond;
    private long lastSize;

    /** Refuses values that make no sense. */
    @Activate
    public LimitsMonitor(LimitsConfig config) {
        maxOrderSize = Math.round(Check.decimal("max.order.size", config::max_order_size, 0, 1e9, "units") * 1e8);
        maxPlansPerSecond =
                (int) Check.range("max.plans.per.second", config::max_plans_per_second, 1, 1_000_000, "plans/s");
    }

    @Override
    public void onStart(RiskContext newContext) {
        context = newContext;
        secondStartNs = newContext.clock().nanoTime();
    }

    @Override
    public int check(MessageReader plan) {
        final int code = look(plan);
        return code == NO_OBJECTION ? checkRate() : code;
    }

    @Override
    public void rehearse(MessageReader expected) {
        look(expected);
    }

    private int look(MessageReader plan) {
        int type;
        while ((type = plan.next()) > 0) {
            if (type == OrderRequestFlyweight.TYPE) {
                if (order.readFrom(plan) != 0) {
                    return UNREADABLE;
                }
                lastSize = order.size();
                if (lastSize <= 0 || lastSize > maxOrderSize) {
                    return TOO_LARGE;
                }
            }
        }
        return type < 0 ? UNREADABLE : NO_OBJECTION;
    }

    private int checkRate() {
        final long now = context.clock().nanoTime();
        if (now - secondStartNs >= SECOND) {
            secondStartNs = now;
            plansThisSecond = 0;
        }
        return ++plansThisSecond > maxPlansPerSecond ? TOO_FAST : NO_OBJECTION;
    }

    @Override
    public String explain(int code) {
        return switch (code) {
            case TOO_LARGE ->
                "order size " + lastSize / 1e8 + " is not within 0 and max.order.size=" + maxOrderSize / 1e8;
            case TOO_FAST ->
                plansThisSecond + " plans within a second are more than max.plans.per.second=" + maxPlansPerSecond;
            case UNREADABLE -> "the plan cannot be read";
            default -> "unknown code " + code;
        };
    }
}
