package org.alphapulse.engine.relay;

import org.agrona.DirectBuffer;

/** Chooses messages by their first bytes, in place. */
@FunctionalInterface
public interface MessageFilter {
    /** Whether the message is wanted. Must not look behind the first 96 bytes. */
    boolean matches(DirectBuffer buffer, int offset);
}
