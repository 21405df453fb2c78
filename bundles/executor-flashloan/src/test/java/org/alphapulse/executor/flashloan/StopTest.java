package org.alphapulse.executor.flashloan;

import static org.alphapulse.protocol.EmergencyStopFlyweight.SCOPE_ALL;
import static org.alphapulse.protocol.EmergencyStopFlyweight.SCOPE_CHAIN;
import static org.alphapulse.protocol.EmergencyStopFlyweight.SCOPE_STRATEGY;
import static org.alphapulse.protocol.EmergencyStopFlyweight.SCOPE_VENUE;
import static org.alphapulse.protocol.EmergencyStopFlyweight.STOP_FLAGS_CANCEL_PENDING;
import static org.alphapulse.protocol.EmergencyStopFlyweight.STOP_FLAGS_LIFTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.ExecutorContext;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.EmergencyStopFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SourceKinds;
import org.junit.jupiter.api.Test;

class StopTest {
    private static final long CHAIN = 1;
    private static final ExecutorContext RUNNING = (ExecutorContext) Proxy.newProxyInstance(
            StopTest.class.getClassLoader(), new Class<?>[] {ExecutorContext.class}, (self, method, none) -> false);

    private final Stop stop = new Stop(CHAIN);

    private void say(int scope, long id, int flags) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
        final MessageWriter writer = new MessageWriter();
        writer.begin(buffer, 0, 256, Domains.EXECUTION, SourceKinds.RISK, 0, 1, 1);
        final EmergencyStopFlyweight message = new EmergencyStopFlyweight();
        message.appendTo(writer, 0);
        message.issuedAtNs(1).scopeId(id).scope(scope).reason(0).stopFlags(flags);
        final MessageReader reader = new MessageReader();
        reader.wrap(buffer, 0, writer.finish());
        assertEquals(EmergencyStopFlyweight.TYPE, reader.next());
        assertEquals(0, message.readFrom(reader));
        stop.onMessage(message);
    }

    /** Of the strategies 1 to 3 those that are stopped. */
    private List<Long> stopped() {
        return LongStream.rangeClosed(1, 3)
                .filter(strategy -> stop.stops(RUNNING, strategy))
                .boxed()
                .toList();
    }

    @Test
    void shouldStopEachStrategyUntilItsOwnStopIsLifted() {
        say(SCOPE_STRATEGY, 1, 0);
        say(SCOPE_STRATEGY, 2, 0);
        assertEquals(List.of(1L, 2L), stopped());
        say(SCOPE_STRATEGY, 1, STOP_FLAGS_LIFTED);
        assertEquals(List.of(2L), stopped());
        say(SCOPE_ALL, 0, STOP_FLAGS_LIFTED);
        assertEquals(List.of(), stopped());
    }

    @Test
    void shouldObeyAStopOfItsOwnChainAndOfNoOther() {
        say(SCOPE_CHAIN, 137, STOP_FLAGS_CANCEL_PENDING);
        assertEquals(List.of(), stopped());
        assertFalse(stop.cancels(1));
        say(SCOPE_CHAIN, CHAIN, 0);
        say(SCOPE_CHAIN, 137, STOP_FLAGS_LIFTED);
        assertEquals(List.of(1L, 2L, 3L), stopped());
        assertFalse(stop.cancels(1));
    }

    @Test
    void shouldGoOnCancellingUntilThatStopIsLifted() {
        say(SCOPE_STRATEGY, 1, STOP_FLAGS_CANCEL_PENDING);
        say(SCOPE_ALL, 0, 0);
        say(SCOPE_STRATEGY, 1, 0);
        assertTrue(stop.cancels(1));
        assertFalse(stop.cancels(2));
        assertEquals(List.of(1L, 2L, 3L), stopped());
        say(SCOPE_STRATEGY, 1, STOP_FLAGS_LIFTED);
        assertFalse(stop.cancels(1));
    }

    @Test
    void shouldStopAllForAVenueThatItDoesNotKnow() {
        say(SCOPE_VENUE, 9, 0);
        assertEquals(List.of(1L, 2L, 3L), stopped());
        say(SCOPE_VENUE, 9, STOP_FLAGS_LIFTED);
        assertEquals(List.of(), stopped());
    }
}
