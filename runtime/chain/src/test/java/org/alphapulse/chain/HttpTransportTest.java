package org.alphapulse.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpTransportTest {
    private final HttpClient http = HttpClient.newHttpClient();

    /** Sends headers and a first byte, and then nothing. */
    private static HttpServer stalling(CountDownLatch begun) throws IOException {
        final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            begun.countDown();
        });
        server.start();
        return server;
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Test
    void shouldNotWaitLongerThanAllowedForTheRestOfAnAnswer() throws IOException {
        final HttpServer server = stalling(new CountDownLatch(1));
        try {
            final HttpTransport transport = new HttpTransport(http, url(server));
            final IOException error = assertThrows(IOException.class, () -> transport.exchange("{}", 200));
            assertEquals("no answer within 200 ms", error.getMessage());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldEndACallThatIsUnderWayWhenTheNodeIsClosed() throws Exception {
        final CountDownLatch begun = new CountDownLatch(1);
        final HttpServer server = stalling(begun);
        try {
            final Node node = new Node(NodeSpec.parse(url(server)).get(0), http, TimeUnit.HOURS.toMillis(1));
            final CompletableFuture<JsonValue> call = CompletableFuture.supplyAsync(() -> node.call("eth_chainId"));
            begun.await();
            node.close();
            final Throwable error =
                    assertThrows(ExecutionException.class, call::get).getCause();
            assertEquals(node.name() + ": closed", error.getMessage());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldRefuseAnAnswerThatIsTooLarge() throws IOException {
        try (CannedNode node = new CannedNode("\"" + "x".repeat(100_000) + "\"")) {
            assertEquals(
                    100_000,
                    new HttpTransport(http, node.url(), 200_000)
                            .exchange("{\"id\":1}", 60_000)
                            .get("result")
                            .text()
                            .length());
            final IOException error = assertThrows(IOException.class, () -> new HttpTransport(http, node.url(), 50_000)
                    .exchange("{\"id\":1}", 60_000));
            assertEquals("an answer of over 50000 bytes", error.getMessage());
        }
    }
}
