package org.alphapulse.chain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** A Unix socket over which JSON texts come one after the other; a text ends where its brackets do. */
final class SocketConnection implements MessageConnection {
    private final Wire wire;
    private final InboundBuffer in = new InboundBuffer();
    private int scanned;
    private int depth;
    private boolean inText;
    private boolean escaped;
    private volatile boolean open = true;

    SocketConnection(Wire wire) {
        this.wire = wire;
    }

    @Override
    public int poll(MessageHandler handler) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        final int read = in.readFrom(wire);
        while (open && scan()) {
            final int length = scanned;
            handler.onMessage(in.array(), in.start(), length);
            in.consume(length);
            scanned = 0;
        }
        return read;
    }

    /** Goes on looking for the end of the next text; true if it is there. */
    private boolean scan() {
        final byte[] bytes = in.array();
        for (int i = in.start() + scanned; i < in.end(); i++) {
            scanned++;
            final byte c = bytes[i];
            if (inText) {
                inText = escaped || c != '"';
                escaped = !escaped && c == '\\';
            } else if (c == '"') {
                inText = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if ((c == '}' || c == ']') && --depth == 0) {
                return true;
            } else if (depth == 0) {
                in.consume(1);
                scanned = 0;
            }
        }
        return false;
    }

    @Override
    public void send(byte[] message) throws IOException {
        final ByteBuffer line = ByteBuffer.allocate(message.length + 1);
        wire.write(line.put(message).put((byte) '\n').flip());
    }

    @Override
    public void await(long timeoutMs) throws IOException {
        wire.await(timeoutMs);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        wire.close();
    }
}
