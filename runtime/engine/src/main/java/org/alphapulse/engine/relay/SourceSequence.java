package org.alphapulse.engine.relay;

import org.alphapulse.protocol.HeaderFlyweight;

/**
 * The sequence of one source in one relay domain. It belongs to the runtime and goes on when the plugin behind the source is replaced,
 * so that consumers see no hole.
 */
public final class SourceSequence {
    private final int sourceKind;
    private final int instance;
    private long counter;

    /** Begins at 0: the first message gets counter 1. */
    public SourceSequence(int sourceKind, int instance) {
        this.sourceKind = sourceKind;
        this.instance = instance;
    }

    /** Source kind of the header. */
    public int sourceKind() {
        return sourceKind;
    }

    /** Sequence that the next message will get, the instance in its upper bits. */
    public long next() {
        return HeaderFlyweight.sequence(instance, counter + 1);
    }

    /** Uses that sequence up. */
    public void advance() {
        counter++;
    }
}
