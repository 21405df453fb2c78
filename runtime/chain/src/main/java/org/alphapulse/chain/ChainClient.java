package org.alphapulse.chain;

import java.math.BigInteger;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A chain behind several nodes: each call goes to the first node that may be asked, and to the next one if that does not answer. Calls
 * block. Thread-safe.
 */
public final class ChainClient implements AutoCloseable {
    private static final int CALLS_PER_BATCH = 200;
    private static final int CALLS_PER_MULTICALL = 500;

    private final List<Node> nodes;
    private final Multicall multicall;

    /**
     * Makes a client; nothing is opened before the first call.
     *
     * @param settings which nodes
     */
    public ChainClient(ChainSettings settings) {
        final boolean needsHttp =
                settings.nodes().stream().anyMatch(node -> node.rpcUrl().startsWith("http"));
        final HttpClient http = needsHttp
                ? HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofMillis(settings.timeoutMs()))
                        .build()
                : null;
        nodes = settings.nodes().stream()
                .map(spec -> new Node(spec, http, settings.timeoutMs()))
                .toList();
        multicall = settings.multicall().isEmpty()
                ? null
                : new Multicall(settings.multicall(), "uniswap".equals(settings.multicallKind()));
    }

    /**
     * The nodes.
     *
     * @return in order of preference
     */
    public List<Node> nodes() {
        return nodes;
    }

    /**
     * How the nodes do.
     *
     * @return one row a node
     */
    public List<NodeStatus> status() {
        return nodes.stream().map(Node::status).toList();
    }

    /**
     * Calls a method.
     *
     * @param method such as {@code eth_blockNumber}
     * @param parameters see {@link RpcRequest}
     * @return the result
     * @throws RpcException if a node answers with an error
     * @throws UnreachableException if no node answers
     */
    public JsonValue call(String method, Object... parameters) {
        return ask(node -> node.call(method, parameters));
    }

    /**
     * Calls several methods in one message; see {@link Node#batch}.
     *
     * @param requests what to call
     * @return one result a request
     */
    public List<JsonValue> batch(List<RpcRequest> requests) {
        return ask(node -> node.batch(requests));
    }

    /**
     * Asks one node after the other until one answers. One whose answer makes no sense counts as one that does not answer.
     *
     * @param question what to ask; throws {@link IllegalArgumentException} if the answer makes no sense
     * @param <T> of the answer
     * @return the first answer
     * @throws UnreachableException if no node answers
     * @throws IllegalArgumentException if the last one that answered said nonsense
     */
    public <T> T ask(Function<Node, T> question) {
        RuntimeException last = null;
        for (final boolean desperate : new boolean[] {false, true}) {
            for (final Node node : nodes) {
                if (node.isQuarantined() || node.usable() == desperate) {
                    continue;
                }
                try {
                    return question.apply(node);
                } catch (UnreachableException e) {
                    last = e;
                } catch (IllegalArgumentException e) {
                    node.failed("cannot make sense of what it says: " + e.getMessage());
                    last = e;
                } catch (RpcException e) {
                    if (!Node.isRateLimit(e)) {
                        throw e;
                    }
                    node.failed(e.getMessage());
                    last = e;
                }
            }
            if (last != null) {
                break;
            }
        }
        throw last != null ? last : new UnreachableException("all nodes are quarantined", null);
    }

    /**
     * Reads from contracts, in as few messages as possible.
     *
     * @param node to ask, or null for the first that answers
     * @param calls what to read
     * @param block a height as a quantity, or {@code latest}
     * @return one result a call, in their order; empty where a call reverted or there is no contract
     */
    public List<byte[]> read(Node node, List<EthCall> calls, String block) {
        return node == null ? ask(any -> readFrom(any, calls, block)) : readFrom(node, calls, block);
    }

    private List<byte[]> readFrom(Node node, List<EthCall> calls, String block) {
        if (multicall == null || calls.size() < 3) {
            return readEach(node, calls, block);
        }
        final List<byte[]> results = new ArrayList<>(calls.size());
        for (int from = 0; from < calls.size(); from += CALLS_PER_MULTICALL) {
            final List<EthCall> part = calls.subList(from, Math.min(calls.size(), from + CALLS_PER_MULTICALL));
            final EthCall packed = multicall.pack(part);
            final byte[] answer =
                    node.call("eth_call", parameters(packed), block).bytes();
            results.addAll(answer.length == 0 ? readEach(node, part, block) : multicall.unpack(answer, part.size()));
        }
        return results;
    }

    private static List<byte[]> readEach(Node node, List<EthCall> calls, String block) {
        final List<byte[]> results = new ArrayList<>(calls.size());
        for (int from = 0; from < calls.size(); from += CALLS_PER_BATCH) {
            final List<RpcRequest> requests =
                    calls.subList(from, Math.min(calls.size(), from + CALLS_PER_BATCH)).stream()
                            .map(call -> RpcRequest.of("eth_call", parameters(call), block))
                            .toList();
            node.batch(requests).forEach(result -> results.add(result.bytes()));
        }
        return results;
    }

    private static Map<String, String> parameters(EthCall call) {
        return Map.of("to", call.to(), "data", call.data());
    }

    /**
     * Reads from one contract at the newest block.
     *
     * @param call what to read
     * @return what it returned
     * @throws RpcException if it reverted
     */
    public byte[] call(EthCall call) {
        return ask(node -> node.call("eth_call", parameters(call), "latest").bytes());
    }

    /**
     * The chain's id, by the first node that answers.
     *
     * @return such as 1
     */
    public long chainId() {
        return ask(node -> node.call("eth_chainId").number());
    }

    /**
     * The header of the newest block.
     *
     * @return by the first node that answers
     */
    public BlockHeader latest() {
        return ask(Node::latest);
    }

    /**
     * The header of a block.
     *
     * @param number its height
     * @return nothing if there is no such block yet
     */
    public Optional<BlockHeader> header(long number) {
        return ask(node -> node.header(number));
    }

    /**
     * Hands a signed transaction to the public pool.
     *
     * @param raw the signed transaction
     * @return its hash
     * @throws RpcException if the node refuses it
     */
    public String sendRawTransaction(byte[] raw) {
        return call("eth_sendRawTransaction", Hex.of(raw)).text();
    }

    /**
     * The receipt of a transaction.
     *
     * @param hash of the transaction
     * @return a missing value if it is not mined
     */
    public JsonValue receipt(String hash) {
        return call("eth_getTransactionReceipt", hash);
    }

    /**
     * The number of transactions of an account.
     *
     * @param address of the account
     * @param tag {@code latest} for mined ones, {@code pending} for those in the pool too
     * @return the next nonce
     */
    public long nonce(String address, String tag) {
        return ask(node -> node.call("eth_getTransactionCount", address, tag).number());
    }

    /**
     * The tip that the node suggests.
     *
     * @return wei per gas
     */
    public BigInteger priorityFee() {
        return ask(node -> node.call("eth_maxPriorityFeePerGas").quantity());
    }

    /**
     * The balance of an account at the newest block.
     *
     * @param address of the account
     * @return wei
     */
    public BigInteger balance(String address) {
        return ask(node -> node.call("eth_getBalance", address, "latest").quantity());
    }

    /**
     * What a transaction would use.
     *
     * @param from who sends
     * @param call to which contract with what
     * @return gas
     * @throws RpcException if it would revert
     */
    public long estimateGas(String from, EthCall call) {
        final Map<String, String> transaction = Map.of("from", from, "to", call.to(), "data", call.data());
        return ask(node -> node.call("eth_estimateGas", transaction).number());
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
    }
}
