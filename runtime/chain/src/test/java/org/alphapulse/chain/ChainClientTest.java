package org.alphapulse.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.alphapulse.devnet.Abi;
import org.alphapulse.devnet.Devnet;
import org.alphapulse.devnet.DevnetSpec;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.Pool;
import org.alphapulse.devnet.PoolFamily;
import org.alphapulse.devnet.Reserves;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChainClientTest {
    private static Devnet devnet;
    private static LocalChain chain;

    @BeforeAll
    static void start() {
        devnet = Devnet.start(DevnetSpec.instant());
        chain = devnet.chain(1);
    }

    @AfterAll
    static void stop() {
        devnet.close();
    }

    private static ChainClient client(String nodes, String multicall) {
        return new ChainClient(new ChainSettings(NodeSpec.parse(nodes), 5_000, multicall, "uniswap"));
    }

    @Test
    void shouldReadTheSameByEveryWayIn() {
        final List<EthCall> calls = new ArrayList<>();
        final List<Reserves> expected = new ArrayList<>();
        for (final Pool pool : chain.pools(PoolFamily.UNISWAP_V2)) {
            calls.add(new EthCall(pool.address(), Abi.selector("getReserves()")));
            expected.add(chain.reserves(pool));
        }
        calls.add(new EthCall(chain.contracts().weth(), Abi.selector("noSuchFunction()")));
        for (final String way :
                List.of(chain.httpUrl(), chain.wsUrl(), chain.ipc().toString())) {
            for (final String multicall : List.of("", chain.contracts().multicall())) {
                try (ChainClient client = client(way, multicall)) {
                    final List<byte[]> answers = client.read(null, calls, "latest");
                    for (int i = 0; i < expected.size(); i++) {
                        final byte[] answer = answers.get(i);
                        assertEquals(expected.get(i).amount0(), new BigInteger(1, answer, 0, 32), way + multicall);
                        assertEquals(expected.get(i).amount1(), new BigInteger(1, answer, 32, 32), way + multicall);
                    }
                    assertEquals(1, client.chainId());
                    assertEquals(
                            chain.blockHash(3), client.header(3).orElseThrow().hash());
                    assertTrue(client.header(1_000_000).isEmpty());
                }
            }
        }
    }

    @Test
    void shouldSayWhatTheContractSaidWhenACallReverts() {
        try (ChainClient client = client(chain.ipc().toString(), "")) {
            final Pool pool = chain.pools(PoolFamily.UNISWAP_V2).get(0);
            final String swap = Abi.call(
                    "swap(uint256,uint256,address,bytes)", BigInteger.ZERO, BigInteger.ZERO, pool.address(), "0x");
            final RpcException error =
                    assertThrows(RpcException.class, () -> client.call(new EthCall(pool.address(), swap)));
            assertTrue(error.getMessage().contains("INSUFFICIENT_OUTPUT_AMOUNT"), error.getMessage());
            assertTrue(error.data().startsWith("0x08c379a0"), error.data());
        }
    }

    @Test
    void shouldAskTheNextNodeWhenOneIsGone() {
        try (ChainClient client = client("http://127.0.0.1:1," + chain.httpUrl(), "")) {
            assertEquals(1, client.chainId());
            assertEquals("DOWN", client.status().get(0).state());
            assertEquals("UP", client.status().get(1).state());
            assertEquals(
                    Long.decode(chain.rpc()
                            .call("eth_getTransactionCount", chain.account(5).address(), "latest")
                            .asText()),
                    client.nonce(chain.account(5).address(), "latest"));
        }
    }

    @Test
    void shouldAskTheNextNodeWhenOneAnswersNonsense() throws Exception {
        final List<EthCall> calls = new ArrayList<>();
        for (final Pool pool : chain.pools(PoolFamily.UNISWAP_V2)) {
            calls.add(new EthCall(pool.address(), Abi.selector("getReserves()")));
        }
        for (final String nonsense : List.of("\"0xno\"", "\"12 eggs\"", "{\"number\":\"0xffffffffffffffff\"}")) {
            final Map<String, Consumer<ChainClient>> questions = new LinkedHashMap<>();
            if (nonsense.startsWith("{")) {
                questions.put(
                        "a header",
                        client -> assertEquals(3, client.header(3).orElseThrow().number()));
                questions.put("the newest", client -> assertTrue(client.latest().number() > 0));
            } else {
                questions.put("the chain's id", client -> assertEquals(1, client.chainId()));
                questions.put("a nonce", client -> assertEquals(0, client.nonce("0x" + "12".repeat(20), "latest")));
                questions.put(
                        "a balance", client -> assertEquals(BigInteger.ZERO, client.balance("0x" + "12".repeat(20))));
                questions.put("reserves", client -> assertEquals(96, client.call(calls.get(0)).length));
                questions.put(
                        "reads",
                        client -> assertEquals(
                                96, client.read(null, calls, "latest").get(0).length));
            }
            for (final Map.Entry<String, Consumer<ChainClient>> question : questions.entrySet()) {
                try (CannedNode liar = new CannedNode(nonsense);
                        ChainClient client = client(
                                liar.url() + "," + chain.httpUrl(),
                                chain.contracts().multicall())) {
                    question.getValue().accept(client);
                    final NodeStatus status = client.status().get(0);
                    assertEquals("DOWN", status.state(), question.getKey());
                    assertTrue(status.reason().startsWith("cannot make sense of"), status.reason());
                    assertEquals("UP", client.status().get(1).state());
                }
            }
        }
    }

    @Test
    void shouldSayWhatIsNonsenseWhenNoNodeSaysAnythingElse() throws Exception {
        try (CannedNode liar = new CannedNode("\"0xno\"");
                ChainClient client = client(liar.url(), "")) {
            assertThrows(IllegalArgumentException.class, client::chainId);
        }
    }

    @Test
    void shouldWaitAtMostTheTimeoutWhenTheNodeIsSilent() {
        try (ChainClient client =
                new ChainClient(new ChainSettings(NodeSpec.parse(chain.wsUrl()), 300, "", "multicall3"))) {
            assertEquals(1, client.chainId());
            chain.connections().silence(true);
            final UnreachableException error = assertThrows(UnreachableException.class, client::chainId);
            assertTrue(error.getMessage().contains("no answer within 300 ms"), error.getMessage());
            chain.connections().silence(false);
            assertEquals(1, client.chainId());
        } finally {
            chain.connections().silence(false);
        }
    }

    @Test
    void shouldWaitTwiceAsLongAfterEachFailureUpTo30Seconds() {
        final Backoff backoff = new Backoff();
        final List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            seconds.add(backoff.failed() / 1_000_000_000L);
        }
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 30L, 30L), seconds);
        backoff.succeeded();
        assertEquals(1_000_000_000L, backoff.failed());
    }

    @Test
    void shouldReadJsonAsItIsMeant() {
        final byte[] text =
                "{\"a\":[1,-2.5e3,\"x\\\"\\u0041\\n\",true,null,{}],\"b\":\"0xff\"}".getBytes(StandardCharsets.UTF_8);
        final JsonValue value = JsonValue.parse(text, 0, text.length);
        assertEquals("x\"A\n", value.get("a").elements().get(2).text());
        assertEquals(255, value.get("b").number());
        assertTrue(value.get("a").elements().get(4).isMissing());
        for (int cut = 0; cut < text.length; cut++) {
            final int end = cut;
            assertThrows(IllegalArgumentException.class, () -> JsonValue.parse(text, 0, end), "cut at " + cut);
        }
    }
}
