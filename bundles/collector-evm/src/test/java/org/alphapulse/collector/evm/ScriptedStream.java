package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.api.context.RestoredChain;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.ChainSettings;
import org.alphapulse.chain.ChainStatus;
import org.alphapulse.chain.Hex;
import org.alphapulse.chain.MessageHandler;
import org.alphapulse.chain.Node;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.StateInvalidationFlyweight;

/**
 * A stream that was told block 7 of a chain, and gets what a test says, one message a pass. Its node answers no calls: where one is asked,
 * the connection ends.
 */
final class ScriptedStream {
    static final long BLOCK = 7;
    private static final String NEXT = hash(BLOCK + 1);

    final ChainStream stream;
    private final RecordingSink sink = new RecordingSink();
    private final Queue<String> messages = new ArrayDeque<>();
    private final Node node;
    private String asked = "";
    /** What goes wrong when messages are read. */
    Runnable fault = () -> {};

    /** Follows the chain with pools whose state counts as told. */
    ScriptedStream(Pool... told) {
        this("http://127.0.0.1:1", told);
    }

    /** The same with a node that may answer calls. */
    ScriptedStream(String rpcUrl, Pool... told) {
        final ChainFile chain = new ChainFile("made-up", 1, 1_000, "", "multicall3", List.of(), List.of(), Map.of());
        final ChainClient client = new ChainClient(ChainSettings.of("ws://127.0.0.1:1|" + rpcUrl));
        node = client.nodes().get(0);
        stream = new ChainStream(chain, client, context(), new ChainStream.Limits(60_000_000_000L, 1_000, 1, 0), null);
        final Head first = new Head();
        first.number = BLOCK;
        first.hash[0] = BLOCK;
        stream.follow(node, new Scripted(), Arrays.asList(told), first);
    }

    /** Hands out one message a look. */
    private final class Scripted extends MemoryConnection {
        @Override
        public int poll(MessageHandler handler) {
            fault.run();
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
                    case "restored" -> RestoredChain.none("");
                    default -> null;
                });
    }

    /** A pool of two reserves. */
    static Pool pair(String address) {
        return pool(address, false);
    }

    /** A pool with ticks. */
    static Pool pool(String address) {
        return pool(address, true);
    }

    private static Pool pool(String address, boolean concentrated) {
        final InstrumentId id = InstrumentId.ofAddress(1_000, InstrumentKind.POOL, 1, Hex.bytes(address));
        final Token token = new Token(id, address, 18, "T");
        return new Pool(id, address, concentrated, token, token, 3_000, concentrated ? 60 : 0);
    }

    /** A log of the next block. */
    static String log(String address, int index) {
        return "{\"address\":\"" + address + "\",\"topics\":[\"" + EventTopics.SYNC + "\"],\"data\":\"0x"
                + "0".repeat(63) + "5" + "0".repeat(63) + "6\",\"blockHash\":\"0x" + NEXT
                + "\",\"blockNumber\":\"0x8\",\"transactionIndex\":\"0x1\",\"logIndex\":\"0x"
                + Integer.toHexString(index) + "\",\"removed\":false}";
    }

    static String notification(String result) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"0x4a\",\"result\":"
                + result + "}}";
    }

    /** The node notifies a log. */
    void notifyLog(String log) {
        messages.add(notification(log));
    }

    /** The hash of a block, without what stands in front. */
    private static String hash(long block) {
        return String.format("%016x", block) + "0".repeat(48);
    }

    /** The node announces the next block and is asked for its logs. */
    void announce() {
        announce(BLOCK + 1);
    }

    /** The node announces a block. */
    void announce(long block) {
        messages.add(notification(header(block)));
        pass();
    }

    /** The header of a block. */
    static String header(long block) {
        return "{\"number\":\"0x" + Long.toHexString(block) + "\",\"hash\":\"0x" + hash(block)
                + "\",\"parentHash\":\"0x" + hash(block - 1)
                + "\",\"timestamp\":\"0x6553f100\",\"gasUsed\":\"0x1\",\"gasLimit\":\"0x2\",\"baseFeePerGas\":\"0x3\"}";
    }

    /** The node answers with all logs of the next block. */
    void answer(String... logs) {
        result("[" + String.join(",", logs) + "]");
    }

    /** The node answers without saying anything. */
    void answerNothing() {
        result("null");
    }

    private void result(String result) {
        messages.add("{\"jsonrpc\":\"2.0\",\"id\":" + asked.replaceAll(".*\"id\": *(\\d+).*", "$1") + ",\"result\":"
                + result + "}");
    }

    ChainStatus pass() {
        stream.doWork();
        return stream.status();
    }

    /** Has a pass; whether it asked the node for something. */
    boolean asksTheNode() {
        final int before = node.status().failures();
        pass();
        return node.status().failures() > before;
    }

    /** Whether the last message declared void all that was told of the chain. */
    boolean toldVoid() {
        final StateInvalidationFlyweight invalidation = new StateInvalidationFlyweight();
        return invalidation.readFrom(sink.first()) == 0
                && invalidation.scope() == StateInvalidationFlyweight.SCOPE_CHAIN
                && invalidation.reason() == StateInvalidationFlyweight.REASON_DISCONNECT
                && invalidation.chainId() == 1;
    }

    private BlockHeadFlyweight head() {
        final BlockHeadFlyweight head = new BlockHeadFlyweight();
        assertEquals(0, head.readFrom(sink.first()));
        return head;
    }

    /** The number of the block of which the last message was. */
    long toldBlock() {
        return head().number();
    }

    /** Whether the last message was a head that says that newer ones are told next. */
    boolean toldBehind() {
        return (head().headFlags() & BlockHeadFlyweight.HEAD_FLAGS_BEHIND) != 0;
    }

    /** Whether the engine takes nothing any more. */
    void full(boolean now) {
        sink.full = now;
    }

    /** Messages that the stream has published. */
    long published() {
        return sink.messages;
    }
}
