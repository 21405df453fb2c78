package org.alphapulse.executor.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.context.StrategyContext;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.api.relay.ObserverSpec;
import org.alphapulse.engine.Engine;
import org.alphapulse.engine.EngineSettings;
import org.alphapulse.engine.SystemClock;
import org.alphapulse.engine.plugin.Plugin;
import org.alphapulse.engine.risk.Halts;
import org.alphapulse.engine.slot.Binding;
import org.alphapulse.ledger.FileLedger;
import org.alphapulse.ledger.LedgerEntry;
import org.alphapulse.ledger.Outcome;
import org.alphapulse.ledger.TradeLedger;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.EconomicsFlyweight;
import org.alphapulse.protocol.ExecutionControlFlyweight;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.InstrumentMetaFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.alphapulse.protocol.RouteFlyweight;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.spi.collector.Collector;
import org.alphapulse.spi.risk.RiskMonitor;
import org.alphapulse.spi.strategy.Strategy;
import org.alphapulse.testkit.PluginConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes over two constant-product pools, whose formula the test has for itself. */
class RouteFillTest {
    private static final InstrumentId WETH =
            InstrumentId.parse("chain:1:token:0x0000000000000000000000000000000000000001");
    private static final InstrumentId USDC =
            InstrumentId.parse("chain:1:token:0x0000000000000000000000000000000000000002");
    private static final InstrumentId CHEAP =
            InstrumentId.parse("uniswap-v2:1:pool:0x0000000000000000000000000000000000000011");
    private static final InstrumentId DEAR =
            InstrumentId.parse("sushiswap-v2:1:pool:0x0000000000000000000000000000000000000012");
    private static final long GAS = 210_000;
    private static final long GAS_PRICE = 30_000_000_000L;
    private static final long IN = 1_000_000_000_000L;
    private static final long DEPTH = 1_000_000_000_000_000L;
    private static final int FILLED = ExecutionReportFlyweight.RESULT_FILLED;

    @TempDir
    Path folder;

    private final Feed feed = new Feed();
    private final Router router = new Router();
    private final List<Report> reports = new CopyOnWriteArrayList<>();
    private FileLedger ledger;
    private Engine engine;
    private PaperExecutor executor;
    private Binding bound;

    /** A report as it was published. */
    private record Report(long planId, int result, int reason, BigInteger profit, long block, long gas, int mode) {}

    @BeforeEach
    void start() {
        open(TradingMode.PAPER);
    }

    private void open(TradingMode mode) {
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
                                List.of()),
                        new SystemClock(),
                        new Halts(null))
                .start();
        ledger = FileLedger.open(folder, 1 << 20);
        final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
        final MessageReader reader = new MessageReader();
        engine.observers().observe(ObserverSpec.lossless("test", "execution", 1024), (buffer, offset, length) -> {
            reader.wrap(buffer, offset, length);
            int type;
            while ((type = reader.next()) > 0) {
                if (type == ExecutionReportFlyweight.TYPE && report.readFrom(reader) == 0) {
                    reports.add(new Report(
                            report.planId(),
                            report.result(),
                            report.reasonCode(),
                            BigInteger.valueOf(report.realisedProfitLimb0()),
                            report.blockNumber(),
                            report.gasUsed(),
                            report.mode()));
                }
            }
        });
        executor = new PaperExecutor(PluginConfig.of(PaperConfig.class, Map.of("latency_us", 0, "max_orders", 1)));
        executor.ledger(ledger);
        bound = engine.plugins()
                .bind(executor, plugin("executor", "topics", "execution/EmergencyStop,market-data/BlockHead"));
        engine.plugins().bind(new Agreeing(), plugin("monitor"));
        engine.plugins().bind(router, plugin("strategy"));
        engine.plugins().bind(feed, plugin("collector"));
        feed.meta(CHEAP);
        feed.meta(DEAR);
        feed.sync(CHEAP, DEPTH, DEPTH, 4);
        feed.sync(DEAR, DEPTH, 2 * DEPTH, 4);
        feed.head(4);
        await("the market is known", () -> onEngine(() -> engine.market().view().headBlock(0)) == 4);
    }

    @AfterEach
    void stop() {
        engine.close();
        ledger.close();
    }

    private static Plugin plugin(String id, String... properties) {
        return new Plugin(
                id,
                new Binding.Origin("test", "1", 1),
                true,
                properties.length == 0 ? Map.of() : Map.of(properties[0], properties[1]));
    }

    private <T> T onEngine(Supplier<T> task) {
        try {
            return engine.agent().call(task, 5_000);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        final long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("waited in vain until " + what);
            }
            Thread.onSpinWait();
        }
    }

    /** Sends a route: WETH into the dear pool, what comes out into the cheap one. */
    private long plan(long minimumProfit, long deadlineBlock) {
        final long result = onEngine(() -> router.send(minimumProfit, deadlineBlock));
        assertTrue(result > 0, "refused: " + result);
        return ++router.sent;
    }

    private Report report(long plan) {
        await("plan " + plan + " has a report", () -> reports.stream().anyMatch(report -> report.planId == plan));
        return reports.stream()
                .filter(report -> report.planId == plan)
                .findFirst()
                .orElseThrow();
    }

    private LedgerEntry written(int count) {
        await(
                count + " entries",
                () -> ledger.newest(100).size() >= count && ledger.open().isEmpty());
        return ledger.newest(100).get(count - 1);
    }

    /** The formula of the contract: 0.3 % fee, rounded down. */
    private static BigInteger out(long amount, long reserveIn, long reserveOut) {
        final BigInteger with = BigInteger.valueOf(amount).multiply(BigInteger.valueOf(997));
        return with.multiply(BigInteger.valueOf(reserveOut))
                .divide(BigInteger.valueOf(reserveIn)
                        .multiply(BigInteger.valueOf(1000))
                        .add(with));
    }

    /** Profit of the route when the cheap pool holds so much. */
    private static BigInteger profit(long cheap0, long cheap1) {
        final long middle = out(IN, DEPTH, 2 * DEPTH).longValueExact();
        return out(middle, cheap1, cheap0).subtract(BigInteger.valueOf(IN));
    }

    @Test
    void shouldFillAtTheEndOfTheNextBlockAfterAllThatOthersDidInIt() throws InterruptedException {
        final long plan = plan(1, 0);
        feed.sync(CHEAP, DEPTH - DEPTH / 10, DEPTH + DEPTH / 9, 5);
        // The executor looks at its plans all the time, in the middle of a block too.
        for (int i = 0; i < 10; i++) {
            Thread.sleep(1);
            onEngine(() -> null);
        }
        assertEquals(List.of(), reports, "its block is not over");
        feed.head(5);
        final BigInteger profit = profit(DEPTH - DEPTH / 10, DEPTH + DEPTH / 9);
        assertEquals(new Report(plan, FILLED, 0, profit, 5, GAS, 1), report(plan));
        final LedgerEntry entry = written(1);
        assertEquals(profit, entry.settlement().orElseThrow().profit());
        assertEquals("paper", entry.plan().account());
        assertEquals(WETH.toString(), entry.plan().profitToken());
        assertEquals(
                BigInteger.valueOf(GAS * GAS_PRICE), ledger.positions().get(0).gasWei());
    }

    @Test
    void shouldRevertAndPayGasWhenOthersWereFaster() {
        final BigInteger before = profit(DEPTH, DEPTH);
        final long plan = plan(before.longValueExact(), 0);
        feed.sync(CHEAP, DEPTH - DEPTH / 1_000, DEPTH + DEPTH / 999, 5);
        feed.head(5);
        assertEquals(
                new Report(
                        plan,
                        ExecutionReportFlyweight.RESULT_REVERTED,
                        Reasons.BELOW_MINIMUM,
                        BigInteger.ZERO,
                        5,
                        GAS,
                        1),
                report(plan));
        assertEquals(Outcome.REVERTED, written(1).settlement().orElseThrow().outcome());
    }

    @Test
    void shouldCountTheBlockUnderWayWhenThePlanRestsOnAnEventOfIt() {
        feed.sync(CHEAP, DEPTH, DEPTH, 5);
        await(
                "the event is applied",
                () -> onEngine(() -> engine.market().view().lastBlock(0) == 5));
        final long plan = plan(1, 0);
        feed.head(5);
        onEngine(() -> null);
        assertEquals(List.of(), reports, "the event's own block is mined already");
        feed.head(6);
        assertEquals(6, report(plan).block);
    }

    @Test
    void shouldFillOncePerStateOfAPool() {
        final long first = plan(1, 0);
        feed.head(5);
        assertEquals(FILLED, report(first).result);
        final long second = plan(1, 0);
        feed.head(6);
        assertEquals(Reasons.TAKEN, report(second).reason);
        feed.sync(CHEAP, DEPTH, DEPTH, 7);
        feed.sync(DEAR, DEPTH, 2 * DEPTH, 7);
        feed.head(7);
        await("the head is applied", () -> onEngine(() -> engine.market().view().headBlock(0)) == 7);
        final long third = plan(1, 0);
        feed.head(8);
        assertEquals(FILLED, report(third).result);
        assertEquals(2, written(3) == null ? 0 : ledger.positions().get(0).filled());
    }

    @Test
    void shouldExpireWhenTheLastBlockHasPassed() {
        final long plan = plan(1, 5);
        feed.head(7);
        assertEquals(Reasons.DEADLINE, report(plan).reason);
        assertEquals(ExecutionReportFlyweight.RESULT_EXPIRED, report(plan).result);
        assertEquals(0, report(plan).gas);
    }

    @Test
    void shouldNotFillWhatWaitsWhenTradingIsHalted() {
        final long plan = plan(1, 0);
        engine.halt("on purpose");
        assertEquals(Reasons.STOPPED, report(plan).reason);
        assertEquals(ExecutionReportFlyweight.RESULT_REJECTED, report(plan).result);
        engine.resumeTrading();
        feed.head(5);
        onEngine(() -> null);
        assertEquals(1, reports.size());
    }

    @Test
    void shouldNotFillWhatWaitsWhenAHaltIsOverAgain() {
        final long plan = plan(1, 0);
        onEngine(() -> {
            engine.halt("on purpose");
            return engine.resumeTrading();
        });
        assertEquals(Reasons.STOPPED, report(plan).reason);
        assertEquals(ExecutionReportFlyweight.RESULT_REJECTED, report(plan).result);
    }

    @Test
    void shouldRejectWhatWaitsAndWriteItDownWhenItIsStopped() {
        final CountDownLatch asked = new CountDownLatch(1);
        final CountDownLatch given = new CountDownLatch(1);
        executor.ledger((TradeLedger) Proxy.newProxyInstance(
                TradeLedger.class.getClassLoader(), new Class<?>[] {TradeLedger.class}, (self, method, arguments) -> {
                    if (Thread.currentThread().getName().endsWith("executor-paper")) {
                        asked.countDown();
                        given.await();
                    }
                    return method.invoke(ledger, arguments);
                }));
        final long waits = plan(1, 0);
        final long tooMany = plan(1, 0);
        await("the agent waits for the disk", () -> asked.getCount() == 0);
        engine.plugins().unbind(bound);
        assertEquals(Reasons.EXECUTOR_STOPPED, report(waits).reason);
        assertEquals(ExecutionReportFlyweight.RESULT_REJECTED, report(waits).result);
        final LedgerEntry entry = written(1);
        assertEquals(waits, entry.plan().planId());
        assertEquals(Outcome.REJECTED, entry.settlement().orElseThrow().outcome());
        given.countDown();
        assertEquals(tooMany, written(2).plan().planId());
    }

    @Test
    void shouldRefuseInLiveModeAndSayShadowInShadowMode() {
        stop();
        open(TradingMode.LIVE);
        engine.arm();
        final long plan = plan(1, 0);
        assertEquals(Reasons.WRONG_MODE, report(plan).reason);
        assertEquals(ExecutionReportFlyweight.RESULT_REJECTED, report(plan).result);
        stop();
        reports.clear();
        router.sent = 0;
        open(TradingMode.SHADOW);
        final long shadow = plan(1, 0);
        feed.head(5);
        assertEquals(2, report(shadow).mode);
        assertEquals("shadow", written(1).plan().account());
    }

    // ---- plugins

    private static final class Agreeing implements RiskMonitor {
        @Override
        public void onStart(org.alphapulse.api.context.RiskContext context) {}

        @Override
        public int check(MessageReader plan) {
            return NO_OBJECTION;
        }

        @Override
        public String explain(int code) {
            return "";
        }
    }

    private static final class Router implements Strategy {
        private final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
        private final EconomicsFlyweight economics = new EconomicsFlyweight();
        private final ExecutionControlFlyweight control = new ExecutionControlFlyweight();
        private final RouteFlyweight route = new RouteFlyweight();
        private StrategyContext context;
        private long sent;

        @Override
        public void onStart(StrategyContext newContext) {
            context = newContext;
        }

        @Override
        public void onMessage(MessageReader message) {}

        long send(long minimumProfit, long deadlineBlock) {
            final MessageWriter writer = context.plans().begin(2_048);
            identity.appendTo(writer);
            identity.clear();
            identity.signalId(sent + 1).strategyId(3);
            economics.appendTo(writer);
            economics.clear();
            economics.profitToken(WETH).gasUnits(GAS).gasPriceWei(GAS_PRICE);
            control.appendTo(writer);
            control.clear();
            control.minimumProfit(minimumProfit, 0, 0, 0).deadlineBlock(deadlineBlock);
            route.appendTo(writer, 2);
            route.clear();
            route.hopCount(2);
            route.startToken(WETH).lenderNone().amountIn(IN, 0, 0, 0);
            hop(0, DEAR, WETH, USDC, 1);
            hop(1, CHEAP, USDC, WETH, 0);
            return context.plans().commit();
        }

        private void hop(int at, InstrumentId pool, InstrumentId in, InstrumentId out, int zeroForOne) {
            route.hopPool(at, pool)
                    .hopTokenIn(at, in)
                    .hopTokenOut(at, out)
                    .hopFeePpm(at, 3_000)
                    .hopFamily(at, 1)
                    .hopZeroForOne(at, zeroForOne);
        }
    }

    private static final class Feed implements Collector {
        private final BlockHeadFlyweight head = new BlockHeadFlyweight();
        private final InstrumentMetaFlyweight meta = new InstrumentMetaFlyweight();
        private final PoolSyncFlyweight sync = new PoolSyncFlyweight();
        private Sink sink;

        @Override
        public void start(CollectorContext context) {
            sink = context.sink();
        }

        void meta(InstrumentId pool) {
            meta.appendTo(sink.begin(InstrumentMetaFlyweight.BLOCK_LENGTH + 16));
            meta.clear();
            meta.instrument(pool)
                    .base(WETH)
                    .quote(USDC)
                    .feePpm(3_000)
                    .family(InstrumentMetaFlyweight.FAMILY_CONSTANT_PRODUCT);
            sink.commit();
        }

        /** Reserves; the first ones as of a read at the end of the block. */
        void sync(InstrumentId pool, long reserve0, long reserve1, long block) {
            sync.appendTo(sink.begin(PoolSyncFlyweight.BLOCK_LENGTH + 16));
            sync.clear();
            sync.pool(pool)
                    .reserve0(reserve0, 0)
                    .reserve1(reserve1, 0)
                    .blockNumber(block)
                    .logIndex(block == 4 ? 0xffffffffL : pool.equals(CHEAP) ? 1 : 2);
            sink.commit();
        }

        void head(long number) {
            head.appendTo(sink.begin(BlockHeadFlyweight.BLOCK_LENGTH + 16));
            head.clear();
            head.hash(number, number, number, number)
                    .parentHash(number - 1, number - 1, number - 1, number - 1)
                    .number(number)
                    .timestampSeconds(number)
                    .chainId(1);
            sink.commit();
        }
    }
}
