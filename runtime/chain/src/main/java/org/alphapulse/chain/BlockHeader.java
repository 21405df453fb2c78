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
    static BlockHeader of(JsonValue block) {
        return new BlockHeader(
                block.get("number").number(),
                block.get("hash").text(),
                block.get("parentHash").text(),
                block.get("timestamp").number(),
                block.get("gasUsed").number(),
                block.get("gasLimit").number(),
                block.get("baseFeePerGas").quantity());
    }
}
