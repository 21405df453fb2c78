package org.alphapulse.executor.flashloan;

import org.alphapulse.market.MarketView;
import org.alphapulse.protocol.EconomicsFlyweight;
import org.alphapulse.protocol.ExecutionControlFlyweight;
import org.alphapulse.protocol.InstrumentIdFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.RouteFlyweight;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.spi.signer.Signer;

/** Turns an approved plan into a signed transaction, on the engine's thread. Does not allocate. */
final class PlanBuilder {
    private static final long DEFAULT_GAS = 250_000;
    private static final long DEFAULT_GAS_PER_HOP = 130_000;
    /** The lowest gas limit of a plan. */
    static final long MIN_GAS = 150_000;

    private static final long SECOND = 1_000_000_000L;
    private static final int SEEN_IDENTITY = 1;
    private static final int SEEN_ECONOMICS = 2;
    private static final int SEEN_ROUTE = 4;
    private static final int SEEN_CONTROL = 8;
    private static final int SEEN_ALL = 15;

    private final Settings settings;
    private final RouteCalldata calldata;
    private final PlanSigner signer;
    private final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
    private final EconomicsFlyweight economics = new EconomicsFlyweight();
    private final RouteFlyweight route = new RouteFlyweight();
    private final ExecutionControlFlyweight control = new ExecutionControlFlyweight();
    private final InstrumentIdFlyweight id = new InstrumentIdFlyweight();
    private final long[] minimumProfit = new long[4];

    PlanBuilder(Settings settings, Signer signer) {
        this.settings = settings;
        this.calldata = new RouteCalldata(settings.recipient(), settings.exactOutputs());
        this.signer = new PlanSigner(signer, settings.chainId(), settings.contract());
    }

    /** Fills the slot, whose nonce is set; gives a reason code, {@link Reasons#NONE} when the transaction is signed. */
    int build(MessageReader message, MarketView market, PlanSlot slot, long baseFeeWei) {
        final int refused = fill(message, market, slot, baseFeeWei);
        return refused != Reasons.NONE || signer.sign(slot) ? refused : Reasons.SIGNER;
    }

    /** Does the same as {@link #build} for a chain that does not exist, and leaves the slot without a transaction. */
    void rehearse(MessageReader message, MarketView market, PlanSlot slot, long baseFeeWei) {
        if (fill(message, market, slot, baseFeeWei) == Reasons.NONE) {
            signer.rehearse(slot);
        }
        slot.clear(0);
    }

    /** Does a part of a signature's work before there is a plan, on another thread; false if there is nothing to do. */
    boolean prepare() {
        return signer.prepare();
    }

    private int fill(MessageReader message, MarketView market, PlanSlot slot, long baseFeeWei) {
        if (!read(message)) {
            return Reasons.UNREADABLE;
        }
        identify(slot);
        id.wrap(route.buffer(), route.startTokenOffset());
        if (id.chainId() != settings.chainId()) {
            return Reasons.WRONG_CHAIN;
        }
        if (!price(slot, baseFeeWei)) {
            return Reasons.GAS_PRICE;
        }
        final long gas = gas(economics.gasUnits(), route.hopCount());
        if (gas > settings.maxGas()) {
            return Reasons.TOO_MUCH_GAS;
        }
        slot.gasLimit = gasLimit(gas);
        control.minimumProfitTo(minimumProfit, 0);
        final long deadline =
                slot.deadlineNs == 0 ? 0 : (slot.deadlineNs + SECOND - 1) / SECOND + settings.slackSeconds();
        final int length = calldata.writeTo(route, minimumProfit, deadline, market, slot.calldata);
        if (length < 0) {
            return -length;
        }
        slot.calldataLength = length;
        return Reasons.NONE;
    }

    private boolean read(MessageReader message) {
        int seen = 0;
        int type;
        while ((type = message.next()) > 0) {
            switch (type) {
                case SignalIdentityFlyweight.TYPE -> seen |= identity.readFrom(message) == 0 ? SEEN_IDENTITY : 0;
                case EconomicsFlyweight.TYPE -> seen |= economics.readFrom(message) == 0 ? SEEN_ECONOMICS : 0;
                case RouteFlyweight.TYPE -> seen |= route.readFrom(message) == 0 ? SEEN_ROUTE : 0;
                case ExecutionControlFlyweight.TYPE -> seen |= control.readFrom(message) == 0 ? SEEN_CONTROL : 0;
                default -> {
                    // Not needed here.
                }
            }
        }
        return type == 0 && seen == SEEN_ALL;
    }

    private void identify(PlanSlot slot) {
        slot.signalId = identity.signalId();
        slot.strategyId = identity.strategyId();
        slot.channel = control.channel();
        slot.simulate = settings.lastCheck()
                || (control.controlFlags() & ExecutionControlFlyweight.CONTROL_FLAGS_SIMULATE_FIRST) != 0;
        slot.deadlineNs = earlier(control.deadlineNs(), identity.expiresAtNs());
        slot.deadlineBlock = control.deadlineBlock();
        id.wrap(economics.buffer(), economics.profitTokenOffset());
        for (int i = 0; i < slot.profitToken.length; i++) {
            slot.profitToken[i] = id.word(i);
        }
        expect(slot.expectedProfit);
    }

    private static long earlier(long a, long b) {
        return a == 0 || b == 0 ? a | b : Math.min(a, b);
    }

    /** Gross profit minus the lender's fee: what the contract will call profit. */
    private void expect(long[] profit) {
        economics.fundingFeeTo(minimumProfit, 0);
        economics.grossProfitTo(profit, 0);
        long borrow = 0;
        for (int i = 0; i < profit.length; i++) {
            final long before = profit[i];
            final long without = before - minimumProfit[i];
            final long carried = Long.compareUnsigned(before, minimumProfit[i]) < 0 ? 1 : 0;
            profit[i] = without - borrow;
            borrow = carried | (without == 0 ? borrow : 0);
        }
    }

    /** Twice the base fee leaves room for six full blocks; the ceiling is the plan's or the configuration's, whichever is lower. */
    private boolean price(PlanSlot slot, long baseFeeWei) {
        final long asked = control.maxGasPriceWei();
        final long ceiling = asked > 0 ? Math.min(asked, settings.ceilingWei()) : settings.ceilingWei();
        final long tip = control.maxPriorityFeeWei() > 0 ? control.maxPriorityFeeWei() : settings.tipWei();
        slot.ceilingWei = ceiling;
        slot.priorityFeeWei = Math.min(tip, ceiling);
        slot.maxFeeWei = Math.min(ceiling, 2 * baseFeeWei + slot.priorityFeeWei + settings.headroomWei());
        return baseFeeWei + slot.priorityFeeWei <= ceiling;
    }

    private static long gas(long estimate, int hops) {
        return estimate > 0 ? estimate : DEFAULT_GAS + DEFAULT_GAS_PER_HOP * hops;
    }

    /** What is cut is the margin, never the estimate. */
    private long gasLimit(long gas) {
        return Math.min(settings.maxGas(), Math.max(MIN_GAS, gas * (100 + settings.gasMarginPercent()) / 100));
    }
}
