package org.alphapulse.engine.relay;

import org.agrona.MutableDirectBuffer;

/** Takes a message on the engine agent. Must not block or keep the buffer. */
@FunctionalInterface
public interface MessageConsumer {
    /** Takes one message. */
    void onMessage(MutableDirectBuffer buffer, int offset, int length);
}
