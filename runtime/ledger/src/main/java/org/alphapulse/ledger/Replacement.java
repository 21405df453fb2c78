package org.alphapulse.ledger;

/**
 * A transaction in place of a plan's first one, with the same account and nonce, so that at most one of them takes effect.
 *
 * @param transactionHash 32 bytes as hexadecimal with {@code 0x}
 * @param maxFeeWei per gas
 * @param maxPriorityFeeWei per gas
 * @param cancels whether it does nothing but use up the nonce
 * @param transaction signed and encoded
 */
public record Replacement(
        String transactionHash, long maxFeeWei, long maxPriorityFeeWei, boolean cancels, byte[] transaction) {}
