package org.alphapulse.executor.flashloan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.PoolFamily;
import org.alphapulse.devnet.Token;
import org.alphapulse.ledger.FileLedger;
import org.alphapulse.ledger.Outcome;
import org.alphapulse.ledger.Settlement;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.EmergencyStopFlyweight;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.RouteFlyweight;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.protocol.SubmissionFlyweight;
import org.alphapulse.spi.signer.Signer;
import org.alphapulse.spi.submission.SubmissionChannel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlashLoanExecutorTest {
    private static final String RECIPIENT = "0x00000000000000000000000000000000000a11ce";

    @TempDir
    static Path keys;

    private static Devnet devnet;
    private static LocalChain chain;
    private static Arena arena;
    private static Signer signer;

    @TempDir
    Path folder;

    private FileLedger ledger;
    private Desk desk;

    @BeforeAll
    static void startChain() {
        devnet = Devnet.start(DevnetSpec.instant());
        chain = devnet.chain(1);
        arena = new Arena(chain);
        signer = Desk.signer(keys, arena.operator.privateKey());
    }

    @AfterAll
    static void stopChain() {
        devnet.close();
    }

    @BeforeEach
    void start() throws InterruptedException {
        ledger = FileLedger.open(folder, 1 << 20);
        desk = desk(chain.httpUrl());
    }

    private Desk desk(String node) throws InterruptedException {
        final Desk made = desk(node, true);
        made.awaitReady();
        return made;
    }

    private Desk desk(Map<String, Object> settings) throws InterruptedException {
        final Desk made = new Desk(signer, ledger, chain.httpUrl(), 1, arena.contract, settings);
        made.awaitReady();
        return made;
    }

    private Desk desk(String node, boolean acting) {
        return new Desk(
                signer,
                ledger,
                node,
                1,
                arena.contract,
                Map.of("recipient", RECIPIENT, "replace_after_blocks", 2),
                acting);
    }

    @AfterEach
    void stop() throws InterruptedException {
        chain.rpc().call("evm_setBlockGasLimit", "0x1c9c380");
        chain.rpc().call("evm_setAutomine", true);
        desk.close();
        ledger.close();
    }

    @Test
    void shouldRealiseToTheWeiWhatTheMathematicsSaysWhenFundedInDifferentWays() throws InterruptedException {
        for (final int funding :
                new int[] {RouteFlyweight.FUNDING_VAULT_LOAN, RouteFlyweight.FUNDING_CONSTANT_PRODUCT_FLASH}) {
            arena.pushApart(60_000);
            final Plan plan = arena.plan(arena.weth().units(2));
            plan.funding = funding;
            assertTrue(plan.expected().signum() > 0, "the pools are not apart: " + plan.expected());
            final BigInteger before = chain.balance(plan.token(), RECIPIENT);
            final long id = desk.execute(plan);
            final Desk.Report report = desk.await(id, ExecutionReportFlyweight.RESULT_FILLED);
            final BigInteger gained = chain.balance(plan.token(), RECIPIENT).subtract(before);
            assertEquals(gained, report.realised());
            assertEquals(plan.expected(), report.realised());
            assertEquals(chain.receipt(report.hash()).gasUsed(), report.gas());
            final Settlement settled = ledger.newest(1).get(0).settlement().orElseThrow();
            assertEquals(gained, settled.profit());
            assertEquals(Outcome.FILLED, settled.outcome());
        }
        assertEquals(2, ledger.positions().get(0).filled());
    }

    @Test
    void shouldReportTheBalanceChangeWhenTheLastHopIsV3() throws InterruptedException {
        arena.pushApart(80_000);
        final Token usdc = chain.token("USDC");
        final BigInteger amount = usdc.worth(3_000);
        // WETH is cheap in the second pool; what the V3 pool gives for it is the chain's to say.
        final Plan plan = new Plan()
                .hop(arena.second, usdc, amount, arena.out(arena.second, usdc, amount))
                .hop(
                        arena.pool(PoolFamily.UNISWAP_V3),
                        arena.weth(),
                        arena.out(arena.second, usdc, amount),
                        amount.add(BigInteger.ONE));
        final BigInteger before = chain.balance(usdc, RECIPIENT);
        final Desk.Report report = desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_FILLED);
        assertEquals(chain.balance(usdc, RECIPIENT).subtract(before), report.realised());
        assertTrue(report.realised().signum() > 0);
    }

    @Test
    void shouldReportRevertedWhenTheProfitIsBelowTheMinimum() throws InterruptedException {
        arena.pushApart(60_000);
        final Plan plan = arena.plan(arena.weth().units(1));
        plan.minimumProfit = plan.expected().add(BigInteger.ONE);
        final BigInteger before = chain.balance(plan.token(), RECIPIENT);
        final Desk.Report report = desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_REVERTED);
        assertEquals(BigInteger.ZERO, report.realised());
        assertEquals(before, chain.balance(plan.token(), RECIPIENT));
        assertFalse(chain.receipt(report.hash()).success());
        assertTrue(ledger.positions().get(0).gasWei().signum() > 0);
    }

    /** Two hops are estimated at 510,000 gas, and use a third of it. */
    @Test
    void shouldRejectWhatMayNeedMoreGasThanIsAllowed() throws InterruptedException {
        desk.close();
        desk = desk(Map.of("max_gas", 150_000L));
        arena.pushApart(60_000);
        final long nonce = arena.mined();
        final Plan plan = arena.plan(arena.weth().units(1));
        final Desk.Report report = desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_REJECTED);
        assertEquals(Reasons.TOO_MUCH_GAS, report.reason());
        assertEquals(nonce, arena.mined());
        desk.close();
        desk = desk(Map.of("max_gas", 510_000L));
        desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_FILLED);
        assertEquals(510_000, desk.transactions.get(0).gasLimit(), "the margin is what is cut");
    }

    @Test
    void shouldLeaveNoTraceOfARehearsal() throws InterruptedException {
        arena.pushApart(60_000);
        final Plan plan = arena.plan(arena.weth().units(1));
        final long nonce = arena.mined();
        for (int i = 0; i < 100; i++) {
            desk.rehearse(plan);
        }
        final Desk.Report report = desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_FILLED);
        assertEquals(plan.expected(), report.realised());
        assertEquals(nonce + 1, arena.mined());
        assertEquals(1, ledger.newest(1_000).size());
        assertEquals(1, desk.transactions.size());
        assertEquals(1, desk.submissions.size());
        assertTrue(desk.reports.stream().allMatch(each -> each.planId() == report.planId()), desk.reports::toString);
    }

    /** Counts what is prepared. */
    private record Preparing(Signer signer, AtomicInteger prepared) implements Signer {
        @Override
        public void addressTo(byte[] target, int offset) {
            signer.addressTo(target, offset);
        }

        @Override
        public Session newSession() {
            final Session session = signer.newSession();
            return new Session() {
                @Override
                public int sign(byte[] hash, int hashOffset, byte[] signature, int offset) {
                    return session.sign(hash, hashOffset, signature, offset);
                }

                @Override
                public int signPrepared(byte[] hash, int hashOffset, byte[] signature, int offset) {
                    return session.signPrepared(hash, hashOffset, signature, offset);
                }

                @Override
                public boolean prepare() {
                    final boolean one = session.prepare();
                    prepared.addAndGet(one ? 1 : 0);
                    return one;
                }
            };
        }

        @Override
        public String implementation() {
            return signer.implementation();
        }
    }

    private static void awaitPrepared(AtomicInteger prepared, int number) throws InterruptedException {
        final long deadline = System.nanoTime() + 20_000_000_000L;
        while (prepared.get() < number && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        assertEquals(number, prepared.get());
    }

    @Test
    void shouldSignWithWhatItsAgentPreparedAndReplaceIt() throws InterruptedException {
        assumeTrue(signer.implementation().equals("native"), "only native code prepares signatures");
        desk.close();
        final AtomicInteger prepared = new AtomicInteger();
        desk = new Desk(new Preparing(signer, prepared), ledger, chain.httpUrl(), 1, arena.contract, Map.of());
        desk.awaitReady();
        awaitPrepared(prepared, Desk.PREPARED);
        arena.pushApart(60_000);
        desk.await(desk.execute(arena.plan(arena.weth().units(1))), ExecutionReportFlyweight.RESULT_FILLED);
        awaitPrepared(prepared, Desk.PREPARED + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"over HTTP", "over IPC"})
    void shouldRejectWithoutUsingANonceWhenTheLastCheckFails(String way) throws InterruptedException {
        desk.close();
        desk = desk(way.equals("over IPC") ? chain.ipc().toString() : chain.httpUrl());
        arena.pushApart(60_000);
        final Plan plan = arena.plan(arena.weth().units(1));
        plan.minimumProfit = plan.expected().add(BigInteger.ONE);
        plan.controlFlags = 4;
        final long nonce = arena.mined();
        final Desk.Report report = desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_REJECTED);
        assertEquals(Reasons.NOT_CONFIRMED, report.reason());
        assertEquals(nonce, arena.mined());
        plan.minimumProfit = plan.expected();
        desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_FILLED);
        assertEquals(nonce + 1, arena.mined());
    }

    @ParameterizedTest
    @EnumSource(
            value = TradingMode.class,
            names = {"REPLAY", "PAPER", "SHADOW"})
    void shouldNeverReachTheChannelInAnyModeButLive(TradingMode mode) throws InterruptedException {
        arena.pushApart(60_000);
        final AtomicInteger submits = new AtomicInteger();
        desk.beforeSubmit = submits::incrementAndGet;
        final long nonce = arena.mined();
        final Plan plan = arena.plan(arena.weth().units(1));
        desk.mode = mode;
        final boolean shadow = mode == TradingMode.SHADOW;
        final Desk.Report report = desk.await(
                desk.execute(plan),
                shadow ? ExecutionReportFlyweight.RESULT_EXPIRED : ExecutionReportFlyweight.RESULT_REJECTED);
        assertEquals(Reasons.WRONG_MODE, report.reason());
        assertEquals(0, submits.get());
        if (shadow) {
            // What would have been sent is on record, and of no account of the chain.
            assertEquals("shadow", ledger.newest(1).get(0).plan().account());
            assertEquals(plan.expected(), ledger.newest(1).get(0).plan().expectedProfit());
            assertTrue(ledger.newest(1).get(0).plan().transaction().length > 0, "it was built");
            plan.minimumProfit = plan.expected().add(BigInteger.ONE);
            assertEquals(
                    Reasons.NOT_CONFIRMED,
                    desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_REJECTED)
                            .reason());
        } else {
            assertTrue(ledger.newest(1).isEmpty());
        }
        // The channel itself is the last to refuse, whoever asks.
        assertEquals(SubmissionChannel.REFUSED, desk.pool.submit(new byte[] {2}, 1));
        assertTrue(desk.pool.reason().contains(mode.name()), desk.pool.reason());
        assertEquals(nonce, arena.mined());
        desk.mode = TradingMode.LIVE;
        plan.minimumProfit = plan.expected();
        desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_FILLED);
        assertEquals(1, submits.get());
    }

    @Test
    void shouldSendNothingWhenTradingIsStoppedAndGoOnWhenTheStopIsLifted() throws InterruptedException {
        arena.pushApart(60_000);
        final long nonce = arena.mined();
        final Plan plan = arena.plan(arena.weth().units(1));
        desk.stopped = true;
        assertEquals(
                Reasons.STOPPED,
                desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_REJECTED)
                        .reason());
        desk.stopped = false;
        emergency(0);
        assertEquals(
                Reasons.STOPPED,
                desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_REJECTED)
                        .reason());
        assertEquals(nonce, arena.mined());
        emergency(EmergencyStopFlyweight.STOP_FLAGS_LIFTED);
        desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_FILLED);
    }

    private void emergency(int flags) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, 256, Domains.EXECUTION, SourceKinds.RISK, 0, 1, 1);
        final EmergencyStopFlyweight stop = new EmergencyStopFlyweight();
        stop.appendTo(writer, 0);
        stop.issuedAtNs(1).scopeId(0).scope(0).reason(0).stopFlags(flags);
        final MessageReader reader = new MessageReader();
        reader.wrap(buffer, 0, writer.finish());
        desk.executor.onMessage(reader);
    }

    @Test
    void shouldRejectWhatWaitsWhenItIsStopped() throws InterruptedException {
        arena.pushApart(60_000);
        final long nonce = arena.mined();
        desk.park();
        final long id = desk.execute(arena.plan(arena.weth().units(1)));
        desk.executor.onStop();
        assertEquals(
                Reasons.EXECUTOR_STOPPED,
                desk.await(id, ExecutionReportFlyweight.RESULT_REJECTED).reason());
        assertEquals(nonce, arena.mined());
        assertEquals(List.of(), ledger.newest(1));
    }

    @Test
    void shouldSendNothingMoreWhenItIsStoppedWhileAnAnswerIsAwaited() throws InterruptedException {
        final long first = sendBehindAnAnswer(
                waiting -> {
                    desk.patienceMs = 1;
                    desk.executor.onStop();
                },
                Reasons.EXECUTOR_STOPPED);
        desk.await(first, ExecutionReportFlyweight.RESULT_UNKNOWN);
    }

    @Test
    void shouldNotSendWhatWaitedWhileItsApprovalWasTakenBack() throws InterruptedException {
        final long first = sendBehindAnAnswer(waiting -> desk.voidUpTo = waiting, Reasons.STOPPED);
        desk.await(first, ExecutionReportFlyweight.RESULT_FILLED);
    }

    /** Sends one plan and has another wait behind its answer, until something is done; that one is then rejected. Gives the first. */
    private long sendBehindAnAnswer(LongConsumer meanwhile, int reason) throws InterruptedException {
        arena.pushApart(60_000);
        final Plan plan = arena.plan(arena.weth().units(1));
        final Answer answer = new Answer();
        final long first = desk.execute(plan);
        answer.awaited();
        final long second = desk.execute(plan);
        meanwhile.accept(second);
        answer.come();
        assertEquals(
                reason,
                desk.await(second, ExecutionReportFlyweight.RESULT_REJECTED).reason());
        assertEquals(1, ledger.newest(10).size());
        return first;
    }

    @Test
    void shouldRejectWhatFindsNoRoom() throws InterruptedException {
        arena.pushApart(60_000);
        final Plan plan = arena.plan(arena.weth().units(1));
        final Answer answer = new Answer();
        final int plans = 300;
        final long first = desk.execute(plan);
        answer.awaited();
        desk.mode = TradingMode.PAPER;
        for (long id = first + 1; id <= plans; id++) {
            assertEquals(id, desk.execute(plan));
        }
        answer.come();
        for (long id = first; id <= plans; id++) {
            final int reason =
                    desk.await(id, ExecutionReportFlyweight.RESULT_REJECTED).reason();
            assertEquals(id == first ? Reasons.REFUSED : id <= 256 ? Reasons.WRONG_MODE : Reasons.TOO_MANY, reason);
        }
        assertEquals(plans, desk.reports.size());
    }

    /** Comes from the channel when the test wants. */
    private final class Answer {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch given = new CountDownLatch(1);

        Answer() {
            desk.beforeSubmit = () -> {
                asked.countDown();
                pause(given);
            };
        }

        void awaited() {
            pause(asked);
        }

        void come() {
            given.countDown();
        }

        private static void pause(CountDownLatch latch) {
            try {
                assertTrue(latch.await(60, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Executes a plan that no block has room for; blocks have room while its replacement is offered, since the node takes it only then. */
    private long stuck(Plan plan) throws InterruptedException {
        plan.deadlineBlock = chain.blockNumber() + 1_000_000;
        chain.rpc().call("evm_setAutomine", false);
        final long id = desk.execute(plan);
        desk.await(id, ExecutionReportFlyweight.RESULT_UNKNOWN);
        chain.rpc().call("evm_setBlockGasLimit", "0x186a0");
        desk.beforeSubmit = () -> chain.rpc().call("evm_setBlockGasLimit", "0x1c9c380");
        desk.afterSubmit = () -> chain.rpc().call("evm_setBlockGasLimit", "0x186a0");
        return id;
    }

    /** Mines blocks that have no room for our transaction until the executor has done something about it. */
    private void mineUntil(int status) throws InterruptedException {
        final long deadline = System.nanoTime() + 60_000_000_000L;
        while (!desk.submissions.contains(status)) {
            assertTrue(System.nanoTime() < deadline, () -> "no submission " + status + ": " + desk.submissions);
            synchronized (desk.submitting) {
                chain.mine(1);
            }
            Thread.sleep(50);
        }
    }

    @Test
    void shouldReplaceWhenTheTransactionIsStuckAndFillOnce() throws InterruptedException {
        arena.pushApart(60_000);
        final Plan plan = arena.plan(arena.weth().units(1));
        final long nonce = arena.mined();
        final long id = stuck(plan);
        mineUntil(SubmissionFlyweight.STATUS_REPLACED);
        chain.rpc().call("evm_setBlockGasLimit", "0x1c9c380");
        chain.mine(1);
        final Desk.Report report = desk.await(id, ExecutionReportFlyweight.RESULT_FILLED);
        assertEquals(nonce + 1, arena.mined());
        assertNotEquals(ledger.newest(1).get(0).plan().transactionHash(), report.hash());
        assertEquals(plan.expected(), report.realised());
    }

    @Test
    void shouldHandTheAccountAndWhatIsUnderWayToTheVersionThatActs() throws InterruptedException {
        arena.pushApart(60_000);
        final Plan plan = arena.plan(arena.weth().units(1));
        final long nonce = arena.mined();
        stuck(plan);
        try (Desk candidate = desk(chain.httpUrl(), false)) {
            mineUntil(SubmissionFlyweight.STATUS_REPLACED);
            assertEquals(List.of(), candidate.submissions);
            desk.acting = false;
            desk.await(desk.execute(plan), ExecutionReportFlyweight.RESULT_REJECTED);
            candidate.acting = true;
            candidate.awaitReady();
            chain.rpc().call("evm_setBlockGasLimit", "0x1c9c380");
            chain.mine(1);
            final Desk.Report report = candidate.await(0, ExecutionReportFlyweight.RESULT_FILLED);
            assertEquals(plan.expected(), report.realised());
            assertEquals(nonce + 1, arena.mined());
        }
    }

    @Test
    void shouldCancelWhenTheDeadlinePassesBeforeItIsMined() throws InterruptedException {
        arena.pushApart(60_000);
        final Plan plan = arena.plan(arena.weth().units(1));
        plan.deadlineBlock = chain.blockNumber() + 2;
        final long nonce = arena.mined();
        chain.rpc().call("evm_setAutomine", false);
        final long id = desk.execute(plan);
        desk.await(id, ExecutionReportFlyweight.RESULT_UNKNOWN);
        chain.rpc().call("evm_setBlockGasLimit", "0x186a0");
        mineUntil(SubmissionFlyweight.STATUS_CANCELLED);
        chain.mine(1);
        final Desk.Report report = desk.await(id, ExecutionReportFlyweight.RESULT_EXPIRED);
        assertEquals(Reasons.CANCELLED, report.reason());
        assertEquals(nonce + 1, arena.mined());
    }

    @Test
    void shouldEndConsistentWhenOwnTransactionsAreLostInReorganisations() throws InterruptedException {
        for (int depth = 1; depth <= 5; depth++) {
            arena.pushApart(60_000);
            chain.mine(5);
            final Plan plan = arena.plan(arena.weth().units(1));
            final long nonce = arena.mined();
            final long id = desk.execute(plan);
            desk.await(id, ExecutionReportFlyweight.RESULT_FILLED);
            if (depth > 1) {
                chain.mine(depth - 1);
            }
            final int before = desk.reports.size();
            chain.reorg(depth);
            chain.mine(1);
            final Desk.Report report = desk.await(id, ExecutionReportFlyweight.RESULT_EXPIRED);
            assertTrue(desk.reports.indexOf(report) >= before);
            assertEquals(nonce, arena.mined(), "the nonce must be free again");
            assertTrue(ledger.open().isEmpty());
            assertEquals(0, ledger.positions().get(0).profit().signum() - (depth > 1 ? 1 : 0));
            // The state is as before, so the same plan still holds, and the freed nonce is used.
            final Desk.Report again =
                    desk.await(desk.execute(arena.plan(arena.weth().units(1))), ExecutionReportFlyweight.RESULT_FILLED);
            assertEquals(nonce + 1, arena.mined());
            assertTrue(again.realised().signum() > 0);
        }
        assertEquals(5, ledger.positions().get(0).filled());
    }

    @Test
    void shouldStayFilledWhenTheTransactionIsInTheNewBlocksToo() throws InterruptedException {
        arena.pushApart(60_000);
        chain.mine(3);
        final Plan plan = arena.plan(arena.weth().units(1));
        final long id = desk.execute(plan);
        final Desk.Report first = desk.await(id, ExecutionReportFlyweight.RESULT_FILLED);
        chain.mine(1);
        chain.reorg(2, List.of(first.hash()));
        chain.mine(1);
        final long deadline = System.nanoTime() + 10_000_000_000L;
        while (desk.reports.stream().filter(report -> report.result() == 1).count() < 2
                && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
        final Settlement settled = ledger.newest(1).get(0).settlement().orElseThrow();
        assertEquals(chain.receipt(first.hash()).blockHash(), settled.blockHash());
        assertEquals(1, ledger.positions().get(0).filled());
        assertEquals(plan.expected(), ledger.positions().get(0).profit());
    }
}
