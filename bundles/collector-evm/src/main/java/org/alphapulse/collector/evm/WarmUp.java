package org.alphapulse.collector.evm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.api.context.Sink;
import org.alphapulse.chain.Hex;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SourceKinds;

/**
 * Reads the messages of a made-up block as {@link ChainStream} reads those of a real one: its logs as they come, its announcement, the
 * answer that repeats the logs, and then tells the block. So the virtual machine has compiled the way of a log and of a block before the
 * first real one comes. What it writes goes nowhere.
 */
final class WarmUp implements Sink, MessageEvents {
    private static final int ROUNDS = 1_500;
    private static final int LOGS = 4;
    private static final int AFTER = 16;
    private static final int HEADS = 8;
    private static final String PAIR = "0x" + "a1".repeat(20);
    private static final String POOL = "0x" + "b2".repeat(20);
    private static final String WORD = "00000000000000000000000000000000000000000000d3c21bcecceda1000000";
    private static final String TICK = "0".repeat(62) + "2a";

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
    private final MessageWriter writer = new MessageWriter();
    private final MessageParser parser = new MessageParser(this);
    private final PoolTable pools = new PoolTable();
    /** Sinks of several classes: else the compiler would take it that there is one, and the real one would undo its work. */
    private final LogEncoder[] logs = {
        new LogEncoder(this), new LogEncoder(new Rehearsing()), new LogEncoder(new AlsoRehearsing())
    };

    private final HeadEncoder heads = new HeadEncoder(1);
    private final Told told = new Told();
    private final Sink real;
    private final byte[][] texts;
    private Head announced;
    private int next;
    private int blocks;
    private long messages;

    /** A warm-up that borrows the frames of a sink and gives it nothing to send. */
    WarmUp(Sink real) {
        this.real = real;
        add(PAIR, false);
        add(POOL, true);
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
        block.add(bytes(notification("{\"number\":\"0x1b4\",\"hash\":\"0x" + WORD + "\",\"parentHash\":\"0x" + WORD
                + "\",\"timestamp\":\"0x6553f100\",\"gasUsed\":\"0x1c9c380\",\"gasLimit\":\"0x1c9c380\","
                + "\"baseFeePerGas\":\"0x3b9aca00\"}")));
        block.add(bytes("{\"jsonrpc\":\"2.0\",\"id\":11,\"result\":[" + String.join(",", all) + "]}"));
        texts = block.toArray(byte[][]::new);
    }

    private void add(String address, boolean concentrated) {
        final InstrumentId id = InstrumentId.ofAddress(1, InstrumentKind.POOL, 1, Hex.bytes(address));
        pools.add(new Pool(id, address, concentrated, null, null, 3_000, concentrated ? 60 : 0));
    }

    /** Does it; takes some tenths of a second. Returns how many messages it made. */
    long run() {
        while (blocks < ROUNDS) {
            step();
        }
        return messages;
    }

    /** A block, which takes some microseconds: between two blocks the caches forget the way of a log. */
    void again() {
        final int before = blocks;
        while (blocks == before) {
            step();
        }
    }

    private void step() {
        final byte[] text = texts[next];
        parser.parse(text, 0, text.length - AFTER);
        if (++next == texts.length) {
            blocks++;
            // Now and then the answer comes first and brings the logs itself.
            next = blocks % logs.length == 0 ? LOGS : 0;
        }
    }

    /** Goes the way of the real sink, but for the sending. */
    private class Rehearsing implements Sink {
        @Override
        public MessageWriter begin(int payloadLength) {
            return real.begin(payloadLength);
        }

        @Override
        public long commit() {
            real.rehearse(NOT_EXPECTED);
            return ++messages;
        }
    }

    /** The same in another class. */
    private final class AlsoRehearsing extends Rehearsing {}

    @Override
    public void onLog(long id) {
        final Pool pool = pools.find(parser.address0, parser.address1, parser.address2);
        if (pool != null && !told.contains(parser.logIndex) && logs[blocks % logs.length].publish(parser, pool) > 0) {
            told.add(parser.logIndex);
            told.keep(parser.text, parser.objectAt, parser.objectLength());
        }
    }

    @Override
    public void onHead(long id) {
        announced = Head.of(parser);
        told.rewind();
    }

    @Override
    public int known(long id, int at, int end) {
        return told.repeated(parser.text, at, end);
    }

    @Override
    public void onAnswer(long id, boolean failed) {
        heads.write(begin(BlockHeadFlyweight.BLOCK_LENGTH + HEADS), announced, false);
        commit();
        told.clear();
    }

    private static String topic(String topic) {
        return "\"" + topic + "\"";
    }

    private static String log(int index, String address, String topics, String data) {
        return "{\"address\":\"" + address + "\",\"topics\":[" + topics + "],\"data\":\"0x" + data
                + "\",\"blockHash\":\"0x" + WORD + "\",\"blockNumber\":\"0x1b4\",\"blockTimestamp\":\"0x6553f100\","
                + "\"transactionHash\":\"0x" + WORD + "\",\"transactionIndex\":\"0x1\",\"logIndex\":\"0x" + index
                + "\",\"removed\":false}";
    }

    private static String notification(String result) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":{\"subscription\":\"0x4a\",\"result\":"
                + result + "}}";
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
