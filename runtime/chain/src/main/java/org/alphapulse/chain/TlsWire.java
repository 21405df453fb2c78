package org.alphapulse.chain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;

/** A byte stream encrypted by TLS. The certificate must be that of the host. */
final class TlsWire extends Wire {
    private static final long POLL_MS = 50;

    private final SSLEngine engine;
    private ByteBuffer netIn;
    private ByteBuffer appIn;
    private final ByteBuffer netOut;

    TlsWire(SocketChannel channel, SSLContext context, String host, int port, long timeoutMs) throws IOException {
        super(channel);
        try {
            engine = context.createSSLEngine(host, port);
            engine.setUseClientMode(true);
            final SSLParameters parameters = engine.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            engine.setSSLParameters(parameters);
            final int packet = engine.getSession().getPacketBufferSize();
            netIn = ByteBuffer.allocate(2 * packet).flip();
            netOut = ByteBuffer.allocate(2 * packet);
            appIn = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                    .flip();
            shakeHands(host, timeoutMs);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void shakeHands(String host, long timeoutMs) throws IOException {
        engine.beginHandshake();
        final long deadline = System.nanoTime() + timeoutMs * 1_000_000;
        while (shakingHands()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("no TLS handshake with " + host + " within " + timeoutMs + " ms");
            }
            if (!step()) {
                await(POLL_MS);
            }
        }
    }

    private boolean shakingHands() {
        final HandshakeStatus status = engine.getHandshakeStatus();
        return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
    }

    /** Does what the handshake needs next; false if it needs bytes that have not come. */
    private boolean step() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
                return true;
            }
            case NEED_WRAP -> {
                wrap(ByteBuffer.allocate(0));
                return true;
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                return unwrap() || (fill() && unwrap());
            }
            default -> {
                return true;
            }
        }
    }

    @Override
    int read(ByteBuffer target) throws IOException {
        while (!appIn.hasRemaining()) {
            if (shakingHands() && engine.getHandshakeStatus() != HandshakeStatus.NEED_UNWRAP) {
                step();
            } else if (!unwrap() && !(fill() && unwrap())) {
                return 0;
            }
        }
        final int count = Math.min(target.remaining(), appIn.remaining());
        target.put(appIn.slice(appIn.position(), count));
        appIn.position(appIn.position() + count);
        return count;
    }

    @Override
    void write(ByteBuffer source) throws IOException {
        while (source.hasRemaining()) {
            wrap(source);
        }
    }

    private void wrap(ByteBuffer source) throws IOException {
        netOut.clear();
        final SSLEngineResult result = engine.wrap(source, netOut);
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new ClosedChannelException();
        }
        super.write(netOut.flip());
    }

    /** Reads encrypted bytes; false if there are none. */
    private boolean fill() throws IOException {
        netIn.compact();
        try {
            if (!netIn.hasRemaining()) {
                netIn = ByteBuffer.allocate(netIn.capacity() * 2).put(netIn.flip());
            }
            return super.read(netIn) > 0;
        } finally {
            netIn.flip();
        }
    }

    /** Decrypts one record; false if it is not complete. */
    private boolean unwrap() throws IOException {
        while (netIn.hasRemaining()) {
            appIn.compact();
            final SSLEngineResult result;
            try {
                result = engine.unwrap(netIn, appIn);
            } finally {
                appIn.flip();
            }
            switch (result.getStatus()) {
                case OK -> {
                    return true;
                }
                case BUFFER_OVERFLOW ->
                    appIn = ByteBuffer.allocate(appIn.capacity() * 2).put(appIn).flip();
                case BUFFER_UNDERFLOW -> {
                    return false;
                }
                default -> throw new ClosedChannelException();
            }
        }
        return false;
    }

    @Override
    void await(long timeoutMs) throws IOException {
        if (appIn == null || !appIn.hasRemaining()) {
            super.await(timeoutMs);
        }
    }
}
