package org.alphapulse.devnet;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/**
 * A transaction before it has a sender and a nonce.
 *
 * @param to the contract called, or empty to create one
 * @param data calldata, or bytecode with constructor arguments
 * @param wei native coin sent along
 * @param gasLimit at most 16,000,000
 * @param maxFeeWei the most paid per gas
 * @param tipWei the most paid per gas above the base fee
 */
public record Transaction(String to, String data, BigInteger wei, long gasLimit, long maxFeeWei, long tipWei) {
    private static final long GWEI = 1_000_000_000L;

    /**
     * A call with a tip of 1 gwei, a fee of at most 100 gwei and no native coin.
     *
     * @param to the contract called
     * @param data calldata
     * @param gasLimit at most 16,000,000
     * @return the transaction
     */
    public static Transaction call(String to, String data, long gasLimit) {
        return new Transaction(to, data, BigInteger.ZERO, gasLimit, 100 * GWEI, GWEI);
    }

    /**
     * The same with native coin sent along.
     *
     * @param value in wei
     * @return the transaction
     */
    public Transaction withWei(BigInteger value) {
        return new Transaction(to, data, value, gasLimit, maxFeeWei, tipWei);
    }

    /**
     * The same with another tip.
     *
     * @param value in wei per gas
     * @return the transaction
     */
    public Transaction withTip(long value) {
        return new Transaction(to, data, wei, gasLimit, Math.max(maxFeeWei, value), value);
    }

    Map<String, String> json(String from, long nonce) {
        Map<String, String> json = new HashMap<>();
        json.put("from", from);
        if (!to.isEmpty()) {
            json.put("to", to);
        }
        json.put("data", data);
        json.put("value", "0x" + wei.toString(16));
        json.put("gas", "0x" + Long.toHexString(gasLimit));
        json.put("nonce", "0x" + Long.toHexString(nonce));
        json.put("maxFeePerGas", "0x" + Long.toHexString(maxFeeWei));
        json.put("maxPriorityFeePerGas", "0x" + Long.toHexString(tipWei));
        return json;
    }
}
