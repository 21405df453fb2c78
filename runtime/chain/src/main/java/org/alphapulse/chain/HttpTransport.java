package org.alphapulse.chain;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** JSON-RPC by HTTP POST. */
final class HttpTransport implements Transport {
    private final HttpClient http;
    private final URI uri;

    HttpTransport(HttpClient http, String url) {
        this.http = http;
        this.uri = URI.create(url);
    }

    @Override
    public JsonValue exchange(String body, long timeoutMs) throws IOException {
        final HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofMillis(timeoutMs))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            final HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() / 100 != 2 && response.statusCode() != 400) {
                throw new IOException("HTTP status " + response.statusCode());
            }
            return JsonValue.parse(response.body(), 0, response.body().length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        // The client is shared.
    }
}
