package org.alphapulse.chain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The client's side of a WebSocket (RFC 6455) without extensions. A message in one frame, which is the usual case, is handed on from
 * where it arrived.
 */
final class WebSocketConnection implements MessageConnection {
    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int SLACK = 16;

    private final Wire wire;
    private final int limit;
    private final InboundBuffer in = new InboundBuffer();
    private byte[] parts = new byte[64];
    private int partsLength = -1;
    private volatile boolean open = true;

    /** One after the handshake that takes no message in fragments of more bytes than {@code limit}. */
    WebSocketConnection(Wire wire, int limit) {
        this.wire = wire;
        this.limit = limit;
    }

    static WebSocketConnection shakeHands(Wire wire, String host, String path, long timeoutMs) throws IOException {
        final WebSocketConnection connection = new WebSocketConnection(wire, InboundBuffer.LIMIT);
        try {
            connection.upgrade(host, path, timeoutMs);
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void upgrade(String host, String path, long timeoutMs) throws IOException {
        final byte[] nonce = new byte[16];
        ThreadLocalRandom.current().nextBytes(nonce);
        final String key = Base64.getEncoder().encodeToString(nonce);
        final String request = "GET " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key
                + "\r\nSec-WebSocket-Version: 13\r\n\r\n";
        wire.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
        final String response = head(timeoutMs);
        if (!response.startsWith("HTTP/1.1 101")) {
            throw new IOException("no WebSocket at " + host + ": " + Hex.beginning(response.split("\r\n", 2)[0], 80));
        }
        if (!response.toLowerCase(Locale.ROOT)
                .contains("sec-websocket-accept: " + accept(key).toLowerCase(Locale.ROOT))) {
            throw new IOException("wrong answer to the WebSocket handshake by " + host);
        }
    }

    private static String accept(String key) {
        try {
            final byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** Reads the head of the answer, byte after byte, so that a first frame stays where it is. */
    private String head(long timeoutMs) throws IOException {
        final long deadline = System.nanoTime() + timeoutMs * 1_000_000;
        final ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last4 = 0;
        while (last4 != 0x0d0a0d0a) {
            if (in.size() == 0 && in.readFrom(wire) == 0) {
                if (System.nanoTime() - deadline > 0 || head.size() > 65_536) {
                    throw new IOException("no answer to the WebSocket handshake");
                }
                wire.await(50);
                continue;
            }
            final int next = in.array()[in.start()] & 0xff;
            in.consume(1);
            head.write(next);
            last4 = last4 << 8 | next;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int poll(MessageHandler handler) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        final int read = in.readFrom(wire);
        while (frame(handler)) {
            // Each turn takes one frame.
        }
        return read;
    }

    /** Takes the next frame; false if it is not complete. */
    private boolean frame(MessageHandler handler) throws IOException {
        final byte[] bytes = in.array();
        final int at = in.start();
        if (in.size() < 2) {
            return false;
        }
        final int length7 = bytes[at + 1] & 0x7f;
        final int head = length7 < 126 ? 2 : length7 == 126 ? 4 : 10;
        if (in.size() < head) {
            return false;
        }
        long length = length7;
        if (head > 2) {
            length = 0;
            for (int i = 2; i < head; i++) {
                length = length << 8 | (bytes[at + i] & 0xff);
            }
        }
        if (length < 0 || length > Integer.MAX_VALUE / 2 || (bytes[at + 1] & 0x80) != 0) {
            throw new IOException("malformed WebSocket frame");
        }
        if (in.size() < head + length) {
            return false;
        }
        take(handler, bytes[at] & 15, bytes[at] < 0, bytes, at + head, (int) length);
        if (open) {
            in.consume(head + (int) length);
        }
        return open;
    }

    private void take(MessageHandler handler, int opcode, boolean last, byte[] bytes, int at, int length)
            throws IOException {
        switch (opcode) {
            case TEXT, BINARY -> {
                if (last) {
                    handler.onMessage(bytes, at, length);
                } else {
                    partsLength = 0;
                    keep(bytes, at, length);
                }
            }
            case CONTINUATION -> {
                if (partsLength < 0) {
                    throw new IOException("a WebSocket continuation of nothing");
                }
                keep(bytes, at, length);
                if (last) {
                    final int total = partsLength;
                    partsLength = -1;
                    handler.onMessage(parts, 0, total);
                }
            }
            case PING -> send(PONG, Arrays.copyOfRange(bytes, at, at + length));
            case PONG -> {
                // Any byte shows that the other side lives.
            }
            case CLOSE -> {
                close();
                throw new IOException("the other side closed the WebSocket");
            }
            default -> throw new IOException("unknown WebSocket frame " + opcode);
        }
    }

    private void keep(byte[] bytes, int at, int length) throws IOException {
        if (length > limit - partsLength) {
            throw new IOException("a message of over " + limit + " bytes");
        }
        if (parts.length < partsLength + length + SLACK) {
            parts = Arrays.copyOf(parts, Math.min(limit, 2 * (partsLength + length)) + SLACK);
        }
        System.arraycopy(bytes, at, parts, partsLength, length);
        partsLength += length;
    }

    @Override
    public void send(byte[] message) throws IOException {
        send(TEXT, message);
    }

    private void send(int opcode, byte[] message) throws IOException {
        final ByteBuffer frame = ByteBuffer.allocate(message.length + 14);
        frame.put((byte) (0x80 | opcode));
        if (message.length < 126) {
            frame.put((byte) (0x80 | message.length));
        } else if (message.length < 65_536) {
            frame.put((byte) (0x80 | 126)).putShort((short) message.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(message.length);
        }
        final int mask = ThreadLocalRandom.current().nextInt();
        frame.putInt(mask);
        for (int i = 0; i < message.length; i++) {
            frame.put((byte) (message[i] ^ (mask >>> (24 - 8 * (i & 3)))));
        }
        wire.write(frame.flip());
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
