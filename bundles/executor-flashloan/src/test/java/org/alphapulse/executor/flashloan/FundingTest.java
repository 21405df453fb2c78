package org.alphapulse.executor.flashloan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.devnet.Abi;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Pool;
import org.alphapulse.devnet.PoolFamily;
import org.alphapulse.devnet.Token;
import org.alphapulse.devnet.Transaction;
import org.alphapulse.ledger.FileLedger;
import org.alphapulse.market.MarketState;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.RouteFlyweight;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to fund a trade, on the protocols themselves: what comes of it is what the route gives minus the lender's fee. */
class FundingTest {
    private static final String RECIPIENT = "0x00000000000000000000000000000000000a11ce";
    /** Thousandths of its input that a pair counts. */
    private static final BigInteger KEPT = BigInteger.valueOf(997);

    @TempDir
    static Path keys;

    private static Devnet devnet;
    private static LocalChain chain;
    private static Arena arena;

    @TempDir
    Path folder;

    private FileLedger ledger;
    private Desk desk;

    @BeforeAll
    static void startChain() {
        devnet = Devnet.start(DevnetSpec.instant());
        chain = devnet.chain(1);
        arena = new Arena(chain);
        // Before the executor leases nonces of the account.
        chain.send(
                        arena.operator,
                        Transaction.call(
                                arena.weth().address(),
                                Abi.call(
                                        "approve(address,uint256)",
                                        arena.contract,
                                        arena.weth().units(2)),
                                100_000))
                .requireSuccess();
    }

    @AfterAll
    static void stopChain() {
        devnet.close();
    }

    @BeforeEach
    void start() throws InterruptedException {
        ledger = FileLedger.open(folder, 1 << 20);
        desk = new Desk(
                Desk.signer(keys, arena.operator.privateKey()),
                ledger,
                chain.httpUrl(),
                1,
                arena.contract,
                Map.of("recipient", RECIPIENT));
        desk.market = market();
        desk.awaitReady();
        arena.pushApart(60_000);
    }

    @AfterEach
    void stop() {
        desk.close();
        ledger.close();
    }

    /** Knows all pools of two tokens, as the engine's market would. */
    private static MarketView market() {
        final MarketState state = new MarketState();
        for (final Token token : chain.tokens()) {
            state.addToken(words(Plan.token(token)), 0);
        }
        for (final Pool pool : chain.pools()) {
            if (pool.family() != PoolFamily.BALANCER_WEIGHTED) {
                final boolean v2 = pool.family().isV2();
                state.addPool(
                        words(Plan.id(pool)),
                        0,
                        v2 ? PoolFamilies.UNISWAP_V2 : PoolFamilies.UNISWAP_V3,
                        0,
                        1,
                        state.view().findToken(words(Plan.token(pool.token0())), 0),
                        state.view().findToken(words(Plan.token(pool.token1())), 0),
                        pool.feePips(),
                        v2 ? 0 : pool.tickSpacing());
            }
        }
        return state.view();
    }

    private static long[] words(InstrumentId id) {
        return new long[] {id.word0(), id.word1(), id.word2(), id.word3(), id.word4()};
    }

    /** Executes it and expects exactly the route's profit minus a fee. */
    private Desk.Report shouldEarn(Plan plan, BigInteger fee) throws InterruptedException {
        final BigInteger expected = plan.expected().subtract(fee);
        assertTrue(expected.signum() > 0, "the pools are not apart: " + expected);
        plan.minimumProfit = expected;
        final BigInteger before = chain.balance(plan.token(), RECIPIENT);
        final Desk.Report report = desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_FILLED);
        assertEquals(expected, chain.balance(plan.token(), RECIPIENT).subtract(before));
        assertEquals(expected, report.realised());
        return report;
    }

    private Pool lender(PoolFamily family) {
        return chain.pools(family).stream()
                .filter(pool ->
                        List.of(pool.token0().symbol(), pool.token1().symbol()).contains("WETH"))
                .filter(pool ->
                        !List.of(arena.first.address(), arena.second.address()).contains(pool.address()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldPublishTheTransactionThatTheNodeThenGetsWhenAPlanIsSent() throws InterruptedException {
        final Desk.Report report = shouldEarn(arena.plan(arena.weth().units(2)), BigInteger.ZERO);
        assertEquals(1, desk.transactions.size());
        final Desk.Transaction published = desk.transactions.get(0);
        final JsonNode there = chain.rpc().call("eth_getTransactionByHash", report.hash());
        assertEquals(report.planId(), published.planId());
        assertEquals(Long.decode(there.path("nonce").asText()), published.nonce());
        assertEquals(Long.decode(there.path("gas").asText()), published.gasLimit());
        assertEquals(Long.decode(there.path("maxFeePerGas").asText()), published.maxFeeWei());
        assertEquals(there.path("from").asText(), published.account());
        assertEquals(there.path("to").asText(), published.target());
        assertEquals(there.path("input").asText(), published.calldata());
    }

    @Test
    void shouldUseOwnCapitalFromTheAccountsAllowance() throws InterruptedException {
        final Token weth = arena.weth();
        final BigInteger before = chain.balance(weth, arena.operator.address());
        final Plan plan = arena.plan(weth.units(2));
        plan.funding = RouteFlyweight.FUNDING_OWN_CAPITAL;
        shouldEarn(plan, BigInteger.ZERO);
        assertEquals(before, chain.balance(weth, arena.operator.address()), "the capital comes back");
    }

    @Test
    void shouldPayTheLendingPoolsPremium() throws InterruptedException {
        final BigInteger premium =
                (BigInteger) chain.call(chain.contracts().aavePool(), "FLASHLOAN_PREMIUM_TOTAL()", "(uint128)")
                        .get(0);
        // A premium that ends in a fraction below a half.
        final Plan plan = arena.plan(arena.weth().units(2).add(BigInteger.ONE));
        plan.funding = RouteFlyweight.FUNDING_LENDING_LOAN;
        // Aave rounds half up.
        final BigInteger fee =
                plan.amountIn().multiply(premium).add(BigInteger.valueOf(5_000)).divide(BigInteger.valueOf(10_000));
        assertTrue(fee.signum() > 0);
        shouldEarn(plan, fee);
    }

    @Test
    void shouldPayAPairForItsLoan() throws InterruptedException {
        final BigInteger any = arena.weth().units(2);
        shouldPayAPair(any);
        arena.pushApart(80_000);
        // Nothing is left to round up.
        shouldPayAPair(any.subtract(any.mod(KEPT)));
    }

    private void shouldPayAPair(final BigInteger amount) throws InterruptedException {
        final Plan plan = arena.plan(amount);
        plan.funding = RouteFlyweight.FUNDING_CONSTANT_PRODUCT_FLASH;
        plan.lender = lender(PoolFamily.UNISWAP_V2);
        // The least x with 997 (a + x) >= 1000 a.
        final BigInteger fee = amount.multiply(BigInteger.valueOf(3))
                .add(KEPT.subtract(BigInteger.ONE))
                .divide(KEPT);
        shouldEarn(plan, fee);
    }

    @Test
    void shouldPayAConcentratedPoolForItsLoan() throws InterruptedException {
        final Plan plan = arena.plan(arena.weth().units(2));
        plan.funding = RouteFlyweight.FUNDING_CONCENTRATED_FLASH;
        plan.lender = lender(PoolFamily.UNISWAP_V3);
        final BigInteger million = BigInteger.valueOf(1_000_000);
        final BigInteger fee = plan.amountIn()
                .multiply(BigInteger.valueOf(plan.lender.feePips()))
                .add(million.subtract(BigInteger.ONE))
                .divide(million);
        shouldEarn(plan, fee);
    }

    @Test
    void shouldTakeTheFirstHopsOutputBeforePayingIt() throws InterruptedException {
        final Plan pair = arena.plan(arena.weth().units(2));
        pair.funding = RouteFlyweight.FUNDING_CONSTANT_PRODUCT_FLASH;
        shouldEarn(pair, BigInteger.ZERO);
        arena.pushApart(80_000);
        final Pool first = arena.pool(PoolFamily.UNISWAP_V3);
        final BigInteger in = arena.weth().units(1);
        final BigInteger between = given(first, arena.weth(), in);
        final Token usdc = first.other(arena.weth());
        final Plan concentrated = new Plan()
                .hop(first, arena.weth(), in, between)
                .hop(arena.second, usdc, between, arena.out(arena.second, usdc, between));
        concentrated.funding = RouteFlyweight.FUNDING_CONCENTRATED_FLASH;
        shouldEarn(concentrated, BigInteger.ZERO);
    }

    /** A pool is locked while it lends. */
    @Test
    void shouldRejectARouteThroughThePoolThatLends() throws InterruptedException {
        final Plan lent = arena.plan(arena.weth().units(2));
        lent.funding = RouteFlyweight.FUNDING_CONSTANT_PRODUCT_FLASH;
        lent.lender = arena.second;
        shouldBeNoRoute(lent);
        final Plan twice = arena.plan(arena.weth().units(2));
        twice.funding = RouteFlyweight.FUNDING_CONSTANT_PRODUCT_FLASH;
        final Token usdc = arena.first.other(arena.weth());
        twice.hop(arena.first, arena.weth(), arena.weth().units(2), usdc.units(1))
                .hop(arena.second, usdc, usdc.units(1), arena.weth().units(3));
        shouldBeNoRoute(twice);
        twice.lender = arena.first;
        shouldBeNoRoute(twice);
    }

    private void shouldBeNoRoute(Plan plan) throws InterruptedException {
        final long nonce = arena.mined();
        final Desk.Report report = desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_REJECTED);
        assertEquals(Reasons.BAD_ROUTE, report.reason());
        assertEquals(nonce, arena.mined());
    }

    /** What a pool gives, by trying it and taking it back. */
    private static BigInteger given(Pool pool, Token in, BigInteger amount) {
        final String trader = chain.account(4).address();
        final Token out = pool.other(in);
        final BigInteger before = chain.balance(out, trader);
        final String snapshot = chain.snapshot();
        chain.swap(chain.account(4), pool, in, amount);
        final BigInteger gained = chain.balance(out, trader).subtract(before);
        chain.revert(snapshot);
        return gained;
    }
}
