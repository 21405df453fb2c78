package org.alphapulse.chain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JSON-RPC over a connection of its own, opened when it is needed. */
final class SocketTransport implements Transport {
    private static final long WAIT_MS = 100;

    private final String url;
    private volatile MessageConnection connection;
    private volatile boolean closed;
    private JsonValue answer;

    SocketTransport(String url) {
        this.url = url;
    }

    @Override
    public JsonValue exchange(String body, long timeoutMs) throws IOException {
        try {
            if (connection == null || !connection.isOpen()) {
                connection = Connections.open(url, timeoutMs, null);
            }
            return converse(connection, body, timeoutMs);
        } catch (IOException e) {
            // What the other side says later must not be taken for the next answer.
            drop();
            throw e;
        } catch (IllegalArgumentException e) {
            drop();
            throw new IOException(e.getMessage(), e);
        }
    }

    private JsonValue converse(MessageConnection on, String body, long timeoutMs) throws IOException {
        final long deadline = System.nanoTime() + timeoutMs * 1_000_000;
        answer = null;
        on.send(body.getBytes(StandardCharsets.UTF_8));
        while (answer == null) {
            if (closed) {
                throw new IOException("closed");
            }
            if (on.poll(this::take) == 0 && answer == null) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("no answer within " + timeoutMs + " ms");
                }
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

    @Override
    public void close() {
        closed = true;
        drop();
    }
}
