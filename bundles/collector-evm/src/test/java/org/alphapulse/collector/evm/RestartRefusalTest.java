package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.alphapulse.api.context.CollectorContext;
import org.alphapulse.api.context.RestoredChain;
import org.alphapulse.chain.ChainClient;
import org.alphapulse.chain.ChainSettings;
import org.alphapulse.chain.Hex;
import org.alphapulse.chain.NodeSpec;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.engine.SystemClock;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay on a real node whose answers about logs the test gives, as no node gives such answers when it is asked to. */
class RestartRefusalTest implements Restart.Wire {
    private static final int BLOCKS = 10;
    private static Devnet devnet;
    private static LocalChain chain;
    private static ChainClient client;

    private final List<String> asked = new ArrayList<>();
    private final List<Long> told = new ArrayList<>();
    private Restart restart;
    private long base;

    @BeforeAll
    static void start() {
        devnet = Devnet.start(DevnetSpec.instant());
        chain = devnet.chain(1);
        chain.mine(BLOCKS);
        client = new ChainClient(new ChainSettings(NodeSpec.parse(Harness.ws(chain)), 5_000, "", "multicall3"));
    }

    @AfterAll
    static void stop() {
        client.close();
        devnet.close();
    }

    @Override
    public long ask(String method, String parameters) {
        asked.add(method + parameters);
        return 77;
    }

    @Override
    public void follows(long number, long[] hash) {
        assertEquals(base, number);
    }

    @Override
    public void tell(Head head, boolean behind) {
        told.add(behind ? head.number : -head.number);
    }

    @Override
    public boolean announcedAbove(long number) {
        return false;
    }

    /** One pool is kept from some blocks ago, and is followed. */
    @BeforeEach
    void begin() throws IOException {
        base = chain.blockNumber() - BLOCKS;
        final var contract = chain.pools().get(0);
        final InstrumentId id = InstrumentId.ofAddress(1, InstrumentKind.POOL, 1, Hex.bytes(contract.address()));
        final RestoredChain kept =
                new RestoredChain(base, chain.blockHash(base), Map.of(id, new RestoredChain.Terms(3_000, 0)), "", 0);
        final RecordingSink sink = new RecordingSink();
        final CollectorContext context = (CollectorContext) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CollectorContext.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "sink" -> sink;
                    case "clock" -> new SystemClock();
                    case "restored" -> kept;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        final Properties file = new Properties();
        file.setProperty("chain.id", "1");
        final ChainFile described = ChainFile.of("local", file);
        final PoolTable table = new PoolTable();
        final Publisher out = new Publisher(context, 1, table, () -> false);
        final FollowedPools pools = new FollowedPools("local", client, table, out);
        final Token token = new Token(id, contract.address(), 18, "T");
        pools.discovered(
                new Pool(id, contract.address().toLowerCase(java.util.Locale.ROOT), false, token, token, 3_000, 0));
        assertEquals(1, pools.take());
        restart = new Restart(described, context, out, pools, this, 100, 5_000);
        assertTrue(restart.begin(client.nodes().get(0)));
        restart.step();
        restart.step();
        assertTrue(asked.isEmpty(), "discovery has not said yet which pools there are");
        restart.listed();
        restart.step();
        restart.step();
        assertEquals(1, asked.size());
    }

    private String range(int blocks) {
        return "\"fromBlock\":\"" + Hex.quantity(base + 1) + "\",\"toBlock\":\"" + Hex.quantity(base + blocks) + "\"";
    }

    @Test
    void shouldAskForFewerBlocksAndGiveUpAtOneWhenTheNodeDoesNotGiveTheLogs() throws IOException {
        for (final int blocks : new int[] {BLOCKS, 5, 2, 1}) {
            final String last = asked.get(asked.size() - 1);
            assertTrue(last.contains(range(blocks)), last);
            restart.onAnswer(true);
            restart.step();
        }
        assertRefused("the node does not give the logs of block " + (base + 1));
    }

    private void assertRefused(String reason) {
        assertFalse(restart.active());
        assertEquals("REFUSED", restart.status().outcome());
        assertEquals(reason, restart.status().reason());
        assertTrue(told.stream().allMatch(head -> head > 0), "no head that makes pools tradable: " + told);
    }

    @Test
    void shouldGiveUpWhenALogIsOfAnotherBlockThanTheHeadersSay() throws IOException {
        log(base + 3, "0x" + "ab".repeat(32));
        restart.onAnswer(false);
        restart.step();
        assertRefused("block " + (base + 3) + " was replaced while it was replayed");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 4})
    void shouldGiveUpWhenALogComesTwiceOrAfterALaterOne(int second) throws IOException {
        log(base + 5, chain.blockHash(base + 5));
        log(base + second, chain.blockHash(base + second));
        restart.step();
        assertRefused("the logs of blocks " + (base + 1) + " to " + (base + BLOCKS) + " are not in order at block "
                + (base + second));
    }

    @Test
    void shouldTellEachHeadAndOnlyTheLastAsTheNewestWhenAllWasTold() throws IOException {
        log(base + 5, chain.blockHash(base + 5));
        restart.onAnswer(false);
        restart.step();
        final List<Long> expected = new ArrayList<>();
        for (long block = base + 1; block < base + BLOCKS; block++) {
            expected.add(block);
        }
        expected.add(-base - BLOCKS);
        assertEquals(expected, told);
        assertEquals("RESTORED", restart.status().outcome());
        assertEquals(1, restart.status().logs());
    }

    /** A Sync of the pool, as a node writes it. */
    private void log(long block, String hash) {
        final String text = "{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":[{\"address\":\""
                + chain.pools().get(0).address().toLowerCase(java.util.Locale.ROOT) + "\",\"topics\":[\""
                + "0x1c411e9a96e071241c2f21f7726b17ae89e3cab4c78be50e062b03a9fffbbad1\"],\"data\":\"0x"
                + String.format("%064x%064x", 1_000, 2_000) + "\",\"blockNumber\":\"" + Hex.quantity(block)
                + "\",\"transactionHash\":\"0x" + "11".repeat(32) + "\",\"transactionIndex\":\"0x0\",\"blockHash\":\""
                + hash + "\",\"logIndex\":\"0x0\",\"removed\":false}]}";
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        final MessageParser[] parser = new MessageParser[1];
        parser[0] = new MessageParser(new MessageEvents() {
            @Override
            public void onLog(long id) {
                assertTrue(restart.asked(id));
                restart.onLog(parser[0]);
            }

            @Override
            public void onHead(long id) {}

            @Override
            public void onAnswer(long id, boolean failed) {}
        });
        assertTrue(parser[0].parse(Arrays.copyOf(bytes, bytes.length + 16), 0, bytes.length));
    }
}
