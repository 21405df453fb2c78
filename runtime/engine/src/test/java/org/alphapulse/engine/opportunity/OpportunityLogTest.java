package org.alphapulse.engine.opportunity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.math.BigInteger;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.opportunity.ExplainedOpportunity;
import org.alphapulse.api.relay.Observer;
import org.alphapulse.api.relay.RelayService;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.EconomicsFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.RouteFlyweight;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.protocol.StateReferenceFlyweight;
import org.junit.jupiter.api.Test;

class OpportunityLogTest {
    private static final InstrumentId TOKEN =
            InstrumentId.ofAddress(1, InstrumentKind.TOKEN, 1, new byte[InstrumentId.ADDRESS_LENGTH]);
    private static final InstrumentId POOL =
            InstrumentId.ofAddress(1, InstrumentKind.POOL, 1, new byte[InstrumentId.ADDRESS_LENGTH]);
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final OpportunityLog log = new OpportunityLog(nothing(RelayService.class));

    private static <T> T nothing(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        method.getReturnType() == Observer.class ? nothing(Observer.class) : null));
    }

    private void publish(long id, int outcome) {
        final MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, 4096, Domains.SIGNAL, 20, 0, id, 1_000 + id);
        final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();
        identity.appendTo(writer);
        identity.clear();
        identity.signalId(id).confidencePpm(900_000).signalKind(SignalIdentityFlyweight.SIGNAL_KIND_ARBITRAGE);
        identity.outcome(outcome);
        final EconomicsFlyweight economics = new EconomicsFlyweight();
        economics.appendTo(writer);
        economics.clear();
        economics
                .profitToken(TOKEN)
                .grossProfit(7, 1, 0, 0)
                .netProfit(-5, -1, -1, -1)
                .gasUnits(300_000);
        final StateReferenceFlyweight reference = new StateReferenceFlyweight();
        reference.appendTo(writer);
        reference.clear();
        reference.blockNumber(12).blockHash(1, 2, 3, 4).stateVersion(99);
        final RouteFlyweight route = new RouteFlyweight();
        route.appendTo(writer, 2);
        route.clear();
        route.hopCount(2).startToken(TOKEN).lenderNone().funding(RouteFlyweight.FUNDING_VAULT_LOAN);
        route.amountIn(-1, 0, 0, 0)
                .hopPool(0, POOL)
                .hopPool(1, POOL)
                .hopTokenIn(0, TOKEN)
                .hopTokenOut(0, TOKEN);
        route.hopTokenIn(1, TOKEN)
                .hopTokenOut(1, TOKEN)
                .hopAmountOut(1, 8, 0, 0, 0)
                .hopFeePpm(1, 3000);
        log.onMessage(buffer, 0, writer.finish());
    }

    @Test
    void shouldGiveBackEverythingThatASignalSaysWhenAsked() {
        publish(5, SignalIdentityFlyweight.OUTCOME_BELOW_MARGIN);
        final ExplainedOpportunity o = log.explain("5").orElseThrow();
        assertEquals("ARBITRAGE", o.kind());
        assertEquals("BELOW_MARGIN", o.outcome());
        assertEquals("too little is left after fees, gas and margin", o.reason());
        assertEquals(BigInteger.TWO.pow(64).add(BigInteger.valueOf(7)), o.grossProfit());
        assertEquals(BigInteger.valueOf(-5), o.netProfit());
        assertEquals(BigInteger.TWO.pow(64).subtract(BigInteger.ONE), o.amountIn());
        assertEquals("VAULT_LOAN", o.funding());
        assertEquals("", o.lender());
        assertEquals(TOKEN.toString(), o.profitToken());
        assertEquals(12, o.block());
        assertTrue(o.blockHash().startsWith("0000000000000001") && o.blockHash().endsWith("4"));
        assertEquals(2, o.hops().size());
        assertEquals(POOL.toString(), o.hops().get(1).pool());
        assertEquals(BigInteger.valueOf(8), o.hops().get(1).amountOut());
        assertEquals(3000, o.hops().get(1).feePpm());
        assertEquals(1_005, o.foundAtNs());
    }

    @Test
    void shouldListTheNewestFirstAndPreferWhatWasActedOn() {
        assertTrue(log.explain("last").isEmpty());
        for (int i = 1; i <= 2000; i++) {
            publish(i, i == 1990 ? SignalIdentityFlyweight.OUTCOME_SENT : SignalIdentityFlyweight.OUTCOME_CONFLICT);
        }
        assertEquals(2000, log.recent(10).get(0).id());
        assertEquals(1991, log.recent(10).get(9).id());
        assertEquals(1024, log.recent(5000).size());
        assertEquals(1990, log.explain("last").orElseThrow().id());
        assertTrue(log.explain("1").isEmpty(), "no longer kept");
    }
}
