package org.alphapulse.engine;

import java.nio.charset.StandardCharsets;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.Sink;
import org.alphapulse.engine.relay.Relay;
import org.alphapulse.engine.relay.RelaySink;
import org.alphapulse.engine.relay.Sources;
import org.alphapulse.engine.risk.RiskGate;
import org.alphapulse.engine.trace.TraceStamp;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.EmergencyStopFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.RiskDecisionFlyweight;
import org.alphapulse.protocol.SignalIdentityFlyweight;
import org.alphapulse.protocol.SourceKinds;
import org.alphapulse.protocol.StateInvalidationFlyweight;

/** The messages that the engine itself writes: decisions of the gate, emergency stops, invalidations. Engine agent. */
public final class EngineMessages implements RiskGate.Decisions {
    private static final int HEADS = 16;
    private static final int MAX_TEXT = 1024;
    private static final byte[] NO_TEXT = {};

    private final EngineClock clock;
    private final Sink gateSink;
    private final Sink engineSink;
    private final RiskDecisionFlyweight decision = new RiskDecisionFlyweight();
    private final EmergencyStopFlyweight stop = new EmergencyStopFlyweight();
    private final SignalIdentityFlyweight identity = new SignalIdentityFlyweight();

    EngineMessages(Relay execution, Sources sources, EngineClock clock, TraceStamp trace) {
        this.clock = clock;
        final OwnBinding own = new OwnBinding();
        gateSink = new RelaySink(
                Domains.EXECUTION,
                sources.of(SourceKinds.RISK, "gate", Domains.EXECUTION),
                clock,
                execution,
                own,
                trace);
        engineSink = new RelaySink(
                Domains.EXECUTION,
                sources.of(SourceKinds.SYSTEM, "engine", Domains.EXECUTION),
                clock,
                execution,
                own,
                trace);
    }

    @Override
    public void approved(long planId, MessageReader plan) {
        decide(planId, plan, 0, RiskDecisionFlyweight.DECISION_APPROVED, NO_TEXT);
    }

    @Override
    public void refused(long planId, MessageReader plan, String by, int code, String reason) {
        final byte[] text = text(by + ": " + reason);
        decide(planId, plan, code, RiskDecisionFlyweight.DECISION_REFUSED, text);
    }

    private void decide(long planId, MessageReader plan, int rule, int outcome, byte[] text) {
        final MessageWriter writer = gateSink.begin(RiskDecisionFlyweight.BLOCK_LENGTH + text.length + HEADS);
        if (writer == null) {
            return;
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
        gateSink.commit();
    }

    /** Tells every executor to send nothing more. */
    void emergencyStop(String reason) {
        final byte[] text = text(reason);
        final MessageWriter writer = engineSink.begin(EmergencyStopFlyweight.BLOCK_LENGTH + text.length + HEADS);
        if (writer != null) {
            stop.appendTo(writer, text.length);
            stop.clear();
            stop.issuedAtNs(clock.epochNs())
                    .scope(EmergencyStopFlyweight.SCOPE_ALL)
                    .reason(EmergencyStopFlyweight.REASON_BREAKER);
            stop.explanationFrom(text, 0);
            engineSink.commit();
        }
    }

    /** Declares void all that a collector told of a venue, through the collector's own sink and on the thread that owns it. */
    public long invalidateVenue(Sink sink, int venue) {
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
                .scope(StateInvalidationFlyweight.SCOPE_VENUE)
                .reason(StateInvalidationFlyweight.REASON_DISCONNECT);
        return sink.commit();
    }

    private static byte[] text(String line) {
        final byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MAX_TEXT ? bytes : java.util.Arrays.copyOf(bytes, MAX_TEXT);
    }
}
