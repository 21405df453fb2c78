package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.ChainSettings;
import org.alphapulse.chain.Hex;
import org.alphapulse.chain.MessageHandler;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.junit.jupiter.api.Test;

/** A log of the next block comes while the state of its pool was not read yet. */
class UnreadPoolTest {
    private static final String ADDRESS = "0x" + "ab".repeat(20);
    private static final String FIRST = "0".repeat(15) + "7" + "0".repeat(48);
    private static final String NEXT = "0".repeat(15) + "8" + "0".repeat(48);

    private final RecordingSink sink = new RecordingSink();
    private final Queue<String> messages = new ArrayDeque<>();
    private String asked = "";

    /** Hands out one message a look. */
    private final class Scripted extends MemoryConnection {
        @Override
        public int poll(MessageHandler handler) {
            final String text = messages.poll();
            if (text == null) {
                return 0;
            }
            handler.onMessage((text + " ".repeat(16)).getBytes(StandardCharsets.US_ASCII), 0, text.length());
            return text.length();
        }

        @Override
        public void send(byte[] message) {
            asked = new String(message, StandardCharsets.US_ASCII);
        }
    }

    private CollectorContext context() {
        return (CollectorContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CollectorContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "sink" -> sink;
                    case "clock" ->
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {EngineClock.class},
                                (clock, look, none) -> System.nanoTime());
                    case "diverged" -> Set.of();
                    default -> null;
                });
    }

    private static String notification(String result) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"0x4a\",\"result\":"
                + result + "}}";
    }

    private static String log() {
        return "{\"address\":\"" + ADDRESS + "\",\"topics\":[\"" + EventTopics.SYNC + "\"],\"data\":\"0x"
                + "0".repeat(63) + "5" + "0".repeat(63) + "6\",\"blockHash\":\"0x" + NEXT
                + "\",\"blockNumber\":\"0x8\",\"transactionIndex\":\"0x1\",\"logIndex\":\"0x0\",\"removed\":false}";
    }

    @Test
    void shouldBeReadOnlyAfterTheEndOfThatBlock() {
        final ChainFile chain = new ChainFile("made-up", 1, 1_000, "", "multicall3", List.of(), List.of(), Map.of());
        final ChainStream stream = new ChainStream(
                chain,
                new ChainClient(ChainSettings.of("ws://127.0.0.1:1|http://127.0.0.1:1")),
                context(),
                new ChainStream.Limits(60_000_000_000L, 1_000, 1, 0),
                null);
        final Head first = new Head();
        first.number = 7;
        first.hash[0] = 7;
        stream.follow(new Scripted(), List.of(), first);
        messages.add(notification(log()));
        final InstrumentId id = InstrumentId.ofAddress(1_000, InstrumentKind.POOL, 1, Hex.bytes(ADDRESS));
        final Token token = new Token(id, ADDRESS, 18, "T");
        stream.discovered(new Pool(id, ADDRESS, false, token, token, 3_000, 0));
        assertEquals(7, pass(stream).headBlock());
        assertEquals(7, pass(stream).headBlock());
        messages.add(
                notification(
                        "{\"number\":\"0x8\",\"hash\":\"0x" + NEXT + "\",\"parentHash\":\"0x" + FIRST
                                + "\",\"timestamp\":\"0x6553f100\",\"gasUsed\":\"0x1\",\"gasLimit\":\"0x2\",\"baseFeePerGas\":\"0x3\"}"));
        pass(stream);
        messages.add("{\"jsonrpc\":\"2.0\",\"id\":" + asked.replaceAll(".*\"id\": *(\\d+).*", "$1") + ",\"result\":["
                + log() + "]}");
        // Nobody is there to read from, which says that it is read now.
        assertThrows(NullPointerException.class, () -> pass(stream));
        assertEquals(8, stream.status().headBlock());
    }

    private static org.alphapulse.chain.ChainStatus pass(ChainStream stream) {
        stream.doWork();
        return stream.status();
    }
}
