package org.alphapulse.executor.flashloan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.alphapulse.ledger.FileLedger;
import org.alphapulse.ledger.LedgerEntry;
import org.alphapulse.ledger.Outcome;
import org.alphapulse.ledger.TradeLedger;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.spi.signer.Signer;
import org.alphapulse.spi.submission.SubmissionChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dispatcher and tracker on one thread and a node that does what the test says, so that each step is seen. */
class DispatcherTest {
    private static final int FILLED = ExecutionReportFlyweight.RESULT_FILLED;
    private static final int REJECTED = ExecutionReportFlyweight.RESULT_REJECTED;
    private static final int EXPIRED = ExecutionReportFlyweight.RESULT_EXPIRED;
    private static final int UNKNOWN = ExecutionReportFlyweight.RESULT_UNKNOWN;
    private static final long MINUTE = 60_000_000_000L;

    @TempDir
    static Path keys;

    private static Signer signer;

    @TempDir
    Path folder;

    private final ScriptedChain chain = new ScriptedChain();
    private final List<SubmissionChannel> channels = new CopyOnWriteArrayList<>(List.of(chain));
    private final PlanRing ring = new PlanRing(4);
    private FileLedger ledger;
    private Runnable afterPlan = () -> {};
    private Backroom room;
    private PlanSigner planSigner;
    private Dispatcher dispatcher;
    private long plans;

    @BeforeAll
    static void unlock() {
        signer = Desk.signer(keys, "0x" + "2b".repeat(32));
    }

    @BeforeEach
    void open() {
        ledger = FileLedger.open(folder, 1 << 20);
        room = new Backroom(signer, Map.of("replace_after_blocks", 1_000));
        planSigner = new PlanSigner(signer, 1, room.settings.contract());
        dispatcher = new Dispatcher(
                room.settings,
                room.context,
                chain,
                hooked(ledger),
                ring,
                new Wiring(signer, () -> channels, room.account, new Stop(1)));
        chain.mine(10);
        look();
        while (!room.account.ready()) {
            dispatcher.doWork();
        }
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** The ledger, with a chance to do something once a plan is written. */
    private TradeLedger hooked(TradeLedger to) {
        return (TradeLedger) Proxy.newProxyInstance(
                DispatcherTest.class.getClassLoader(),
                new Class<?>[] {TradeLedger.class},
                (self, method, arguments) -> {
                    try {
                        final Object result = method.invoke(to, arguments);
                        if (method.getName().equals("plan")) {
                            afterPlan.run();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Hands a plan over; gives its id. */
    private long send() {
        return send(1_000_000);
    }

    private long send(long deadlineBlock) {
        final PlanSlot slot = ring.claim();
        slot.clear(++plans);
        slot.nonce = room.account.nextNonce();
        slot.gasLimit = 300_000;
        slot.maxFeeWei = 1_000_000_000L;
        slot.priorityFeeWei = 1;
        slot.ceilingWei = 2_000_000_000L;
        slot.deadlineBlock = deadlineBlock;
        slot.calldataLength = 4;
        assertTrue(planSigner.sign(slot));
        ring.publish();
        dispatcher.doWork();
        return plans;
    }

    /** Lets the tracker look at the chain. */
    private void look() {
        look(MINUTE);
    }

    private void look(long laterNs) {
        room.nowNs += laterNs;
        dispatcher.doWork();
    }

    private String transaction(long planId) {
        return ledger.newest(100).stream()
                .filter(entry -> entry.plan().planId() == planId)
                .findFirst()
                .orElseThrow()
                .plan()
                .transactionHash();
    }

    private Outcome outcome(long planId) {
        return ledger.newest(100).stream()
                .filter(entry -> entry.plan().planId() == planId)
                .findFirst()
                .orElseThrow()
                .settlement()
                .orElseThrow()
                .outcome();
    }

    // ---- a node that is behind

    @Test
    void shouldTakeNothingBackWhenTheNodeThatAnswersIsBehind() {
        final long id = send();
        chain.mine(transaction(id), true);
        chain.mine(2);
        look();
        assertEquals(List.of(UNKNOWN, FILLED), room.results(id));
        chain.behind = 5;
        for (int i = 0; i < 10; i++) {
            look();
            chain.mine(1);
            chain.behind += i % 2;
        }
        assertEquals(List.of(UNKNOWN, FILLED), room.results(id));
        assertEquals(1, room.account.nextNonce(), "the nonce is used");
        chain.behind = 0;
        look();
        assertEquals(List.of(UNKNOWN, FILLED), room.results(id));
        final long next = send();
        chain.mine(transaction(next), true);
        look();
        assertEquals(List.of(UNKNOWN, FILLED), room.results(next));
    }

    // ---- what was given up

    @Test
    void shouldGetItsTrueResultWhenATransactionThatWasGivenUpIsMinedAllTheSame() {
        final long id = send(12);
        chain.pool.clear();
        chain.mine(5);
        look();
        assertEquals(List.of(UNKNOWN, EXPIRED), room.results(id));
        assertEquals(0, room.account.nextNonce(), "the next plan gets its nonce");
        chain.mine(transaction(id), true);
        look();
        assertEquals(List.of(UNKNOWN, EXPIRED, FILLED), room.results(id));
        assertEquals(Outcome.FILLED, outcome(id));
        assertEquals(1, room.account.nextNonce());
        chain.mine(1);
        look();
        assertEquals(3, room.reports.size());
    }

    @Test
    void shouldWaitForAReceiptSomeTimeHoweverFastTheBlocksCome() {
        final long id = send();
        chain.mined = 1;
        chain.pooled = 1;
        for (int i = 0; i < 20; i++) {
            chain.mine(1);
            look(100_000_000L);
        }
        assertEquals(List.of(UNKNOWN), room.results(id));
        chain.mine(1);
        look();
        assertEquals(List.of(UNKNOWN, EXPIRED), room.results(id));
    }

    @Test
    void shouldReportTheGasOfATransferThatFillsAHole() {
        room.account.nextNonce(1);
        final long id = send();
        chain.mine(1);
        look();
        final LedgerEntry filler = ledger.newest(1).get(0);
        assertEquals(0, filler.plan().planId());
        chain.mine(filler.plan().transactionHash(), true);
        chain.mine(transaction(id), true);
        look();
        assertEquals(List.of(UNKNOWN, FILLED), room.results(id));
        final Desk.Report report = room.reports.stream()
                .filter(each -> each.hash().equals(filler.plan().transactionHash()))
                .findFirst()
                .orElseThrow();
        assertEquals(0, report.planId());
        assertEquals(EXPIRED, report.result());
        assertEquals(21_000, report.gas());
    }

    // ---- what goes wrong between the ledger and the node

    @Test
    void shouldSendByTheChannelThatWasThereWhenItGoesMeanwhile() {
        afterPlan = channels::clear;
        final long id = send();
        chain.mine(transaction(id), true);
        look();
        assertEquals(List.of(UNKNOWN, FILLED), room.results(id));
    }

    @Test
    void shouldFollowATransactionWhoseChannelFailedToSayWhatBecameOfIt() {
        chain.beforeSubmit = () -> {
            throw new IllegalStateException("on purpose");
        };
        final long lost = send();
        assertEquals(List.of(UNKNOWN), room.results(lost), "it may be on its way");
        chain.beforeSubmit = () -> {};
        chain.mine(transaction(lost), true);
        look();
        assertEquals(List.of(UNKNOWN, FILLED), room.results(lost));
        assertEquals(List.of(), ledger.open());
    }

    @Test
    void shouldReportARefusalOnceAndLeaseTheNonceAnewWhenTheNodeIsBack() {
        final long first = send();
        chain.answer = SubmissionChannel.REFUSED;
        chain.beforeSubmit = () -> chain.silent = true;
        final long refused = send();
        assertEquals(List.of(REJECTED), room.results(refused));
        assertNotEquals("", room.defect);
        assertFalse(room.account.ready());
        chain.silent = false;
        chain.mine(transaction(first), true);
        // Somebody else has used the next nonce: that is why the node refused.
        chain.mine("0x" + "77".repeat(32), true);
        look();
        assertTrue(room.account.ready());
        assertEquals(2, room.account.nextNonce());
        assertEquals(List.of(UNKNOWN, FILLED), room.results(first));
        assertEquals(List.of(REJECTED), room.results(refused));
    }
}
