package org.alphapulse.executor.flashloan;

import java.math.BigInteger;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.ledger.Planned;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.ExecutionPlanFlyweight;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SubmissionFlyweight;

/** Writes the executor's messages, on the agent's thread. */
final class Reports {
    private static final int HEADS = 16;

    private final ExecutorContext context;
    private final long chainId;
    private final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
    private final SubmissionFlyweight submission = new SubmissionFlyweight();
    private final ExecutionPlanFlyweight transaction = new ExecutionPlanFlyweight();
    private final byte[] hash = new byte[32];
    private long submissions;

    Reports(ExecutorContext context, long chainId) {
        this.context = context;
        this.chainId = chainId;
    }

    /** A plan that was not sent. */
    void refused(PlanSlot slot, int result, int reason) {
        if (begin(result, reason)) {
            report.planId(slot.planId).signalId(slot.signalId).expectedProfitFrom(slot.expectedProfit, 0);
            if (slot.profitToken[0] != 0) {
                report.profitToken(token(slot));
            }
            context.results().commit();
        }
    }

    /** A plan of which nothing but the id is known. */
    void refused(long planId, int reason) {
        if (begin(ExecutionReportFlyweight.RESULT_REJECTED, reason)) {
            report.planId(planId);
            context.results().commit();
        }
    }

    /**
     * How a plan ended, or that it is open again; {@code mined} is null where nothing is in a block. A plan of an earlier process is
     * reported without its id, which may be that of another plan now; so is what fills a hole among the nonces, once it is in a block.
     */
    void result(Pending sent, int result, int reason, String transactionHash, Chain.Mined mined) {
        final Planned plan = sent.plan;
        if ((plan.planId() == 0 && transactionHash.isEmpty()) || !begin(result, reason)) {
            return;
        }
        report.planId(sent.recovered ? 0 : plan.planId()).signalId(plan.signalId());
        number(plan.expectedProfit(), true);
        if (!plan.profitToken().isEmpty()) {
            report.profitToken(InstrumentId.parse(plan.profitToken()));
        }
        if (!transactionHash.isEmpty()) {
            bytes(transactionHash);
            report.transactionHashFrom(hash, 0);
        }
        if (mined != null) {
            number(result == ExecutionReportFlyweight.RESULT_FILLED ? mined.profit() : BigInteger.ZERO, false);
            report.blockNumber(mined.block())
                    .gasUsed(mined.gasUsed())
                    .gasPriceWei(mined.gasPriceWei())
                    .transactionIndex(mined.index());
        }
        context.results().commit();
    }

    private boolean begin(int result, int reason) {
        final MessageWriter writer = context.results().begin(ExecutionReportFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            context.degraded("a result could not be reported: the execution relay is full");
            return false;
        }
        report.appendTo(writer);
        report.clear();
        report.completedAtNs(context.clock().epochNs())
                .chainId(chainId)
                .reasonCode(reason)
                .result(result)
                .mode(context.mode().ordinal());
        return true;
    }

    /** The transaction that a plan became, before it is sent; what it does is in the plan's own message. */
    void plan(Planned plan, byte[] account, byte[] target, byte[] calldata, int length) {
        final MessageWriter writer = context.results().begin(ExecutionPlanFlyweight.BLOCK_LENGTH + length + HEADS);
        if (writer == null) {
            return;
        }
        transaction.appendTo(writer, length);
        transaction.clear();
        transaction
                .planId(plan.planId())
                .signalId(plan.signalId())
                .strategyId(plan.strategyId())
                .nonce(plan.nonce())
                .gasLimit(plan.gasLimit())
                .maxFeeWei(plan.maxFeeWei())
                .maxPriorityFeeWei(plan.maxPriorityFeeWei())
                .createdAtNs(plan.createdAtNs())
                .chainId(chainId)
                .accountFrom(account, 0)
                .targetFrom(target, 0)
                .mode(context.mode().ordinal())
                .calldataFrom(calldata, 0);
        context.results().commit();
    }

    /** A transaction on its way. */
    void submission(Pending pending, int status, int channel, byte[] account) {
        final MessageWriter writer = context.results().begin(SubmissionFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            return;
        }
        submission.appendTo(writer, 0);
        bytes(pending.last().hash());
        submission
                .transactionHashFrom(hash, 0)
                .submissionId(++submissions)
                .planId(pending.plan.planId())
                .nonce(pending.nonce())
                .maxFeeWei(pending.maxFeeWei)
                .maxPriorityFeeWei(pending.tipWei)
                .sentAtNs(context.clock().epochNs())
                .chainId(chainId)
                .accountFrom(account, 0)
                .channel(channel)
                .attempt(pending.attempts.size())
                .status(status);
        context.results().commit();
    }

    static InstrumentId token(PlanSlot slot) {
        final long[] w = slot.profitToken;
        return new InstrumentId(w[0], w[1], w[2], w[3], w[4]);
    }

    private void number(BigInteger value, boolean expected) {
        final long[] limbs = new long[4];
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] = value.shiftRight(i * Long.SIZE).longValue();
        }
        if (expected) {
            report.expectedProfitFrom(limbs, 0);
        } else {
            report.realisedProfitFrom(limbs, 0);
        }
    }

    private void bytes(String hex) {
        System.arraycopy(java.util.HexFormat.of().parseHex(hex, 2, hex.length()), 0, hash, 0, hash.length);
    }
}
