package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.util.Map;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.market.PoolStatus;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter between the engine and the detector. */
class ArbitrageStrategyTest {
    private static final BigInteger DEEP = BigInteger.TEN.pow(22);
    private static final long DEAR = 600_000_000_000L;
    private static final long OTHER_CHAIN = 8453;
    final TestMarket m = new TestMarket();
    final FakeContext context = new FakeContext(m.view);

    /** The configuration with its declared defaults and some values changed. */
    private static ArbitrageConfig config(final Map<String, Object> values) {
        return (ArbitrageConfig) Proxy.newProxyInstance(
                ArbitrageConfig.class.getClassLoader(),
                new Class<?>[] {ArbitrageConfig.class},
                (proxy, method, arguments) -> values.getOrDefault(method.getName(), standard(method)));
    }

    private static Object standard(final Method method) {
        return method.getName().equals("start_tokens")
                ? new String[] {TestMarket.tokenId(0) + "|1e22|1|1|lending@500,vault@0"}
                : method.getDefaultValue();
    }

    static ArbitrageStrategy strategy(final Object... pairs) {
        final Map<String, Object> values = new java.util.HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put((String) pairs[i], pairs[i + 1]);
        }
        return new ArbitrageStrategy(config(values));
    }

    ArbitrageStrategy started(final Object... pairs) {
        m.token();
        m.token();
        m.v2(0, 1, 3000, DEEP, DEEP);
        m.v2(0, 1, 3000, DEEP, DEEP);
        final ArbitrageStrategy s = strategy(pairs);
        s.onStart(context);
        context.background();
        s.onMessage(context.block(1, 1_000_000_000L));
        return s;
    }

    @Test
    void shouldSendAPlanAndExplainItWhenAPoolMoves() {
        final ArbitrageStrategy s = started();
        ShortSearchTest.move(m, 0, 1.05);
        s.onMessage(context.change(0));
        assertEquals(1, context.plans.identities.size());
        assertEquals(
                SignalIdentityFlyweight.OUTCOME_SENT,
                context.signals.identities.get(0).outcome());
        assertEquals(
                context.plans.identities.get(0).signalId(),
                context.signals.identities.get(0).signalId());
        assertTrue(context.signals.economics.get(0).netProfitLimb0() != 0);
        // Nothing changed since, so that nothing is sent again.
        s.onMessage(context.change(0));
        assertEquals(1, context.plans.identities.size());
    }

    /** The executor says UNKNOWN as soon as a plan is on its way; what reverted or was filled before the logs are told is still there, too. */
    @ParameterizedTest
    @CsvSource({
        "event, UNKNOWN",
        "event, REVERTED",
        "event, FILLED",
        "block, UNKNOWN",
        "block, REVERTED",
        "block, FILLED"
    })
    void shouldNotSendARouteAgainOnTheSamePoolsWhenItIsOnItsWayOrTookEffect(
            final String decideAt, final Result result) {
        final ArbitrageStrategy s = sentOne(decideAt);
        for (int block = 3; block < 10; block++) {
            s.onMessage(context.report(plan(0), result.code));
            look(s, block);
        }
        assertEquals(1, context.plans.identities.size());
        // Whatever became of it, and if nobody ever tells: on another state it may be sent.
        ShortSearchTest.move(m, 0, 1.05);
        s.onMessage(context.change(0));
        context.changed = -1;
        look(s, 10);
        assertEquals(2, context.plans.identities.size());
    }

    @ParameterizedTest
    @CsvSource({"event, REJECTED", "event, EXPIRED", "block, REJECTED", "block, EXPIRED"})
    void shouldSendARouteAgainAfterTheCoolDownWhenNothingReachedTheChain(final String decideAt, final Result result) {
        final ArbitrageStrategy s = sentOne(decideAt);
        s.onMessage(context.report(plan(0), result.code));
        s.onMessage(context.report(plan(0), result.code));
        context.periodic.forEach(Runnable::run);
        s.onMessage(context.block(2, 1_000_000_000L));
        assertEquals(1, context.plans.identities.size(), "within the cool-down");
        look(s, 3);
        assertEquals(2, context.plans.identities.size());
        // The same result once more does not let the second go.
        s.onMessage(context.report(plan(0), result.code));
        look(s, 4);
        assertEquals(2, context.plans.identities.size());
    }

    /** The plan of the version before may take effect in blocks 2 and 3; nobody tells the next one what becomes of it. */
    @Test
    void shouldHoldBackWhatTheVersionBeforeItHasOnItsWay() {
        final ArbitrageStrategy s = sentOneWith("plan_blocks", 2);
        final ExpandableArrayBuffer state = new ExpandableArrayBuffer();
        final int length = s.saveState(state);
        final ArbitrageStrategy next = strategy("plan_blocks", 2);
        next.onStart(context);
        context.background();
        next.restoreState(1, state, length);
        for (int block = 3; block < 5; block++) {
            look(next, block);
            assertEquals(1, context.plans.identities.size(), "block " + block);
        }
        look(next, 5);
        assertEquals(2, context.plans.identities.size());
    }

    /** Another kind of strategy may have had the slot before, with a layout of the same number. */
    @Test
    void shouldBeginAnewWhereTheSlotHoldsTheStateOfAnotherKindOfStrategy() {
        final ArbitrageStrategy s = started();
        final byte[] before = state(s);
        final int header = GasModel.SAVED_BYTES;
        for (final int length : new int[] {1, header, header + 3, header + 4, header + 35, header + 36, 1 << 14}) {
            for (final int count : new int[] {-1, 2, Integer.MAX_VALUE}) {
                final UnsafeBuffer theirs = new UnsafeBuffer(new byte[1 << 15]);
                theirs.setMemory(0, theirs.capacity(), (byte) 0x3f);
                theirs.putInt(header, count);
                s.restoreState(1, theirs, length);
                assertArrayEquals(before, state(s), length + " bytes, " + count);
            }
        }
    }

    private static byte[] state(final ArbitrageStrategy s) {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final byte[] state = new byte[s.saveState(buffer)];
        buffer.getBytes(0, state);
        return state;
    }

    /** A strategy that sent one plan in block 2. */
    private ArbitrageStrategy sentOne(final String decideAt) {
        return sentOneWith("decide_at", decideAt);
    }

    private ArbitrageStrategy sentOneWith(final Object... pairs) {
        final ArbitrageStrategy s = started(pairs);
        ShortSearchTest.move(m, 0, 1.05);
        s.onMessage(context.change(0));
        context.changed = -1;
        s.onMessage(context.block(2, 1_000_000_000L));
        assertEquals(1, context.plans.identities.size());
        return s;
    }

    private long plan(final int index) {
        return context.plans.identities.get(index).signalId();
    }

    /** Another block comes in which nothing happens to the pools, and after it the time of the sweep. */
    private void look(final ArbitrageStrategy s, final int block) {
        m.nextBlock();
        s.onMessage(context.block(block, 1_000_000_000L));
        context.periodic.forEach(Runnable::run);
    }

    /** What an executor may say. */
    private enum Result {
        UNKNOWN(ExecutionReportFlyweight.RESULT_UNKNOWN),
        REVERTED(ExecutionReportFlyweight.RESULT_REVERTED),
        FILLED(ExecutionReportFlyweight.RESULT_FILLED),
        REJECTED(ExecutionReportFlyweight.RESULT_REJECTED),
        EXPIRED(ExecutionReportFlyweight.RESULT_EXPIRED);

        private final int code;

        Result(final int code) {
            this.code = code;
        }
    }

    @Test
    void shouldKeepItsRatesButSendNothingWhileGasIsTooDear() {
        final ArbitrageStrategy s = started();
        s.onMessage(context.block(2, DEAR));
        ShortSearchTest.move(m, 0, 1.05);
        s.onMessage(context.change(0));
        assertEquals(0, context.plans.identities.size() + context.signals.identities.size());
        assertEquals(
                Math.log(m.view.marginalRate(0, true)), s.detector().rates().log(0, 0), 1e-12);
        context.periodic.forEach(Runnable::run);
        assertEquals(0, context.plans.identities.size() + context.signals.identities.size());
        // The price falls: the sweep finds what came up meanwhile, at the rates of now.
        context.changed = -1;
        s.onMessage(context.block(3, 1_000_000_000L));
        context.periodic.forEach(Runnable::run);
        assertEquals(1, context.plans.identities.size());
    }

    /** A full block raises the base fee by an eighth, an empty one lowers it by an eighth. */
    @ParameterizedTest
    @CsvSource({"30000000, 1225000000", "15000000, 1100000000", "0, 975000000"})
    void shouldPriceGasByTheBlockThatComesNextWhenItDecidesOnEvents(final long gasUsed, final long gasPriceWei) {
        final ArbitrageStrategy s = started();
        s.onMessage(context.block(TestMarket.CHAIN_ID, 2, 1_000_000_000L, gasUsed, 30_000_000L));
        ShortSearchTest.move(m, 0, 1.05);
        s.onMessage(context.change(0));
        assertEquals(gasPriceWei, context.plans.economics.get(0).gasPriceWei());
    }

    @ParameterizedTest
    @ValueSource(longs = {DEAR, 5_000_000L})
    void shouldNotPriceGasByTheBlocksOfAnotherChain(final long theirBaseFeeWei) {
        final ArbitrageStrategy s = started("priority_fee_wei", 0L);
        s.onMessage(context.block(OTHER_CHAIN, 500, theirBaseFeeWei));
        ShortSearchTest.move(m, 0, 1.05);
        s.onMessage(context.change(0));
        assertEquals(1, context.plans.identities.size());
        assertEquals(1_000_000_000L, context.plans.economics.get(0).gasPriceWei());
    }

    @Test
    void shouldNotDecideOnABlockThatIsHalfToldWhenABlockOfAnotherChainEnds() {
        final ArbitrageStrategy s = started("decide_at", "block");
        ShortSearchTest.move(m, 0, 1.05);
        s.onMessage(context.change(0));
        context.changed = -1;
        s.onMessage(context.block(OTHER_CHAIN, 500, 1_000_000_000L));
        assertEquals(0, context.plans.identities.size());
        s.onMessage(context.block(2, 1_000_000_000L));
        assertEquals(1, context.plans.identities.size());
    }

    @Test
    void shouldRestOnABlockOfItsOwnChainWhenAPoolOfAnotherMovedLast() {
        final ArbitrageStrategy s = started("decide_at", "block");
        final int a = m.state.addToken(StartTokenText.words(TestMarket.id(OTHER_CHAIN, InstrumentKind.TOKEN, 7)), 0);
        final int b = m.state.addToken(StartTokenText.words(TestMarket.id(OTHER_CHAIN, InstrumentKind.TOKEN, 8)), 0);
        final int[] elsewhere = new int[2];
        for (int i = 0; i < elsewhere.length; i++) {
            final long[] id = StartTokenText.words(TestMarket.id(OTHER_CHAIN, InstrumentKind.POOL, i));
            elsewhere[i] = m.state.addPool(id, 0, PoolFamilies.UNISWAP_V2, 1, 0, a, b, 3_000, 0);
            m.state.applySync(elsewhere[i], 1_000_000_000L, 0, 1_000_000_000L, 0, 5_000, i);
        }
        s.onMessage(context.block(1, 1_000_000_000L));
        context.background();
        s.onMessage(context.block(1, 1_000_000_000L));
        ShortSearchTest.move(m, 0, 1.05);
        s.onMessage(context.change(0));
        m.state.applySync(elsewhere[0], 900_000_000L, 0, 1_100_000_000L, 0, 5_001, 0);
        s.onMessage(context.change(elsewhere[0]));
        context.changed = -1;
        s.onMessage(context.block(2, 1_000_000_000L));
        assertEquals(1, context.plans.identities.size());
        final Opportunity sent = s.detector().lastSent();
        assertEquals(m.view.chain(0), sent.chain());
        assertEquals(m.view.headBlock(m.view.chain(0)), sent.block());
    }

    @Test
    void shouldFindWhatCameUpWhileTheChainWasHeldBackThoughNoPoolChangesAfterwards() {
        m.token();
        m.token();
        m.v2(0, 1, 3000, DEEP, DEEP);
        m.v2(0, 1, 3000, DEEP, DEEP);
        ShortSearchTest.move(m, 0, 1.05);
        m.state.holdChain(0, PoolStatus.BEHIND);
        final ArbitrageStrategy s = strategy();
        s.onStart(context);
        context.background();
        s.onMessage(context.block(1, 1_000_000_000L));
        context.periodic.forEach(Runnable::run);
        assertEquals(0, context.plans.identities.size());
        m.state.holdChain(0, PoolStatus.TRADABLE);
        s.onMessage(context.block(2, 1_000_000_000L));
        context.periodic.forEach(Runnable::run);
        assertEquals(1, context.plans.identities.size());
    }

    @Test
    void shouldNotActOnWhatWasGoneBeforeGasBecameCheapAgain() {
        final ArbitrageStrategy s = started();
        ShortSearchTest.move(m, 0, 1.05);
        s.onMessage(context.block(2, DEAR));
        s.onMessage(context.change(0));
        ShortSearchTest.move(m, 0, 1 / 1.05);
        s.onMessage(context.change(0));
        context.changed = -1;
        s.onMessage(context.block(3, 1_000_000_000L));
        context.periodic.forEach(Runnable::run);
        assertEquals(0, context.plans.identities.size());
    }

    @Test
    void shouldTakeNewPoolsIntoTheIndexWithoutStopping() {
        final ArbitrageStrategy s = started();
        m.token();
        m.v2(0, 2, 3000, DEEP, DEEP);
        final int pool = m.v2(1, 2, 3000, DEEP, DEEP);
        ShortSearchTest.move(m, 0, 1.05);
        s.onMessage(context.change(0));
        // The old index answered; the new one is built on another thread and taken at the next event.
        assertEquals(1, context.plans.identities.size());
        assertEquals(0, s.detector().cycles());
        context.background();
        ShortSearchTest.move(m, pool, 1.05);
        s.onMessage(context.change(pool));
        assertEquals(2, s.detector().cycles());
        assertEquals(2, context.plans.identities.size());
        assertEquals(3, s.detector().explanation(0).route().hops());
    }

    @Test
    void shouldAnswerQuestionsBetweenEvents() throws Exception {
        final ArbitrageStrategy s = started();
        assertEquals(2, context.periodic.size());
        final Thread engine = new Thread(() -> {
            while (!Thread.interrupted()) {
                context.periodic.get(0).run();
                Thread.onSpinWait();
            }
        });
        engine.start();
        try {
            final org.alphapulse.api.opportunity.SwapRoute route = new org.alphapulse.api.opportunity.SwapRoute(
                    TestMarket.tokenId(0), java.util.List.of(TestMarket.poolId(0), TestMarket.poolId(1)));
            // Two equal pools: whatever goes round loses the fees.
            assertEquals(BigInteger.ZERO, s.bestInput(route, 0, DEEP).amountIn());
            assertTrue(s.quote(java.util.List.of(route), java.util.List.of(BigInteger.TEN.pow(18)))
                            .get(0)
                            .amountOut()
                            .compareTo(BigInteger.TEN.pow(18))
                    < 0);
        } finally {
            engine.interrupt();
            engine.join();
        }
    }

    @Test
    void shouldRefuseValuesNamingKeyValueAndWhatIsAllowed() {
        assertRefused("max.hops=5 is not allowed; allowed is 2 to 4 hops", "max_hops", 5);
        assertRefused("long.hops=13 is not allowed; allowed is 5 to 12 hops, or 0", "long_hops", 13);
        assertRefused("margin.ppm=-1 is not allowed; allowed is 0 to 999999 millionths", "margin_ppm", -1);
        assertRefused("max.impact.ppm=0 is not allowed; allowed is 1 to 999999 millionths", "max_impact_ppm", 0);
        assertRefused(
                "max.gas.price.wei=0 is not allowed; allowed is 1 to 1000000000000000 wei", "max_gas_price_wei", 0L);
        assertRefused("decide.at=often is not allowed; allowed is one of event, block", "decide_at", "often");
        assertRefused("sized=65 is not allowed; allowed is 1 to 64 cycles", "sized", 65);
        assertRefused("start.tokens is missing; allowed is at least one token", "start_tokens", new String[0]);
        final String id = TestMarket.tokenId(0).toString();
        final String elsewhere =
                TestMarket.id(OTHER_CHAIN, InstrumentKind.TOKEN, 1).toString();
        assertRefused(
                "start.tokens=" + elsewhere + "|1|1|1|own@0 is not allowed: it is of chain 8453",
                "start_tokens",
                new String[] {id + "|1|1|1|own@0", elsewhere + "|1|1|1|own@0"});
        assertRefused(
                "native.token=" + elsewhere + " is not allowed: it is of chain 8453, the first start token of chain 1;"
                        + " allowed are tokens of one chain",
                "native_token",
                elsewhere);
        for (final String text :
                new String[] {id, id + "|1|1|1|bank@5", id + "|x|1|1|own@0", "nothing|1|1|1|own@0", id + "|1|1|1|own@-5"
                }) {
            assertRefused("start.tokens=" + text + " is not allowed: ", "start_tokens", new String[] {text});
        }
        for (final String price : new String[] {"0", "-1e-9", "NaN", "Infinity"}) {
            final String text = id + "|1|1|" + price + "|own@0";
            assertRefused(
                    "start.tokens=" + text + " is not allowed: units per wei must be above 0 and finite, not " + price,
                    "start_tokens",
                    new String[] {text});
        }
    }

    private static void assertRefused(final String message, final String key, final Object value) {
        final IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> strategy(key, value));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }
}
