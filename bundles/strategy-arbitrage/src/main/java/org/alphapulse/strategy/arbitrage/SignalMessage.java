package org.alphapulse.strategy.arbitrage;

import java.nio.ByteOrder;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;
import org.alphapulse.protocol.EconomicsFlyweight;
import org.alphapulse.protocol.ExecutionControlFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.RouteFlyweight;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.protocol.StateReferenceFlyweight;

/** Writes an opportunity as a message: identity, economics, state reference, execution control, route. */
final class SignalMessage {
    /** Bound of the payload in bytes: five fixed parts, their heads, and the hops. */
    static final int MAX_LENGTH = 1024 + Route.MAX_HOPS * RouteFlyweight.HOP_LENGTH;

    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;
    private static final int WORDS = 5;
    private final MarketView market;
    private final ArbitrageSettings settings;
    private final Terms terms;
    private final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
    private final EconomicsFlyweight economics = new EconomicsFlyweight();
    private final StateReferenceFlyweight reference = new StateReferenceFlyweight();
    private final ExecutionControlFlyweight control = new ExecutionControlFlyweight();
    private final RouteFlyweight route = new RouteFlyweight();
    private final U256 signed = new U256();

    /** What all signals of a strategy have in common. */
    record Terms(
            int strategyId, int mode, long ttlNs, int blocks, long maxGasPriceWei, long priorityFeeWei, long firstId) {}

    SignalMessage(final MarketView market, final ArbitrageSettings settings, final Terms terms) {
        this.market = market;
        this.settings = settings;
        this.terms = terms;
    }

    void write(final MessageWriter writer, final Opportunity o, final long nowNs, final long sequence) {
        identity(writer, o, nowNs);
        economics(writer, o);
        reference(writer, o, sequence);
        control(writer, o, nowNs);
        route(writer, o);
    }

    private void identity(final MessageWriter writer, final Opportunity o, final long nowNs) {
        identity.appendTo(writer);
        identity.clear();
        identity.signalId(terms.firstId() + o.id())
                .opportunityId(o.id())
                .expiresAtNs(nowNs + terms.ttlNs())
                .strategyId(terms.strategyId())
                .confidencePpm(o.confidencePpm())
                .signalKind(SignalIdentityFlyweight.SIGNAL_KIND_ARBITRAGE)
                .outcome(o.outcome());
    }

    private void economics(final MessageWriter writer, final Opportunity o) {
        economics.appendTo(writer);
        economics.clear();
        token(economics.buffer(), economics.profitTokenOffset(), o.route.startToken);
        signed.set(o.netProfit);
        if (o.netNegative) {
            signed.set(0);
            signed.subtract(o.netProfit);
        }
        final U256 in = o.amounts[0];
        economics
                .capital(in.limb(0), in.limb(1), in.limb(2), in.limb(3))
                .grossProfit(o.grossProfit.limb(0), o.grossProfit.limb(1), o.grossProfit.limb(2), o.grossProfit.limb(3))
                .fundingFee(o.fundingFee.limb(0), o.fundingFee.limb(1), o.fundingFee.limb(2), o.fundingFee.limb(3))
                .gasCost(o.gasCost.limb(0), o.gasCost.limb(1), o.gasCost.limb(2), o.gasCost.limb(3))
                .netProfit(signed.limb(0), signed.limb(1), signed.limb(2), signed.limb(3))
                .gasPriceWei(o.gasPriceWei)
                .gasUnits(o.gasUnits)
                .impactPpm(o.impactPpm);
    }

    private void reference(final MessageWriter writer, final Opportunity o, final long sequence) {
        reference.appendTo(writer);
        reference.clear();
        reference
                .blockHash(
                        market.blockHash(o.chain, o.block, 0),
                        market.blockHash(o.chain, o.block, 1),
                        market.blockHash(o.chain, o.block, 2),
                        market.blockHash(o.chain, o.block, 3))
                .blockNumber(Math.max(0, o.block))
                .marketSequence(sequence)
                .stateVersion(o.revision)
                .logIndex(o.logIndex & 0xffffffffL)
                .chainId(market.poolId(o.route.pools[0], 0) >>> 32);
    }

    private void control(final MessageWriter writer, final Opportunity o, final long nowNs) {
        control.appendTo(writer);
        control.clear();
        final U256 least = o.minimumProfit;
        control.minimumProfit(least.limb(0), least.limb(1), least.limb(2), least.limb(3))
                .deadlineNs(nowNs + terms.ttlNs())
                .deadlineBlock(o.block < 0 ? 0 : o.block + terms.blocks())
                .maxGasPriceWei(terms.maxGasPriceWei())
                .maxPriorityFeeWei(terms.priorityFeeWei())
                .mode(terms.mode())
                .controlFlags(ExecutionControlFlyweight.CONTROL_FLAGS_ALL_OR_NOTHING);
    }

    private void route(final MessageWriter writer, final Opportunity o) {
        final int hops = o.route.hops;
        route.appendTo(writer, hops);
        route.clear();
        route.hopCount(hops);
        token(route.buffer(), route.startTokenOffset(), o.route.startToken);
        lender(settings.starts().get(o.startIndex).sources().get(o.fundingIndex).lender());
        final U256 in = o.amounts[0];
        final U256 out = o.amountOut();
        route.amountIn(in.limb(0), in.limb(1), in.limb(2), in.limb(3))
                .amountOut(out.limb(0), out.limb(1), out.limb(2), out.limb(3))
                .funding(o.fundingKind);
        for (int hop = 0; hop < hops; hop++) {
            hop(o, hop);
        }
    }

    private void lender(final List<Long> words) {
        for (int i = 0; i < words.size(); i++) {
            route.buffer().putLong(route.lenderOffset() + 8 * i, words.get(i), ORDER);
        }
    }

    private void hop(final Opportunity o, final int hop) {
        final int pool = o.route.pools[hop];
        final boolean down = o.route.zeroForOne[hop];
        final MutableDirectBuffer buffer = route.buffer();
        for (int word = 0; word < WORDS; word++) {
            buffer.putLong(route.hopPoolOffset(hop) + 8 * word, market.poolId(pool, word), ORDER);
        }
        token(buffer, route.hopTokenInOffset(hop), down ? market.token0(pool) : market.token1(pool));
        token(buffer, route.hopTokenOutOffset(hop), down ? market.token1(pool) : market.token0(pool));
        final U256 in = o.amounts[hop];
        final U256 out = o.amounts[hop + 1];
        route.hopAmountIn(hop, in.limb(0), in.limb(1), in.limb(2), in.limb(3))
                .hopAmountOut(hop, out.limb(0), out.limb(1), out.limb(2), out.limb(3))
                .hopFeePpm(hop, market.feePips(pool))
                .hopFamily(hop, market.family(pool))
                .hopZeroForOne(hop, down ? 1 : 0);
    }

    private void token(final MutableDirectBuffer buffer, final int at, final int token) {
        for (int word = 0; word < WORDS; word++) {
            buffer.putLong(at + 8 * word, market.tokenId(token, word), ORDER);
        }
    }
}
