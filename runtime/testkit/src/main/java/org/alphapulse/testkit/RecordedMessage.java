package org.alphapulse.testkit;

import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageReader;

/**
 * One message as an observer was given it.
 *
 * @param bytes the whole message, header included
 * @param receivedNs when it came, by {@link System#nanoTime}
 */
public record RecordedMessage(UnsafeBuffer bytes, long receivedNs) {
    /**
     * Reads it from the start.
     *
     * @return a new reader before the first TLV
     */
    public MessageReader read() {
        final MessageReader reader = new MessageReader();
        reader.wrap(bytes, 0, bytes.capacity());
        return reader;
    }

    /**
     * Tells what it begins with.
     *
     * @return type of its first TLV, 0 if it has none
     */
    public int type() {
        return read().next();
    }

    /**
     * Gives what its sender wrote.
     *
     * @return the bytes behind the header
     */
    public byte[] body() {
        final byte[] body = new byte[bytes.capacity() - HeaderFlyweight.LENGTH];
        bytes.getBytes(HeaderFlyweight.LENGTH, body);
        return body;
    }
}
