package org.alphapulse.submission.open;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.alphapulse.spi.submission.SubmissionChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the answers of nodes, in the words of their sources, mean for whoever handed a transaction over. */
class PublicPoolTest {
    private static final byte[] TRANSACTION = {2, 0x5a, 7};
    private static final String TAKEN = "\"result\":\"0x" + "ab".repeat(32) + "\"";
    private static final String SILENCE = "";

    /** A node that says the same to everything, or takes what it is told and says nothing. */
    private static final class Node implements AutoCloseable {
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final HttpServer server;

        Node(String answer) {
            try {
                server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            server.createContext("/", exchange -> {
                final String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                asked.add(request);
                if (!answer.equals(SILENCE)) {
                    final String id = request.replaceAll(".*\"id\": *(\\d+).*", "$1");
                    final byte[] body =
                            ("{\"jsonrpc\":\"2.0\",\"id\":" + id + "," + answer + "}").getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private static String error(long code, String message) {
        return "\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\"}";
    }

    /** What comes of a transaction that is handed to nodes with these answers; they were asked, or not, in their order. */
    private static int submit(boolean[] asked, String... answers) {
        final List<Node> nodes = Stream.of(answers).map(Node::new).toList();
        final String urls = nodes.stream().map(Node::url).collect(Collectors.joining(","));
        final PublicPool pool = new PublicPool(1, urls);
        try {
            final int result = pool.submit(TRANSACTION, 2);
            for (int i = 0; i < asked.length; i++) {
                assertEquals(asked[i] ? 1 : 0, nodes.get(i).asked.size(), "questions to node " + i);
                assertTrue(nodes.get(i).asked.stream().allMatch(request -> request.contains("\"0x025a\"")));
            }
            assertTrue(result == SubmissionChannel.ACCEPTED || !pool.reason().isEmpty());
            return result;
        } finally {
            pool.close();
            nodes.forEach(Node::close);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-32000, already known", // Geth, Erigon
        "-32010, AlreadyKnown", // Nethermind
        "-32000, Known transaction", // Besu
        "-32000, Transaction with the same hash was already imported.", // OpenEthereum
    })
    void shouldTakeANodesWordThatItHasTheTransaction(long code, String words) {
        assertEquals(SubmissionChannel.ACCEPTED, submit(new boolean[] {true}, error(code, words)));
    }

    @ParameterizedTest
    @CsvSource({
        "-32000, nonce too low: next nonce 7, tx nonce 3",
        "-32000, replacement transaction underpriced",
        "-32000, insufficient funds for gas * price + value",
        "-32602, unknown transaction type",
        "-32005, limit exceeded",
    })
    void shouldSayThatNobodyHasItWhenTheOnlyNodeRefusesIt(long code, String words) {
        assertEquals(SubmissionChannel.REFUSED, submit(new boolean[] {true}, error(code, words)));
    }

    @Test
    void shouldLeaveItAtTheFirstNodeThatTakesOrRefusesIt() {
        assertEquals(SubmissionChannel.ACCEPTED, submit(new boolean[] {true, false}, TAKEN, TAKEN));
        assertEquals(
                SubmissionChannel.REFUSED, submit(new boolean[] {true, false}, error(-32000, "nonce too low"), TAKEN));
    }

    @Test
    void shouldAskTheNextNodeWhenOneIsSilentOrHasNoTime() {
        for (final String first : new String[] {SILENCE, error(-32005, "limit exceeded"), error(429, "slow down")}) {
            assertEquals(SubmissionChannel.ACCEPTED, submit(new boolean[] {true, true}, first, TAKEN));
        }
    }

    /** The first may have taken the transaction before it fell silent: then the second has it from there, or wants another nonce. */
    @ParameterizedTest
    @CsvSource({
        "-32000, nonce too low",
        "-32005, limit exceeded",
        "429, slow down",
        "-32000, insufficient funds for gas * price + value",
    })
    void shouldNotSayThatNobodyHasItWhenANodeBeforeTheRefusalWasSilent(long code, String words) {
        assertEquals(SubmissionChannel.UNKNOWN, submit(new boolean[] {true, true}, SILENCE, error(code, words)));
    }

    @ParameterizedTest
    @CsvSource({"-32603, Internal error", "-32000, request timed out", "-32000, context deadline exceeded"})
    void shouldNotSayThatNobodyHasItWhenTheNodeDoesNotKnowHowItEnded(long code, String words) {
        assertEquals(SubmissionChannel.UNKNOWN, submit(new boolean[] {true}, error(code, words)));
        assertEquals(
                SubmissionChannel.UNKNOWN,
                submit(new boolean[] {true, true}, error(code, words), error(-32000, "nonce too low")));
        assertEquals(SubmissionChannel.ACCEPTED, submit(new boolean[] {true, true}, error(code, words), TAKEN));
    }

    @Test
    void shouldNotKnowWhenNoNodeAnswers() {
        assertEquals(SubmissionChannel.UNKNOWN, submit(new boolean[] {true, true}, SILENCE, SILENCE));
    }
}
