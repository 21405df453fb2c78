package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.alphapulse.chain.JsonValue;
import org.alphapulse.protocol.MessageReader;
import org.alphapulse.protocol.PoolBurnFlyweight;
import org.alphapulse.protocol.PoolMintFlyweight;
import org.alphapulse.protocol.PoolSwapFlyweight;
import org.alphapulse.protocol.PoolSyncFlyweight;
import org.junit.jupiter.api.Test;

class RecordedLogsTest {
    private static final Path DATA = Path.of(System.getProperty("alphapulse.data", "../../../shared/data"));
    private static final String DAY =
            "02-dex-logs/demeter-fetch/ethereum-0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640-2024-01-05";
    private static final String POOL = "0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640";
    private static final Pattern ROW = Pattern.compile("(\\d+),[^,]*,(0x\\w+),(\\d+),(\\d+),\"\\[(.*)\\]\",(0x\\w*)");

    private final RecordingSink sink = new RecordingSink();
    private final EvmLogParser parser = new EvmLogParser(sink, 1);

    static List<String> lines(String file) throws IOException {
        final Path path = DATA.resolve(file);
        assumeTrue(Files.exists(path), "no recorded data at " + path.toAbsolutePath() + "; set alphapulse.data");
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
            return in.lines().toList();
        }
    }

    /** The notification as a node sends it. */
    static String notification(String address, String topics, String data, long block, long transaction, long index) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"0x4a\",\"result\":{\"address\":\""
                + address + "\",\"topics\":[" + topics + "],\"data\":\"" + data
                + "\",\"blockHash\":\"0x1c84949b49324ea2060e333b40c04126c608b9e5fa560a98eea061a453484a5b\",\"blockNumber\":\"0x"
                + Long.toHexString(block)
                + "\",\"transactionHash\":\"0x9c2247df2a18abea5d471a8cd3030f42f363ca0e5dc192e96d40fd191da16a61\",\"transactionIndex\":\"0x"
                + Long.toHexString(transaction) + "\",\"logIndex\":\"0x" + Long.toHexString(index)
                + "\",\"removed\":false}}}";
    }

    private int parse(String message) {
        final byte[] text = (message + "-".repeat(16)).getBytes(StandardCharsets.US_ASCII);
        return parser.parse(text, 0, text.length - 16);
    }

    private static String notification(String row) {
        final Matcher raw = ROW.matcher(row);
        assertTrue(raw.matches(), row);
        return notification(
                POOL,
                raw.group(5).replace('\'', '"'),
                raw.group(6),
                Long.parseLong(raw.group(1)),
                Long.parseLong(raw.group(3)),
                Long.parseLong(raw.group(4)));
    }

    @Test
    void shouldReadEveryLogOfADayAsOthersDecodedIt() throws IOException {
        parser.add(1100, POOL, true);
        final Map<String, String[]> decoded = new HashMap<>();
        for (final String line : lines(DAY + ".pool.tick.csv.gz")) {
            final String[] parts = line.split(",", -1);
            decoded.put(parts[3] + parts[5], parts);
        }
        final Map<String, Integer> counts = new HashMap<>();
        for (final String row : lines(DAY + ".raw.csv.gz")) {
            final Matcher raw = ROW.matcher(row);
            if (raw.matches()) {
                final String[] expected = decoded.get(raw.group(2) + raw.group(4));
                if (expected == null) {
                    continue;
                }
                final boolean changesThePool = !"COLLECT".equals(expected[2]);
                assertEquals(changesThePool ? 1 : 0, parse(notification(row)), row);
                if (!changesThePool) {
                    continue;
                }
                compare(expected);
                counts.merge(expected[2], 1, Integer::sum);
            }
        }
        assertEquals(Map.of("SWAP", 6046, "MINT", 54, "BURN", 69), counts);
    }

    private void compare(String[] expected) {
        final MessageReader reader = sink.first();
        final List<Object> ours =
                switch (expected[2]) {
                    case "SWAP" -> swap(reader);
                    case "MINT" -> mint(reader);
                    default -> burn(reader);
                };
        final List<Object> theirs = new ArrayList<>(List.of(
                Long.parseLong(expected[0]),
                Long.parseLong(expected[4]),
                Long.parseLong(expected[5]),
                new BigInteger(expected[8]),
                new BigInteger(expected[9])));
        if ("SWAP".equals(expected[2])) {
            theirs.add(new BigInteger(expected[12]));
            theirs.add(new BigInteger(expected[10]));
            theirs.add((int) Double.parseDouble(expected[13]));
        } else {
            theirs.add((int) Double.parseDouble(expected[14]));
            theirs.add((int) Double.parseDouble(expected[15]));
            theirs.add(new BigInteger(expected[16].replaceAll("\\.0$", "")).abs());
        }
        assertEquals(theirs, ours, String.join(",", expected));
    }

    private static List<Object> swap(MessageReader reader) {
        final PoolSwapFlyweight swap = new PoolSwapFlyweight();
        assertEquals(0, swap.readFrom(reader));
        return List.of(
                swap.blockNumber(),
                swap.transactionIndex(),
                swap.logIndex(),
                RecordingSink.signed(
                        swap.amount0Limb0(), swap.amount0Limb1(), swap.amount0Limb2(), swap.amount0Limb3()),
                RecordingSink.signed(
                        swap.amount1Limb0(), swap.amount1Limb1(), swap.amount1Limb2(), swap.amount1Limb3()),
                RecordingSink.unsigned(swap.sqrtPriceX96Limb0(), swap.sqrtPriceX96Limb1(), swap.sqrtPriceX96Limb2()),
                RecordingSink.unsigned(swap.liquidityLimb0(), swap.liquidityLimb1()),
                swap.tick());
    }

    private static List<Object> mint(MessageReader reader) {
        final PoolMintFlyweight mint = new PoolMintFlyweight();
        assertEquals(0, mint.readFrom(reader));
        return List.of(
                mint.blockNumber(),
                mint.transactionIndex(),
                mint.logIndex(),
                RecordingSink.unsigned(mint.amount0Limb0(), mint.amount0Limb1()),
                RecordingSink.unsigned(mint.amount1Limb0(), mint.amount1Limb1()),
                mint.tickLower(),
                mint.tickUpper(),
                RecordingSink.unsigned(mint.liquidityLimb0(), mint.liquidityLimb1()));
    }

    private static List<Object> burn(MessageReader reader) {
        final PoolBurnFlyweight burn = new PoolBurnFlyweight();
        assertEquals(0, burn.readFrom(reader));
        return List.of(
                burn.blockNumber(),
                burn.transactionIndex(),
                burn.logIndex(),
                RecordingSink.unsigned(burn.amount0Limb0(), burn.amount0Limb1()),
                RecordingSink.unsigned(burn.amount1Limb0(), burn.amount1Limb1()),
                burn.tickLower(),
                burn.tickUpper(),
                RecordingSink.unsigned(burn.liquidityLimb0(), burn.liquidityLimb1()));
    }

    @Test
    void shouldReadTheReservesOfEverySyncOfRecordedBlocks() throws IOException {
        int syncs = 0;
        final PoolSyncFlyweight sync = new PoolSyncFlyweight();
        for (final String line :
                lines("01-blocks/ethereum-etl/test_stream/blocks_17173049_17173050/expected_logs.json.gz")) {
            final byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            final JsonValue log = JsonValue.parse(bytes, 0, bytes.length);
            final List<JsonValue> topics = log.get("topics").elements();
            if (topics.isEmpty() || !topics.get(0).text().equals(EventTopics.SYNC)) {
                continue;
            }
            parser.add(1000, log.get("address").text(), false);
            final String data = log.get("data").text();
            assertEquals(
                    1,
                    parse(notification(
                            log.get("address").text(),
                            "\"" + EventTopics.SYNC + "\"",
                            data,
                            log.get("block_number").number(),
                            log.get("transaction_index").number(),
                            log.get("log_index").number())));
            assertEquals(0, sync.readFrom(sink.first()));
            assertEquals(
                    new BigInteger(data.substring(2, 66), 16),
                    RecordingSink.unsigned(sync.reserve0Limb0(), sync.reserve0Limb1()));
            assertEquals(
                    new BigInteger(data.substring(66), 16),
                    RecordingSink.unsigned(sync.reserve1Limb0(), sync.reserve1Limb1()));
            assertEquals(log.get("log_index").number(), sync.logIndex());
            syncs++;
        }
        assertEquals(69, syncs);
    }

    @Test
    void shouldReadTheSameWhenMembersComeInAnotherOrder() {
        parser.add(1000, POOL, false);
        final String data = "0x" + "0".repeat(48) + "00000000000004d2" + "0".repeat(48) + "000000000000162e";
        final String inner = "{ \"logIndex\" : \"0x3\" , \"data\":\"" + data
                + "\",\"extra\":{\"a\":[1,{\"b\":\"}\\\"]\"}]},\"topics\":[\"" + EventTopics.SYNC
                + "\"],\"transactionIndex\":\"0x1\",\"blockNumber\":\"0xAbC\",\"blockHash\":\"0x" + "1".repeat(64)
                + "\",\"address\":\"" + POOL.toUpperCase(java.util.Locale.ROOT).replace("0X", "0x") + "\"}";
        assertEquals(
                1,
                parse("{\"params\":{\"result\":" + inner
                        + ",\"subscription\":\"0x1\"},\"method\":\"eth_subscription\"}"));
        assertEquals(2, parse("{\"result\":[" + inner + "," + inner + "],\"id\":7}"));
        final PoolSyncFlyweight sync = new PoolSyncFlyweight();
        assertEquals(0, sync.readFrom(sink.first()));
        assertEquals(
                List.of(1234L, 5678L, 0xabcL), List.of(sync.reserve0Limb0(), sync.reserve1Limb0(), sync.blockNumber()));
    }

    @Test
    void shouldPublishNothingWhenValuesCannotBeThoseOfAContract() {
        parser.add(1000, POOL, false);
        final String good = "0".repeat(48) + "00000000000004d2";
        final String tooLarge = "0".repeat(35) + "1" + "0".repeat(28);
        for (final String data : List.of("0x" + good + tooLarge, "0x" + good, "0x" + good + good.replace('4', 'g'))) {
            assertEquals(0, parse(notification(POOL, "\"" + EventTopics.SYNC + "\"", data, 1, 1, 1)), data);
        }
        assertEquals(-1, parse("{\"jsonrpc\":\"2.0\",\"result\":["));
    }

    @Test
    void shouldNeitherThrowNorHangWhenBytesAreDamaged() {
        parser.add(1000, POOL, false);
        final String data = "0x" + "0".repeat(48) + "00000000000004d2" + "0".repeat(48) + "000000000000162e";
        final byte[] good = (notification(POOL, "\"" + EventTopics.SYNC + "\"", data, 7, 1, 1) + "-".repeat(16))
                .getBytes(StandardCharsets.US_ASCII);
        final Random random = new Random(11);
        int published = 0;
        for (int i = 0; i < 200_000; i++) {
            final byte[] bad = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bad[random.nextInt(good.length - 16)] = (byte) random.nextInt(256);
            }
            final int length = random.nextInt(8) == 0 ? random.nextInt(good.length - 16) : good.length - 16;
            published += Math.max(0, parser.parse(bad, 0, length));
        }
        assertTrue(published > 0 && published < 200_000, "published " + published);
    }
}
