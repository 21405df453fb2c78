package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.alphapulse.benchmarks.pipeline.PipelineInput;
import org.alphapulse.collector.evm.EvmLogParser;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.PoolSwapFlyweight;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.alphapulse.spi.signer.Signer;
import org.web3j.crypto.RawTransaction;

/**
 * What others need for the parts of the way, fed with the same messages or the same plan in the same run. Before a time counts, its result
 * is compared with ours. Who cannot run is listed with the reason.
 */
final class PipelinePeers {
    private static final int REPEATS = 30;
    private static final int PARSES = 8_192;
    private static final int SIGNATURES = 500;
    private static final int VENUE = 1_000;

    private final PipelineInput input;
    private final Path home;
    private final Web3j web3j = new Web3j();
    private final List<Map<String, Object>> rows = new ArrayList<>();

    private PipelinePeers(PipelineInput input, Path home) {
        this.input = input;
        this.home = home;
    }

    static List<Map<String, Object>> run(PipelineInput input, Path home) throws IOException, InterruptedException {
        final PipelinePeers peers = new PipelinePeers(input, home);
        System.out.println("peers: decoding");
        peers.decoding(true);
        peers.decoding(false);
        System.out.println("peers: encoding and signing");
        peers.signing();
        System.out.println("peers: Node");
        peers.node();
        for (final String other : new String[] {"XChange 5.2.2 (Maven)", "ccxt (npm)"}) {
            peers.notRun(
                    other,
                    "parsing and order books of exchanges",
                    "no exchange venue exists yet, so there is nothing of ours to put beside it");
        }
        peers.elsewhere("BigInteger, C (gcc), @uniswap/v3-sdk exact quotes", "amm");
        peers.elsewhere("SBE, Jackson messages", "protocol");
        return peers.rows;
    }

    private void row(String name, String stage, Bench.Result own, Bench.Result other) {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("stage", stage);
        row.put("ownNsPerOp", Bench.round(own.nsPerOp()));
        row.put("nsPerOp", Bench.round(other.nsPerOp()));
        row.put("ownBytesPerOp", Bench.round(own.bytesPerOp()));
        row.put("bytesPerOp", Bench.round(other.bytesPerOp()));
        row.put("timesFaster", Bench.round(other.nsPerOp() / own.nsPerOp()));
        row.put("ratio", Bench.round(own.nsPerOp() / other.nsPerOp()));
        rows.add(row);
    }

    private void notRun(String name, String stage, String reason) {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("stage", stage);
        row.put("notRun", reason);
        rows.add(row);
    }

    private void elsewhere(String name, String benchmark) {
        final Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("measuredIn", benchmark);
        rows.add(row);
    }

    // ---- logs ----

    private void decoding(boolean swap) throws IOException {
        final SlotSink sink = new SlotSink();
        final EvmLogParser own = new EvmLogParser(sink, PipelineInput.CHAIN_ID);
        final SlotSink treeSink = new SlotSink();
        final JacksonLogs tree = new JacksonLogs(treeSink);
        for (final PipelineInput.Pool pool : input.pools()) {
            final String address = "0x" + HexFormat.of().formatHex(pool.address());
            final InstrumentId id = own.add(VENUE, address, pool.concentrated());
            tree.add(address, id);
        }
        final byte[][] messages = messages(swap);
        for (final byte[] message : messages) {
            agree(own, sink, tree, treeSink, message);
        }
        final Bench.Result[] results = Bench.measure(
                REPEATS,
                PARSES,
                times -> parse(own, messages, times),
                times -> web3j.decode(messages, times),
                times -> tree.run(messages, times));
        final String stage = swap ? "decode of a V3 Swap log" : "decode of a V2 Sync log";
        row("web3j", stage, results[0], results[1]);
        row("Jackson tree", stage, results[0], results[2]);
    }

    private byte[][] messages(boolean swap) {
        final String topic = swap ? JacksonLogs.SWAP : JacksonLogs.SYNC;
        final List<byte[]> chosen = new ArrayList<>();
        for (int i = 0; i < input.messages().length && chosen.size() < 1_024; i++) {
            if (input.kinds()[i] != PipelineInput.HEAD
                    && new String(input.messages()[i], StandardCharsets.US_ASCII).contains(topic)) {
                chosen.add(input.messages()[i]);
            }
        }
        return chosen.toArray(byte[][]::new);
    }

    private static long parse(EvmLogParser parser, byte[][] messages, int times) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            final byte[] message = messages[i % messages.length];
            sum += parser.parse(message, 0, message.length - PipelineInput.SLACK);
        }
        return sum;
    }

    private void agree(EvmLogParser own, SlotSink sink, JacksonLogs tree, SlotSink treeSink, byte[] message) {
        own.parse(message, 0, message.length - PipelineInput.SLACK);
        tree.parse(message);
        final List<BigInteger> values = web3j.decode(message);
        if (!sink.sameAs(treeSink) || !values(sink).equals(values)) {
            throw new IllegalStateException(
                    "decoded differently: " + new String(message, StandardCharsets.US_ASCII) + " " + values);
        }
    }

    /** What our message says of a log's data: of a V3 Swap amounts, price, liquidity and tick, of a V2 Sync the reserves. */
    static List<BigInteger> values(SlotSink sink) {
        final MessageReader reader = sink.reader();
        final long[] limbs = new long[4];
        final List<BigInteger> values = new ArrayList<>();
        if (reader.next() == PoolSwapFlyweight.TYPE) {
            final PoolSwapFlyweight log = new PoolSwapFlyweight();
            require(log.readFrom(reader));
            log.amount0To(limbs, 0);
            values.add(number(limbs, 4));
            log.amount1To(limbs, 0);
            values.add(number(limbs, 4));
            log.sqrtPriceX96To(limbs, 0);
            values.add(number(limbs, 3));
            log.liquidityTo(limbs, 0);
            values.add(number(limbs, 2));
            values.add(BigInteger.valueOf(log.tick()));
        } else {
            final PoolSyncFlyweight log = new PoolSyncFlyweight();
            require(log.readFrom(reader));
            log.reserve0To(limbs, 0);
            values.add(number(limbs, 2));
            log.reserve1To(limbs, 0);
            values.add(number(limbs, 2));
        }
        return values;
    }

    private static void require(int code) {
        if (code != 0) {
            throw new IllegalStateException("our own message cannot be read: " + code);
        }
    }

    /** Limbs from the least on; four of them have a sign, fewer have none. */
    private static BigInteger number(long[] limbs, int count) {
        BigInteger number = BigInteger.valueOf(count == limbs.length ? limbs[count - 1] : 0);
        for (int i = count == limbs.length ? count - 2 : count - 1; i >= 0; i--) {
            number = number.shiftLeft(64).or(new BigInteger(Long.toUnsignedString(limbs[i])));
        }
        return number;
    }

    // ---- transactions ----

    private void signing() throws IOException {
        final Signer signer = SignBenchmark.signer("auto");
        final SignBenchmark own = new SignBenchmark();
        final Signer.Session session = signer.newSession();
        own.whole(session, 1);
        final byte[] ownCall = own.lastCalldata();
        final RawTransaction transaction = web3j.transaction(0, new byte[20], ownCall);
        if (!java.util.Arrays.equals(web3j.sign(transaction), own.lastTransaction())) {
            throw new IllegalStateException("web3j signs the same transaction differently");
        }
        final Bench.Result[] calls = Bench.measure(REPEATS, PARSES, own::calldata, web3j::encodeCall);
        row("web3j", "calldata of three hops (web3j: as ABI arrays, ours: packed)", calls[0], calls[1]);
        final Bench.Result[] signed = Bench.measure(REPEATS, SIGNATURES, times -> own.whole(session, times), times -> {
            long sum = 0;
            for (int i = 0; i < times; i++) {
                sum += web3j.sign(web3j.transaction(i, new byte[20], ownCall))[5];
            }
            return sum;
        });
        row("web3j", "plan to signed transaction (web3j: without the calldata)", signed[0], signed[1]);
    }

    // ---- Node ----

    /** A bot in Node: JSON.parse, BigInt rates, all cycles through the pair that changed; and exact quotes with the SDK. */
    private void node() throws IOException, InterruptedException {
        final Path dir = Files.createTempDirectory("alphapulse-node-peer");
        final Map<String, Object> cycles = new LinkedHashMap<>();
        cycles.put("name", "Node with BigInt");
        cycles.put("stage", "message to decision: JSON.parse, update, scan of all cycles of 2 to 4 hops");
        final Map<String, Object> sdk = new LinkedHashMap<>();
        sdk.put("name", "@uniswap/v3-sdk");
        sdk.put("stage", "one quote on the pool that changed");
        try {
            final Path scripts = home.resolve("runtime/benchmarks/src/main/node");
            for (final String script : List.of("cycles.js", "pipeline.js")) {
                Files.copy(scripts.resolve(script), dir.resolve(script));
            }
            AmmPeers.install(dir);
            write(dir);
            final String[] lines = AmmPeers.run(dir, "node", "pipeline.js", "pools.json", "messages.txt")
                    .trim()
                    .split("\n");
            final JsonNode answer = new ObjectMapper().readTree(lines[lines.length - 1]);
            cycles.put("us", answer.get("decision"));
            cycles.put("parseUs", answer.get("parse"));
            cycles.put("events", answer.get("events"));
            sdk.put("us", answer.get("quote"));
        } catch (IOException e) {
            cycles.put("notRun", e.getMessage());
            sdk.put("notRun", e.getMessage());
        } finally {
            AmmPeers.delete(dir);
        }
        rows.add(cycles);
        rows.add(sdk);
    }

    private void write(Path dir) throws IOException {
        final List<Map<String, Object>> pools = new ArrayList<>();
        for (final PipelineInput.Pool pool : input.pools()) {
            final Map<String, Object> one = new LinkedHashMap<>();
            one.put("address", "0x" + HexFormat.of().formatHex(pool.address()));
            one.put("v3", pool.concentrated());
            one.put("a", pool.token0());
            one.put("b", pool.token1());
            one.put("first", pool.first().toString());
            one.put("second", pool.second().toString());
            one.put("tick", pool.tick());
            final List<Map<String, Object>> ticks = new ArrayList<>();
            for (final PipelineInput.Tick tick : pool.ticks()) {
                ticks.add(Map.of(
                        "index",
                        tick.index(),
                        "net",
                        tick.net().toString(),
                        "gross",
                        tick.gross().toString()));
            }
            one.put("ticks", ticks);
            pools.add(one);
        }
        new ObjectMapper()
                .writeValue(dir.resolve("pools.json").toFile(), Map.of("starts", input.starts(), "pools", pools));
        try (BufferedWriter out = Files.newBufferedWriter(dir.resolve("messages.txt"), StandardCharsets.US_ASCII)) {
            for (int i = 0; i < 8_192; i++) {
                if (input.kinds()[i] != PipelineInput.HEAD) {
                    out.write(new String(input.messages()[i], StandardCharsets.US_ASCII).strip());
                    out.newLine();
                }
            }
        }
    }
}
