package org.alphapulse.engine.agent;

import org.alphapulse.api.context.EngineClock;
import org.alphapulse.engine.relay.Relay;
import org.alphapulse.engine.replay.Replay;
import org.alphapulse.engine.risk.RiskGate;

/** The one thread of a shard: takes the messages of all relays in turn and runs each to completion. */
public final class EngineAgent extends Worker {
    private static final int BATCH = 64;

    private Relay[] relays = {};
    private RiskGate gate;
    private Replay replay;

    /** Makes an agent; {@link #serve} gives it its work before it starts. */
    public EngineAgent(String name, EngineClock clock) {
        super(name, false, clock);
    }

    /** Sets the relays, in order of their turn, and the gate. */
    public void serve(RiskGate newGate, Relay... newRelays) {
        gate = newGate;
        relays = newRelays;
    }

    /** Takes its market data from a recording; before it starts. */
    public void replay(Replay source) {
        replay = source;
    }

    @Override
    protected int deliver() {
        int work = gate.drain();
        for (int i = 0; i < relays.length; i++) {
            work += relays[i].drain(BATCH);
        }
        if (work == 0 && replay != null) {
            work = replay.step(this, relays[relays.length - 1]);
        }
        return work;
    }
}
