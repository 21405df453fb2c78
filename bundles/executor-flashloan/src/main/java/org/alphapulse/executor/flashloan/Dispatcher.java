package org.alphapulse.executor.flashloan;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.api.context.Scheduler;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.ledger.LedgerException;
import org.alphapulse.ledger.Outcome;
import org.alphapulse.ledger.Planned;
import org.alphapulse.ledger.Settlement;
import org.alphapulse.ledger.TradeLedger;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.SubmissionFlyweight;
import org.alphapulse.spi.submission.SubmissionChannel;

/**
 * Sends what the engine's thread signed, on an agent of its own: writes the plan durably, asks whether sending must stop, hands it to a
 * channel. What becomes of it then is the {@link Tracker}'s.
 */
final class Dispatcher {
    private static final HexFormat HEX = HexFormat.of();
    private static final String SHADOW = "shadow";
    private static final long RETRY_NS = 1_000_000_000L;

    private final Settings settings;
    private final ExecutorContext context;
    private final Chain chain;
    private final TradeLedger ledger;
    private final PlanRing ring;
    private final Channels channels;
    private final PlanSigner signer;
    private final Reports reports;
    private final Tracker tracker;
    private final Account account;
    private final Stop stop;
    private final ReentrantLock pass = new ReentrantLock();
    private volatile boolean ended;
    private WarmUp warmUp;
    private long nextPollNs;

    Dispatcher(
            Settings settings, ExecutorContext context, Chain chain, TradeLedger ledger, PlanRing ring, Wiring wiring) {
        this.settings = settings;
        this.context = context;
        this.chain = chain;
        this.ledger = ledger;
        this.ring = ring;
        this.channels = wiring.channels();
        this.account = wiring.account();
        this.stop = wiring.stop();
        this.signer = new PlanSigner(wiring.signer(), settings.chainId(), settings.contract());
        this.reports = new Reports(context, settings.chainId());
        this.tracker = new Tracker(settings, context, chain, ledger, signer, reports, wiring);
        this.warmUp = new WarmUp(settings, wiring.signer());
        this.nextPollNs = context.clock().nanoTime();
    }

    /** One pass; never throws. */
    int doWork() {
        pass.lock();
        try {
            return work();
        } finally {
            pass.unlock();
        }
    }

    /**
     * Ends the agent. Plans that it has not begun are refused: here, or by the agent itself where its pass does not end in time. Engine's
     * thread.
     */
    void end(Scheduler.Task agent) {
        ended = true;
        agent.cancel();
        if (pass.tryLock()) {
            try {
                drain();
            } finally {
                pass.unlock();
            }
        }
    }

    private int work() {
        if (warmUp != null) {
            warmUp = warmUp.step() ? warmUp : null;
            return 1;
        }
        int work = 0;
        final long now = context.clock().nanoTime();
        if (!context.acting()) {
            tracker.leave();
            nextPollNs = now;
            return drain();
        }
        if (now - nextPollNs >= 0) {
            work++;
            nextPollNs = now + (poll() ? settings.pollNs() : Math.max(settings.pollNs(), RETRY_NS / 4));
        }
        return work + drain();
    }

    private int drain() {
        int work = 0;
        PlanSlot slot;
        while ((slot = ring.peek()) != null) {
            handle(slot);
            ring.release();
            work++;
        }
        Long missed;
        while ((missed = ring.missed()) != null) {
            reports.refused(missed, Reasons.TOO_MANY);
            work++;
        }
        return work;
    }

    private boolean poll() {
        try {
            tracker.poll();
            if (ledger.failure().isEmpty()) {
                context.recovered();
            } else {
                context.degraded(ledger.failure());
            }
            return true;
        } catch (LedgerException failed) {
            context.degraded(failed.getMessage());
        } catch (RuntimeException silent) {
            account.ready(false);
            context.degraded("the chain cannot be read: " + silent.getMessage());
        }
        return false;
    }

    private void handle(PlanSlot slot) {
        try {
            final int reason = slot.reason != Reasons.NONE ? slot.reason : check(slot);
            if (reason != Reasons.NONE) {
                reports.refused(slot, resultOf(reason), reason);
            } else if (context.mode() == TradingMode.SHADOW) {
                shadow(slot);
            } else {
                send(slot);
            }
        } catch (LedgerException failed) {
            context.degraded(failed.getMessage());
            reports.refused(slot, ExecutionReportFlyweight.RESULT_REJECTED, Reasons.LEDGER);
        } catch (RuntimeException silent) {
            context.degraded("the chain cannot be read: " + silent.getMessage());
            reports.refused(slot, ExecutionReportFlyweight.RESULT_REJECTED, Reasons.NOT_READY);
        }
    }

    /** What would have been sent; of an account of its own in the ledger, so that nothing is looked for on the chain. */
    private void shadow(PlanSlot slot) {
        final long entry = ledger.plan(plan(slot, SHADOW));
        ledger.settle(entry, Settlement.without(Outcome.EXPIRED, "shadow mode: it would have been sent"));
        reports.refused(slot, ExecutionReportFlyweight.RESULT_EXPIRED, Reasons.WRONG_MODE);
    }

    private static int resultOf(int reason) {
        return reason == Reasons.DEADLINE
                ? ExecutionReportFlyweight.RESULT_EXPIRED
                : ExecutionReportFlyweight.RESULT_REJECTED;
    }

    private int check(PlanSlot slot) {
        if (ended || !context.acting()) {
            return Reasons.EXECUTOR_STOPPED;
        }
        if (stops(slot)) {
            return Reasons.STOPPED;
        }
        if (slot.deadlineNs != 0 && context.clock().epochNs() > slot.deadlineNs) {
            return Reasons.DEADLINE;
        }
        if (slot.deadlineBlock != 0 && tracker.headNumber() >= slot.deadlineBlock) {
            return Reasons.DEADLINE;
        }
        if (!account.ready()) {
            return Reasons.NOT_READY;
        }
        if (channels.find(slot.channel) == null) {
            return Reasons.NO_CHANNEL;
        }
        if (slot.nonce != account.nextNonce()) {
            slot.nonce = account.nextNonce();
            if (!signer.sign(slot)) {
                return Reasons.SIGNER;
            }
        }
        return slot.simulate || context.mode() == TradingMode.SHADOW ? simulate(slot) : Reasons.NONE;
    }

    private boolean stops(PlanSlot slot) {
        return stop.stops(context, slot.strategyId) || !context.approvalStands(slot.planId);
    }

    private int simulate(PlanSlot slot) {
        final String words = chain.refusal(
                account.address(),
                "0x" + HEX.formatHex(settings.contract()),
                "0x" + HEX.formatHex(slot.calldata, 0, slot.calldataLength),
                slot.gasLimit);
        return words.isEmpty() ? Reasons.NONE : Reasons.NOT_CONFIRMED;
    }

    private void send(PlanSlot slot) {
        final SubmissionChannel channel = channels.find(slot.channel);
        if (channel == null) {
            reports.refused(slot, ExecutionReportFlyweight.RESULT_REJECTED, Reasons.NO_CHANNEL);
            return;
        }
        final Planned plan = plan(slot, account.address());
        final long entry = ledger.plan(plan);
        reports.plan(plan, account.bytes(), settings.contract(), slot.calldata, slot.calldataLength);
        if (stops(slot)) {
            ledger.settle(entry, Settlement.without(Outcome.REJECTED, "stopped before it was sent"));
            reports.refused(slot, ExecutionReportFlyweight.RESULT_REJECTED, Reasons.STOPPED);
            return;
        }
        final int answer = submit(channel, slot);
        if (answer == SubmissionChannel.REFUSED) {
            ledger.settle(entry, Settlement.without(Outcome.REJECTED, channel.reason()));
            reports.refused(slot, ExecutionReportFlyweight.RESULT_REJECTED, Reasons.REFUSED);
            leaseAnew(plan.nonce());
            return;
        }
        final Pending pending = new Pending(entry, plan);
        pending.calldata = Arrays.copyOf(slot.calldata, slot.calldataLength);
        pending.channel = slot.channel;
        pending.ceilingWei = slot.ceilingWei;
        pending.deadlineBlock = plan.deadlineBlock();
        tracker.sent(pending);
        reports.submission(pending, status(answer), channel.code(), account.bytes());
        reports.result(pending, ExecutionReportFlyweight.RESULT_UNKNOWN, Reasons.NONE, plan.transactionHash(), null);
    }

    /** A channel that fails may have sent it all the same. */
    private int submit(SubmissionChannel channel, PlanSlot slot) {
        try {
            return channel.submit(slot.transaction, slot.transactionLength);
        } catch (RuntimeException failed) {
            context.degraded("the channel failed: " + failed.getMessage());
            return SubmissionChannel.UNKNOWN;
        }
    }

    /** The plan has its result; when the chain cannot be asked now, the tracker does so as soon as it can. */
    private void leaseAnew(long refusedNonce) {
        try {
            tracker.refused(refusedNonce);
        } catch (RuntimeException silent) {
            context.degraded("the chain cannot be read: " + silent.getMessage());
        }
    }

    private static int status(int answer) {
        return answer == SubmissionChannel.ACCEPTED
                ? SubmissionFlyweight.STATUS_ACCEPTED
                : SubmissionFlyweight.STATUS_SENT;
    }

    private Planned plan(PlanSlot slot, String payer) {
        final byte[] profit = new byte[32];
        for (int i = 0; i < profit.length; i++) {
            profit[31 - i] = (byte) (slot.expectedProfit[i >> 3] >>> ((i & 7) * 8));
        }
        return new Planned(
                slot.planId,
                slot.signalId,
                slot.strategyId,
                settings.chainId(),
                payer,
                slot.nonce,
                "0x" + HEX.formatHex(slot.hash),
                slot.profitToken[0] == 0 ? "" : Reports.token(slot).toString(),
                new BigInteger(profit),
                slot.gasLimit,
                slot.maxFeeWei,
                slot.priorityFeeWei,
                slot.deadlineBlock != 0 ? slot.deadlineBlock : tracker.headNumber() + settings.deadlineBlocks(),
                context.clock().epochNs(),
                Arrays.copyOf(slot.transaction, slot.transactionLength));
    }
}
