package org.alphapulse.chain;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;

/** Opens connections for messages. Stateless. */
public final class Connections {
    private Connections() {}

    /**
     * Opens a connection and waits until it can be used.
     *
     * @param url {@code ws://host:port/path}, {@code wss://...}, or the absolute path of a Unix socket
     * @param timeoutMs at most this long for each step
     * @param tls for {@code wss}, or null for the JDK's default
     * @return the open connection
     * @throws IOException if nobody answers, or not as they should
     */
    public static MessageConnection open(String url, long timeoutMs, SSLContext tls) throws IOException {
        if (url.startsWith("/")) {
            return new SocketConnection(Wire.unix(Path.of(url)));
        }
        final URI uri = URI.create(url);
        final boolean secure = "wss".equals(uri.getScheme());
        final int port = uri.getPort() > 0 ? uri.getPort() : secure ? 443 : 80;
        final String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        final String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        final String host = uri.getPort() > 0 ? uri.getHost() + ":" + port : uri.getHost();
        final SSLContext context = !secure || tls != null ? tls : defaultTls();
        // From here on each step closes what the ones before have opened if it fails.
        final SocketChannel channel = Wire.tcp(uri.getHost(), port, timeoutMs);
        final Wire wire = secure ? new TlsWire(channel, context, uri.getHost(), port, timeoutMs) : new Wire(channel);
        return WebSocketConnection.shakeHands(wire, host, path + query, timeoutMs);
    }

    private static SSLContext defaultTls() throws IOException {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this JDK has no TLS", e);
        }
    }
}
