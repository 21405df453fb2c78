package org.alphapulse.chain;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** JSON-RPC by HTTP POST. The time allowed is for the whole answer: that of a request would end with its first bytes. */
final class HttpTransport implements Transport {
    private final HttpClient http;
    private final URI uri;
    private final long limit;
    private volatile CompletableFuture<HttpResponse<byte[]>> underWay;
    private volatile boolean closed;

    HttpTransport(HttpClient http, String url) {
        this(http, url, InboundBuffer.LIMIT);
    }

    /** Takes no answer of more bytes than {@code limit}. */
    HttpTransport(HttpClient http, String url, long limit) {
        this.http = http;
        this.uri = URI.create(url);
        this.limit = limit;
    }

    @Override
    public JsonValue exchange(String body, long timeoutMs) throws IOException {
        final HttpRequest request = HttpRequest.newBuilder(uri)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        final CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, head -> new Limited(limit));
        underWay = answer;
        try {
            if (closed) {
                throw new IOException("closed");
            }
            final HttpResponse<byte[]> response = answer.get(timeoutMs, TimeUnit.MILLISECONDS);
            if (response.statusCode() / 100 != 2 && response.statusCode() != 400) {
                throw new IOException("HTTP status " + response.statusCode());
            }
            return JsonValue.parse(response.body(), 0, response.body().length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + timeoutMs + " ms", e);
        } catch (CancellationException e) {
            throw new IOException("closed", e);
        } catch (ExecutionException e) {
            throw new IOException(closed ? "closed" : said(e.getCause()), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        } finally {
            answer.cancel(true);
            underWay = null;
        }
    }

    private static String said(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** Ends what is under way; the client is shared. */
    @Override
    public void close() {
        closed = true;
        final CompletableFuture<HttpResponse<byte[]>> answer = underWay;
        if (answer != null) {
            answer.cancel(true);
        }
    }

    /** Collects an answer up to a size. */
    private static final class Limited implements HttpResponse.BodySubscriber<byte[]> {
        private final HttpResponse.BodySubscriber<byte[]> all = HttpResponse.BodySubscribers.ofByteArray();
        private final long limit;
        private Flow.Subscription subscription;
        private long size;

        Limited(long limit) {
            this.limit = limit;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return all.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription to) {
            subscription = to;
            all.onSubscribe(to);
        }

        @Override
        public void onNext(List<ByteBuffer> parts) {
            for (final ByteBuffer part : parts) {
                size += part.remaining();
            }
            if (size > limit) {
                subscription.cancel();
                onError(new IOException("an answer of over " + limit + " bytes"));
            } else {
                all.onNext(parts);
            }
        }

        @Override
        public void onError(Throwable what) {
            all.onError(what);
        }

        @Override
        public void onComplete() {
            all.onComplete();
        }
    }
}
