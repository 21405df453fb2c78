package org.alphapulse.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.alphapulse.chain.BlockHeader;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.ChainSettings;
import org.alphapulse.chain.Connections;
import org.alphapulse.chain.JsonValue;
import org.alphapulse.chain.MessageConnection;
import org.alphapulse.chain.NodeSpec;
import org.alphapulse.chain.RpcException;
import org.alphapulse.chain.UnreachableException;

/** One node, tried out: whether it answers, on which chain it is, how old its head is, and whether it announces blocks. */
record Endpoint(NodeSpec node, long chainId, BlockHeader head, String subscription, String problem) {
    private static final long TIMEOUT_MS = 5_000;
    private static final String SUBSCRIBE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_subscribe\",\"params\":[\"newHeads\"]}";

    /** Tries a node; what is wrong with it is in the result. */
    static Endpoint of(NodeSpec node) {
        try (ChainClient client =
                new ChainClient(new ChainSettings(java.util.List.of(node), TIMEOUT_MS, "", "multicall3"))) {
            final long chainId = client.chainId();
            final BlockHeader head = client.latest();
            return new Endpoint(node, chainId, head, subscribe(node), "");
        } catch (UnreachableException | RpcException | IllegalArgumentException e) {
            return new Endpoint(node, 0, null, "", String.valueOf(e.getMessage()));
        }
    }

    boolean reachable() {
        return problem.isEmpty();
    }

    long headAgeSeconds() {
        return Math.max(0, System.currentTimeMillis() / 1_000 - head.timestampSeconds());
    }

    /** Empty if blocks are announced, else why not. */
    private static String subscribe(NodeSpec node) {
        if (node.streamUrl().isEmpty()) {
            return "it has no WebSocket or socket address, which a collector needs";
        }
        final String[] answer = {""};
        try (MessageConnection connection = Connections.open(node.streamUrl(), TIMEOUT_MS, null)) {
            connection.send(SUBSCRIBE.getBytes(StandardCharsets.US_ASCII));
            final long deadline = System.nanoTime() + TIMEOUT_MS * 1_000_000;
            while (answer[0].isEmpty() && System.nanoTime() < deadline) {
                connection.await(200);
                connection.poll((buffer, offset, length) -> {
                    final JsonValue message = JsonValue.parse(buffer, offset, offset + length);
                    if (!message.get("error").isMissing()) {
                        answer[0] = "it refuses to announce blocks: "
                                + message.get("error").get("message").text();
                    } else if (!message.get("result").isMissing()) {
                        answer[0] = "ok";
                    }
                });
            }
        } catch (IOException | RuntimeException e) {
            return "its stream fails: " + e.getMessage();
        }
        return switch (answer[0]) {
            case "ok" -> "";
            case "" -> "it does not answer a subscription within " + TIMEOUT_MS + " ms";
            default -> answer[0];
        };
    }
}
