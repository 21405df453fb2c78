package org.alphapulse.executor.flashloan;

import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.EconomicsFlyweight;
import org.alphapulse.protocol.ExecutionControlFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.RouteFlyweight;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.spi.signer.Signer;

/**
 * Builds and signs a made-up plan again and again, so that the virtual machine has compiled the way before the first real plan comes. What
 * it signs is for a chain that does not exist and goes nowhere. Agent's thread.
 */
final class WarmUp {
    private static final int ROUNDS = 1_000;
    private static final int ROUNDS_PER_STEP = 50;
    private static final int HOPS = 3;
    private static final long MANY = 1_000_000_000_000_000_000L;

    private final PlanBuilder builder;
    private final PlanSlot slot = new PlanSlot();
    private final MessageReader reader = new MessageReader();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[4096]);
    private final int length;
    private int rounds;

    WarmUp(Settings settings, Signer signer) {
        builder = new PlanBuilder(settings.onChain(PlanSigner.NO_CHAIN), signer);
        length = write();
    }

    /** Does a part of it; false when all is done. */
    boolean step() {
        for (int i = 0; i < ROUNDS_PER_STEP && rounds < ROUNDS; i++) {
            rounds++;
            build();
        }
        return rounds < ROUNDS;
    }

    /** The reason code of one round. */
    int build() {
        slot.clear(rounds);
        slot.nonce = rounds;
        reader.wrap(message, 0, length);
        return builder.build(reader, null, slot, 0);
    }

    private int write() {
        final MessageWriter writer = new MessageWriter();
        writer.begin(message, 0, message.capacity(), Domains.EXECUTION, SourceKinds.STRATEGY, 0, 1, 1);
        final InstrumentId token = InstrumentId.ofAddress(1, InstrumentKind.TOKEN, PlanSigner.NO_CHAIN, new byte[20]);
        final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
        identity.appendTo(writer);
        identity.clear();
        identity.signalId(1).strategyId(1);
        final EconomicsFlyweight economics = new EconomicsFlyweight();
        economics.appendTo(writer);
        economics.clear();
        economics.profitToken(token).grossProfit(MANY, 0, 0, 0).gasUnits(PlanBuilder.MIN_GAS);
        final ExecutionControlFlyweight control = new ExecutionControlFlyweight();
        control.appendTo(writer);
        control.clear();
        control.minimumProfit(1, 0, 0, 0);
        route(writer, token);
        return writer.finish();
    }

    private static void route(MessageWriter writer, InstrumentId token) {
        final RouteFlyweight route = new RouteFlyweight();
        route.appendTo(writer, HOPS);
        route.clear();
        route.hopCount(HOPS);
        route.startToken(token).lenderNone().amountIn(MANY, 0, 0, 0).funding(RouteFlyweight.FUNDING_VAULT_LOAN);
        for (int hop = 0; hop < HOPS; hop++) {
            route.hopPool(hop, token)
                    .hopTokenIn(hop, token)
                    .hopTokenOut(hop, token)
                    .hopAmountIn(hop, MANY, 0, 0, 0)
                    .hopAmountOut(hop, MANY, 0, 0, 0)
                    .hopFeePpm(hop, 3_000)
                    .hopFamily(hop, 1 + (hop & 1))
                    .hopZeroForOne(hop, hop & 1);
        }
    }
}
