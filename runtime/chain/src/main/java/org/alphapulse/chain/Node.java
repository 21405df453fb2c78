package org.alphapulse.chain;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One node and how it does. Calls block. Thread-safe.
 *
 * <p>A node that does not answer is DOWN until a back-off is over; one that was found lying is QUARANTINED until a person or the end of
 * the term lets it back.
 */
public final class Node implements AutoCloseable {
    private static final int RATE_LIMITED = -32005;

    private final NodeSpec spec;
    private final HttpClient http;
    private final long timeoutMs;
    private final ConcurrentLinkedQueue<Transport> idle = new ConcurrentLinkedQueue<>();
    private final Set<Transport> busy = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong calls = new AtomicLong();
    private final Backoff backoff = new Backoff();
    private volatile boolean closed;
    private volatile long downUntilNs;
    private volatile boolean down;
    private volatile String reason = "";
    private volatile boolean quarantined;
    private volatile long quarantinedUntilNs;
    private volatile long latencyUs;

    Node(NodeSpec spec, HttpClient http, long timeoutMs) {
        this.spec = spec;
        this.http = http;
        this.timeoutMs = timeoutMs;
    }

    /**
     * Where it is.
     *
     * @return as configured
     */
    public NodeSpec spec() {
        return spec;
    }

    /**
     * Its name for people.
     *
     * @return see {@link NodeSpec#name}
     */
    public String name() {
        return spec.name();
    }

    /**
     * Whether it may be asked now.
     *
     * @return false while its back-off lasts or it is quarantined
     */
    public boolean usable() {
        return !isQuarantined() && (!down || System.nanoTime() - downUntilNs >= 0);
    }

    /**
     * Whether it was found lying.
     *
     * @return true until the term is over
     */
    public boolean isQuarantined() {
        if (quarantined && System.nanoTime() - quarantinedUntilNs >= 0) {
            quarantined = false;
            reason = "";
        }
        return quarantined;
    }

    /**
     * Asks it no more for a while.
     *
     * @param why one line for people
     * @param termNs nanoseconds
     */
    public void quarantine(String why, long termNs) {
        quarantinedUntilNs = System.nanoTime() + termNs;
        reason = why;
        quarantined = true;
    }

    /** Lets it back before its time. */
    public void release() {
        quarantined = false;
        down = false;
        reason = "";
    }

    /**
     * Takes note that it does not answer, or not as it should.
     *
     * @param why one line for people
     * @return nanoseconds until it will be asked again
     */
    public synchronized long failed(String why) {
        final long delay = backoff.failed();
        downUntilNs = System.nanoTime() + delay;
        down = true;
        if (!quarantined) {
            reason = why;
        }
        return delay;
    }

    /** Takes note that it works. */
    public synchronized void succeeded() {
        if (down || backoff.failures() > 0) {
            backoff.succeeded();
            down = false;
            if (!quarantined) {
                reason = "";
            }
        }
    }

    /**
     * How it does.
     *
     * @return a copy
     */
    public synchronized NodeStatus status() {
        final String state = isQuarantined() ? "QUARANTINED" : down ? "DOWN" : "UP";
        return new NodeStatus(name(), state, reason, backoff.failures(), latencyUs, calls.get());
    }

    /**
     * Calls a method.
     *
     * @param method such as {@code eth_blockNumber}
     * @param parameters see {@link RpcRequest}
     * @return the result
     * @throws RpcException if the node answers with an error
     * @throws UnreachableException if it does not answer
     */
    public JsonValue call(String method, Object... parameters) {
        final long id = ids.incrementAndGet();
        final JsonValue answer = exchange(new RpcRequest(method, Arrays.asList(parameters)).json(id));
        final RpcException error = error(method, answer);
        if (error != null) {
            throw error;
        }
        return answer.get("result");
    }

    /**
     * Calls several methods in one message.
     *
     * @param requests what to call
     * @return one result a request, in their order; a missing value where a contract reverted
     * @throws RpcException if the node answers any with an error that is not a revert
     * @throws UnreachableException if it does not answer
     */
    public List<JsonValue> batch(List<RpcRequest> requests) {
        if (requests.isEmpty()) {
            return List.of();
        }
        final StringBuilder body = new StringBuilder(requests.size() * 256).append('[');
        final long first = ids.getAndAdd(requests.size()) + 1;
        for (int i = 0; i < requests.size(); i++) {
            requests.get(i).write(i == 0 ? body : body.append(','), first + i);
        }
        final JsonValue answers = exchange(body.append(']').toString());
        final RpcException refused = error(requests.get(0).method(), answers);
        if (refused != null) {
            throw refused;
        }
        final Map<Long, JsonValue> byId = new HashMap<>();
        answers.elements().forEach(answer -> byId.put(answer.get("id").number(), answer));
        final List<JsonValue> results = new ArrayList<>(requests.size());
        for (int i = 0; i < requests.size(); i++) {
            results.add(result(requests.get(i).method(), byId.get(first + i)));
        }
        return results;
    }

    private JsonValue result(String method, JsonValue answer) {
        if (answer == null) {
            throw new UnreachableException(name() + " left a call of " + method + " unanswered", null);
        }
        final RpcException error = error(method, answer);
        if (error == null) {
            return answer.get("result");
        }
        if (error.code() == 3 || error.getMessage().contains("revert")) {
            return JsonValue.MISSING;
        }
        throw error;
    }

    private static RpcException error(String method, JsonValue answer) {
        final JsonValue error = answer.get("error");
        return error.isMissing()
                ? null
                : new RpcException(
                        method,
                        error.get("code").number(),
                        error.get("message").text(),
                        error.get("data").text());
    }

    /** Whether another node should be asked after this error. */
    static boolean isRateLimit(RpcException error) {
        return error.code() == RATE_LIMITED || error.code() == 429;
    }

    private JsonValue exchange(String body) {
        final Transport known = idle.poll();
        final Transport transport = known != null ? known : open();
        busy.add(transport);
        final long start = System.nanoTime();
        try {
            if (closed) {
                throw new IOException("closed");
            }
            final JsonValue answer = transport.exchange(body, timeoutMs);
            succeeded();
            calls.incrementAndGet();
            final long us = (System.nanoTime() - start) / 1_000;
            latencyUs = latencyUs == 0 ? us : (7 * latencyUs + us) / 8;
            return answer;
        } catch (IOException e) {
            failed(String.valueOf(e.getMessage()));
            throw new UnreachableException(name() + ": " + e.getMessage(), e);
        } finally {
            busy.remove(transport);
            idle.add(transport);
            if (closed) {
                close();
            }
        }
    }

    private Transport open() {
        return spec.rpcUrl().startsWith("http")
                ? new HttpTransport(http, spec.rpcUrl())
                : new SocketTransport(spec.rpcUrl());
    }

    /**
     * The header of a block by its height.
     *
     * @param number of the block
     * @return nothing if there is no such block yet
     */
    public Optional<BlockHeader> header(long number) {
        return header(call("eth_getBlockByNumber", Hex.quantity(number), false));
    }

    /**
     * The header of a block by its hash.
     *
     * @param hash in hexadecimal
     * @return nothing if the node does not know it
     */
    public Optional<BlockHeader> header(String hash) {
        return header(call("eth_getBlockByHash", hash, false));
    }

    /**
     * The header of the newest block.
     *
     * @return always there
     */
    public BlockHeader latest() {
        return header(call("eth_getBlockByNumber", "latest", false))
                .orElseThrow(() -> new UnreachableException(name() + " knows no newest block", null));
    }

    /**
     * The headers of consecutive blocks, asked for in one message.
     *
     * @param from height of the first
     * @param to height of the last; lower than the first for none
     * @return in ascending order
     * @throws UnreachableException if the node does not know all of them
     */
    public List<BlockHeader> headers(long from, long to) {
        final List<RpcRequest> requests = new ArrayList<>();
        for (long number = from; number <= to; number++) {
            requests.add(RpcRequest.of("eth_getBlockByNumber", Hex.quantity(number), false));
        }
        final List<BlockHeader> headers = new ArrayList<>();
        for (final JsonValue block : batch(requests)) {
            headers.add(header(block)
                    .orElseThrow(
                            () -> new UnreachableException(name() + " does not know all blocks up to " + to, null)));
        }
        return headers;
    }

    private static Optional<BlockHeader> header(JsonValue block) {
        return block.isMissing() ? Optional.empty() : Optional.of(BlockHeader.of(block));
    }

    @Override
    public void close() {
        closed = true;
        busy.forEach(Transport::close);
        for (Transport transport = idle.poll(); transport != null; transport = idle.poll()) {
            transport.close();
        }
    }
}
