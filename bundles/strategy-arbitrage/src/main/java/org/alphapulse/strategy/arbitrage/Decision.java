package org.alphapulse.strategy.arbitrage;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;
import org.alphapulse.market.Overlay;

/**
 * Turns candidates into opportunities: the best is computed exactly and taken, those that share a pool with it are sized
 * again on the state after it, and so on. Each is handed on as soon as it is taken, before the others are looked at. Confined
 * to the engine thread.
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
    private final FirstPieces pieces;
    private final Overlay overlay = new Overlay();
    private final U256 cut = new U256();
    private final Opportunity[] taken = new Opportunity[MAX_TAKEN];
    private int count;
    private long nextId = 1;
    private boolean longSearch;
    private final int maxResolved;
    private Consumer<Opportunity> taker = o -> {};
    /** While a decision is prepared: whether it has to be given up; else null. */
    private BooleanSupplier giveUp;

    private boolean givenUp;
    /** Only written, so that the compiler does not leave out the reading. */
    @SuppressWarnings("UnusedVariable")
    private long touched;

    private long preparedIds;
    private long preparedRecords;

    Decision(
            final MarketView market,
            final Pricing pricing,
            final FirstPieces pieces,
            final Scratch scratch,
            final SentRoutes sent,
            final History history,
            final int maxResolved) {
        this.maxResolved = maxResolved;
        this.market = market;
        this.pricing = pricing;
        this.pieces = pieces;
        this.exact = new ExactRoute(market, scratch, pieces);
        this.scratch = scratch;
        this.sent = sent;
        this.history = history;
    }

    /** Most opportunities that one decision records. */
    static int mostRecorded(final int maxResolved) {
        return MAX_EXACT + maxResolved + 1;
    }

    Opportunity taken(final int index) {
        return taken[index];
    }

    /** Sets who is told of each opportunity that is taken. */
    void tell(final Consumer<Opportunity> newTaker) {
        taker = newTaker;
    }

    /**
     * Decides on all candidates as {@link #decide} would, but leaves no trace and tells nobody: {@link #commit} does both.
     *
     * @return false if it was given up
     */
    boolean prepare(final Candidates candidates, final int trigger, final BooleanSupplier until) {
        final long firstId = nextId;
        final long recorded = history.count();
        giveUp = until;
        givenUp = false;
        decide(candidates, trigger, false);
        giveUp = null;
        preparedIds = nextId - firstId;
        preparedRecords = history.count() - recorded;
        nextId = firstId;
        history.count(recorded);
        return !givenUp;
    }

    /** Whether all that the prepared decision takes may still be traded. */
    boolean tradable() {
        for (int i = 0; i < count; i++) {
            for (int hop = 0; hop < taken[i].route.hops; hop++) {
                if (!market.tradable(taken[i].route.pools[hop])) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Makes what was prepared last the decision; returns how many were taken. */
    int commit() {
        nextId += preparedIds;
        history.count(history.count() + preparedRecords);
        for (int i = 0; i < count; i++) {
            handOn(taken[i]);
        }
        return count;
    }

    /** How many the last decision took. */
    int count() {
        return count;
    }

    /** Decides on all candidates; returns how many were taken. */
    int decide(final Candidates candidates, final int trigger, final boolean fromLongSearch) {
        count = 0;
        longSearch = fromLongSearch;
        overlay.clear();
        pieces.overlayChanged();
        int resolved = 0;
        for (int tried = 0; tried < MAX_EXACT && count < MAX_TAKEN && resolved <= maxResolved; ) {
            final int best = candidates.best();
            givenUp = giveUp != null && giveUp.getAsBoolean();
            if (givenUp || best < 0 || (tried > 0 && candidates.value(best) <= 0)) {
                break;
            }
            if (candidates.stale(best)) {
                resolved++;
                resolve(candidates, best, trigger);
                continue;
            }
            tried++;
            touch(candidates.route(best));
            final Opportunity o = describe(candidates, best, trigger);
            o.outcome = judge(o, candidates, best);
            candidates.drop(best);
            history.record();
            if (o.outcome == Outcome.PROPOSED) {
                take(o, candidates);
            }
        }
        return count;
    }

    /** Computes and prices once more what was sent, on the present state, where the next decision will be written; leaves no trace. */
    void rehearse(final Opportunity sentBefore) {
        final Opportunity o = history.next();
        o.set(sentBefore);
        touch(o.route);
        if (exact.fill(o, null) == AmmCode.OK) {
            pricing.settle(o, scratch);
        }
        sent.contains(o.route, o.block);
    }

    /** Reads what the exact computation of a route will read, so that the caches wait for all of it at once. */
    private void touch(final Route route) {
        for (int hop = 0; hop < route.hops; hop++) {
            touched += market.touch(route.pools[hop]) + pieces.touch(route.pools[hop], route.zeroForOne[hop]);
        }
    }

    private void take(final Opportunity o, final Candidates candidates) {
        taken[count++] = o;
        if (giveUp == null) {
            handOn(o);
        }
        exact.apply(o, overlay);
        pieces.overlayChanged();
        candidates.markStale(o.route);
    }

    private void handOn(final Opportunity o) {
        sent.add(o);
        taker.accept(o);
    }

    /**
     * Sizes a candidate again on the state after those taken. Its old value bounds the new one, so that this waits until
     * it is the best.
     */
    private void resolve(final Candidates candidates, final int i, final int trigger) {
        candidates.resize(i, overlay);
        if (!(candidates.value(i) > 0)) {
            candidates.drop(i);
            final Opportunity o = describe(candidates, i, trigger);
            o.outcome = Outcome.CONFLICT;
            o.afterOthers = true;
            history.record();
        }
    }

    private int judge(final Opportunity o, final Candidates candidates, final int i) {
        if (!candidates.tradable(i)) {
            return Outcome.NOT_TRADABLE;
        }
        final Overlay state = touched(o.route) ? overlay : null;
        o.afterOthers = state != null;
        final double factor = o.limit == RouteSizer.OK ? pricing.factor(candidates.start(i), candidates.source(i)) : 0;
        final int code =
                exact.solve(o, state, candidates.input(i), most(candidates, i), candidates.firstRate(i), factor);
        if (code != AmmCode.OK) {
            return code == AmmCode.NOT_TRADABLE ? Outcome.NOT_TRADABLE : Outcome.NOT_CONFIRMED;
        }
        final int outcome = pricing.settle(o, scratch);
        if (outcome != Outcome.PROPOSED) {
            return outcome == Outcome.BELOW_MARGIN && o.limit != RouteSizer.OK ? Outcome.OVER_LIMIT : outcome;
        }
        return sent.contains(o.route, o.block) || isTaken(o.route) ? Outcome.DUPLICATE : Outcome.PROPOSED;
    }

    /** Whether the same route was taken in this decision, in which case no pool of it is what it was. */
    private boolean isTaken(final Route route) {
        for (int i = 0; i < count; i++) {
            if (taken[i].route.key() == route.key()) {
                return true;
            }
        }
        return false;
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

    private Opportunity describe(final Candidates candidates, final int i, final int trigger) {
        final Opportunity o = history.next();
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
        for (int hop = 0; hop <= o.route.hops; hop++) {
            o.amounts[hop].set(0);
        }
        o.grossProfit.set(0);
        o.netProfit.set(0);
        o.fundingFee.set(0);
        o.gasCost.set(0);
        return o;
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
