package org.alphapulse.engine.agent;

import org.alphapulse.api.context.EngineClock;
import org.alphapulse.engine.slot.Slot;

/** The thread of one isolated slot. When its plugin hangs it is given up, and another one takes the slot over. */
public final class IsolatedWorker extends Worker {
    private static final int BATCH = 256;
    private volatile Slot slot;

    /** Makes a worker; {@link #serve} gives it its slot. */
    public IsolatedWorker(String name, EngineClock clock) {
        super(name, true, clock);
    }

    /** Sets the slot to serve. */
    public void serve(Slot newSlot) {
        slot = newSlot;
    }

    @Override
    protected int deliver() {
        final Slot mine = slot;
        if (mine == null) {
            return 0;
        }
        int count = 0;
        while (count < BATCH && !isAsked() && !isAbandoned() && mine.drain(1) > 0) {
            count++;
        }
        return count;
    }
}
