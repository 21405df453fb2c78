package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.PoolSwapFlyweight;
import org.alphapulse.protocol.PoolSyncFlyweight;

/** Logs by way of Jackson's tree: the quickest that is usual, with numbers read straight from the text. */
final class JacksonLogs {
    static final String SWAP = "0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67";
    static final String SYNC = "0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1";
    private static final int HEADS = 5;
    private static final int SLACK = 16;
    private static final int WORD = 64;

    private final ObjectMapper mapper = new ObjectMapper();
    private final Map<String, InstrumentId> pools = new HashMap<>();
    private final SlotSink sink;
    private final PoolSwapFlyweight swap = new PoolSwapFlyweight();
    private final PoolSyncFlyweight sync = new PoolSyncFlyweight();

    JacksonLogs(SlotSink sink) {
        this.sink = sink;
    }

    void add(String address, InstrumentId id) {
        pools.put(address, id);
    }

    long run(byte[][] messages, int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += parse(messages[i % messages.length]);
        }
        return sum;
    }

    int parse(byte[] message) {
        final JsonNode log;
        try {
            log = mapper.readTree(message, 0, message.length - SLACK)
                    .path("params")
                    .path("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        final InstrumentId id = pools.get(log.path("address").textValue());
        final String data = log.path("data").textValue();
        final String topic = log.path("topics").path(0).textValue();
        if (id == null) {
            return 0;
        }
        if (SWAP.equals(topic)) {
            swap(log, id, data);
        } else if (SYNC.equals(topic)) {
            sync(log, id, data);
        }
        return sink.commit() > 0 ? 1 : 0;
    }

    private void swap(JsonNode log, InstrumentId id, String data) {
        swap.appendTo(sink.begin(PoolSwapFlyweight.BLOCK_LENGTH + HEADS));
        swap.pool(id)
                .amount0(limb(data, 0, 0), limb(data, 0, 1), limb(data, 0, 2), limb(data, 0, 3))
                .amount1(limb(data, 1, 0), limb(data, 1, 1), limb(data, 1, 2), limb(data, 1, 3))
                .sqrtPriceX96(limb(data, 2, 0), limb(data, 2, 1), limb(data, 2, 2))
                .liquidity(limb(data, 3, 0), limb(data, 3, 1))
                .blockNumber(number(log, "blockNumber"))
                .logIndex(number(log, "logIndex"))
                .transactionIndex(number(log, "transactionIndex"))
                .tick((int) limb(data, 4, 0))
                .logFlags(0);
    }

    private void sync(JsonNode log, InstrumentId id, String data) {
        sync.appendTo(sink.begin(PoolSyncFlyweight.BLOCK_LENGTH + HEADS));
        sync.pool(id)
                .reserve0(limb(data, 0, 0), limb(data, 0, 1))
                .reserve1(limb(data, 1, 0), limb(data, 1, 1))
                .blockNumber(number(log, "blockNumber"))
                .logIndex(number(log, "logIndex"))
                .transactionIndex(number(log, "transactionIndex"))
                .logFlags(0);
    }

    private static long limb(String data, int word, int limb) {
        final int end = 2 + (word + 1) * WORD - 16 * limb;
        return Long.parseUnsignedLong(data, end - 16, end, 16);
    }

    private static long number(JsonNode log, String name) {
        final String text = log.path(name).textValue();
        return Long.parseLong(text, 2, text.length(), 16);
    }
}
