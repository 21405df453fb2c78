package org.alphapulse.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebSocketConnectionTest {
    private static final int LIMIT = 100;

    @TempDir
    Path folder;

    private static void fragment(SocketChannel out, int first, int length) throws IOException {
        out.write(ByteBuffer.allocate(2 + length)
                .put((byte) first)
                .put((byte) length)
                .rewind());
    }

    @Test
    void shouldRefuseAMessageThatIsTooLargeInFragments() throws IOException {
        final Path socket = folder.resolve("node");
        try (ServerSocketChannel server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket))) {
            try (WebSocketConnection connection = new WebSocketConnection(Wire.unix(socket), LIMIT);
                    SocketChannel node = server.accept()) {
                final List<Integer> lengths = new ArrayList<>();
                final MessageHandler handler = (buffer, offset, length) -> lengths.add(length);
                fragment(node, 0x01, LIMIT - 1);
                fragment(node, 0x80, 1);
                connection.poll(handler);
                fragment(node, 0x01, LIMIT - 1);
                fragment(node, 0x00, 1);
                connection.poll(handler);
                assertEquals(List.of(LIMIT), lengths);
                fragment(node, 0x80, 1);
                final IOException error = assertThrows(IOException.class, () -> connection.poll(handler));
                assertEquals("a message of over 100 bytes", error.getMessage());
            }
        }
    }

    @Test
    void shouldNotRepeatAKeyWhenTheNodeRefuses() throws IOException {
        final Path socket = folder.resolve("node");
        try (ServerSocketChannel server =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
                Wire wire = Wire.unix(socket);
                SocketChannel node = server.accept()) {
            node.write(ByteBuffer.wrap("HTTP/1.1 401 Unauthorized\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            final IOException error = assertThrows(
                    IOException.class, () -> WebSocketConnection.shakeHands(wire, "node.example", "/v2/SECRET", 5_000));
            assertEquals("no WebSocket at node.example: HTTP/1.1 401 Unauthorized", error.getMessage());
        }
    }
}
