package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.alphapulse.model.Venues;

/**
 * A node of a chain that stands still, on a Unix socket: pools whose state may be read, blocks with logs of those pools, and nothing new. A
 * third of the pools has ticks. What it answers is computed from the height and the number of the pool.
 */
final class ReplayNode implements AutoCloseable {
    static final long FIRST_HEIGHT = 20_000_000;
    static final int LOGS_PER_BLOCK = 40;
    static final int TICKS = 50;
    private static final int SPACING = 60;
    private static final long LIQUIDITY = 1L << 40;
    /** Each tick below zero adds one, and zero takes one off. */
    private static final long IN_RANGE = TICKS / 2 - 1;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PAIRS = address(0xfac7_0001L);
    private static final String POOLS = address(0xfac7_0002L);

    private static final int V2 = Venues.standard().code("uniswap-v2");
    private static final int V3 = Venues.standard().code("uniswap-v3");

    private final LineServer server;
    private final int pools;
    private final AtomicLong height = new AtomicLong(FIRST_HEIGHT);

    ReplayNode(Path socket, int pools) throws IOException {
        this.pools = pools;
        server = new LineServer(socket, this::answer);
    }

    /** Adds blocks. */
    void mine(int blocks) {
        height.addAndGet(blocks);
    }

    /** Writes what discovery would have found, and the chain's file. */
    void describe(Path folder) throws IOException {
        final List<String> lines = new ArrayList<>(List.of("origin," + hash(0)));
        for (int i = 0; i < 101; i++) {
            lines.add("token," + token(i) + ",18,T" + i);
        }
        for (int i = 0; i < pools; i++) {
            final String tokens = token(i % 100) + "," + token(1 + i % 100);
            lines.add(
                    isConcentrated(i)
                            ? "pool," + V3 + ",v3," + pool(i) + "," + tokens + ",3000," + SPACING
                            : "pool," + V2 + ",v2," + pool(i) + "," + tokens + ",3000,0");
        }
        for (final String factory : List.of(PAIRS, POOLS)) {
            lines.add("scanned," + factory + "," + FIRST_HEIGHT + "," + hash(FIRST_HEIGHT));
        }
        Files.write(folder.resolve("pools-still-1.csv"), lines);
        Files.write(
                folder.resolve("still.properties"),
                List.of(
                        "chain.id=1",
                        "factory.uniswap-v2=v2," + PAIRS + ",3000",
                        "factory.uniswap-v3=v3," + POOLS + ",3000"));
    }

    private static boolean isConcentrated(int pool) {
        return pool % 3 == 0;
    }

    private static String address(long number) {
        return String.format("0x%040x", number);
    }

    private static String token(int i) {
        return address(0x7000_0000L + i);
    }

    private static String pool(int i) {
        return "0x" + String.format("%016x", (i + 1) * 0x9E3779B97F4A7C15L) + String.format("%024x", i);
    }

    private static String hash(long block) {
        return String.format("0x%016x%048x", block * 0x9E3779B97F4A7C15L, block);
    }

    private static String word(long value) {
        return (value < 0 ? "f".repeat(48) : "0".repeat(48)) + String.format("%016x", value);
    }

    // ---- answers ----

    private String answer(String line) {
        try {
            final JsonNode request = JSON.readTree(line);
            final List<String> answers = new ArrayList<>();
            (request.isArray() ? request : Collections.singleton(request)).forEach(one -> answers.add(answer(one)));
            return request.isArray() ? answers.toString() : answers.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String answer(JsonNode request) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + request.get("id") + ",\"result\":"
                + result(request.get("method").asText(), request.get("params")) + "}";
    }

    private String result(String method, JsonNode parameters) {
        return switch (method) {
            case "eth_chainId", "eth_subscribe" -> "\"0x1\"";
            case "eth_getBlockByNumber" -> block(parameters.get(0).asText());
            case "eth_call" -> "\"0x" + state(parameters.get(0)) + "\"";
            case "eth_getLogs" -> logs(parameters.get(0));
            default -> "null";
        };
    }

    private String block(String tag) {
        final long number = tag.startsWith("0x") ? Long.decode(tag) : height.get();
        return number > height.get()
                ? "null"
                : String.format(
                        Locale.ROOT,
                        "{\"number\":\"0x%x\",\"hash\":\"%s\",\"parentHash\":\"%s\",\"timestamp\":\"0x%x\","
                                + "\"gasUsed\":\"0x0\",\"gasLimit\":\"0x1c9c380\",\"baseFeePerGas\":\"0x1\"}",
                        number,
                        hash(number),
                        hash(number - 1),
                        1_700_000_000L + number);
    }

    private static String state(JsonNode call) {
        final String data = call.get("data").asText();
        final int tick = data.length() < 74 ? 0 : (int) Long.parseUnsignedLong(data.substring(58, 74), 16);
        return switch (data.substring(2, 10)) {
            case "0902f1ac" -> word(LIQUIDITY) + word(LIQUIDITY) + word(1);
            case "3850c7bd" -> price() + word(0).repeat(5) + word(1);
            case "1a686502" -> word(IN_RANGE);
            case "5339c296" -> tick == 0 ? word((1L << (TICKS / 2)) - 1) : tick == -1 ? below() : word(0);
            case "f30dba93" -> word(1) + word(tick < 0 ? 1 : -1) + word(0).repeat(6);
            default -> "";
        };
    }

    /** The bitmap of the {@value #TICKS} / 2 ticks right below zero. */
    private static String below() {
        return String.format("%016x", -1L << (64 - TICKS / 2)) + "0".repeat(48);
    }

    private String logs(JsonNode filter) {
        final JsonNode address = filter.path("address");
        if (address.isTextual() || !filter.has("fromBlock")) {
            return "[]";
        }
        final StringBuilder text = new StringBuilder(1 << 20).append('[');
        final long to = Long.decode(filter.get("toBlock").asText());
        for (long block = Long.decode(filter.get("fromBlock").asText()); block <= to; block++) {
            for (int i = 0; i < LOGS_PER_BLOCK; i++) {
                log(text.length() == 1 ? text : text.append(','), block, i);
            }
        }
        return text.append(']').toString();
    }

    private void log(StringBuilder text, long block, int index) {
        final int pool = Math.floorMod(((block * LOGS_PER_BLOCK + index) * 0x9E3779B97F4A7C15L) >>> 20, pools);
        final boolean ticks = isConcentrated(pool);
        text.append("{\"address\":\"").append(pool(pool)).append("\",\"topics\":[\"");
        text.append(ticks ? JacksonLogs.SWAP : JacksonLogs.SYNC);
        if (ticks) {
            text.append("\",\"0x").append(word(1)).append("\",\"0x").append(word(2));
        }
        text.append("\"],\"data\":\"0x");
        if (ticks) {
            text.append(word(index))
                    .append(word(-index))
                    .append(price())
                    .append(word(IN_RANGE))
                    .append(word(0));
        } else {
            text.append(word(LIQUIDITY + index)).append(word(LIQUIDITY - index));
        }
        text.append(String.format(
                "\",\"blockNumber\":\"0x%x\",\"transactionHash\":\"%s\",\"transactionIndex\":\"0x%x\",\"blockHash\":\"%s\","
                        + "\"logIndex\":\"0x%x\",\"removed\":false}",
                block, hash(index), index, hash(block), index));
    }

    /** The square root of the price: 2^96. */
    private static String price() {
        return word(0).substring(0, 39) + "1" + "0".repeat(24);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
