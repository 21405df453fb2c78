package org.alphapulse.benchmarks;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.alphapulse.benchmarks.pipeline.PipelineInput;

/** Notifications as a node writes them: members, their order and their lengths are those of Geth. */
final class LogTexts {
    static final long BASE_FEE_WEI = 1_000_000_000L;
    private static final String BLOCK = "0x1000000";
    private static final String BLOCK_HASH = "0x" + "3d".repeat(32);
    private static final String START =
            "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":"
                    + "\"0x4a8a4c0517381924f9838102c5a4dcb7\",\"result\":{";

    private final SplittableRandom random;

    LogTexts(SplittableRandom random) {
        this.random = random;
    }

    byte[] sync(byte[] pool, BigInteger reserve0, BigInteger reserve1, int index) {
        return log(pool, "\"" + JacksonLogs.SYNC + "\"", word(reserve0) + word(reserve1), index);
    }

    byte[] swap(byte[] pool, BigInteger sqrtPrice, BigInteger liquidity, int tick, int index) {
        final BigInteger amount = BigInteger.valueOf(random.nextLong(1, Long.MAX_VALUE));
        final boolean in = random.nextBoolean();
        final String topics = "\"" + JacksonLogs.SWAP + "\",\"" + account() + "\",\"" + account() + "\"";
        final String data = word(in ? amount : amount.negate())
                + word(in ? amount.negate() : amount)
                + word(sqrtPrice)
                + word(liquidity)
                + word(BigInteger.valueOf(tick));
        return log(pool, topics, data, index);
    }

    /** Height and hashes are set when it is played. */
    byte[] head() {
        final String text = START + "\"parentHash\":\"" + BLOCK_HASH + "\",\"sha3Uncles\":\"" + bytes(32)
                + "\",\"miner\":\"" + bytes(20) + "\",\"stateRoot\":\"" + bytes(32) + "\",\"transactionsRoot\":\""
                + bytes(32) + "\",\"receiptsRoot\":\"" + bytes(32) + "\",\"logsBloom\":\"" + bytes(256)
                + "\",\"difficulty\":\"0x0\",\"number\":\"" + BLOCK + "\",\"gasLimit\":\"0x2255100\",\"gasUsed\":"
                + "\"0x10e2f1c\",\"timestamp\":\"0x68f1c2d3\",\"extraData\":\"0x\",\"mixHash\":\"" + bytes(32)
                + "\",\"nonce\":\"0x0000000000000000\",\"baseFeePerGas\":\"0x" + Long.toHexString(BASE_FEE_WEI)
                + "\",\"withdrawalsRoot\":\"" + bytes(32) + "\",\"blobGasUsed\":\"0x0\",\"excessBlobGas\":\"0x0\","
                + "\"parentBeaconBlockRoot\":\"" + bytes(32) + "\",\"hash\":\"" + BLOCK_HASH + "\"}}}";
        return padded(text);
    }

    private byte[] log(byte[] pool, String topics, String data, int index) {
        return padded(START + "\"address\":\"0x" + HexFormat.of().formatHex(pool) + "\",\"topics\":[" + topics
                + "],\"data\":\"0x" + data + "\",\"blockNumber\":\"" + BLOCK + "\",\"transactionHash\":\"" + bytes(32)
                + "\",\"transactionIndex\":\"0x" + Integer.toHexString(index / 2) + "\",\"blockHash\":\"" + BLOCK_HASH
                + "\",\"logIndex\":\"0x" + Integer.toHexString(index) + "\",\"removed\":false}}}");
    }

    private static byte[] padded(String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        final byte[] padded = Arrays.copyOf(bytes, bytes.length + PipelineInput.SLACK);
        Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
        return padded;
    }

    /** A number as 32 bytes in two's complement. */
    private static String word(BigInteger value) {
        final String digits =
                value.signum() < 0 ? value.add(BigInteger.ONE.shiftLeft(256)).toString(16) : value.toString(16);
        return "0".repeat(64 - digits.length()) + digits;
    }

    private String account() {
        return "0x" + "0".repeat(24) + bytes(20).substring(2);
    }

    private String bytes(int count) {
        final byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
