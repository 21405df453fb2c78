package org.alphapulse.chain;

import java.math.BigInteger;

/**
 * The header of a block.
 *
 * @param number its height
 * @param hash 32 bytes in hexadecimal
 * @param parentHash 32 bytes in hexadecimal
 * @param timestampSeconds since 1970-01-01 UTC
 * @param gasUsed by its transactions
 * @param gasLimit of the block
 * @param baseFeeWei per gas; 0 where there is none
 */
public record BlockHeader(
        long number,
        String hash,
        String parentHash,
        long timestampSeconds,
        long gasUsed,
        long gasLimit,
        BigInteger baseFeeWei) {
    /** Bits of a block's number: no chain gets so far, and numbers near the end of 64 bits cannot be reckoned with. */
    public static final int NUMBER_BITS = 53;

    static BlockHeader of(JsonValue block) {
        final long number = block.get("number").number();
        if (number >>> NUMBER_BITS != 0) {
            throw new IllegalArgumentException("malformed header: block number " + Long.toUnsignedString(number));
        }
        return new BlockHeader(
                number,
                block.get("hash").text(),
                block.get("parentHash").text(),
                block.get("timestamp").number(),
                block.get("gasUsed").number(),
                block.get("gasLimit").number(),
                block.get("baseFeePerGas").quantity());
    }
}
