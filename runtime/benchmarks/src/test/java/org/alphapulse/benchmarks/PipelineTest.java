package org.alphapulse.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.alphapulse.api.plugin.TradingMode;
import org.alphapulse.benchmarks.pipeline.PipelineInput;
import org.alphapulse.benchmarks.pipeline.PipelineRun;
import org.alphapulse.spi.submission.SubmissionChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;

/** The way that the benchmark measures leads from a node's messages to the transactions that an independent computation confirms. */
class PipelineTest {
    private static final int RATE = 20_000;
    private static final BigInteger THOUSAND = BigInteger.valueOf(1000);
    private static final BigInteger KEPT = BigInteger.valueOf(997);

    /** Takes transactions for sent. */
    private static final class Recorder implements SubmissionChannel {
        private final ConcurrentLinkedQueue<byte[]> taken = new ConcurrentLinkedQueue<>();

        @Override
        public long chainId() {
            return PipelineInput.CHAIN_ID;
        }

        @Override
        public int code() {
            return PUBLIC_POOL;
        }

        @Override
        public int submit(byte[] transaction, int length) {
            taken.add(Arrays.copyOf(transaction, length));
            return ACCEPTED;
        }

        @Override
        public String reason() {
            return "";
        }
    }

    @Test
    void shouldSignWhatAnIndependentComputationConfirms(@TempDir Path folder) throws Exception {
        final PipelineInput input = PipelineMarket.make(7);
        final Recorder recorder = new Recorder();
        final JsonNode result;
        try (StubNode node = new StubNode(folder.resolve("node"));
                PipelineEngine engine = new PipelineEngine(
                        PipelineSetup.make(input, folder, folder.resolve("node")), TradingMode.LIVE, recorder)) {
            assertTrue(node.isOpen());
            final PipelineRun.Options options = new PipelineRun.Options(RATE, 2, 0, false);
            result = new ObjectMapper().readTree(new PipelineRun(input, options, engine, line -> {}).run());
        }
        final List<SignedTrade> trades = new ArrayList<>();
        for (final byte[] transaction : recorder.taken) {
            trades.add(SignedTrade.read(transaction));
        }
        final int events = result.get("arbitrageEvents").asInt();
        assertTrue(result.get("plans").asInt() >= events, "every event with an arbitrage gave a plan: " + result);
        assertTrue(trades.size() >= events / 2, trades.size() + " of " + result);
        checkSender(trades);
        checkAmounts(input, trades);
    }

    private static void checkSender(List<SignedTrade> trades) {
        final String account = Credentials.create(PipelineSetup.KEY).getAddress();
        for (int i = 0; i < trades.size(); i++) {
            assertEquals(account, trades.get(i).from());
            assertEquals(PipelineSetup.CONTRACT, trades.get(i).to());
            assertEquals(i, trades.get(i).nonce().intValueExact());
        }
    }

    /** Plays the messages again with BigInteger; routes over constant-product pools only must come out to the wei. */
    private static void checkAmounts(PipelineInput input, List<SignedTrade> trades) throws Exception {
        final Map<String, BigInteger[]> reserves = new HashMap<>();
        for (final PipelineInput.Pool pool : input.pools()) {
            reserves.put(hex(pool.address()), new BigInteger[] {pool.first(), pool.second()});
        }
        final Deque<SignedTrade> left = new ArrayDeque<>(trades);
        final ObjectMapper mapper = new ObjectMapper();
        int exact = 0;
        for (int i = 0; !left.isEmpty() && i < 8 * input.messages().length; i++) {
            final int at = i % input.messages().length;
            if (input.kinds()[at] == PipelineInput.HEAD) {
                continue;
            }
            final JsonNode log = mapper.readTree(new String(input.messages()[at], StandardCharsets.US_ASCII))
                    .at("/params/result");
            final String pool = log.get("address").asText();
            final String data = log.get("data").asText();
            if (data.length() == 2 + 2 * 64) {
                reserves.put(pool, new BigInteger[] {word(data, 0), word(data, 1)});
            }
            if (input.kinds()[at] == PipelineInput.ARBITRAGE && left.peek().passes(pool)) {
                final SignedTrade first = left.poll();
                if (first.hops().stream().allMatch(hop -> hop.out() != null)) {
                    confirm(first, reserves);
                    exact++;
                }
                // What follows for the same event was sized on the state after the first.
                while (!left.isEmpty() && left.peek().passes(pool)) {
                    left.poll();
                }
            }
        }
        assertTrue(left.isEmpty(), left.size() + " transactions belong to no event");
        assertTrue(exact >= 3, "only " + exact + " transactions could be confirmed");
    }

    private static void confirm(SignedTrade trade, Map<String, BigInteger[]> reserves) {
        BigInteger amount = trade.in();
        for (final SignedTrade.Hop hop : trade.hops()) {
            final BigInteger[] pool = reserves.get(hop.pool());
            final BigInteger in = pool[hop.zeroForOne() ? 0 : 1];
            final BigInteger out = pool[hop.zeroForOne() ? 1 : 0];
            final BigInteger paid = amount.multiply(KEPT);
            amount = paid.multiply(out).divide(in.multiply(THOUSAND).add(paid));
            assertEquals(amount, hop.out(), () -> "output of " + hop);
        }
        assertTrue(
                amount.subtract(trade.in()).compareTo(trade.least()) >= 0,
                amount + " for " + trade.in() + " is less than " + trade.least() + " more");
    }

    private static BigInteger word(String data, int index) {
        return new BigInteger(data.substring(2 + 64 * index, 66 + 64 * index), 16);
    }

    private static String hex(byte[] address) {
        return "0x" + HexFormat.of().formatHex(address);
    }
}
