package org.alphapulse.strategy.arbitrage;

import org.alphapulse.amm.U256;

/**
 * A cycle that was found and priced, with its explanation. All amounts are exact integers in the smallest unit of their
 * token, as the contracts compute them on the state that the reference names. Owned by the detector and overwritten at
 * its next event; copy it with {@link #set} to keep it. Not thread-safe.
 */
public final class Opportunity {
    final Route route = new Route();
    final int[] families = new int[Route.MAX_HOPS];
    final U256[] amounts = new U256[Route.MAX_HOPS + 1];
    final U256 grossProfit = new U256();
    final U256 fundingFee = new U256();
    final U256 gasCost = new U256();
    final U256 netProfit = new U256();
    final U256 minimumProfit = new U256();
    boolean netNegative;
    long id;
    long gasUnits;
    long gasPriceWei;
    long block;
    long revision;
    double screenedProfit;
    int chain;
    int logIndex;
    int crossings;
    int impactPpm;
    int confidencePpm;
    int fundingKind;
    int fundingIndex;
    int startIndex;
    int trigger;
    int limit;
    int outcome;
    boolean afterOthers;
    boolean longSearch;

    /** An empty opportunity. */
    public Opportunity() {
        for (int i = 0; i < amounts.length; i++) {
            amounts[i] = new U256();
        }
    }

    /** The hops. */
    public Route route() {
        return route;
    }

    /** What goes into a hop; with the number of hops as argument, what comes out of the last. */
    public U256 amount(final int hop) {
        return amounts[hop];
    }

    /** What goes into the first hop. */
    public U256 amountIn() {
        return amounts[0];
    }

    /** What comes out of the last hop. */
    public U256 amountOut() {
        return amounts[route.hops];
    }

    /** Output minus input. */
    public U256 grossProfit() {
        return grossProfit;
    }

    /** What the loan costs. */
    public U256 fundingFee() {
        return fundingFee;
    }

    /** What the gas costs, in the start token. */
    public U256 gasCost() {
        return gasCost;
    }

    /** Magnitude of gross profit minus loan and gas; see {@link #netNegative}. */
    public U256 netProfit() {
        return netProfit;
    }

    /** Whether loan and gas cost more than the gross profit. */
    public boolean netNegative() {
        return netNegative;
    }

    /** What must be left after the loan is repaid, else the execution has to undo itself: gas and least net profit. */
    public U256 minimumProfit() {
        return minimumProfit;
    }

    /** Unique within the detector, ascending. */
    public long id() {
        return id;
    }

    /** Estimated gas. */
    public long gasUnits() {
        return gasUnits;
    }

    /** Gas price that the cost assumes. */
    public long gasPriceWei() {
        return gasPriceWei;
    }

    /** The shard's index of the chain. */
    public int chain() {
        return chain;
    }

    /** Head block of the chain when it was found. */
    public long block() {
        return block;
    }

    /** Log index of the last event of the pool that led to it. */
    public int logIndex() {
        return logIndex;
    }

    /** The market's revision on which it rests. */
    public long revision() {
        return revision;
    }

    /** Initialized ticks crossed on the way. */
    public int crossings() {
        return crossings;
    }

    /** How far the worst hop's average price falls short of its spot price after fee, in millionths. */
    public int impactPpm() {
        return impactPpm;
    }

    /** Part of the gross profit that is left as net profit, less 2 % per hop after the second, in millionths. */
    public int confidencePpm() {
        return confidencePpm;
    }

    /** Kind of the funding, see {@link FundingSource}. */
    public int fundingKind() {
        return fundingKind;
    }

    /** Index of the source among those of the start token. */
    public int fundingIndex() {
        return fundingIndex;
    }

    /** Index of the start token in the settings. */
    public int startIndex() {
        return startIndex;
    }

    /** Pool whose change led to it. */
    public int trigger() {
        return trigger;
    }

    /** Whether the size was cut: 0 no, 1 at the capital limit, 2 at the impact limit or the end of the liquidity. */
    public int limit() {
        return limit;
    }

    /** An {@link Outcome}. */
    public int outcome() {
        return outcome;
    }

    /** Whether it is computed on the state after the better opportunities of the same event. */
    public boolean afterOthers() {
        return afterOthers;
    }

    /** Whether the long search found it. */
    public boolean longSearch() {
        return longSearch;
    }

    /** Copies another opportunity. */
    public void set(final Opportunity o) {
        route.set(o.route);
        for (int i = 0; i < o.route.hops; i++) {
            families[i] = o.families[i];
            amounts[i].set(o.amounts[i]);
        }
        amounts[o.route.hops].set(o.amounts[o.route.hops]);
        grossProfit.set(o.grossProfit);
        fundingFee.set(o.fundingFee);
        gasCost.set(o.gasCost);
        netProfit.set(o.netProfit);
        minimumProfit.set(o.minimumProfit);
        netNegative = o.netNegative;
        id = o.id;
        gasUnits = o.gasUnits;
        gasPriceWei = o.gasPriceWei;
        block = o.block;
        revision = o.revision;
        screenedProfit = o.screenedProfit;
        chain = o.chain;
        logIndex = o.logIndex;
        crossings = o.crossings;
        impactPpm = o.impactPpm;
        confidencePpm = o.confidencePpm;
        fundingKind = o.fundingKind;
        fundingIndex = o.fundingIndex;
        startIndex = o.startIndex;
        trigger = o.trigger;
        limit = o.limit;
        outcome = o.outcome;
        afterOthers = o.afterOthers;
        longSearch = o.longSearch;
    }
}
