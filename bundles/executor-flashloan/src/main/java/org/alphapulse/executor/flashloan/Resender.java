package org.alphapulse.executor.flashloan;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.evm.TransactionEncoder;
import org.alphapulse.ledger.Outcome;
import org.alphapulse.ledger.Planned;
import org.alphapulse.ledger.Replacement;
import org.alphapulse.ledger.Settlement;
import org.alphapulse.ledger.TradeLedger;
import org.alphapulse.protocol.SubmissionFlyweight;
import org.alphapulse.spi.submission.SubmissionChannel;

/** Sends transactions in place of earlier ones with the same nonce, each written to the ledger first. Agent's thread. */
final class Resender {
    private static final long TRANSFER_GAS = 21_000;
    /** A transfer of nothing has to outbid a plan that pays all it may, and uses a seventh of the gas. */
    private static final int CEILINGS = 2;

    private final Settings settings;
    private final ExecutorContext context;
    private final TradeLedger ledger;
    private final PlanSigner signer;
    private final Reports reports;
    private final Channels channels;
    private final Account account;
    private final Stop stop;
    /** The most that a transfer of nothing pays per gas. */
    private final long ceilingWei;

    Resender(
            Settings settings,
            ExecutorContext context,
            TradeLedger ledger,
            PlanSigner signer,
            Reports reports,
            Wiring wiring) {
        this.settings = settings;
        this.context = context;
        this.ledger = ledger;
        this.signer = signer;
        this.reports = reports;
        this.channels = wiring.channels();
        this.account = wiring.account();
        this.stop = wiring.stop();
        this.ceilingWei = CEILINGS * settings.ceilingWei();
    }

    /** Sends the same call with higher fees, unless that would break the plan's ceiling or sending must stop. */
    void replace(Pending sent, long baseFeeWei, long block) {
        if (sent.cancelling) {
            cancel(sent, baseFeeWei, block);
        } else if (sent.calldata != null && !stop.stops(context, sent.plan.strategyId())) {
            resend(sent, false, sent.ceilingWei, baseFeeWei, block);
        }
    }

    /** Sends a transfer of nothing to ourselves, also above the plan's ceiling, since the nonce has to go. */
    void cancel(Pending sent, long baseFeeWei, long block) {
        if (!stop.stops(context, sent.plan.strategyId()) || stop.cancels(sent.plan.strategyId())) {
            resend(sent, true, ceilingWei, baseFeeWei, block);
        }
    }

    private void resend(Pending sent, boolean cancels, long mostWei, long baseFeeWei, long block) {
        final SubmissionChannel channel = channels.find(sent.channel);
        if (channel == null || !prepare(sent, cancels, mostWei, baseFeeWei)) {
            return;
        }
        sent.sentAtBlock = block;
        final byte[] transaction = sent.replacement.transaction();
        sent.answer = channel.submit(transaction, transaction.length);
        reports.submission(sent, status(sent), channel.code(), account.bytes());
    }

    /**
     * Has the next transaction at hand, and in the ledger. Fees rise only above those of a transaction that may be in a pool, or when they
     * do not cover the base fee: what was refused is offered as it is, and so is what must not pay more.
     */
    private boolean prepare(Pending sent, boolean cancels, long mostWei, long baseFeeWei) {
        final boolean refused = sent.answer == SubmissionChannel.REFUSED;
        final boolean again =
                sent.replacement != null && sent.replacement.cancels() == cancels && sent.maxFeeWei <= mostWei;
        final long affordableWei = Math.min(baseFeeWei, mostWei);
        if (again && refused && sent.maxFeeWei >= affordableWei) {
            return true;
        }
        final long tip = refused ? sent.tipWei : bumped(sent.tipWei);
        final long least = refused ? sent.maxFeeWei : bumped(sent.maxFeeWei);
        final long fee = Math.max(least, Math.min(mostWei, 2 * affordableWei + tip));
        if (fee > mostWei) {
            return again;
        }
        final boolean signed = cancels
                ? signer.sign(sent.nonce(), tip, fee, TRANSFER_GAS, account.bytes(), null)
                : signer.sign(sent.nonce(), tip, fee, sent.plan.gasLimit(), settings.contract(), sent.calldata);
        if (signed) {
            final Replacement replacement = new Replacement(hash(), fee, tip, cancels, transaction());
            ledger.replace(sent.entry, replacement);
            // Even one that will be refused is kept: if the node has it after all, its receipt is ours.
            sent.add(replacement);
        }
        return signed;
    }

    private static int status(Pending sent) {
        if (sent.answer == SubmissionChannel.REFUSED) {
            return SubmissionFlyweight.STATUS_REFUSED;
        }
        return sent.replacement.cancels() ? SubmissionFlyweight.STATUS_CANCELLED : SubmissionFlyweight.STATUS_REPLACED;
    }

    /** Uses up a nonce that nothing of ours has any more; null if that cannot be done now. */
    Pending fill(long nonce, long baseFeeWei, long block) {
        final SubmissionChannel channel = channels.find(0);
        final long tip = Math.min(settings.tipWei(), ceilingWei);
        final long fee = Math.min(ceilingWei, 2 * Math.min(baseFeeWei, ceilingWei) + tip);
        if (channel == null
                || (stop.stops(context, 0) && !stop.cancels())
                || !signer.sign(nonce, tip, fee, TRANSFER_GAS, account.bytes(), null)) {
            return null;
        }
        final Planned plan = new Planned(
                0,
                0,
                0,
                settings.chainId(),
                account.address(),
                nonce,
                hash(),
                "",
                BigInteger.ZERO,
                TRANSFER_GAS,
                fee,
                tip,
                0,
                context.clock().epochNs(),
                transaction());
        final long entry = ledger.plan(plan);
        if (channel.submit(plan.transaction(), plan.transaction().length) == SubmissionChannel.REFUSED) {
            ledger.settle(entry, Settlement.without(Outcome.REJECTED, channel.reason()));
            return null;
        }
        final Pending filler = new Pending(entry, plan);
        filler.sentAtBlock = block;
        return filler;
    }

    /** Nodes want at least a tenth more. */
    private static long bumped(long fee) {
        return fee + Math.min(fee / 8 + 1, Long.MAX_VALUE - fee);
    }

    private String hash() {
        return "0x" + HexFormat.of().formatHex(signer.encoder().hash());
    }

    private byte[] transaction() {
        final TransactionEncoder encoder = signer.encoder();
        return Arrays.copyOf(encoder.bytes(), encoder.length());
    }
}
