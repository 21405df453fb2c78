package org.alphapulse.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that subscribes to new heads. */
final class HeadWatcher implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final BlockingQueue<String> hashes = new LinkedBlockingQueue<>();
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final StringBuilder message = new StringBuilder();
    private WebSocket socket;

    static HeadWatcher connect(String url) throws InterruptedException {
        HeadWatcher watcher = new HeadWatcher();
        watcher.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url), watcher)
                .join();
        watcher.socket
                .sendText("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_subscribe\",\"params\":[\"newHeads\"]}", true)
                .join();
        if (!watcher.subscribed.await(5, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no answer to the subscription");
        }
        return watcher;
    }

    /** The next head's hash, waiting up to five seconds. */
    String next() throws InterruptedException {
        return poll(5000);
    }

    String poll(long millis) throws InterruptedException {
        return hashes.poll(millis, TimeUnit.MILLISECONDS);
    }

    boolean awaitEnd() throws InterruptedException {
        return ended.await(5, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            take(message.toString());
            message.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        ended.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        ended.countDown();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void take(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.has("id")) {
                subscribed.countDown();
            } else {
                hashes.add(json.path("params").path("result").path("hash").asText());
            }
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }
}
