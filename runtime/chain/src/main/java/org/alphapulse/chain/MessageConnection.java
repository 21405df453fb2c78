package org.alphapulse.chain;

import java.io.IOException;

/**
 * A connection over which whole JSON messages come and go: a WebSocket or a Unix socket. Nothing blocks except {@link #await}.
 * One thread at a time; {@link #close} may be called by any.
 */
public interface MessageConnection extends AutoCloseable {
    /**
     * Reads what has arrived and hands on the messages that are complete. Does not allocate, except for a message larger than all
     * before.
     *
     * @param handler takes the messages
     * @return number of bytes read; 0 if nothing has arrived
     * @throws IOException if the connection has ended or the other side breaks the protocol
     */
    int poll(MessageHandler handler) throws IOException;

    /**
     * Sends a message.
     *
     * @param message JSON in UTF-8
     * @throws IOException if the connection has ended, or the other side takes nothing for 10 s
     */
    void send(byte[] message) throws IOException;

    /**
     * Waits until there may be something to poll.
     *
     * @param timeoutMs at least 1
     * @throws IOException if the connection was closed
     */
    void await(long timeoutMs) throws IOException;

    /**
     * Whether it can be used.
     *
     * @return false after {@link #close}
     */
    boolean isOpen();

    /** Ends it at once. */
    @Override
    void close();
}
