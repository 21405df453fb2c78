package org.alphapulse.engine.opportunity;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.opportunity.ExplainedHop;
import org.alphapulse.api.opportunity.ExplainedOpportunity;
import org.alphapulse.protocol.EconomicsFlyweight;
import org.alphapulse.protocol.InstrumentIdFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.RouteFlyweight;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.protocol.StateReferenceFlyweight;
import org.alphapulse.protocol.catalogue.MessageCatalogue;

/** Reads an explained opportunity out of a signal. One thread at a time. */
final class SignalReader {
    private static final int REQUIRED = 4;
    private final MessageReader message = new MessageReader();
    private final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
    private final EconomicsFlyweight economics = new EconomicsFlyweight();
    private final StateReferenceFlyweight reference = new StateReferenceFlyweight();
    private final RouteFlyweight route = new RouteFlyweight();
    private final InstrumentIdFlyweight instrument = new InstrumentIdFlyweight();
    private final long[] limbs = new long[4];

    /** The opportunity, empty if the message is not a whole explanation. */
    Optional<ExplainedOpportunity> read(MutableDirectBuffer buffer, int length) {
        int parts = 0;
        if (message.wrap(buffer, 0, length) != 0) {
            return Optional.empty();
        }
        for (int type = message.next(); type > 0; type = message.next()) {
            final int error =
                    switch (type) {
                        case SignalIdentityFlyweight.TYPE -> identity.readFrom(message);
                        case EconomicsFlyweight.TYPE -> economics.readFrom(message);
                        case StateReferenceFlyweight.TYPE -> reference.readFrom(message);
                        case RouteFlyweight.TYPE -> route.readFrom(message);
                        default -> -1;
                    };
            parts += error == 0 ? 1 : 0;
        }
        return parts == REQUIRED ? Optional.of(explained()) : Optional.empty();
    }

    private ExplainedOpportunity explained() {
        final String outcome = name(SignalIdentityFlyweight.TYPE, "outcome", identity.outcome());
        return new ExplainedOpportunity(
                identity.signalId(),
                identity.strategyId(),
                name(SignalIdentityFlyweight.TYPE, "signalKind", identity.signalKind()),
                outcome,
                reason(outcome),
                message.header().timestampNs(),
                identity.expiresAtNs(),
                text(economics.profitToken(instrument)),
                unsigned(route::amountInTo),
                unsigned(route::amountOutTo),
                signed(economics::grossProfitTo),
                unsigned(economics::fundingFeeTo),
                unsigned(economics::gasCostTo),
                signed(economics::netProfitTo),
                economics.gasUnits(),
                economics.gasPriceWei(),
                economics.impactPpm(),
                identity.confidencePpm(),
                name(RouteFlyweight.TYPE, "funding", route.funding()),
                text(route.lender(instrument)),
                reference.chainId(),
                reference.blockNumber(),
                String.format(
                        Locale.ROOT,
                        "%016x%016x%016x%016x",
                        reference.blockHashWord0(),
                        reference.blockHashWord1(),
                        reference.blockHashWord2(),
                        reference.blockHashWord3()),
                reference.logIndex(),
                reference.stateVersion(),
                reference.marketSequence(),
                hops());
    }

    private List<ExplainedHop> hops() {
        final List<ExplainedHop> hops = new ArrayList<>();
        for (int i = 0; i < route.hopCount(); i++) {
            final int hop = i;
            hops.add(new ExplainedHop(
                    text(route.hopPool(hop, instrument)),
                    text(route.hopTokenIn(hop, instrument)),
                    text(route.hopTokenOut(hop, instrument)),
                    unsigned((target, first) -> route.hopAmountInTo(hop, target, first)),
                    unsigned((target, first) -> route.hopAmountOutTo(hop, target, first)),
                    route.hopFeePpm(hop)));
        }
        return hops;
    }

    private static String text(InstrumentIdFlyweight id) {
        return id.isNone() ? "" : id.isValid() ? id.value().toString() : "unknown";
    }

    private static String name(int type, String field, int code) {
        return MessageCatalogue.type(type).fields().stream()
                .filter(spec -> spec.name().equals(field))
                .map(spec -> Objects.toString(spec.nameOf(code), "code " + code))
                .findFirst()
                .orElseThrow();
    }

    private static String reason(String outcome) {
        return switch (outcome) {
            case "PROPOSED" -> "found and priced, but its plan was not accepted: see the risk gate's decision";
            case "SENT" -> "worth it after fees, gas and margin, so it was handed on as a plan";
            case "BELOW_MARGIN" -> "too little is left after fees, gas and margin";
            case "CONFLICT" -> "it shares a pool with a better one and is not worth it on the state after that";
            case "DUPLICATE" -> "the same was proposed before on this state or within the cool-down";
            case "NOT_CONFIRMED" -> "the exact arithmetic does not confirm the profit";
            case "OVER_LIMIT" -> "within the limits of capital and impact it is not worth it";
            case "NOT_TRADABLE" -> "a pool on the way must not be traded at present";
            default -> outcome;
        };
    }

    private interface Limbs {
        void to(long[] target, int first);
    }

    private BigInteger unsigned(Limbs source) {
        source.to(limbs, 0);
        BigInteger value = BigInteger.ZERO;
        for (int i = 3; i >= 0; i--) {
            value = value.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(limbs[i])));
        }
        return value;
    }

    private BigInteger signed(Limbs source) {
        final BigInteger value = unsigned(source);
        return value.testBit(255) ? value.subtract(BigInteger.ONE.shiftLeft(256)) : value;
    }
}
