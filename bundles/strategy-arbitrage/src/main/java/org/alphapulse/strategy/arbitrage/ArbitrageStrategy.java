package org.alphapulse.strategy.arbitrage;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.context.Check;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.api.opportunity.RouteQuote;
import org.alphapulse.api.opportunity.RouteService;
import org.alphapulse.api.opportunity.SwapRoute;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.StateInvalidationFlyweight;
import org.alphapulse.spi.strategy.Strategy;
import org.alphapulse.spi.strategy.StrategyProperties;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Arbitrage over the pools of a chain. Each pool change is searched inline; longer cycles on a thread of its own. What is
 * worth it goes out as a plan, and everything that was looked at as a signal with its explanation.
 */
@Component(
        name = "org.alphapulse.strategy.arbitrage",
        service = {Strategy.class, RouteService.class},
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = StrategyProperties.STATE_SCHEMA + ":Integer=" + ArbitrageStrategy.STATE_SCHEMA)
@Designate(ocd = ArbitrageConfig.class, factory = true)
public final class ArbitrageStrategy implements Strategy, RouteService {
    static final int STATE_SCHEMA = 1;

    /** Directed pairs of tokens that are looked at beside those that changed when the decision on a block is prepared. */
    private static final int SWEEP_EDGES = 256;
    /** The same where a decision or an event waits for it. */
    private static final int SWEEP_PIECE = 16;

    private static final long SWEEP_PERIOD_NS = 50_000_000;
    private static final int LONG_BATCH = 64;
    private static final long DESK_PERIOD_NS = 1_000_000;
    /** How often the way of the prepared plans is rehearsed while their block is not complete. */
    private static final long REHEARSE_NS = 400_000;
    /** For how long: a block's end follows its last event within milliseconds, or the node is stuck. */
    private static final long REHEARSED_NS = 50_000_000;

    private static final long MAX_WEI = 1_000_000_000_000_000L;
    private final List<StartTokenText> starts = new ArrayList<>();
    private final long chainId;
    private final long[] nativeToken;
    private final ArbitrageSettings limits;
    private final long gasPriceWei;
    private final long priorityFeeWei;
    private final long maxGasPriceWei;
    private final long ttlNs;
    private final int planBlocks;
    private final int strategyId;
    private final boolean wholeBlocks;
    private final long keepWarmNs;
    private final BlockHeadFlyweight head = new BlockHeadFlyweight();
    private final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
    private final RouteDesk desk = new RouteDesk();
    private final GasModel unlearned = new GasModel();
    private StrategyContext context;
    private BooleanSupplier messagesWait;
    private MarketView market;
    private SignalMessage message;
    private long firstId;
    private long gasPrice;
    private int tokensSeen = -1;
    private int resolved;
    private long reported;
    private long nextGasPrice;
    private int rehearsed;
    private long rehearsedNs;
    private long preparedNs;
    private long holds;
    private long sequence;
    private WarmUp warmUp;
    /**
     * What goes the way of an event in idle moments. Where the end of a block is prepared, on a small market, so that what comes meanwhile
     * hardly waits.
     */
    private WarmUp keptWarm;

    private volatile boolean warm;
    private long warmedNs;
    private int warmed;
    private volatile ArbitrageDetector detector;

    /**
     * Refuses values that make no sense.
     *
     * @throws IllegalArgumentException that names the key, the value and what is allowed
     */
    @Activate
    public ArbitrageStrategy(final ArbitrageConfig config) {
        final String[] tokens = config.start_tokens();
        if (tokens == null || tokens.length == 0) {
            throw new IllegalArgumentException("start.tokens is missing; allowed is at least one token");
        }
        for (final String text : tokens) {
            starts.add(StartTokenText.parse(text));
        }
        chainId = starts.get(0).id().chainId();
        for (int i = 0; i < tokens.length; i++) {
            requireChain("start.tokens=" + tokens[i], starts.get(i).id());
        }
        nativeToken = config.native_token().isBlank() ? null : nativeToken(config.native_token());
        gasPriceWei = Check.range("gas.price.wei", config::gas_price_wei, 0, MAX_WEI / 10, "wei");
        priorityFeeWei = Check.range("priority.fee.wei", config::priority_fee_wei, 0, MAX_WEI / 10, "wei");
        maxGasPriceWei = Check.range("max.gas.price.wei", config::max_gas_price_wei, 1, MAX_WEI, "wei");
        ttlNs = 1_000_000 * Check.range("plan.ttl.ms", config::plan_ttl_ms, 1, 600_000, "ms");
        planBlocks = (int) Check.range("plan.blocks", config::plan_blocks, 1, 100, "blocks");
        strategyId = (int) Check.range("strategy.id", config::strategy_id, 0, Integer.MAX_VALUE, "");
        limits = new ArbitrageSettings(
                List.of(starts.get(0).withHandle(0)),
                -1,
                (int) Check.range("max.hops", config::max_hops, 2, 4, "hops"),
                config.long_hops() == 0
                        ? 0
                        : (int) Check.range("long.hops", config::long_hops, 5, Route.MAX_HOPS, "hops, or 0"),
                (int) Check.range("max.impact.ppm", config::max_impact_ppm, 1, 999_999, "millionths"),
                (int) Check.range("margin.ppm", config::margin_ppm, 0, 999_999, "millionths"),
                (int) Check.range("cooldown.blocks", config::cooldown_blocks, 0, 1_000, "blocks"),
                (int) Check.range("sized", config::sized, 1, 64, "cycles"),
                (int) Check.range("history", config::history, 1, 1 << 16, "explanations"));
        wholeBlocks = "block".equals(Check.oneOf("decide.at", config::decide_at, "event", "block"));
        keepWarmNs = 1_000 * Check.range("keep.warm.us", config::keep_warm_us, 0, 1_000_000, "microseconds, or 0");
        gasPrice = gasPriceWei;
    }

    /** Set up like another, but with other start tokens, the first of which is the native coin. For {@link WarmUp}, so that it has none itself. */
    ArbitrageStrategy(final ArbitrageStrategy model, final List<StartTokenText> starts) {
        this.starts.addAll(starts);
        chainId = starts.get(0).id().chainId();
        nativeToken = StartTokenText.words(starts.get(0).id());
        limits = model.limits;
        gasPriceWei = model.gasPriceWei;
        priorityFeeWei = model.priorityFeeWei;
        maxGasPriceWei = model.maxGasPriceWei;
        ttlNs = model.ttlNs;
        planBlocks = model.planBlocks;
        strategyId = model.strategyId;
        wholeBlocks = model.wholeBlocks;
        keepWarmNs = 0;
        gasPrice = gasPriceWei;
        warm = true;
    }

    private long[] nativeToken(final String text) {
        final InstrumentId id = InstrumentId.parse(text.trim());
        requireChain("native.token=" + text, id);
        return StartTokenText.words(id);
    }

    private void requireChain(final String setting, final InstrumentId id) {
        if (id.chainId() != chainId) {
            throw new IllegalArgumentException(setting + " is not allowed: it is of chain " + id.chainId()
                    + ", the first start token of chain " + chainId + "; allowed are tokens of one chain");
        }
    }

    @Override
    public void onStart(final StrategyContext newContext) {
        context = newContext;
        messagesWait = newContext::messagesWait;
        market = newContext.market();
        firstId = newContext.clock().epochNs();
        resolve();
        warmUp = warm ? null : new WarmUp(this, newContext.clock(), WarmUp.MANY);
        keptWarm = warm || !wholeBlocks ? warmUp : new WarmUp(this, newContext.clock(), WarmUp.FEW);
        newContext.scheduler().background("arbitrage-index", this::background);
        if (limits.longHops() > 0 && warmUp != null) {
            newContext.scheduler().agent("arbitrage-long", this::longSearch);
        }
        newContext.scheduler().every(DESK_PERIOD_NS, this::answerQuestions);
        newContext.scheduler().idle(this::readAhead);
        if (wholeBlocks) {
            newContext.scheduler().idle(this::prepare);
            newContext.scheduler().idle(this::keepWarm);
        } else {
            newContext.scheduler().idle(this::keepWarm);
            newContext.scheduler().every(SWEEP_PERIOD_NS, this::sweep);
        }
    }

    /**
     * Uses the time in which the events of a block have come and its end has not: the decision is prepared, and the way of
     * its plans is gone without effect, one plan at a time, so that caches hold it and signatures are there. A version that warms up
     * beside the one that acts prepares as well: else the engine would wait for its decision at the end of each block.
     */
    private int prepare() {
        final ArbitrageDetector d = detector;
        if (d == null || nextGasPrice == 0 || nextGasPrice > maxGasPriceWei) {
            return 0;
        }
        final long now = context.clock().nanoTime();
        if (d.prepare(SWEEP_EDGES, nextGasPrice, messagesWait)) {
            rehearsed = 0;
            preparedNs = now;
            return 1;
        }
        if (!context.acting()
                || !d.holds(nextGasPrice)
                || now - preparedNs > REHEARSED_NS
                || messagesWait.getAsBoolean()) {
            return 0;
        }
        if (rehearsed < d.expected()) {
            rehearse(d.opportunity(rehearsed++));
            rehearsedNs = now;
            return 1;
        }
        if (now - rehearsedNs > REHEARSE_NS) {
            rehearsed = 0;
        }
        // Nothing to do: the thread may doze until then, for who stays awake takes the core from who brings the next
        // message.
        return 0;
    }

    /**
     * Goes the way of a decision on the real market without effect, and sends something made-up the way of an event, now and then the way
     * of a plan, while nothing else is to be done: else the caches and the branch predictor hold what other threads, and events without an
     * arbitrage, were busy with. A slice at a time, so that an event that comes meanwhile waits for microseconds.
     */
    private int keepWarm() {
        final ArbitrageDetector d = detector;
        if (!warm || keepWarmNs == 0 || d == null) {
            return 0;
        }
        final long now = context.clock().nanoTime();
        if (now - warmedNs < keepWarmNs || messagesWait.getAsBoolean()) {
            return 0;
        }
        warmedNs = now;
        warmed = warmed == 2 ? 0 : warmed + 1;
        final Opportunity last = d.lastSent();
        if (warmed == 0) {
            d.rehearse();
        } else if (warmed == 1 && last != null && context.acting()) {
            rehearse(last);
        } else {
            keptWarm.event(messagesWait);
        }
        return 1;
    }

    private void rehearse(final Opportunity o) {
        if (write(context.plans(), o)) {
            context.plans().rehearse();
        }
    }

    private int readAhead() {
        final ArbitrageDetector d = detector;
        return d != null && d.readAhead() ? 1 : 0;
    }

    private void answerQuestions() {
        final ArbitrageDetector d = detector;
        desk.answer(market, d == null ? unlearned : d.gas());
    }

    private int background() {
        if (!warm) {
            // There is nothing to decide before the index is built, so that this delays no decision of a running
            // engine.
            warm = !warmUp.step() && (keptWarm == warmUp || !keptWarm.step());
            return 1;
        }
        final ArbitrageDetector d = detector;
        return d == null ? 0 : d.buildIndex();
    }

    private int longSearch() {
        final ArbitrageDetector d = detector;
        return d == null ? 0 : d.searchLong(LONG_BATCH);
    }

    /** Start tokens get their handles with their first pool; each new one makes a new detector. */
    private void resolve() {
        if (market.tokenCount() == tokensSeen) {
            return;
        }
        tokensSeen = market.tokenCount();
        final List<StartToken> known = new ArrayList<>();
        for (final StartTokenText text : starts) {
            final int token = market.findToken(StartTokenText.words(text.id()), 0);
            if (token >= 0) {
                known.add(text.withHandle(token));
            }
        }
        final int coin = nativeToken == null ? -1 : market.findToken(nativeToken, 0);
        final int found = known.size() + (coin >= 0 ? 1 : 0);
        if (known.isEmpty() || found == resolved) {
            return;
        }
        resolved = found;
        final ArbitrageSettings settings = new ArbitrageSettings(
                known,
                coin,
                limits.maxHops(),
                limits.longHops(),
                limits.maxImpactPpm(),
                limits.marginPpm(),
                limits.cooldownBlocks(),
                limits.sized(),
                limits.history());
        // Ids stay unique across detectors.
        firstId += 1_000_000_000L;
        reported = 0;
        message = new SignalMessage(
                market,
                settings,
                new SignalMessage.Terms(
                        strategyId,
                        context.mode().ordinal(),
                        ttlNs,
                        planBlocks,
                        maxGasPriceWei,
                        priorityFeeWei,
                        firstId));
        final ArbitrageDetector next = new ArbitrageDetector(market, settings);
        next.onProposal(o -> propose(next, o));
        next.gasPrice(gasPrice);
        next.refreshIndex();
        if (detector != null) {
            final MutableDirectBuffer state = new ExpandableArrayBuffer();
            next.restore(state, detector.save(state, planBlocks));
        }
        detector = next;
    }

    @Override
    public int saveState(final MutableDirectBuffer buffer) {
        return detector == null ? 0 : detector.save(buffer, planBlocks);
    }

    /**
     * What another version saved is of this process, and so of the market that this one sees. What another kind of strategy left in the slot
     * is nothing to begin with.
     */
    @Override
    public void restoreState(final int schema, final DirectBuffer buffer, final int length) {
        if (schema == STATE_SCHEMA && detector != null) {
            detector.restore(buffer, length);
        }
    }

    @Override
    public void onMessage(final MessageReader reader) {
        final int pool = context.changedPool();
        sequence = reader.header().sequence();
        final ArbitrageDetector d = detector;
        if (wholeBlocks && pool >= 0 && d != null) {
            d.note(pool);
        } else if (pool >= 0 && d != null && gasPrice > maxGasPriceWei) {
            // Nothing may be proposed, but the rates must not go stale: when the price falls the sweep relies on them.
            d.follow(pool);
        } else if (pool >= 0 && d != null) {
            d.onPoolChanged(pool);
            d.onLongCycles();
            explain(d);
        }
        int type;
        while ((type = reader.next()) > 0) {
            if (type == BlockHeadFlyweight.TYPE && head.readFrom(reader) == 0) {
                if (head.chainId() == chainId) {
                    onBlock();
                }
            } else if (type == ExecutionReportFlyweight.TYPE && report.readFrom(reader) == 0) {
                onReport();
            } else if (type == StateInvalidationFlyweight.TYPE && d != null) {
                holds = market.chainStatusChanges();
                d.refreshRates();
            }
        }
        if (market.tokenCount() != tokensSeen) {
            resolve();
        }
    }

    private void onBlock() {
        final long base = head.baseFeeWeiLimb0();
        nextGasPrice = base == 0 ? gasPriceWei : BaseFee.next(base, head.gasUsed(), head.gasLimit()) + priorityFeeWei;
        // What an event leads to takes effect in the next block at the earliest. A decision at a block's end is
        // prepared before that block's fee is known.
        gasPrice = base == 0 || !wholeBlocks ? nextGasPrice : base + priorityFeeWei;
        final ArbitrageDetector d = detector;
        if (d != null) {
            d.gasPrice(gasPrice);
            if (holds != market.chainStatusChanges()) {
                // Pools of a whole chain are tradable again that did not change themselves.
                holds = market.chainStatusChanges();
                d.refreshRates();
            }
            d.refreshIndex();
            if (wholeBlocks && gasPrice <= maxGasPriceWei) {
                d.decideNoted(SWEEP_PIECE);
                explain(d);
            }
        }
    }

    private void sweep() {
        final ArbitrageDetector d = detector;
        if (d != null && gasPrice <= maxGasPriceWei && !messagesWait.getAsBoolean()) {
            d.sweep(SWEEP_PIECE);
            explain(d);
        }
    }

    /**
     * What took effect, or may yet, holds its route back as before: what is on its way would be sent twice, what reverted would revert
     * again, and of what was filled the market may not know yet.
     */
    private void onReport() {
        final ArbitrageDetector d = detector;
        final Opportunity o = d == null ? null : d.explain(report.signalId() - firstId);
        if (o == null) {
            return;
        }
        final int result = report.result();
        if (result == ExecutionReportFlyweight.RESULT_FILLED && report.gasUsed() > 0) {
            d.gas().learn(o, report.gasUsed());
        } else if (result == ExecutionReportFlyweight.RESULT_REJECTED
                || result == ExecutionReportFlyweight.RESULT_EXPIRED) {
            d.release(o);
        }
    }

    private void propose(final ArbitrageDetector d, final Opportunity o) {
        final long sent = send(context.plans(), o);
        if (sent > 0) {
            d.outcome(o, Outcome.SENT);
        } else if (sent == Sink.BACK_PRESSURED) {
            // Nobody has seen it; what the gate refused is not asked again on the same state.
            d.forget(o);
        }
    }

    /** Everything looked at, the acted on included, is explained to whoever listens. */
    private void explain(final ArbitrageDetector d) {
        final long all = d.considered();
        final long from = Math.max(reported, all - d.explanations());
        for (long i = from; i < all; i++) {
            send(context.signals(), d.explanation((int) (all - 1 - i)));
        }
        reported = all;
    }

    private long send(final Sink sink, final Opportunity o) {
        return write(sink, o) ? sink.commit() : Sink.BACK_PRESSURED;
    }

    private boolean write(final Sink sink, final Opportunity o) {
        final MessageWriter writer = sink.begin(SignalMessage.MAX_LENGTH);
        if (writer != null) {
            message.write(writer, o, context.clock().epochNs(), sequence);
        }
        return writer != null;
    }

    @Override
    public RouteQuote bestInput(final SwapRoute route, final int feePpm, final BigInteger most) {
        return desk.bestInput(route, feePpm, most);
    }

    @Override
    public List<RouteQuote> quote(final List<SwapRoute> routes, final List<BigInteger> inputs) {
        return desk.quote(routes, inputs);
    }

    /** The detector with its explanations, for tools on the callback thread; null before a start token is known. */
    public ArbitrageDetector detector() {
        return detector;
    }
}
