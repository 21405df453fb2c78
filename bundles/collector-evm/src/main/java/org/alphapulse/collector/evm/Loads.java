package org.alphapulse.collector.evm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Pools whose state is to be read, in the order in which they were asked for. One thread. */
final class Loads {
    private static final int WEIGHT_AT_ONCE = 4_000;

    private final ArrayDeque<Pool> waiting = new ArrayDeque<>();

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void add(Pool pool) {
        waiting.add(pool);
    }

    void clear() {
        waiting.clear();
    }

    /** As many pools as are read at once. */
    List<Pool> take() {
        final List<Pool> part = new ArrayList<>();
        int weight = 0;
        while (!waiting.isEmpty() && (part.isEmpty() || weight + waiting.peek().weight() <= WEIGHT_AT_ONCE)) {
            weight += waiting.peek().weight();
            part.add(waiting.poll());
        }
        return part;
    }
}
