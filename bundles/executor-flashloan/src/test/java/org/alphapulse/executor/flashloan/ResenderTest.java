package org.alphapulse.executor.flashloan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.alphapulse.ledger.FileLedger;
import org.alphapulse.ledger.Planned;
import org.alphapulse.ledger.Replacement;
import org.alphapulse.spi.signer.Signer;
import org.alphapulse.spi.submission.SubmissionChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What takes the place of a transaction that is stuck, on a node that says what the test wants. */
class ResenderTest {
    private static final long GWEI = 1_000_000_000L;
    private static final long CEILING = 10 * GWEI;
    private static final long FEE = 3 * GWEI;
    private static final int ROUNDS = 100;

    @TempDir
    static Path keys;

    private static Signer signer;

    @TempDir
    Path folder;

    private final Node node = new Node();
    private List<SubmissionChannel> channels = List.of(node);
    private FileLedger ledger;
    private Account account;
    private Resender resender;
    private Pending sent;

    /** Notes what it is offered. */
    private static final class Node implements SubmissionChannel {
        private final List<String> offered = new ArrayList<>();
        private int answer = ACCEPTED;

        @Override
        public long chainId() {
            return 1;
        }

        @Override
        public int code() {
            return PUBLIC_POOL;
        }

        @Override
        public int submit(byte[] transaction, int length) {
            offered.add(HexFormat.of().formatHex(transaction, 0, length));
            return answer;
        }

        @Override
        public String reason() {
            return "on purpose";
        }
    }

    @BeforeAll
    static void unlock() {
        signer = Desk.signer(keys, "0x" + "2b".repeat(32));
    }

    @BeforeEach
    void open() {
        ledger = FileLedger.open(folder, 1 << 20);
        final Backroom room = new Backroom(signer, Map.of());
        account = room.account;
        resender = new Resender(
                room.settings,
                room.context,
                ledger,
                new PlanSigner(signer, 1, room.settings.contract()),
                new Reports(room.context, 1),
                new Wiring(signer, () -> channels, account, new Stop(1)));
        sent = sent(FEE);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private Pending sent(long maxFeeWei) {
        final Planned plan = new Planned(
                9,
                1,
                3,
                1,
                account.address(),
                5,
                "0x" + "11".repeat(32),
                "",
                BigInteger.ONE,
                300_000,
                maxFeeWei,
                GWEI,
                20,
                1,
                new byte[1]);
        final Pending pending = new Pending(ledger.plan(plan), plan);
        pending.calldata = new byte[4];
        pending.ceilingWei = CEILING;
        return pending;
    }

    private List<Replacement> written() {
        return ledger.newest(1).get(0).replacements();
    }

    private static long raised(long fee) {
        return fee + fee / 8 + 1;
    }

    @Test
    void shouldOfferTheSameCancellationUntilItIsTaken() {
        node.answer = SubmissionChannel.REFUSED;
        for (int round = 0; round < ROUNDS; round++) {
            resender.cancel(sent, GWEI, round);
        }
        node.answer = SubmissionChannel.ACCEPTED;
        resender.cancel(sent, GWEI, ROUNDS);
        assertEquals(ROUNDS + 1, node.offered.size());
        assertEquals(1, new HashSet<>(node.offered).size());
        assertEquals(1, written().size());
        assertEquals(raised(FEE), written().get(0).maxFeeWei());
        assertEquals(raised(GWEI), written().get(0).maxPriorityFeeWei());
        resender.cancel(sent, GWEI, ROUNDS + 1);
        assertEquals(raised(raised(FEE)), written().get(1).maxFeeWei());
        assertEquals(raised(raised(GWEI)), written().get(1).maxPriorityFeeWei());
    }

    @Test
    void shouldDoNothingWithoutAChannel() {
        channels = List.of();
        for (int round = 0; round < ROUNDS; round++) {
            resender.replace(sent, GWEI, round);
            resender.cancel(sent, GWEI, round);
        }
        assertEquals(List.of(), written());
        assertEquals(FEE, sent.maxFeeWei);
        assertFalse(sent.cancelling);
    }

    @Test
    void shouldUseNoOtherChannelThanThePlanAskedFor() {
        sent.channel = 2;
        resender.replace(sent, GWEI, 1);
        resender.cancel(sent, GWEI, 2);
        assertEquals(List.of(), node.offered);
        assertEquals(List.of(), written());
        sent.channel = SubmissionChannel.PUBLIC_POOL;
        resender.replace(sent, GWEI, 3);
        assertEquals(1, node.offered.size());
    }

    @Test
    void shouldPayNoMoreThanTwiceTheCeilingForACancellation() {
        node.answer = SubmissionChannel.UNKNOWN;
        for (int round = 0; round < ROUNDS; round++) {
            resender.cancel(sent, GWEI, round);
        }
        long before = FEE;
        for (final Replacement replacement : written()) {
            assertTrue(replacement.maxFeeWei() >= raised(before), "a node would refuse it: " + written());
            before = replacement.maxFeeWei();
        }
        assertTrue(before <= 2 * CEILING && raised(before) > 2 * CEILING, "paid " + before);
        assertEquals(ROUNDS, node.offered.size());
        assertEquals(written().size(), new HashSet<>(node.offered).size());
        assertEquals(written().size() + 1, sent.attempts.size());
    }

    @Test
    void shouldPayNoMoreThanTwiceTheCeilingWhateverTheBaseFee() {
        resender.cancel(sent, Long.MAX_VALUE, 1);
        assertEquals(2 * CEILING, written().get(0).maxFeeWei());
        assertEquals(2 * CEILING, resender.fill(6, Long.MAX_VALUE, 1).plan.maxFeeWei());
    }

    @Test
    void shouldNotSendWhatCannotOutbidTheOneBefore() {
        sent = sent(Long.MAX_VALUE);
        resender.cancel(sent, GWEI, 1);
        assertEquals(List.of(), node.offered);
        assertEquals(List.of(), written());
    }

    @Test
    void shouldFollowTheBaseFeeWhenWhatWasRefusedDoesNotCoverIt() {
        node.answer = SubmissionChannel.REFUSED;
        resender.cancel(sent, GWEI, 1);
        resender.cancel(sent, 5 * GWEI, 2);
        assertEquals(2, written().size());
        assertEquals(raised(GWEI), written().get(1).maxPriorityFeeWei());
        assertEquals(10 * GWEI + raised(GWEI), written().get(1).maxFeeWei());
        for (int round = 0; round < ROUNDS; round++) {
            resender.cancel(sent, 5_000 * GWEI, round);
        }
        assertEquals(2 * CEILING, written().get(2).maxFeeWei());
        assertEquals(3, written().size());
    }

    @Test
    void shouldCancelAtTheFeesOfAReplacementThatWasRefused() {
        node.answer = SubmissionChannel.REFUSED;
        for (int round = 0; round < ROUNDS; round++) {
            resender.replace(sent, GWEI, round);
        }
        assertEquals(1, written().size());
        node.answer = SubmissionChannel.ACCEPTED;
        resender.cancel(sent, GWEI, ROUNDS);
        assertEquals(2, written().size());
        assertTrue(written().get(1).cancels());
        assertEquals(raised(FEE), written().get(1).maxFeeWei());
        assertEquals(raised(GWEI), written().get(1).maxPriorityFeeWei());
    }
}
