package org.alphapulse.chain;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A node's side of a WebSocket with short messages. */
final class WebSocketPeer implements AutoCloseable {
    private final Socket socket;

    WebSocketPeer(Socket socket) throws IOException {
        this.socket = socket;
        // What was said before the end has arrived when the socket is closed.
        socket.setSoLinger(true, 60);
        socket.setTcpNoDelay(true);
        shakeHands(socket);
    }

    static void shakeHands(Socket socket) throws IOException {
        final InputStream in = socket.getInputStream();
        final StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        final String key = head.toString().split("Sec-WebSocket-Key: ")[1].split("\r\n")[0];
        socket.getOutputStream()
                .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static String accept(String key) {
        try {
            final byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a frame; gives its first byte. */
    int read() throws IOException {
        final InputStream in = socket.getInputStream();
        final int first = in.read();
        in.readNBytes(4 + (in.read() & 0x7f));
        return first;
    }

    /** Sends a frame with its first byte. */
    void write(int first, String text) throws IOException {
        final byte[] frame = ("??" + text).getBytes(StandardCharsets.US_ASCII);
        frame[0] = (byte) first;
        frame[1] = (byte) text.length();
        socket.getOutputStream().write(frame);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
