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
        final SocketChannel channel = Wire.tcp(uri.getHost(), port, timeoutMs);
        try {
            final Wire wire = secure
                    ? new TlsWire(channel, tls == null ? SSLContext.getDefault() : tls, uri.getHost(), port, timeoutMs)
                    : new Wire(channel);
            final String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            final String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            final String host = uri.getPort() > 0 ? uri.getHost() + ":" + port : uri.getHost();
            return WebSocketConnection.shakeHands(wire, host, path + query, timeoutMs);
        } catch (NoSuchAlgorithmException e) {
            channel.close();
            throw new IOException("this JDK has no TLS", e);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
