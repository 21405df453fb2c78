package org.alphapulse.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node says on a connection between two calls. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SocketTransportTest {
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8a;

    private ServerSocket server;
    private Node node;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        final NodeSpec spec =
                NodeSpec.parse("ws://127.0.0.1:" + server.getLocalPort()).get(0);
        node = new Node(spec, null, TimeUnit.HOURS.toMillis(1));
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
        server.close();
    }

    private CompletableFuture<JsonValue> call() {
        return CompletableFuture.supplyAsync(() -> node.call("eth_chainId"));
    }

    private static void answer(WebSocketPeer peer, CompletableFuture<JsonValue> call) throws Exception {
        peer.write(TEXT, "{\"id\":1,\"result\":\"0x5\"}");
        assertEquals(5, call.get().number());
    }

    @Test
    void shouldCallOnANewConnectionWhenTheKeptOneHasEnded() throws Exception {
        for (final int last : new int[] {TEXT, PING, CLOSE, TEXT}) {
            final CompletableFuture<JsonValue> call = call();
            try (WebSocketPeer peer = new WebSocketPeer(server.accept())) {
                peer.read();
                answer(peer, call);
                peer.write(last, "");
            }
        }
    }

    @Test
    void shouldAnswerAPingBeforeTheNextCall() throws Exception {
        CompletableFuture<JsonValue> call = call();
        try (WebSocketPeer peer = new WebSocketPeer(server.accept())) {
            peer.read();
            answer(peer, call);
            boolean answered = false;
            // A ping may not have arrived yet when the call begins.
            for (int i = 0; i < 1_000 && !answered; i++) {
                peer.write(PING, "");
                call = call();
                answered = peer.read() == PONG;
                peer.read();
                answer(peer, call);
            }
            assertTrue(answered);
        }
    }
}
