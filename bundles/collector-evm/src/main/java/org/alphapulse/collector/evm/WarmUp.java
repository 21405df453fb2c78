package org.alphapulse.collector.evm;

import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.Sink;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SourceKinds;

/**
 * Reads made-up messages, so that the virtual machine has compiled the way of a log before the first real one comes. What it writes goes
 * nowhere.
 */
final class WarmUp implements Sink {
    private static final int ROUNDS = 2_000;
    private static final int AFTER = 16;
    private static final String PAIR = "0x" + "a1".repeat(20);
    private static final String POOL = "0x" + "b2".repeat(20);
    private static final String WORD = "00000000000000000000000000000000000000000000d3c21bcecceda1000000";
    private static final String TICK = "0".repeat(62) + "2a";

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final MessageWriter writer = new MessageWriter();
    private long messages;

    private final EvmLogParser parser = new EvmLogParser(this, 1);
    private final byte[][] texts;
    private int next;

    WarmUp() {
        parser.add(1, PAIR, false);
        parser.add(1, POOL, true);
        final String sync = log(PAIR, topic(EventTopics.SYNC), WORD.repeat(2));
        final String swap = log(
                POOL,
                topic(EventTopics.SWAP) + "," + topic("0x" + WORD) + "," + topic("0x" + WORD),
                WORD + WORD + "0".repeat(24) + WORD.substring(24) + WORD + TICK);
        texts = new byte[][] {
            bytes(notification(sync)),
            bytes(notification(swap)),
            bytes("{\"jsonrpc\":\"2.0\",\"id\":11,\"result\":[" + sync + "," + swap + "," + sync + "," + swap + "]}")
        };
    }

    /** Does it; takes some tenths of a second. Returns how many messages it made. */
    long run() {
        for (int i = 0; i < ROUNDS * texts.length; i++) {
            step();
        }
        return messages;
    }

    /** One text, which takes some microseconds: between two blocks the caches forget the way of a log. */
    void step() {
        final byte[] text = texts[next];
        parser.parse(text, 0, text.length - AFTER);
        next = (next + 1) % texts.length;
    }

    private static String topic(String topic) {
        return "\"" + topic + "\"";
    }

    private static String log(String address, String topics, String data) {
        return "{\"address\":\"" + address + "\",\"topics\":[" + topics + "],\"data\":\"0x" + data
                + "\",\"blockHash\":\"0x" + WORD + "\",\"blockNumber\":\"0x1b4\",\"blockTimestamp\":\"0x6553f100\","
                + "\"transactionHash\":\"0x" + WORD
                + "\",\"transactionIndex\":\"0x1\",\"logIndex\":\"0x3\",\"removed\":false}";
    }

    private static String notification(String log) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"0x4a\",\"result\":"
                + log + "}}";
    }

    private static byte[] bytes(String text) {
        return (text + " ".repeat(AFTER)).getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public MessageWriter begin(int payloadLength) {
        writer.begin(
                buffer,
                0,
                HeaderFlyweight.LENGTH + payloadLength,
                Domains.MARKET_DATA,
                SourceKinds.COLLECTOR,
                0,
                messages + 1,
                0);
        return writer;
    }

    @Override
    public long commit() {
        return writer.finish() < 0 ? TOO_LONG : ++messages;
    }
}
