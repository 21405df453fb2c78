package org.alphapulse.risk.breakers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.Check;
import org.alphapulse.api.context.RiskContext;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.risk.Breaker;
import org.alphapulse.api.risk.BreakerService;
import org.alphapulse.api.risk.BreakerStatus;
import org.alphapulse.ledger.TradeLedger;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.EconomicsFlyweight;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.InstrumentIdFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.OrderRequestFlyweight;
import org.alphapulse.protocol.RouteFlyweight;
import org.alphapulse.spi.risk.RiskMonitor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Circuit breakers: daily loss, trade size, gas price, failure rate, volatility and stale market. Each halts trading until a person
 * resets it, and counts from the reset on. The windows of failures and prices and the newest blocks are handed on to the next version of
 * the bundle.
 *
 * <p>Plans are judged without allocation. A result allocates a few objects: it comes after a transaction, not after a market event.
 */
@Component(
        name = "org.alphapulse.risk.breakers",
        service = {RiskMonitor.class, BreakerService.class},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = "state.schema:Integer=" + BreakersMonitor.STATE_SCHEMA)
@Designate(ocd = BreakersConfig.class, factory = true)
public final class BreakersMonitor implements RiskMonitor, BreakerService {
    /** Layout of the saved state. */
    static final int STATE_SCHEMA = 2;

    private static final int SCHEMA_WITHOUT_HEADS = 1;

    private static final int UNREADABLE = 100;
    private static final int UNPRICED = 101;
    private static final int UNHEARD = 102;
    private static final long NO_CHAIN = 0;
    private static final double GWEI_PER_COIN = 1e9;
    private static final double WEI_PER_GWEI = 1e9;
    private static final double FIXED8 = 1e8;
    private static final double PPM_PER_PERCENT = 1e4;
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private final long chainId;
    private final PricedTokens tokens;
    private final Gauge loss;
    private final Gauge size;
    private final Gauge orderSize;
    private final Gauge gasPrice;
    private final Gauge failure;
    private final Gauge move;
    private final Gauge age;
    private final Results results;
    private final List<WatchedPrice> watched = new ArrayList<>();
    private final long sampleNs;
    private final OrderRequestFlyweight order = new OrderRequestFlyweight();
    private final RouteFlyweight route = new RouteFlyweight();
    private final EconomicsFlyweight economics = new EconomicsFlyweight();
    private final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
    private final BlockHeadFlyweight head = new BlockHeadFlyweight();
    private final InstrumentIdFlyweight token = new InstrumentIdFlyweight();
    private RiskContext context;
    private String what = "";
    private long seenResetNs;
    private final Heads heads = new Heads();
    /** The chain of the route in the plan that is looked at, {@link #NO_CHAIN} if it has none. */
    private long planChain;

    private long planGasPriceWei;
    private volatile String id = "risk.breakers";

    private volatile TradeLedger ledger;

    /** Refuses values that make no sense. */
    @Activate
    public BreakersMonitor(BreakersConfig config) {
        chainId = Check.range("chain.id", config::chain_id, 0, 0xffff_ffffL, "chain id, 0 for all");
        loss = gauge(Breaker.DAILY_LOSS, "max.daily.loss", config::max_daily_loss, 1e9, "coins", GWEI_PER_COIN, "gwei");
        size = gauge(Breaker.TRADE_SIZE, "max.trade.size", config::max_trade_size, 1e9, "coins", GWEI_PER_COIN, "gwei");
        orderSize = gauge(
                Breaker.TRADE_SIZE, "max.order.size", config::max_order_size, 1e9, "units", FIXED8, "10^-8 units");
        gasPrice = gauge(
                Breaker.GAS_PRICE, "max.gas.price.gwei", config::max_gas_price_gwei, 1e6, "gwei", WEI_PER_GWEI, "wei");
        failure = gauge(
                Breaker.FAILURE_RATE,
                "max.failure.percent",
                config::max_failure_percent,
                100,
                "percent",
                PPM_PER_PERCENT,
                "ppm");
        move = gauge(
                Breaker.VOLATILITY,
                "max.move.percent",
                config::max_move_percent,
                1e6,
                "percent",
                PPM_PER_PERCENT,
                "ppm");
        age = gauge(Breaker.STALE_MARKET, "max.market.age.ms", config::max_market_age_ms, 86_400_000, "ms", 1, "ms");
        tokens = new PricedTokens(each(config.tokens()), Math.round(config.max_trade_size() * GWEI_PER_COIN));
        final int window = (int) Check.range("failure.window", config::failure_window, 1, 10_000, "executions");
        final FailureRate rate = new FailureRate(
                window, (int) Check.range("failure.minimum", config::failure_minimum, 1, window, "executions"));
        final String failures = Check.text(
                "failures",
                () -> config.failures().replace(" ", "").toLowerCase(Locale.ROOT),
                "(reverted|rejected|expired)(,(reverted|rejected|expired))*",
                "one or more of reverted, rejected, expired, separated by commas");
        results = new Results(loss, failure, tokens, chainId, failures, rate);
        sampleNs = Math.max(
                20 * MS,
                SECOND
                        * Check.range("move.window.s", config::move_window_s, 1, 86_400, "seconds")
                        / (WatchedPrice.SAMPLES - 1));
        watch(each(config.watch()));
        note();
    }

    /** What it counts from before its start. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, unbind = "withoutLedger")
    void ledger(TradeLedger found) {
        ledger = found;
    }

    void withoutLedger(TradeLedger gone) {
        if (ledger == gone) {
            ledger = null;
        }
    }

    private static Gauge gauge(
            Breaker breaker,
            String key,
            java.util.function.Supplier<? extends Number> value,
            double most,
            String unit,
            double factor,
            String inside) {
        final double given = Check.decimal(key, value, 0, most, unit);
        final long limit = Math.round(given * factor);
        if (limit == 0 && given > 0) {
            throw new IllegalArgumentException(key + "=" + given
                    + " is not allowed; allowed is 0, which turns it off, or at least " + 1 / factor + " " + unit);
        }
        return new Gauge(breaker, key, limit, inside);
    }

    /** A file of the kind cfg has one text for a list, with commas. */
    private static List<String> each(String[] texts) {
        return Arrays.stream(texts)
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::trim)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private void watch(List<String> ids) {
        for (final String text : ids) {
            try {
                watched.add(new WatchedPrice(InstrumentId.parse(text.trim())));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "watch=" + text + " is not allowed; allowed is the id of a pool or an order book: "
                                + e.getMessage(),
                        e);
            }
        }
    }

    private void note() {
        if (tokens.isEmpty()) {
            size.note("tokens is empty: the sizes of routes are not seen");
            loss.note("tokens is empty: of profits and losses only gas is seen");
        }
        if (watched.isEmpty()) {
            move.note("watch is empty: no price is watched");
        }
    }

    @Override
    public void onStart(RiskContext newContext) {
        context = newContext;
        id = newContext.id();
        seenResetNs = newContext.lastResetNs();
        results.begin(newContext, seenResetNs);
        newContext.scheduler().every(sampleNs, this::sample);
    }

    /** A person's reset lets every breaker count anew. */
    private void followReset() {
        final long reset = context.lastResetNs();
        if (reset != seenResetNs) {
            seenResetNs = reset;
            results.restart(reset);
            watched.forEach(WatchedPrice::restart);
        }
    }

    // ---- plans

    @Override
    public int check(MessageReader plan) {
        followReset();
        return look(plan, true);
    }

    @Override
    public void rehearse(MessageReader expected) {
        look(expected, false);
    }

    /** Only in earnest is anything noted or tripped. */
    private int look(MessageReader plan, boolean earnest) {
        planChain = NO_CHAIN;
        planGasPriceWei = 0;
        int code = NO_OBJECTION;
        int type;
        while (code == NO_OBJECTION && (type = plan.next()) != 0) {
            code = switch (type) {
                case EconomicsFlyweight.TYPE -> economics.readFrom(plan) == 0 ? noteGasPrice() : UNREADABLE;
                case RouteFlyweight.TYPE -> route.readFrom(plan) == 0 ? checkRoute(earnest) : UNREADABLE;
                case OrderRequestFlyweight.TYPE -> order.readFrom(plan) == 0 ? checkOrder(earnest) : UNREADABLE;
                default -> type < 0 ? UNREADABLE : NO_OBJECTION;
            };
        }
        if (code == NO_OBJECTION && (chainId == 0 || planChain == NO_CHAIN || planChain == chainId)) {
            code = checkAge(earnest);
            code = code == NO_OBJECTION ? checkGasPrice(earnest) : code;
        }
        return code;
    }

    private static boolean exceeds(Gauge gauge, long value, boolean earnest) {
        return earnest && gauge.exceeds(value);
    }

    /** A route is held against its own chain, anything else against the chain that was heard of last. */
    private int checkAge(boolean earnest) {
        final long headNs = planChain == NO_CHAIN ? heads.newestNs() : heads.timeNs(planChain);
        final boolean unheard = context.lastMarketNs() == 0 || (planChain != NO_CHAIN && headNs == 0);
        if (unheard && age.on() && context.mode() == TradingMode.LIVE) {
            return UNHEARD;
        }
        return exceeds(age, marketAgeMs(headNs), earnest) ? trip(age, "the market was not heard of") : NO_OBJECTION;
    }

    private long marketAgeMs(long headNs) {
        final long now = context.clock().epochNs();
        final long newest = context.lastMarketNs();
        final long heard = newest == 0 ? 0 : now - newest;
        return Math.max(0, Math.max(heard, headNs == 0 ? 0 : now - headNs)) / MS;
    }

    private int noteGasPrice() {
        planGasPriceWei = economics.gasPriceWei();
        return NO_OBJECTION;
    }

    private int checkGasPrice(boolean earnest) {
        final long price =
                planChain == NO_CHAIN ? planGasPriceWei : Math.max(planGasPriceWei, heads.baseFeeWei(planChain));
        return price != 0 && exceeds(gasPrice, price, earnest) ? trip(gasPrice, "gas is too dear") : NO_OBJECTION;
    }

    private int checkOrder(boolean earnest) {
        return exceeds(orderSize, order.size(), earnest) ? trip(orderSize, "the order is too large") : NO_OBJECTION;
    }

    private int checkRoute(boolean earnest) {
        token.wrap(route.buffer(), route.startTokenOffset());
        planChain = token.chainId();
        if (chainId != 0 && planChain != chainId) {
            return NO_OBJECTION;
        }
        final int priced = tokens.find(token.word(0), token.word(1), token.word(2), token.word(3), token.word(4));
        if (priced < 0) {
            return context.mode() == TradingMode.LIVE ? UNPRICED : NO_OBJECTION;
        }
        if (!size.on()
                || !tokens.tooLarge(
                        priced,
                        route.amountInLimb0(),
                        route.amountInLimb1(),
                        route.amountInLimb2(),
                        route.amountInLimb3())) {
            return NO_OBJECTION;
        }
        if (!earnest) {
            return NO_OBJECTION;
        }
        size.exceeds(tokens.gwei(
                priced,
                PricedTokens.signed(
                        route.amountInLimb0(), route.amountInLimb1(), route.amountInLimb2(), route.amountInLimb3())));
        return trip(size, "the route is too large");
    }

    private int trip(Gauge gauge, String why) {
        what = gauge.explain(why);
        gauge.trip(context, why);
        return gauge.breaker().code();
    }

    @Override
    public String explain(int code) {
        return switch (code) {
            case UNREADABLE -> "the plan cannot be read";
            case UNPRICED ->
                "tokens has no price of " + token.value()
                        + ": its size cannot be judged; add it to the configuration of " + id;
            case UNHEARD ->
                (planChain == NO_CHAIN ? "nothing of the market" : "no block of chain " + planChain)
                        + " was heard of yet, so that its age is not known: look at the collector";
            default -> what + "; trading is halted until alphapulse:risk reset";
        };
    }

    // ---- results and blocks

    @Override
    public void onMessage(MessageReader message) {
        followReset();
        int type;
        while ((type = message.next()) > 0) {
            if (type == ExecutionReportFlyweight.TYPE && report.readFrom(message) == 0) {
                results.onReport(report, context.clock().epochNs());
            } else if (type == BlockHeadFlyweight.TYPE && head.readFrom(message) == 0) {
                // A head that is told late says how old the market was, and not how old it is.
                final boolean behind = (head.headFlags() & BlockHeadFlyweight.HEAD_FLAGS_BEHIND) != 0;
                if (!behind && (chainId == 0 || head.chainId() == chainId)) {
                    heads.put(
                            head.chainId(),
                            SECOND * head.timestampSeconds(),
                            head.baseFeeWeiLimb1() == 0 ? Math.max(0, head.baseFeeWeiLimb0()) : Long.MAX_VALUE);
                }
            }
        }
    }

    // ---- time

    private void sample() {
        followReset();
        results.look(ledger, context.clock().epochNs());
        long greatest = 0;
        InstrumentId of = null;
        for (int i = 0; i < watched.size(); i++) {
            final long moved = watched.get(i).sample(context);
            if (moved > greatest) {
                greatest = moved;
                of = watched.get(i).id();
            }
        }
        if (move.exceeds(greatest)) {
            move.trip(context, "the price of " + of + " moved");
        }
        age.exceeds(marketAgeMs(heads.oldestNs()));
    }

    // ---- from version to version

    @Override
    public int saveState(MutableDirectBuffer buffer) {
        followReset();
        buffer.putLong(0, seenResetNs);
        buffer.putLong(8, context.clock().epochNs());
        buffer.putLong(16, sampleNs);
        int at = heads.save(buffer, 24);
        buffer.putInt(at, watched.size());
        at += Integer.BYTES;
        for (final WatchedPrice price : watched) {
            at = price.save(buffer, at);
        }
        return results.rate().save(buffer, at);
    }

    /** What was counted before a person's reset is void, and so are samples taken in another rhythm; blocks are what they are. */
    @Override
    public void restoreState(int schema, DirectBuffer buffer, int length) {
        if (schema != STATE_SCHEMA && schema != SCHEMA_WITHOUT_HEADS) {
            return;
        }
        int at = schema == SCHEMA_WITHOUT_HEADS ? 24 : heads.restore(buffer, 24, chainId);
        if (buffer.getLong(0) != seenResetNs) {
            return;
        }
        final long missed = (context.clock().epochNs() - buffer.getLong(8)) / sampleNs;
        int count = buffer.getInt(at);
        for (at += Integer.BYTES; count > 0; count--) {
            if (buffer.getLong(16) == sampleNs && missed >= 0 && missed < WatchedPrice.SAMPLES) {
                for (final WatchedPrice price : watched) {
                    price.restore(buffer, at, (int) missed);
                }
            }
            at += WatchedPrice.SAVED;
        }
        results.rate().restore(buffer, at);
    }

    @Override
    public List<BreakerStatus> breakers() {
        final List<BreakerStatus> rows = new ArrayList<>();
        for (final Gauge gauge : List.of(loss, size, orderSize, gasPrice, failure, move, age)) {
            rows.add(gauge.status(id));
        }
        return rows;
    }
}
