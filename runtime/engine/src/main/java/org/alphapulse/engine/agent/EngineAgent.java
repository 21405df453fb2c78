package org.alphapulse.engine.agent;

import org.alphapulse.engine.relay.Relay;
import org.alphapulse.engine.risk.RiskGate;

/** The one thread of a shard: takes the messages of all relays in turn and runs each to completion. */
public final class EngineAgent extends Worker {
    private static final int BATCH = 64;

    private Relay[] relays = {};
    private RiskGate gate;

    /** Makes an agent; {@link #serve} gives it its work before it starts. */
    public EngineAgent(String name) {
        super(name, false);
    }

    /** Sets the relays, in order of their turn, and the gate. */
    public void serve(RiskGate newGate, Relay... newRelays) {
        gate = newGate;
        relays = newRelays;
    }

    @Override
    protected int deliver() {
        int work = gate.drain();
        for (int i = 0; i < relays.length; i++) {
            work += relays[i].drain(BATCH);
        }
        return work;
    }
}
