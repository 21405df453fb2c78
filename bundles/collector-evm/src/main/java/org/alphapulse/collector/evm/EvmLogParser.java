package org.alphapulse.collector.evm;

import java.util.Locale;
import org.alphapulse.api.context.Sink;
import org.alphapulse.chain.Hex;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.MessageWriter;

/**
 * The way of a log, or of a block's header, from the bytes of a node's message to a message of the sink, without a connection: for
 * benchmarks and replays of recorded streams. Headers are told as they come, so each must come after its logs. Not thread-safe; does not
 * allocate once the pools are known.
 */
public final class EvmLogParser {
    private static final int HEADS = 8;

    private final long chainId;
    private final PoolTable pools = new PoolTable();
    private final Sink sink;
    private final LogEncoder encoder;
    private final HeadEncoder heads;
    private final Head head = new Head();
    private final MessageParser parser = new MessageParser(new Logs());
    private long published;

    /**
     * Makes a parser.
     *
     * @param sink takes the messages
     * @param chainId of the pools
     */
    public EvmLogParser(Sink sink, long chainId) {
        this.chainId = chainId;
        this.sink = sink;
        this.encoder = new LogEncoder(sink, pools);
        this.heads = new HeadEncoder(chainId);
    }

    /**
     * Makes a pool known; logs of other addresses are passed over.
     *
     * @param venue code of the venue
     * @param address 20 bytes in hexadecimal
     * @param concentrated whether it has ticks
     * @return its id
     */
    public InstrumentId add(int venue, String address, boolean concentrated) {
        final InstrumentId id = InstrumentId.ofAddress(venue, InstrumentKind.POOL, chainId, Hex.bytes(address));
        pools.add(
                new Pool(id, address.toLowerCase(Locale.ROOT), concentrated, null, null, 3_000, concentrated ? 60 : 0));
        return id;
    }

    /**
     * Reads a notification or an answer with logs.
     *
     * @param buffer holds the message; 16 more bytes after it must be readable
     * @param offset of its first byte
     * @param length in bytes
     * @return messages published, or -1 if it is malformed
     */
    public int parse(byte[] buffer, int offset, int length) {
        final long before = published;
        return parser.parse(buffer, offset, length) ? (int) (published - before) : -1;
    }

    private final class Logs implements MessageEvents {
        @Override
        public void onLog(long id) {
            final int pool = pools.find(parser.address0, parser.address1, parser.address2);
            if (pool != PoolTable.NONE && !parser.removed && encoder.publish(parser, pool) > 0) {
                published++;
            }
        }

        @Override
        public void onHead(long id) {
            final MessageWriter writer = sink.begin(BlockHeadFlyweight.BLOCK_LENGTH + HEADS);
            if (writer != null) {
                head.set(parser);
                heads.write(writer, head, false);
                if (sink.commit() > 0) {
                    published++;
                }
            }
        }

        @Override
        public void onAnswer(long id, boolean failed) {
            // Answers end requests, and there are none here.
        }
    }
}
