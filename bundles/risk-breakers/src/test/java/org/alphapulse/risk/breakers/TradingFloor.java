package org.alphapulse.risk.breakers;

import static org.junit.jupiter.api.Assertions.fail;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.relay.ObserverSpec;
import org.alphapulse.api.risk.RiskApproved;
import org.alphapulse.api.risk.Trip;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.EngineSettings;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.risk.Halts;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.model.Venues;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.EconomicsFlyweight;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.InstrumentMetaFlyweight;
import org.alphapulse.protocol.MessageJson;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.OrderRequestFlyweight;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.alphapulse.protocol.RouteFlyweight;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.spi.collector.Collector;
import org.alphapulse.spi.executor.TradeExecutor;
import org.alphapulse.spi.strategy.Strategy;
import org.alphapulse.testkit.PluginConfig;

/** A real engine on a manual clock with the breakers at its gate; a strategy, an executor and a collector that do as the test says. */
final class TradingFloor implements AutoCloseable {
    static final long GWEI = 1_000_000_000L;
    static final BigInteger COIN = BigInteger.TEN.pow(18);
    static final InstrumentId WETH = token(1);
    static final InstrumentId USDC = token(2);
    static final int OTHER_CHAIN = 137;
    /** The same token on another chain. */
    static final InstrumentId OTHER_WETH = token(OTHER_CHAIN, 1);

    static final InstrumentId POOL =
            InstrumentId.ofAddress(Venues.standard().code("uniswap-v2"), InstrumentKind.POOL, 1, address(9));
    /** Native coin at 2,000 dollars of six decimals. */
    static final String[] PRICES = {WETH + "|1", USDC + "|0.000000002"};

    final ManualClock clock;
    final Engine engine;
    BreakersMonitor breakers;
    final List<Long> executed = new CopyOnWriteArrayList<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    private final MessageJson json = new MessageJson();
    private final Planner planner = new Planner();
    private final Doer doer = new Doer();
    private final Feed feed = new Feed();
    private Binding bound;
    private long plans;

    TradingFloor(ManualClock clock, Path haltFile, TradingMode mode, Map<String, Object> config) {
        this.clock = clock;
        final EngineSettings d = EngineSettings.defaults();
        engine = new Engine(
                        new EngineSettings(
                                mode,
                                d.idle(),
                                d.inboundCapacity(),
                                d.recentBytes(),
                                d.slotCapacity(),
                                d.hangNs(),
                                d.commandTimeoutMs(),
                                d.faultLimit(),
                                List.of("risk.breakers~test")),
                        clock,
                        new Halts(haltFile))
                .start();
        engine.observers()
                .observe(
                        ObserverSpec.lossless("test", "execution", 1024),
                        (buffer, offset, length) -> messages.add(json.render(buffer, offset, length)));
        engine.plugins().bind(doer, plugin("executor"));
        install(config);
        engine.plugins().bind(planner, plugin("strategy", "topics", "signal"));
        engine.plugins().bind(feed, plugin("collector"));
        pool(1_000_000, 1_000_000);
    }

    /** Binds breakers, as when their bundle comes. */
    void install(Map<String, Object> config) {
        breakers = new BreakersMonitor(PluginConfig.of(BreakersConfig.class, config));
        bound = engine.plugins()
                .bind(breakers, plugin("risk.breakers~test", "topics", "execution,market-data/BlockHead"));
    }

    /** Unbinds the breakers, as when their bundle goes. */
    void uninstall() {
        engine.plugins().unbind(bound);
    }

    static TradingFloor open(Object... config) {
        return new TradingFloor(new ManualClock(), null, TradingMode.PAPER, map(config));
    }

    static Map<String, Object> map(Object... config) {
        final Map<String, Object> map = new java.util.HashMap<>(Map.of("tokens", PRICES));
        for (int i = 0; i < config.length; i += 2) {
            map.put((String) config[i], config[i + 1]);
        }
        return map;
    }

    static Plugin plugin(String id, String... properties) {
        final Map<String, Object> map = new java.util.HashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            map.put(properties[i], properties[i + 1]);
        }
        return new Plugin(id, new Binding.Origin("test." + id, "1", BreakersMonitor.STATE_SCHEMA), true, map);
    }

    private static byte[] address(int last) {
        final byte[] address = new byte[20];
        address[19] = (byte) last;
        return address;
    }

    private static InstrumentId token(int last) {
        return token(1, last);
    }

    private static InstrumentId token(int chainId, int last) {
        return InstrumentId.ofAddress(Venues.standard().code("chain"), InstrumentKind.TOKEN, chainId, address(last));
    }

    static void await(String what, BooleanSupplier condition) {
        final long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("waited in vain until " + what);
            }
            Thread.onSpinWait();
        }
    }

    private <T> T onEngine(Supplier<T> task) {
        try {
            return engine.agent().call(task, 5_000);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---- what a test may do

    /** Sends a route plan of a strategy; true if the gate approved it. */
    boolean plan(InstrumentId token, BigInteger amount, long gasPriceWei) {
        return onEngine(() -> planner.route(++plans, token, amount, gasPriceWei));
    }

    boolean plan() {
        return plan(WETH, COIN, GWEI);
    }

    boolean order(double size) {
        return onEngine(() -> planner.order(++plans, size));
    }

    /** Reports how a plan ended. */
    void report(long planId, int result, InstrumentId token, BigInteger profit, long gas, long gasPriceWei) {
        report(new byte[32], planId, result, token, profit, gas, gasPriceWei);
    }

    void report(
            byte[] hash, long planId, int result, InstrumentId token, BigInteger profit, long gas, long gasPriceWei) {
        report(hash, 0, planId, result, token, profit, gas, gasPriceWei);
    }

    /** The same for a result in a block. */
    void report(
            byte[] hash,
            long block,
            long planId,
            int result,
            InstrumentId token,
            BigInteger profit,
            long gas,
            long gasPriceWei) {
        onEngine(() -> {
            doer.report(hash, block, planId, result, token, profit, gas, gasPriceWei);
            return null;
        });
        settle();
    }

    /** Hands the breakers what a version with that layout has saved. */
    void restore(int schema, DirectBuffer saved, int length) {
        onEngine(() -> {
            breakers.restoreState(schema, saved, length);
            return null;
        });
    }

    void report(long planId, int result) {
        report(planId, result, WETH, BigInteger.ZERO, 0, 0);
    }

    /** A block of the chain with a base fee and a time. */
    void block(long number, long baseFeeWei, long timestampSeconds) {
        block(1, number, baseFeeWei, timestampSeconds);
    }

    void block(long chainId, long number, long baseFeeWei, long timestampSeconds) {
        feed.block(chainId, number, baseFeeWei, timestampSeconds, 0);
        settle();
    }

    /** A block that is told although newer ones are there. */
    void blockBehind(long number, long baseFeeWei, long timestampSeconds) {
        feed.block(1, number, baseFeeWei, timestampSeconds, BlockHeadFlyweight.HEAD_FLAGS_BEHIND);
        settle();
    }

    /** Reserves of the one pool. */
    void pool(long reserve0, long reserve1) {
        feed.pool(reserve0, reserve1);
        settle();
    }

    /** Moves the clock and waits until the timers that fell due have run. */
    void advanceMs(long ms) {
        clock.advanceMs(ms);
        settle();
    }

    /** Returns when everything sent so far was worked off and the timers were looked at: twice round the engine's loop. */
    void settle() {
        for (int i = 0; i < 2; i++) {
            final long mark = onEngine(planner::mark);
            await("the engine's loop has come round", () -> planner.seen >= mark);
        }
    }

    Trip trip() {
        final List<Trip> trips = engine.halts().trips();
        return trips.isEmpty() ? null : trips.get(0);
    }

    boolean heard(String... words) {
        return messages.stream().anyMatch(message -> List.of(words).stream().allMatch(message::contains));
    }

    @Override
    public void close() {
        engine.close();
    }

    // ---- plugins

    private static final class Planner implements Strategy {
        private final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
        private final EconomicsFlyweight economics = new EconomicsFlyweight();
        private final RouteFlyweight route = new RouteFlyweight();
        private final OrderRequestFlyweight order = new OrderRequestFlyweight();
        private StrategyContext context;
        private volatile long seen;

        @Override
        public void onStart(StrategyContext newContext) {
            context = newContext;
        }

        @Override
        public void onMessage(MessageReader message) {
            seen = message.header().sequence();
        }

        /** A signal to itself. */
        long mark() {
            context.signals().begin(0);
            return context.signals().commit();
        }

        boolean route(long id, InstrumentId token, BigInteger amount, long gasPriceWei) {
            final MessageWriter writer = context.plans().begin(1024);
            identity.appendTo(writer);
            identity.clear();
            identity.signalId(id).strategyId(7);
            economics.appendTo(writer);
            economics.clear();
            economics.profitToken(token).gasPriceWei(gasPriceWei).gasUnits(200_000);
            route.appendTo(writer, 0);
            route.clear();
            route.startToken(token).lenderNone().amountInFrom(PricedTokens.limbs(amount), 0);
            return context.plans().commit() > 0;
        }

        boolean order(long id, double size) {
            final MessageWriter writer = context.plans().begin(OrderRequestFlyweight.BLOCK_LENGTH + 8);
            order.appendTo(writer);
            order.clear();
            order.instrument(POOL).size(Math.round(size * 1e8)).orderId(id);
            return context.plans().commit() > 0;
        }
    }

    private final class Doer implements TradeExecutor {
        private final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
        private ExecutorContext context;

        @Override
        public void onStart(ExecutorContext newContext) {
            context = newContext;
        }

        @Override
        public void execute(RiskApproved approved) {
            executed.add(approved.planId());
        }

        void report(
                byte[] hash,
                long block,
                long planId,
                int result,
                InstrumentId token,
                BigInteger profit,
                long gas,
                long gasPriceWei) {
            final MessageWriter writer = context.results().begin(ExecutionReportFlyweight.BLOCK_LENGTH + 16);
            report.appendTo(writer);
            report.clear();
            report.planId(planId)
                    .transactionHashFrom(hash, 0)
                    .blockNumber(block)
                    .profitToken(token)
                    .realisedProfitFrom(PricedTokens.limbs(profit), 0)
                    .gasUsed(gas)
                    .gasPriceWei(gasPriceWei)
                    .chainId(1)
                    .result(result);
            if (context.results().commit() < 0) {
                fail("a report was not taken");
            }
        }
    }

    private static final class Feed implements Collector {
        private final BlockHeadFlyweight head = new BlockHeadFlyweight();
        private final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
        private final PoolSyncFlyweight sync = new PoolSyncFlyweight();
        private Sink sink;
        private boolean described;

        @Override
        public void start(CollectorContext context) {
            sink = context.sink();
        }

        void block(long chainId, long number, long baseFeeWei, long timestampSeconds, int flags) {
            head.appendTo(sink.begin(BlockHeadFlyweight.BLOCK_LENGTH + 16));
            head.clear();
            head.baseFeeWei(baseFeeWei, 0, 0, 0)
                    .number(number)
                    .timestampSeconds(timestampSeconds)
                    .chainId(chainId)
                    .headFlags(flags);
            sink.commit();
        }

        void pool(long reserve0, long reserve1) {
            if (!described) {
                described = true;
                meta.appendTo(sink.begin(InstrumentMetaFlyweight.BLOCK_LENGTH + 16));
                meta.clear();
                meta.instrument(POOL)
                        .base(WETH)
                        .quote(USDC)
                        .feePpm(3000)
                        .family(InstrumentMetaFlyweight.FAMILY_CONSTANT_PRODUCT);
                sink.commit();
            }
            sync.appendTo(sink.begin(PoolSyncFlyweight.BLOCK_LENGTH + 16));
            sync.clear();
            sync.pool(POOL)
                    .reserve0(reserve0, 0)
                    .reserve1(reserve1, 0)
                    .blockNumber(0)
                    .logIndex(0xffffffffL);
            sink.commit();
        }
    }
}
