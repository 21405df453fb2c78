package org.alphapulse.engine.relay;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.Agent;

/** Carries messages from the rings into the backlogs of those lossless observers whose handlers keep their threads. One thread for all. */
final class Mover implements Agent {
    private static final int BATCH = 256;

    private volatile RelayObserver[] observers = {};

    synchronized void add(RelayObserver observer) {
        final List<RelayObserver> next = new ArrayList<>(List.of(observers));
        next.add(observer);
        observers = next.toArray(RelayObserver[]::new);
    }

    synchronized void remove(RelayObserver observer) {
        final List<RelayObserver> next = new ArrayList<>(List.of(observers));
        next.remove(observer);
        observers = next.toArray(RelayObserver[]::new);
    }

    @Override
    public int doWork() {
        int work = 0;
        final RelayObserver[] all = observers;
        final long now = System.nanoTime();
        for (int i = 0; i < all.length; i++) {
            work += all[i].moveForIt(BATCH, now);
        }
        return work;
    }

    @Override
    public String roleName() {
        return "relay-mover";
    }
}
