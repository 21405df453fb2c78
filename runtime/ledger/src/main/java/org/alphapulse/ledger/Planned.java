package org.alphapulse.ledger;

import java.math.BigInteger;

/**
 * A plan with its first transaction.
 *
 * @param planId as the risk gate gave it; unique only within a process
 * @param signalId of the signal behind it
 * @param strategyId of the strategy behind it
 * @param chainId of the chain
 * @param account that signs, 20 bytes as hexadecimal with {@code 0x}
 * @param nonce of the account
 * @param transactionHash 32 bytes as hexadecimal with {@code 0x}
 * @param profitToken the unit of the profits, in the text form of an instrument id; empty for none
 * @param expectedProfit in the smallest unit of the token, after the lender's fee
 * @param gasLimit of the transaction
 * @param maxFeeWei per gas
 * @param maxPriorityFeeWei per gas
 * @param deadlineBlock last block in which it may take effect, 0 for none
 * @param createdAtNs since 1970 UTC
 * @param transaction signed and encoded
 */
public record Planned(
        long planId,
        long signalId,
        long strategyId,
        long chainId,
        String account,
        long nonce,
        String transactionHash,
        String profitToken,
        BigInteger expectedProfit,
        long gasLimit,
        long maxFeeWei,
        long maxPriorityFeeWei,
        long deadlineBlock,
        long createdAtNs,
        byte[] transaction) {}
