package org.alphapulse.collector.evm;

import java.nio.ByteOrder;
import org.alphapulse.protocol.BlockHeadFlyweight;
import org.alphapulse.protocol.MessageWriter;

/** Writes block heads. Does not allocate. Not thread-safe. */
final class HeadEncoder {
    private final long chainId;
    private final BlockHeadFlyweight flyweight = new BlockHeadFlyweight();

    HeadEncoder(long chainId) {
        this.chainId = chainId;
    }

    /** Appends a head all of whose logs were told; {@code behind} if newer ones are told next. */
    void write(MessageWriter writer, Head block, boolean behind) {
        flyweight.appendTo(writer);
        flyweight.clear();
        for (int i = 0; i < 4; i++) {
            flyweight.buffer().putLong(flyweight.hashOffset() + 8 * i, block.hash[i], ByteOrder.BIG_ENDIAN);
            flyweight.buffer().putLong(flyweight.parentHashOffset() + 8 * i, block.parent[i], ByteOrder.BIG_ENDIAN);
        }
        flyweight
                .baseFeeWei(block.baseFee, 0, 0, 0)
                .number(block.number)
                .timestampSeconds(block.timestamp)
                .gasUsed(block.gasUsed)
                .gasLimit(block.gasLimit)
                .chainId(chainId)
                .headFlags(BlockHeadFlyweight.HEAD_FLAGS_LOGS_COMPLETE
                        | (behind ? BlockHeadFlyweight.HEAD_FLAGS_BEHIND : 0));
    }
}
