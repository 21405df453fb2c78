package org.alphapulse.strategy.arbitrage;

import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.Overlay;

/**
 * Turns candidates into opportunities: the best is computed exactly and taken, those that share a pool with it are sized
 * again on the state after it, and so on. Confined to the engine thread.
 */
final class Decision {
    static final int MAX_TAKEN = 8;
    private static final int MAX_EXACT = 24;
    private final MarketView market;
    private final Pricing pricing;
    private final ExactRoute exact;
    private final Scratch scratch;
    private final SentRoutes sent;
    private final History history;
    private final Overlay overlay = new Overlay();
    private final U256 cut = new U256();
    private final Opportunity work = new Opportunity();
    private final Opportunity[] taken = new Opportunity[MAX_TAKEN];
    private int count;
    private long nextId = 1;
    private boolean longSearch;
    private final int maxResolved;

    Decision(
            final MarketView market,
            final Pricing pricing,
            final Scratch scratch,
            final SentRoutes sent,
            final History history,
            final int maxResolved) {
        this.maxResolved = maxResolved;
        this.market = market;
        this.pricing = pricing;
        this.exact = new ExactRoute(market, scratch);
        this.scratch = scratch;
        this.sent = sent;
        this.history = history;
        for (int i = 0; i < MAX_TAKEN; i++) {
            taken[i] = new Opportunity();
        }
    }

    Opportunity taken(final int index) {
        return taken[index];
    }

    /** Decides on all candidates; returns how many were taken. */
    int decide(final Candidates candidates, final int trigger, final boolean fromLongSearch) {
        count = 0;
        longSearch = fromLongSearch;
        overlay.clear();
        int resolved = 0;
        for (int tried = 0; tried < MAX_EXACT && count < MAX_TAKEN && resolved <= maxResolved; ) {
            final int best = candidates.best();
            if (best < 0 || (tried > 0 && candidates.value(best) <= 0)) {
                break;
            }
            if (candidates.stale(best)) {
                resolved++;
                resolve(candidates, best, trigger);
                continue;
            }
            tried++;
            final int outcome = judge(candidates, best, trigger);
            candidates.drop(best);
            work.outcome = outcome;
            history.record(work);
            if (outcome == Outcome.PROPOSED && exact.apply(work, overlay)) {
                sent.add(work.route, work.block);
                taken[count++].set(work);
                candidates.markStale(work.route);
            }
        }
        return count;
    }

    /**
     * Sizes a candidate again on the state after those taken. Its old value bounds the new one, so that this waits until
     * it is the best.
     */
    private void resolve(final Candidates candidates, final int i, final int trigger) {
        candidates.resize(i, overlay);
        if (!(candidates.value(i) > 0)) {
            candidates.drop(i);
            describe(candidates, i, trigger);
            work.outcome = Outcome.CONFLICT;
            work.afterOthers = true;
            history.record(work);
        }
    }

    private int judge(final Candidates candidates, final int i, final int trigger) {
        describe(candidates, i, trigger);
        if (!candidates.tradable(i)) {
            return Outcome.NOT_TRADABLE;
        }
        final Overlay state = touched(work.route) ? overlay : null;
        work.afterOthers = state != null;
        exact.refine(work.route, state, candidates.input(i), most(candidates, i), work.amounts[0]);
        int code = exact.fill(work, state);
        if (code == AmmCode.OK && exact.trim(work, state)) {
            code = exact.fill(work, state);
        }
        if (code != AmmCode.OK) {
            return code == AmmCode.NOT_TRADABLE ? Outcome.NOT_TRADABLE : Outcome.NOT_CONFIRMED;
        }
        final int outcome = pricing.settle(work, scratch);
        if (outcome != Outcome.PROPOSED) {
            return outcome == Outcome.BELOW_MARGIN && work.limit != RouteSizer.OK ? Outcome.OVER_LIMIT : outcome;
        }
        return sent.contains(work.route, work.block) ? Outcome.DUPLICATE : Outcome.PROPOSED;
    }

    /** The largest input allowed: where the size was cut at the impact limit, that size. */
    private U256 most(final Candidates candidates, final int i) {
        final U256 capital = pricing.limit(candidates.start(i), candidates.source(i));
        if (candidates.limit(i) == RouteSizer.IMPACT) {
            cut.setDouble(candidates.input(i));
            return cut.compareTo(capital) < 0 ? cut : capital;
        }
        return capital;
    }

    private void describe(final Candidates candidates, final int i, final int trigger) {
        final Opportunity o = work;
        o.route.set(candidates.route(i));
        o.id = nextId++;
        o.startIndex = candidates.start(i);
        o.fundingIndex = candidates.source(i);
        o.limit = candidates.limit(i);
        o.screenedProfit = candidates.value(i);
        o.trigger = trigger;
        o.chain = market.chain(trigger);
        o.block = market.headBlock(o.chain);
        o.logIndex = market.lastLogIndex(trigger);
        o.revision = market.revision();
        o.longSearch = longSearch;
        o.afterOthers = false;
        o.amounts[0].set(0);
        o.amounts[o.route.hops].set(0);
        o.grossProfit.set(0);
        o.netProfit.set(0);
        o.fundingFee.set(0);
        o.gasCost.set(0);
    }

    private boolean touched(final Route route) {
        for (int i = 0; i < count; i++) {
            if (taken[i].route.sharesPool(route)) {
                return true;
            }
        }
        return false;
    }
}
