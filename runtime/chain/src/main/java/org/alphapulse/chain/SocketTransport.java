package org.alphapulse.chain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JSON-RPC over a connection of its own, opened when it is needed and kept for the next call. */
final class SocketTransport implements Transport {
    private static final long WAIT_MS = 100;
    /** More than there is to read after hours of pings. */
    private static final int MAX_LOOKS = 1_000;

    /** Opens connections. */
    @FunctionalInterface
    interface Opener {
        /** Opens one and waits at most so long for each step. */
        MessageConnection open(long timeoutMs) throws IOException;
    }

    private final Opener opener;
    private volatile MessageConnection connection;
    private volatile boolean closed;
    private JsonValue answer;

    SocketTransport(String url) {
        this(timeoutMs -> Connections.open(url, timeoutMs, null));
    }

    SocketTransport(Opener opener) {
        this.opener = opener;
    }

    @Override
    public JsonValue exchange(String body, long timeoutMs) throws IOException {
        try {
            return converse(connect(timeoutMs), body, timeoutMs);
        } catch (IOException e) {
            // What the other side says later must not be taken for the next answer.
            drop();
            throw e;
        } catch (IllegalArgumentException e) {
            drop();
            throw new IOException(e.getMessage(), e);
        }
    }

    private MessageConnection connect(long timeoutMs) throws IOException {
        final MessageConnection kept = connection;
        if (kept != null && isAlive(kept)) {
            return kept;
        }
        drop();
        final MessageConnection opened = opener.open(timeoutMs);
        connection = opened;
        return opened;
    }

    /** Takes what has come since the last call, when nobody looked: answers pings, and notices an end. */
    private static boolean isAlive(MessageConnection kept) {
        try {
            for (int i = 0; i < MAX_LOOKS; i++) {
                if (kept.poll(SocketTransport::passOver) == 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static void passOver(byte[] buffer, int offset, int length) {
        // Nothing was asked.
    }

    private JsonValue converse(MessageConnection on, String body, long timeoutMs) throws IOException {
        final long deadline = System.nanoTime() + timeoutMs * 1_000_000;
        answer = null;
        on.send(body.getBytes(StandardCharsets.UTF_8));
        while (answer == null) {
            if (closed) {
                throw new IOException("closed");
            }
            final int read = on.poll(this::take);
            if (answer == null && System.nanoTime() - deadline > 0) {
                throw new IOException("no answer within " + timeoutMs + " ms");
            }
            if (answer == null && read == 0) {
                on.await(WAIT_MS);
            }
        }
        return answer;
    }

    private void take(byte[] buffer, int offset, int length) {
        answer = JsonValue.parse(buffer, offset, offset + length);
    }

    private void drop() {
        final MessageConnection open = connection;
        if (open != null) {
            open.close();
        }
        connection = null;
    }

    /** Leaves the connection where it is: one that a call opens meanwhile would be forgotten here, and is closed by that call. */
    @Override
    public void close() {
        closed = true;
        final MessageConnection open = connection;
        if (open != null) {
            open.close();
        }
    }
}
