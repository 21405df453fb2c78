package org.alphapulse.executor.flashloan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.ledger.LedgerEntry;
import org.alphapulse.ledger.Outcome;
import org.alphapulse.ledger.Settlement;
import org.alphapulse.ledger.TradeLedger;
import org.alphapulse.protocol.ExecutionReportFlyweight;

/**
 * Follows what was sent until it is settled, and a while longer in case its block is lost: asks for receipts at each new block, replaces
 * what is stuck, cancels what is overdue, and after a restart does the same with what the ledger still has open. Agent's thread.
 *
 * <p>No plan's own transaction is ever sent a second time: one that the node does not have is given up, and its nonce is used by
 * the next plan, or by a transfer of nothing where later nonces wait for it.
 */
final class Tracker {
    private static final int RECENT = 1_000;
    private static final int PATIENCE = 3;
    /** Three heads are less than a second on some chains: less than one node may be behind another. */
    private static final long PATIENCE_NS = 5_000_000_000L;

    private final Settings settings;
    private final EngineClock clock;
    private final Chain chain;
    private final TradeLedger ledger;
    private final Reports reports;
    private final Account account;
    private final Stop stop;
    private final Resender resender;
    private final Canon canon = new Canon();
    private final TreeMap<Long, Pending> pending = new TreeMap<>();
    private final List<Pending> watched = new ArrayList<>();
    /** Those without a block, whose transaction another node may have all the same. */
    private final List<Pending> givenUp = new ArrayList<>();

    private Chain.Head head;
    /** The head after which all was looked at; a look that failed half-way is repeated. */
    private String doneWith = "";

    private long changedFrom = Long.MAX_VALUE;
    /** A nonce that a channel refused, as long as the chain could not be asked why; else -1. */
    private long refusedNonce = -1;

    private boolean reconciled;

    Tracker(
            Settings settings,
            ExecutorContext context,
            Chain chain,
            TradeLedger ledger,
            PlanSigner signer,
            Reports reports,
            Wiring wiring) {
        this.settings = settings;
        this.clock = context.clock();
        this.chain = chain;
        this.ledger = ledger;
        this.reports = reports;
        this.account = wiring.account();
        this.stop = wiring.stop();
        this.resender = new Resender(settings, context, ledger, signer, reports, wiring);
    }

    long headNumber() {
        return head == null ? 0 : head.number();
    }

    /** Takes over what was just sent, and its nonce. */
    void sent(Pending sent) {
        sent.sentAtBlock = headNumber();
        pending.put(sent.nonce(), sent);
        account.nextNonce(sent.nonce() + 1);
    }

    /** A channel refused a nonce: perhaps a transaction given up earlier has used it after all. */
    void refused(long nonce) {
        refusedNonce = nonce;
        account.ready(false);
        leaseAnew();
        account.ready(true);
    }

    private void leaseAnew() {
        if (refusedNonce >= 0) {
            claim(refusedNonce);
            leaseAnew(chain.nonce(account.address(), false));
            refusedNonce = -1;
        }
    }

    /** Looks at the chain. */
    void poll() {
        final Chain.Head newest = chain.latest();
        leaseAnew();
        if (!reconciled) {
            load(newest);
        } else if (canon.isPast(newest) || (doneWith.equals(newest.hash()) && !stop.cancels())) {
            account.ready(true);
            return;
        }
        account.baseFeeWei(newest.baseFeeWei());
        changedFrom = Math.min(changedFrom, canon.follow(newest, chain));
        head = newest;
        changedFrom = checkWatched();
        checkPending();
        doneWith = newest.hash();
        account.ready(true);
    }

    /** The account is another version's; when it is ours again, everything is read again. */
    void leave() {
        reconciled = false;
        account.ready(false);
    }

    private boolean ours(LedgerEntry entry) {
        return entry.plan().chainId() == settings.chainId()
                && entry.plan().account().equals(account.address());
    }

    private void load(Chain.Head newest) {
        pending.clear();
        watched.clear();
        givenUp.clear();
        for (final LedgerEntry entry : ledger.newest(RECENT)) {
            final boolean recent = entry.settlement()
                    .filter(end -> end.blockNumber() > Math.max(0, newest.number() - Canon.DEPTH))
                    .isPresent();
            if (ours(entry) && recent) {
                watched.add(Pending.of(entry));
            }
        }
        for (final LedgerEntry entry : ledger.open()) {
            if (ours(entry)) {
                pending.put(entry.plan().nonce(), Pending.of(entry));
            }
        }
        leaseAnew(chain.nonce(account.address(), false));
        changedFrom = 0;
        reconciled = true;
    }

    /** The next nonce is behind all that are mined, in the node's pool, or ours and not settled. */
    private void leaseAnew(long minedNonce) {
        final long ours = pending.isEmpty() ? 0 : pending.lastKey() + 1;
        account.nextNonce(Math.max(Math.max(minedNonce, chain.nonce(account.address(), true)), ours));
    }

    // ---------------------------------------------------------------- blocks that are lost

    /** Gives the lowest height that could not be judged yet, since the head is below it: that may be a node that is behind. */
    private long checkWatched() {
        long later = Long.MAX_VALUE;
        for (final Pending settled : List.copyOf(watched)) {
            if (settled.block > head.number()) {
                later = Math.min(later, settled.block);
            } else if (settled.block >= changedFrom && !canon.has(settled.block, settled.blockHash)) {
                recheck(settled);
            } else if (settled.block < head.number() - Canon.DEPTH) {
                watched.remove(settled);
            }
        }
        return later;
    }

    private void recheck(Pending settled) {
        final Optional<Chain.Mined> now = chain.receipt(settled.minedHash);
        if (now.isPresent() && now.get().blockHash().equals(settled.blockHash)) {
            return;
        }
        ledger.undo(settled.entry);
        watched.remove(settled);
        settled.suspect = true;
        reports.result(settled, ExecutionReportFlyweight.RESULT_UNKNOWN, Reasons.LOST, settled.minedHash, null);
        if (pending.putIfAbsent(settled.nonce(), settled) != null) {
            expire(settled, Reasons.LOST, "its block was lost, and its nonce is another plan's");
        } else {
            account.nextNonce(Math.max(account.nextNonce(), settled.nonce() + 1));
        }
    }

    // ---------------------------------------------------------------- what is on its way

    private void checkPending() {
        givenUp.removeIf(given -> given.givenUpAtBlock < head.number() - Canon.DEPTH);
        if (pending.isEmpty() && givenUp.isEmpty()) {
            return;
        }
        final long minedNonce = chain.nonce(account.address(), false);
        for (final Pending given : List.copyOf(givenUp)) {
            if (given.nonce() < minedNonce && !pending.containsKey(given.nonce())) {
                settleLate(given);
            }
        }
        final List<Pending> hopeless = new ArrayList<>();
        for (final Pending sent : List.copyOf(pending.values())) {
            if (sent.nonce() < minedNonce) {
                settle(sent);
            } else if (isHopeless(sent)) {
                hopeless.add(sent);
            }
        }
        hopeless.sort(Comparator.comparing(Pending::nonce).reversed());
        hopeless.forEach(this::giveUp);
        fillHoles(minedNonce);
    }

    private void settle(Pending sent) {
        for (int i = sent.attempts.size() - 1; i >= 0; i--) {
            final Pending.Attempt attempt = sent.attempts.get(i);
            final Optional<Chain.Mined> mined = chain.receipt(attempt.hash());
            if (mined.isPresent()) {
                settle(sent, attempt, mined.get());
                return;
            }
        }
        if (sent.missing++ == 0) {
            sent.missingSinceNs = clock.nanoTime();
        }
        if (sent.missing >= PATIENCE && clock.nanoTime() - sent.missingSinceNs >= PATIENCE_NS) {
            claim(sent.nonce());
            expire(sent, Reasons.NONCE_USED, "its nonce was used by another transaction");
        }
    }

    private void settle(Pending sent, Pending.Attempt attempt, Chain.Mined mined) {
        final Outcome outcome =
                attempt.cancels() ? Outcome.EXPIRED : mined.success() ? Outcome.FILLED : Outcome.REVERTED;
        final boolean filled = outcome == Outcome.FILLED;
        ledger.settle(
                sent.entry,
                new Settlement(
                        outcome,
                        attempt.hash(),
                        mined.block(),
                        mined.blockHash(),
                        mined.gasUsed(),
                        mined.gasPriceWei(),
                        filled ? mined.profit() : BigInteger.ZERO,
                        attempt.cancels() ? "cancelled" : ""));
        pending.remove(sent.nonce(), sent);
        sent.settled(mined.block(), mined.blockHash(), attempt.hash());
        sent.missing = 0;
        watched.add(sent);
        reports.result(
                sent, outcome.code(), attempt.cancels() ? Reasons.CANCELLED : Reasons.NONE, attempt.hash(), mined);
    }

    /** A plan that was given up under this nonce, and whose transaction took effect all the same, gets its true result. */
    private void claim(long nonce) {
        for (final LedgerEntry entry : ledger.newest(RECENT)) {
            if (!ours(entry)
                    || entry.plan().nonce() != nonce
                    || entry.settlement().isEmpty()
                    || entry.settlement().get().blockNumber() != 0) {
                continue;
            }
            settleLate(givenUp.stream()
                    .filter(known -> known.entry == entry.entry())
                    .findFirst()
                    .orElseGet(() -> Pending.of(entry)));
        }
    }

    private void settleLate(Pending given) {
        for (final Pending.Attempt attempt : given.attempts) {
            final Optional<Chain.Mined> mined = chain.receipt(attempt.hash());
            if (mined.isPresent()) {
                ledger.undo(given.entry);
                givenUp.remove(given);
                account.nextNonce(Math.max(account.nextNonce(), given.nonce() + 1));
                settle(given, attempt, mined.get());
                return;
            }
        }
    }

    private boolean isHopeless(Pending sent) {
        sent.missing = 0;
        final boolean taken = stop.cancels(sent.plan.strategyId());
        final boolean overdue = sent.deadlineBlock != 0 && head.number() >= sent.deadlineBlock;
        if (overdue || sent.suspect || (taken && !sent.cancelling)) {
            final boolean known = knows(sent);
            sent.suspect = false;
            return overdue || !known || taken;
        }
        if (head.number() - sent.sentAtBlock < settings.replaceAfter()) {
            return false;
        }
        if (!knows(sent)) {
            return true;
        }
        resender.replace(sent, account.baseFeeWei(), head.number());
        return false;
    }

    private boolean knows(Pending sent) {
        for (final Pending.Attempt attempt : sent.attempts) {
            if (chain.knows(attempt.hash())) {
                return true;
            }
        }
        return false;
    }

    /** The highest nonce can be used anew when the node has nothing of it; any other has to be used up. */
    private void giveUp(Pending sent) {
        if (sent.nonce() == account.nextNonce() - 1 && !knows(sent)) {
            expire(sent, Reasons.LOST, "the node does not have it");
            account.nextNonce(sent.nonce());
        } else if (!sent.cancelling || head.number() - sent.sentAtBlock >= settings.replaceAfter()) {
            resender.cancel(sent, account.baseFeeWei(), head.number());
        }
    }

    private void expire(Pending sent, int reason, String words) {
        ledger.settle(sent.entry, Settlement.without(Outcome.EXPIRED, words));
        pending.remove(sent.nonce(), sent);
        sent.givenUpAtBlock = head.number();
        givenUp.add(sent);
        reports.result(sent, ExecutionReportFlyweight.RESULT_EXPIRED, reason, "", null);
    }

    /** Later transactions cannot take effect while one before them is missing. */
    private void fillHoles(long minedNonce) {
        if (pending.isEmpty()
                || pending.lastKey() - minedNonce < pending.tailMap(minedNonce).size()) {
            return;
        }
        final long inPool = chain.nonce(account.address(), true);
        for (long nonce = Math.max(minedNonce, inPool); nonce < pending.lastKey(); nonce++) {
            if (!pending.containsKey(nonce)) {
                final Pending filler = resender.fill(nonce, account.baseFeeWei(), head.number());
                if (filler != null) {
                    pending.put(nonce, filler);
                }
            }
        }
    }
}
