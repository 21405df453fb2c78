package org.alphapulse.collector.evm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.alphapulse.chain.Hex;
import org.alphapulse.chain.MessageConnection;
import org.alphapulse.chain.MessageHandler;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;

/**
 * A node of a chain that is made up: two pools, and block after block with the same logs, told in all the orders in which nodes tell
 * them. One thread.
 */
final class MadeUpNode implements MessageConnection {
    /** Logs of each block. */
    static final int LOGS = 4;

    /** Behind the logs in the texts of a block. */
    private static final int HEAD = LOGS;

    private static final int ANSWER = LOGS + 1;

    /** A block each: which texts come, and where a poll ends. */
    private static final int END = -1;

    private static final int[][] ORDERS = {
        {0, 1, 2, 3, END, HEAD, END, ANSWER, END},
        {HEAD, END, ANSWER, 0, 1, 2, 3, END},
        {0, HEAD, END, 1, 2, END, 3, ANSWER, END},
        {HEAD, END, 0, 1, END, ANSWER, 2, 3, END}
    };

    /** Numbers have seven digits, as those of most chains. */
    private static final long FIRST = 0x1000000;

    private static final long LAST = 0xfffffff;
    private static final int NUMBER_DIGITS = 7;
    private static final int HASH_DIGITS = 64;
    private static final int AFTER = 16;
    private static final String PAIR = "0x" + "a1".repeat(20);
    private static final String POOL = "0x" + "b2".repeat(20);
    private static final String WORD = "00000000000000000000000000000000000000000000d3c21bcecceda1000000";
    private static final String TICK = "0".repeat(62) + "2a";
    /** Stand for a block's number, its hash and that of the block before until these are written there. */
    private static final String NUMBER = "n".repeat(NUMBER_DIGITS);

    private static final String HASH = "h".repeat(HASH_DIGITS);
    private static final String PARENT = "p".repeat(HASH_DIGITS);
    private static final String BEFORE_ID = "{\"jsonrpc\":\"2.0\",\"id\":";
    private static final String ID = " ".repeat(19);

    private final List<Pool> pools = List.of(pool(PAIR, false), pool(POOL, true));
    private final byte[][] texts = texts();
    private final int[][] numbers = places(NUMBER);
    private final int[][] hashes = places(HASH);
    private final int[][] parents = places(PARENT);
    private final Head newest = new Head();
    private int order;
    private int step;

    private static Pool pool(String address, boolean concentrated) {
        final InstrumentId id = InstrumentId.ofAddress(1, InstrumentKind.POOL, 1, Hex.bytes(address));
        final Token token = new Token(id, address, 18, "");
        return new Pool(id, address, concentrated, token, token, 3_000, concentrated ? 60 : 0);
    }

    private static byte[][] texts() {
        final String word = topic("0x" + WORD);
        final String tick = topic("0x" + TICK);
        final List<String> all = List.of(
                log(1, PAIR, topic(EventTopics.SYNC), WORD.repeat(2)),
                log(
                        2,
                        POOL,
                        topic(EventTopics.SWAP) + "," + word + "," + word,
                        WORD + WORD + "0".repeat(24) + WORD.substring(24) + WORD + TICK),
                log(3, POOL, topic(EventTopics.MINT) + "," + word + "," + tick + "," + tick, WORD.repeat(4)),
                log(4, POOL, topic(EventTopics.BURN) + "," + word + "," + tick + "," + tick, WORD.repeat(3)));
        final List<byte[]> block = new ArrayList<>();
        all.forEach(log -> block.add(bytes(notification(log))));
        block.add(bytes(notification("{\"number\":\"0x" + NUMBER + "\",\"hash\":\"0x" + HASH + "\",\"parentHash\":\"0x"
                + PARENT + "\",\"timestamp\":\"0x6553f100\",\"gasUsed\":\"0x1c9c380\",\"gasLimit\":\"0x1c9c380\","
                + "\"baseFeePerGas\":\"0x3b9aca00\"}")));
        block.add(bytes(BEFORE_ID + ID + ",\"result\":[" + String.join(",", all) + "]}"));
        return block.toArray(byte[][]::new);
    }

    private static String topic(String topic) {
        return "\"" + topic + "\"";
    }

    private static String log(int index, String address, String topics, String data) {
        return "{\"address\":\"" + address + "\",\"topics\":[" + topics + "],\"data\":\"0x" + data
                + "\",\"blockHash\":\"0x" + HASH + "\",\"blockNumber\":\"0x" + NUMBER
                + "\",\"blockTimestamp\":\"0x6553f100\",\"transactionHash\":\"0x" + WORD
                + "\",\"transactionIndex\":\"0x1\",\"logIndex\":\"0x" + index + "\",\"removed\":false}";
    }

    private static String notification(String result) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"0x4a\",\"result\":"
                + result + "}}";
    }

    private static byte[] bytes(String text) {
        return (text + " ".repeat(AFTER)).getBytes(StandardCharsets.US_ASCII);
    }

    /** Where in each text something stands. */
    private int[][] places(String what) {
        return Arrays.stream(texts).map(text -> places(text, what)).toArray(int[][]::new);
    }

    private static int[] places(byte[] bytes, String what) {
        final String text = new String(bytes, StandardCharsets.US_ASCII);
        final List<Integer> places = new ArrayList<>();
        for (int at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + 1)) {
            places.add(at);
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Has a stream follow the chain from its first block on. */
    void begin(ChainStream stream) {
        newest.number = FIRST;
        newest.hash[0] = FIRST;
        stream.follow(null, this, pools, newest);
        order = 0;
        step = 0;
        mine();
    }

    /** Whether there are no more blocks, so that the chain has to begin again. */
    boolean ended() {
        return newest.number == LAST;
    }

    /** How many blocks were told to their end. */
    long told() {
        return newest.number - FIRST - 1;
    }

    /** Makes the next block. */
    private void mine() {
        System.arraycopy(newest.hash, 0, newest.parent, 0, newest.hash.length);
        newest.number++;
        newest.hash[0] = newest.number;
        for (int i = 0; i < texts.length; i++) {
            for (final int at : numbers[i]) {
                digits(texts[i], at, newest.number);
            }
            for (final int at : hashes[i]) {
                Head.digits(texts[i], at, newest.hash);
            }
            for (final int at : parents[i]) {
                Head.digits(texts[i], at, newest.parent);
            }
        }
    }

    private static void digits(byte[] text, int at, long number) {
        for (int i = 0; i < NUMBER_DIGITS; i++) {
            final int shift = 4 * (NUMBER_DIGITS - 1 - i);
            text[at + i] = (byte) Character.forDigit((int) (number >>> shift) & 15, 16);
        }
    }

    @Override
    public int poll(MessageHandler handler) {
        int read = 0;
        final int[] parts = ORDERS[order];
        for (; parts[step] != END; step++) {
            final byte[] text = texts[parts[step]];
            handler.onMessage(text, 0, text.length - AFTER);
            read += text.length;
        }
        if (++step == parts.length) {
            step = 0;
            order = (order + 1) % ORDERS.length;
            mine();
        }
        return read;
    }

    /** Takes the id of a request for a block's logs over for the answer. */
    @Override
    public void send(byte[] message) {
        System.arraycopy(message, BEFORE_ID.length(), texts[ANSWER], BEFORE_ID.length(), ID.length());
    }

    @Override
    public void await(long timeoutMs) {
        // There is always something.
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
