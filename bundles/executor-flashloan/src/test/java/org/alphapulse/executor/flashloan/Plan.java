package org.alphapulse.executor.flashloan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.devnet.Pool;
import org.alphapulse.devnet.Token;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.EconomicsFlyweight;
import org.alphapulse.protocol.ExecutionControlFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.RouteFlyweight;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.protocol.StateReferenceFlyweight;

/** A plan as a strategy would write it. */
final class Plan {
    /** One swap. */
    record Hop(Pool pool, Token in, BigInteger amountIn, BigInteger amountOut) {}

    private final List<Hop> hops = new ArrayList<>();
    BigInteger minimumProfit = BigInteger.ONE;
    int funding = RouteFlyweight.FUNDING_VAULT_LOAN;
    Pool lender;
    long maxGasPriceWei;
    long deadlineBlock;
    int controlFlags;

    Plan hop(Pool pool, Token in, BigInteger amountIn, BigInteger amountOut) {
        hops.add(new Hop(pool, in, amountIn, amountOut));
        return this;
    }

    BigInteger expected() {
        return hops.get(hops.size() - 1).amountOut().subtract(hops.get(0).amountIn());
    }

    BigInteger amountIn() {
        return hops.get(0).amountIn();
    }

    Token token() {
        return hops.get(0).in();
    }

    UnsafeBuffer message() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8192]);
        final MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, buffer.capacity(), Domains.EXECUTION, SourceKinds.STRATEGY, 0, 1, 1);
        final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
        identity.appendTo(writer);
        identity.clear();
        identity.signalId(77).strategyId(3);
        final EconomicsFlyweight economics = new EconomicsFlyweight();
        economics.appendTo(writer);
        economics.clear();
        economics.profitToken(token(token())).grossProfitFrom(limbs(expected()), 0);
        route(writer);
        final StateReferenceFlyweight state = new StateReferenceFlyweight();
        state.appendTo(writer);
        state.clear();
        final ExecutionControlFlyweight control = new ExecutionControlFlyweight();
        control.appendTo(writer);
        control.clear();
        control.minimumProfitFrom(limbs(minimumProfit), 0)
                .maxGasPriceWei(maxGasPriceWei)
                .deadlineBlock(deadlineBlock)
                .controlFlags(controlFlags)
                .mode(ExecutionControlFlyweight.MODE_LIVE);
        return new UnsafeBuffer(buffer, 0, writer.finish());
    }

    private void route(MessageWriter writer) {
        final RouteFlyweight route = new RouteFlyweight();
        route.appendTo(writer, hops.size());
        route.clear();
        route.hopCount(hops.size());
        route.startToken(token(token()))
                .lenderNone()
                .amountInFrom(limbs(hops.get(0).amountIn()), 0)
                .funding(funding);
        if (lender != null) {
            route.lender(id(lender));
        }
        for (int i = 0; i < hops.size(); i++) {
            final Hop hop = hops.get(i);
            final Pool pool = hop.pool();
            route.hopPool(i, id(pool))
                    .hopTokenIn(i, token(hop.in()))
                    .hopTokenOut(i, token(pool.other(hop.in())))
                    .hopAmountInFrom(i, limbs(hop.amountIn()), 0)
                    .hopAmountOutFrom(i, limbs(hop.amountOut()), 0)
                    .hopFeePpm(i, pool.feePips())
                    .hopFamily(i, pool.family().isV2() ? 1 : 2)
                    .hopZeroForOne(i, hop.in().address().equals(pool.token0().address()) ? 1 : 0);
        }
    }

    static InstrumentId id(Pool pool) {
        return Desk.id(pool.family().isV2() ? 1000 : 1100, InstrumentKind.POOL, pool.address());
    }

    static InstrumentId token(Token token) {
        return Desk.id(1, InstrumentKind.TOKEN, token.address());
    }

    static long[] limbs(BigInteger value) {
        final long[] limbs = new long[4];
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] = value.shiftRight(64 * i).longValue();
        }
        return limbs;
    }

    static BigInteger big(long[] limbs) {
        final byte[] bytes = new byte[32];
        for (int i = 0; i < bytes.length; i++) {
            bytes[31 - i] = (byte) (limbs[i / 8] >>> (8 * (i % 8)));
        }
        return new BigInteger(bytes);
    }
}
