package org.alphapulse.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A node that answers what an executor asks, always the same: no network and no chain is part of what is measured. It listens on a Unix
 * socket; every call succeeds, and its newest block is older than any that the benchmark plays.
 */
final class StubNode implements AutoCloseable {
    private static final String HASH = "0x" + "11".repeat(32);
    private static final String BLOCK = "{\"number\":\"0x1\",\"hash\":\"" + HASH + "\",\"parentHash\":\"0x"
            + "22".repeat(32) + "\",\"timestamp\":\"0x1\",\"gasUsed\":\"0x0\",\"gasLimit\":\"0x1c9c380\","
            + "\"baseFeePerGas\":\"0x3b9aca00\"}";

    private final LineServer server;

    StubNode(Path socket) throws IOException {
        server = new LineServer(socket, StubNode::answer);
    }

    private static String answer(String request) {
        final String id = request.replaceAll(".*\"id\":\\s*(\\d+).*", "$1");
        final String method = request.replaceAll(".*\"method\":\\s*\"(\\w+)\".*", "$1");
        final String result =
                switch (method) {
                    case "eth_getBlockByNumber" -> BLOCK;
                    case "eth_getTransactionCount" -> "\"0x0\"";
                    case "eth_chainId" -> "\"0x1\"";
                    case "eth_call" -> "\"0x\"";
                    default -> "null";
                };
        return String.format(Locale.ROOT, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}", id, result);
    }

    boolean isOpen() {
        return server.isOpen();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
