package org.alphapulse.ledger;

import java.math.BigInteger;

/**
 * How a plan ended.
 *
 * @param outcome in one word
 * @param transactionHash of the transaction that used the nonce, empty when none of ours did
 * @param blockNumber in which it is, 0 for none
 * @param blockHash of that block, empty for none
 * @param gasUsed by the transaction
 * @param gasPriceWei paid per gas
 * @param profit realised, in the smallest unit of the profit token, after the lender's fee and before gas
 * @param reason for people, empty when all went well
 */
public record Settlement(
        Outcome outcome,
        String transactionHash,
        long blockNumber,
        String blockHash,
        long gasUsed,
        long gasPriceWei,
        BigInteger profit,
        String reason) {
    /**
     * An end without a transaction in a block.
     *
     * @param outcome in one word
     * @param reason for people
     * @return the settlement
     */
    public static Settlement without(Outcome outcome, String reason) {
        return new Settlement(outcome, "", 0, "", 0, 0, BigInteger.ZERO, reason);
    }

    BigInteger gasWei() {
        return BigInteger.valueOf(gasUsed).multiply(BigInteger.valueOf(gasPriceWei));
    }
}
