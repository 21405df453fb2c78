package org.alphapulse.devnet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** JSON-RPC over HTTP to one node. Thread-safe; calls block. */
public final class Rpc {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http;
    private volatile URI uri;

    Rpc(HttpClient http, URI uri) {
        this.http = http;
        this.uri = uri;
    }

    /** The node is somewhere else from now on. */
    void moved(URI to) {
        uri = to;
    }

    /**
     * One call of a method in a batch.
     *
     * @param method such as {@code eth_call}
     * @param parameters anything Jackson can write
     */
    public record Request(String method, List<?> parameters) {
        /**
         * A call with these parameters.
         *
         * @param method such as {@code eth_call}
         * @param parameters anything Jackson can write
         * @return the request
         */
        public static Request of(String method, Object... parameters) {
            return new Request(method, List.of(parameters));
        }

        private Map<String, Object> envelope(int id) {
            return Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", parameters);
        }
    }

    /**
     * Calls a method.
     *
     * @param method such as {@code eth_blockNumber}
     * @param parameters anything Jackson can write
     * @return the result, never null; {@code NullNode} where the node says null
     * @throws RpcException if the node answers with an error or not at all
     */
    public JsonNode call(String method, Object... parameters) {
        return result(method, post(Request.of(method, parameters).envelope(0)));
    }

    /**
     * Calls several methods in one message; the node executes them in order.
     *
     * @param requests what to call
     * @return one result per request, in the same order
     * @throws RpcException if the node answers any with an error, or not at all
     */
    public List<JsonNode> batch(List<Request> requests) {
        if (requests.isEmpty()) {
            return List.of();
        }
        List<Map<String, Object>> envelopes = new ArrayList<>(requests.size());
        for (Request request : requests) {
            envelopes.add(request.envelope(envelopes.size()));
        }
        List<JsonNode> results = new ArrayList<>(Collections.nCopies(requests.size(), null));
        for (JsonNode answer : post(envelopes)) {
            int id = answer.path("id").asInt();
            results.set(id, result(requests.get(id).method(), answer));
        }
        return results;
    }

    private JsonNode post(Object body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri)
                    .timeout(TIMEOUT)
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
            return JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        } catch (IOException unreachable) {
            throw new RpcException("no answer from " + uri + ": " + unreachable.getMessage(), "", unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new RpcException("interrupted while waiting for " + uri, "", interrupted);
        }
    }

    private static JsonNode result(String method, JsonNode answer) {
        JsonNode error = answer.path("error");
        if (error.isObject()) {
            String data = error.path("data").isTextual() ? error.path("data").asText() : "";
            throw new RpcException(method + ": " + error.path("message").asText(), data, null);
        }
        return answer.path("result");
    }
}
