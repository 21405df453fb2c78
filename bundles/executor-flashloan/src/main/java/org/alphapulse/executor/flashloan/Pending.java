package org.alphapulse.executor.flashloan;

import java.util.ArrayList;
import java.util.List;
import org.alphapulse.ledger.LedgerEntry;
import org.alphapulse.ledger.Planned;
import org.alphapulse.ledger.Replacement;
import org.alphapulse.spi.submission.SubmissionChannel;

/** A plan whose transaction may be anywhere between our ledger and a settled block. */
final class Pending {
    /**
     * One of its transactions.
     *
     * @param hash of the transaction
     * @param cancels whether it only uses the nonce up
     */
    record Attempt(String hash, boolean cancels) {}

    final long entry;
    final Planned plan;
    final List<Attempt> attempts = new ArrayList<>();
    byte[] calldata;
    /** By which channel the plan wants to be sent, 0 for any, as after a restart. */
    int channel;

    long ceilingWei;
    long maxFeeWei;
    long tipWei;
    long deadlineBlock;
    long sentAtBlock;
    /** How often the nonce was seen used without a receipt of ours. */
    int missing;

    long missingSinceNs;
    /** The head when it was expired without a block. */
    long givenUpAtBlock;
    /** The node may not have it: after a restart, or when its block is gone. */
    boolean suspect;
    /** Taken from the ledger. */
    boolean recovered;

    boolean cancelling;
    /** The newest transaction in place of the plan's own, null if there is none. */
    Replacement replacement;
    /** What a channel said to the newest transaction, as far as it is known. */
    int answer = SubmissionChannel.UNKNOWN;
    /** The block it is settled in. */
    long block;

    String blockHash = "";
    String minedHash = "";

    Pending(long entry, Planned plan) {
        this.entry = entry;
        this.plan = plan;
        maxFeeWei = plan.maxFeeWei();
        tipWei = plan.maxPriorityFeeWei();
        attempts.add(new Attempt(plan.transactionHash(), plan.planId() == 0));
        cancelling = plan.planId() == 0;
    }

    static Pending of(LedgerEntry from) {
        final Pending pending = new Pending(from.entry(), from.plan());
        for (final Replacement replacement : from.replacements()) {
            pending.add(replacement);
        }
        pending.suspect = true;
        pending.recovered = true;
        pending.deadlineBlock = from.plan().deadlineBlock();
        from.settlement().ifPresent(end -> pending.settled(end.blockNumber(), end.blockHash(), end.transactionHash()));
        return pending;
    }

    void add(Replacement newest) {
        attempts.add(new Attempt(newest.transactionHash(), newest.cancels()));
        maxFeeWei = newest.maxFeeWei();
        tipWei = newest.maxPriorityFeeWei();
        cancelling |= newest.cancels();
        replacement = newest;
        answer = SubmissionChannel.UNKNOWN;
    }

    void settled(long number, String hash, String transaction) {
        block = number;
        blockHash = hash;
        minedHash = transaction;
    }

    long nonce() {
        return plan.nonce();
    }

    Attempt last() {
        return attempts.get(attempts.size() - 1);
    }
}
