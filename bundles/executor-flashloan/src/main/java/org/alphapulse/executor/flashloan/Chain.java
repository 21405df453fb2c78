package org.alphapulse.executor.flashloan;

import java.math.BigInteger;
import java.util.Optional;

/** What the executor asks of a chain. Calls block; hashes and addresses are hexadecimal with {@code 0x}, in lower case. */
interface Chain extends AutoCloseable {
    /**
     * A block.
     *
     * @param number its height
     * @param hash its hash
     * @param parent the hash of the block before
     * @param baseFeeWei per gas, 0 where the chain has none
     */
    record Head(long number, String hash, String parent, long baseFeeWei) {}

    /**
     * A transaction in a block.
     *
     * @param success whether it was not undone
     * @param block height
     * @param blockHash of that block
     * @param index of the transaction in it
     * @param gasUsed by it
     * @param gasPriceWei paid per gas
     * @param profit as the contract says, 0 when it says nothing
     */
    record Mined(
            boolean success,
            long block,
            String blockHash,
            long index,
            long gasUsed,
            long gasPriceWei,
            BigInteger profit) {}

    /** The newest block. */
    Head latest();

    /** A block of the canonical chain, nothing if there is none of that height. */
    Optional<Head> header(long number);

    /** Number of transactions of an account: the mined ones, or with those in the node's pool that follow them without a gap. */
    long nonce(String account, boolean withPool);

    /** What became of a transaction; nothing unless it is in a canonical block. */
    Optional<Mined> receipt(String hash);

    /** Whether the node has a transaction, in its pool or in a block. */
    boolean knows(String hash);

    /** Executes a call at the newest state without sending it; the words of the refusal, empty if it would succeed. */
    String refusal(String from, String to, String data, long gas);

    @Override
    void close();
}
