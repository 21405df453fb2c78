package org.alphapulse.executor.paper;

import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.EconomicsFlyweight;
import org.alphapulse.protocol.ExecutionControlFlyweight;
import org.alphapulse.protocol.InstrumentIdFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.RouteFlyweight;
import org.alphapulse.protocol.SignalIdentityFlyweight;

/** A route under way: what of its plan is needed to fill it later. Used again and again. */
final class PaperRoute {
    static final int MAX_HOPS = 12;
    private static final int WORDS = 5;

    final int[] pools = new int[MAX_HOPS];
    final boolean[] zeroForOne = new boolean[MAX_HOPS];
    final U256 amountIn = new U256();
    final U256 fundingFee = new U256();
    final U256 minimumProfit = new U256();
    final long[] expectedProfit = new long[4];
    final long[] profitToken = new long[WORDS];
    int hops;
    int chain;
    long chainId;
    long planId;
    long signalId;
    long strategyId;
    long gasUnits;
    long gasPriceWei;
    long deadlineBlock;
    long decidedAtBlock;
    long createdAtNs;
    long dueNs;

    /** Reads plans; one thread. */
    static final class Reader {
        private static final int SEEN_ECONOMICS = 1;
        private static final int SEEN_CONTROL = 2;
        private static final int SEEN_ROUTE = 4;
        private static final int SEEN_ALL = 7;

        private final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
        private final EconomicsFlyweight economics = new EconomicsFlyweight();
        private final ExecutionControlFlyweight control = new ExecutionControlFlyweight();
        private final RouteFlyweight route = new RouteFlyweight();
        private final InstrumentIdFlyweight id = new InstrumentIdFlyweight();
        private final long[] words = new long[WORDS];
        private final U256 profit = new U256();
        private int seen;
        private long signalId;
        private long strategyId;

        /** Begins a plan. */
        void begin() {
            seen = 0;
            signalId = 0;
            strategyId = 0;
        }

        /** Takes a part of the plan. */
        void take(int type, MessageReader plan) {
            switch (type) {
                case SignalIdentityFlyweight.TYPE -> {
                    if (identity.readFrom(plan) == 0) {
                        signalId = identity.signalId();
                        strategyId = identity.strategyId();
                    }
                }
                case EconomicsFlyweight.TYPE -> seen |= economics.readFrom(plan) == 0 ? SEEN_ECONOMICS : 0;
                case ExecutionControlFlyweight.TYPE -> seen |= control.readFrom(plan) == 0 ? SEEN_CONTROL : 0;
                case RouteFlyweight.TYPE -> seen |= route.readFrom(plan) == 0 ? SEEN_ROUTE : 0;
                default -> {
                    // Not needed here.
                }
            }
        }

        /** Whether the plan was one. */
        boolean sawRoute() {
            return (seen & SEEN_ROUTE) != 0;
        }

        /** Fills a route from the parts taken; 0, or the reason why it cannot be executed. */
        int finish(MarketView market, PaperRoute into) {
            into.signalId = signalId;
            into.strategyId = strategyId;
            into.hops = 0;
            if (seen != SEEN_ALL) {
                into.profitToken[0] = 0;
                return Reasons.UNREADABLE;
            }
            amounts(into);
            return hops(market, into);
        }

        private void amounts(PaperRoute into) {
            into.amountIn.set(
                    route.amountInLimb0(), route.amountInLimb1(), route.amountInLimb2(), route.amountInLimb3());
            into.fundingFee.set(
                    economics.fundingFeeLimb0(),
                    economics.fundingFeeLimb1(),
                    economics.fundingFeeLimb2(),
                    economics.fundingFeeLimb3());
            into.minimumProfit.set(
                    control.minimumProfitLimb0(),
                    control.minimumProfitLimb1(),
                    control.minimumProfitLimb2(),
                    control.minimumProfitLimb3());
            profit.set(
                    economics.grossProfitLimb0(),
                    economics.grossProfitLimb1(),
                    economics.grossProfitLimb2(),
                    economics.grossProfitLimb3());
            profit.subtract(into.fundingFee);
            for (int i = 0; i < into.expectedProfit.length; i++) {
                into.expectedProfit[i] = profit.limb(i);
            }
            id.wrap(economics.buffer(), economics.profitTokenOffset());
            for (int i = 0; i < WORDS; i++) {
                into.profitToken[i] = id.word(i);
            }
            into.chainId = id.chainId();
            into.gasUnits = economics.gasUnits();
            into.gasPriceWei = economics.gasPriceWei();
            into.deadlineBlock = control.deadlineBlock();
        }

        private int hops(MarketView market, PaperRoute into) {
            into.hops = route.hopCount();
            if (into.hops < 1 || into.hops > MAX_HOPS) {
                into.profitToken[0] = 0;
                return Reasons.UNREADABLE;
            }
            into.decidedAtBlock = -1;
            for (int hop = 0; hop < into.hops; hop++) {
                id.wrap(route.buffer(), route.hopPoolOffset(hop));
                for (int i = 0; i < WORDS; i++) {
                    words[i] = id.word(i);
                }
                final int pool = market.findPool(words, 0);
                if (pool < 0) {
                    return Reasons.UNKNOWN_POOL;
                }
                into.pools[hop] = pool;
                into.zeroForOne[hop] = route.hopZeroForOne(hop) != 0;
                into.chain = market.chain(pool);
                // Events of a block come before its head: what rests on them cannot be in that block any more.
                into.decidedAtBlock = Math.max(into.decidedAtBlock, market.lastBlock(pool));
            }
            into.decidedAtBlock = Math.max(into.decidedAtBlock, market.headBlock(into.chain));
            return 0;
        }
    }

    InstrumentId token() {
        return new InstrumentId(profitToken[0], profitToken[1], profitToken[2], profitToken[3], profitToken[4]);
    }
}
