package org.alphapulse.engine;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.Sink;
import org.alphapulse.api.risk.Breaker;
import org.alphapulse.api.risk.Trip;
import org.alphapulse.engine.relay.Relay;
import org.alphapulse.engine.relay.RelaySink;
import org.alphapulse.engine.relay.SourceSequence;
import org.alphapulse.engine.relay.Sources;
import org.alphapulse.engine.risk.RiskGate;
import org.alphapulse.engine.trace.TraceStamp;
import org.alphapulse.protocol.CircuitBreakerFlyweight;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.EmergencyStopFlyweight;
import org.alphapulse.protocol.ExecutionReportFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.RiskDecisionFlyweight;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.protocol.StateInvalidationFlyweight;

/** The messages that the engine itself writes: decisions of the gate, emergency stops, invalidations. Engine agent. */
public final class EngineMessages implements RiskGate.Decisions {
    /** Reason code of a report by the engine itself, out of the range that executors use. */
    private static final int VOID = 0xffff;

    private static final int HEADS = 16;
    private static final int MAX_TEXT = 1024;
    private static final byte[] NO_TEXT = {};

    private final EngineClock clock;
    private final Sink gateSink;
    private final Sink engineSink;
    private final Sink marketSink;
    private final RiskDecisionFlyweight decision = new RiskDecisionFlyweight();
    private final EmergencyStopFlyweight stop = new EmergencyStopFlyweight();
    private final CircuitBreakerFlyweight breaker = new CircuitBreakerFlyweight();
    private final ExecutionReportFlyweight report = new ExecutionReportFlyweight();
    private final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();

    EngineMessages(Relay marketData, Relay execution, Sources sources, EngineClock clock, TraceStamp trace) {
        this.clock = clock;
        gateSink = sink(sources.of(SourceKinds.RISK, "gate", Domains.EXECUTION), Domains.EXECUTION, execution, trace);
        engineSink =
                sink(sources.of(SourceKinds.SYSTEM, "engine", Domains.EXECUTION), Domains.EXECUTION, execution, trace);
        marketSink = sink(
                sources.of(SourceKinds.SYSTEM, "engine", Domains.MARKET_DATA), Domains.MARKET_DATA, marketData, trace);
    }

    private Sink sink(SourceSequence source, int domain, Relay relay, TraceStamp trace) {
        return new RelaySink(domain, source, clock, relay, new OwnBinding(), trace);
    }

    @Override
    public void approved(long planId, MessageReader plan) {
        if (write(planId, plan, 0, RiskDecisionFlyweight.DECISION_APPROVED, NO_TEXT)) {
            gateSink.commit();
        }
    }

    @Override
    public void rehearse(MessageReader plan) {
        if (write(0, plan, 0, RiskDecisionFlyweight.DECISION_APPROVED, NO_TEXT)) {
            gateSink.rehearse();
        }
    }

    @Override
    public void refused(long planId, MessageReader plan, String by, int code, String reason) {
        final byte[] text = text(by + ": " + reason);
        if (write(planId, plan, code, RiskDecisionFlyweight.DECISION_REFUSED, text)) {
            gateSink.commit();
        }
    }

    private boolean write(long planId, MessageReader plan, int rule, int outcome, byte[] text) {
        final MessageWriter writer = gateSink.begin(RiskDecisionFlyweight.BLOCK_LENGTH + text.length + HEADS);
        if (writer == null) {
            return false;
        }
        decision.appendTo(writer, text.length);
        decision.clear();
        long signalId = 0;
        int strategyId = 0;
        int type;
        while ((type = plan.next()) > 0) {
            if (type == SignalIdentityFlyweight.TYPE && identity.readFrom(plan) == 0) {
                signalId = identity.signalId();
                strategyId = (int) identity.strategyId();
            }
        }
        decision.signalId(signalId)
                .planId(planId)
                .decidedAtNs(clock.epochNs())
                .strategyId(strategyId)
                .rule(Math.max(0, rule))
                .decision(outcome);
        decision.explanationFrom(text, 0);
        return true;
    }

    /** Tells every executor to send nothing more, and everybody why. */
    void tripped(Trip trip) {
        final byte[] text = text(trip.by() + ": " + trip.explanation());
        emergencyStop(stopReason(trip.breaker()), 0, text);
        changed(trip, CircuitBreakerFlyweight.BREAKER_STATE_TRIPPED, text);
    }

    /** Tells every executor that it may send again, and everybody which breakers are closed. */
    void lifted(List<Trip> ended) {
        emergencyStop(
                EmergencyStopFlyweight.REASON_OPERATOR,
                EmergencyStopFlyweight.STOP_FLAGS_LIFTED,
                text("reset by a person"));
        for (final Trip trip : ended) {
            changed(trip, CircuitBreakerFlyweight.BREAKER_STATE_CLOSED, text("reset by a person"));
        }
    }

    private static int stopReason(Breaker breaker) {
        return switch (breaker) {
            case KILL_SWITCH -> EmergencyStopFlyweight.REASON_OPERATOR;
            case WATCHDOG -> EmergencyStopFlyweight.REASON_WATCHDOG;
            default -> EmergencyStopFlyweight.REASON_BREAKER;
        };
    }

    private void emergencyStop(int reason, int flags, byte[] text) {
        final MessageWriter writer = engineSink.begin(EmergencyStopFlyweight.BLOCK_LENGTH + text.length + HEADS);
        if (writer != null) {
            stop.appendTo(writer, text.length);
            stop.clear();
            stop.issuedAtNs(clock.epochNs())
                    .scope(EmergencyStopFlyweight.SCOPE_ALL)
                    .reason(reason)
                    .stopFlags(flags);
            stop.explanationFrom(text, 0);
            engineSink.commit();
        }
    }

    private void changed(Trip trip, int state, byte[] text) {
        final MessageWriter writer = engineSink.begin(CircuitBreakerFlyweight.BLOCK_LENGTH + text.length + HEADS);
        if (writer != null) {
            breaker.appendTo(writer, text.length);
            breaker.clear();
            breaker.observedFrom(limbs(trip.observed()), 0)
                    .limitFrom(limbs(trip.limit()), 0)
                    .changedAtNs(clock.epochNs())
                    .breaker(trip.breaker().code())
                    .breakerState(state);
            breaker.explanationFrom(text, 0);
            engineSink.commit();
        }
    }

    private static long[] limbs(BigInteger value) {
        final long[] limbs = new long[4];
        for (int i = 0; i < limbs.length; i++) {
            limbs[i] = value.shiftRight(i * Long.SIZE).longValue();
        }
        return limbs;
    }

    /** Says of a plan that was approved and not yet executed when trading was halted or disarmed that it will not be. */
    public void refusedLate(long planId, long signalId, long strategyId, int mode, int code, String reason) {
        final byte[] text = text("gate: " + reason);
        final MessageWriter writer = gateSink.begin(
                RiskDecisionFlyweight.BLOCK_LENGTH + text.length + ExecutionReportFlyweight.BLOCK_LENGTH + 2 * HEADS);
        if (writer == null) {
            return;
        }
        decision.appendTo(writer, text.length);
        decision.clear();
        decision.signalId(signalId)
                .planId(planId)
                .decidedAtNs(clock.epochNs())
                .strategyId(strategyId)
                .rule(code)
                .decision(RiskDecisionFlyweight.DECISION_REFUSED);
        decision.explanationFrom(text, 0);
        report.appendTo(writer);
        report.clear();
        report.planId(planId)
                .signalId(signalId)
                .completedAtNs(clock.epochNs())
                .reasonCode(VOID)
                .result(ExecutionReportFlyweight.RESULT_REJECTED)
                .mode(mode);
        gateSink.commit();
    }

    /** Declares void all that a collector that has ended told of a venue; negative if there is no room for it now. */
    public long invalidateVenue(int venue) {
        return invalidateVenue(marketSink, venue);
    }

    /** Declares void all that a collector that has ended told of a chain; negative if there is no room for it now. */
    public long invalidateChain(long chainId) {
        return invalidate(marketSink, 0, chainId, StateInvalidationFlyweight.SCOPE_CHAIN);
    }

    /** Declares void all that a collector told of a venue, through the collector's own sink and on the thread that owns it. */
    public long invalidateVenue(Sink sink, int venue) {
        return invalidate(sink, venue, 0, StateInvalidationFlyweight.SCOPE_VENUE);
    }

    private long invalidate(Sink sink, int venue, long chainId, int scope) {
        final MessageWriter writer = sink.begin(StateInvalidationFlyweight.BLOCK_LENGTH + HEADS);
        if (writer == null) {
            return Sink.BACK_PRESSURED;
        }
        final StateInvalidationFlyweight invalidation = new StateInvalidationFlyweight();
        invalidation.appendTo(writer);
        invalidation.clear();
        invalidation
                .invalidatedAtNs(clock.epochNs())
                .venue(venue)
                .chainId(chainId)
                .scope(scope)
                .reason(StateInvalidationFlyweight.REASON_DISCONNECT);
        return sink.commit();
    }

    private static byte[] text(String line) {
        final byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_TEXT ? bytes : java.util.Arrays.copyOf(bytes, MAX_TEXT);
    }
}
