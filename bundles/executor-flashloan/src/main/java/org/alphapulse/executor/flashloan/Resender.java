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

    private final Settings settings;
    private final ExecutorContext context;
    private final TradeLedger ledger;
    private final PlanSigner signer;
    private final Reports reports;
    private final Channels channels;
    private final Account account;
    private final Stop stop;

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
    }

    /** Sends the same call with higher fees, unless that would break the plan's ceiling or sending must stop. */
    void replace(Pending sent, long baseFeeWei, long block) {
        if (sent.cancelling) {
            cancel(sent, baseFeeWei, block);
            return;
        }
        final long tip = bumped(sent.tipWei);
        final long fee = Math.max(bumped(sent.maxFeeWei), Math.min(sent.ceilingWei, 2 * baseFeeWei + tip));
        if (sent.calldata != null
                && fee <= sent.ceilingWei
                && signer.sign(sent.nonce(), tip, fee, sent.plan.gasLimit(), settings.contract(), sent.calldata)
                && !stop.stops(context, sent.plan.strategyId())) {
            resend(sent, tip, fee, false, SubmissionFlyweight.STATUS_REPLACED, block);
        }
    }

    /** Sends a transfer of nothing to ourselves, also above the ceiling, since the nonce has to go. */
    void cancel(Pending sent, long baseFeeWei, long block) {
        final long tip = bumped(sent.tipWei);
        final long fee = Math.max(bumped(sent.maxFeeWei), 2 * baseFeeWei + tip);
        final boolean stopped = stop.stops(context, sent.plan.strategyId()) && !stop.cancels();
        if (!stopped && signer.sign(sent.nonce(), tip, fee, TRANSFER_GAS, account.bytes(), null)) {
            resend(sent, tip, fee, true, SubmissionFlyweight.STATUS_CANCELLED, block);
        }
    }

    private void resend(Pending sent, long tip, long fee, boolean cancels, int status, long block) {
        final Replacement replacement = new Replacement(hash(), fee, tip, cancels, transaction());
        ledger.replace(sent.entry, replacement);
        // Even a refused one is kept: if the node has it after all, its receipt is ours.
        sent.add(replacement);
        sent.sentAtBlock = block;
        final SubmissionChannel channel = channels.find(0);
        if (channel != null) {
            channel.submit(replacement.transaction(), replacement.transaction().length);
            reports.submission(sent, status, channel.code(), account.bytes());
        }
    }

    /** Uses up a nonce that nothing of ours has any more; null if that cannot be done now. */
    Pending fill(long nonce, long baseFeeWei, long block) {
        final SubmissionChannel channel = channels.find(0);
        final long fee = 2 * baseFeeWei + settings.tipWei();
        if (channel == null
                || (stop.stops(context, 0) && !stop.cancels())
                || !signer.sign(nonce, settings.tipWei(), fee, TRANSFER_GAS, account.bytes(), null)) {
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
                settings.tipWei(),
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
        return fee + fee / 8 + 1;
    }

    private String hash() {
        return "0x" + HexFormat.of().formatHex(signer.encoder().hash());
    }

    private byte[] transaction() {
        final TransactionEncoder encoder = signer.encoder();
        return Arrays.copyOf(encoder.bytes(), encoder.length());
    }
}
