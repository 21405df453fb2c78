package org.alphapulse.chain;

/** Takes the messages of a connection, on the thread that polls it. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * One whole message. The bytes are valid during the call only; at least 16 more bytes may be read, though not used, after them.
     *
     * @param buffer holds the message
     * @param offset of its first byte
     * @param length in bytes
     */
    void onMessage(byte[] buffer, int offset, int length);
}
