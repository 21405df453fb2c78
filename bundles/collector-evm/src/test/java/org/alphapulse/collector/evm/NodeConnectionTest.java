package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.alphapulse.chain.MessageHandler;
import org.junit.jupiter.api.Test;

class NodeConnectionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Keeps what was sent last. */
    private static final class Kept extends MemoryConnection {
        private byte[] sent;

        @Override
        public int poll(MessageHandler handler) {
            return 0;
        }

        @Override
        public void send(byte[] message) {
            sent = message.clone();
        }
    }

    @Test
    void shouldAskForTheLogsOfEachBlockByItsHashAndAnIdOfItsOwn() throws IOException {
        final Kept kept = new Kept();
        final NodeConnection connection = new NodeConnection(1, 1);
        connection.open(kept);
        final SplittableRandom random = new SplittableRandom(1);
        long before = 0;
        // So many that the id gets more digits.
        for (int i = 0; i < 1_000; i++) {
            final long[] hash = random.longs(4)
                    .map(word -> random.nextInt(8) == 0 ? 0 : word)
                    .toArray();
            final long id = connection.askLogs(hash);
            assertEquals(i == 0 ? id : before + 1, id);
            before = id;
            final JsonNode request = JSON.readTree(kept.sent);
            assertEquals(id, request.get("id").asLong());
            assertEquals("eth_getLogs", request.get("method").asText());
            final JsonNode filter = request.get("params").get(0);
            assertEquals(digits(hash), filter.get("blockHash").asText());
            assertEquals(digits(hash), Head.text(hash));
            assertEquals(JSON.readTree(EventTopics.FILTER), filter.get("topics"));
        }
    }

    @Test
    void shouldNotTakeItsOwnPauseForTheNodesSilence() throws IOException {
        final NodeConnection connection = new NodeConnection(TimeUnit.MILLISECONDS.toNanos(500), 1);
        connection.open(new Kept());
        final long pause = TimeUnit.SECONDS.toNanos(10);
        long now = System.nanoTime() + pause;
        connection.watch(0, now);
        now += pause;
        connection.watch(0, now);
        now += pause;
        connection.watch(1, now);
        final long step = TimeUnit.MILLISECONDS.toNanos(1);
        for (int i = 0; i < 500; i++) {
            now += step;
            connection.watch(0, now);
        }
        final long late = now + step;
        final IOException silence = assertThrows(IOException.class, () -> connection.watch(0, late));
        assertEquals("silent for 500 ms", silence.getMessage());
    }

    @Test
    void shouldAskForTheNewestBlockWhenOnlyHeadsAreMissing() throws IOException {
        final Kept kept = new Kept();
        final NodeConnection connection = new NodeConnection(TimeUnit.MILLISECONDS.toNanos(500), 1);
        connection.open(kept);
        final long step = TimeUnit.MILLISECONDS.toNanos(1);
        long now = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        int asked = 0;
        for (int i = 0; i < 2_000; i++) {
            now += step;
            // Logs come all the time.
            connection.watch(1, now);
            connection.watchHeads(i < 1_000);
            asked += kept.sent == null ? 0 : 1;
            if (kept.sent != null) {
                assertEquals(
                        "eth_getBlockByNumber",
                        JSON.readTree(kept.sent).get("method").asText());
                kept.sent = null;
            }
            assertEquals(0, i < 1_200 ? asked : 0);
        }
        assertEquals(3, asked);
    }

    private static String digits(long[] words) {
        final BigInteger value = Arrays.stream(words)
                .mapToObj(word -> new BigInteger(Long.toUnsignedString(word)))
                .reduce(BigInteger.ZERO, (all, word) -> all.shiftLeft(Long.SIZE).add(word));
        return "0x"
                + "0".repeat(64 - (value.signum() == 0 ? 1 : value.toString(16).length())) + value.toString(16);
    }
}
