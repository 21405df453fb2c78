package org.alphapulse.engine.relay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.api.relay.Observer;
import org.alphapulse.api.relay.ObserverHandler;
import org.alphapulse.api.relay.ObserverState;
import org.alphapulse.protocol.HeaderFlags;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.SnapshotFlyweight;

/** Writes down what an observer is given. It reads on only while it is let. */
final class Witness implements ObserverHandler {
    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    final Semaphore gate = new Semaphore(0);
    private final HeaderFlyweight header = new HeaderFlyweight();
    private final MessageReader reader = new MessageReader();
    volatile boolean resynchronises;

    static Witness free() {
        final Witness witness = new Witness();
        witness.release();
        return witness;
    }

    void release() {
        gate.release(1 << 30);
    }

    @Override
    public void onMessage(MutableDirectBuffer buffer, int offset, int length) {
        try {
            gate.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        header.wrap(buffer, offset);
        reader.wrap(buffer, offset, length);
        final boolean replayed = (header.flags() & HeaderFlags.REPLAYED) != 0;
        final String what =
                reader.next() == SnapshotFlyweight.TYPE ? "snapshot" : header.sourceInstance() + ":" + header.counter();
        log.add(replayed ? what + "!" : what);
    }

    @Override
    public void onGap(int domain, int sourceKind, long firstSequence, long missing) {
        log.add("gap " + (firstSequence >>> 48) + ":" + (firstSequence & (1L << 48) - 1) + "+" + missing);
    }

    @Override
    public void onState(Observer observer, ObserverState state) {
        log.add(state.name());
        if (resynchronises && state == ObserverState.OVERFLOWED) {
            observer.resynchronise();
        }
    }
}
