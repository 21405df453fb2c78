package org.alphapulse.devnet;

import java.util.List;

/**
 * An event in a receipt.
 *
 * @param address the contract that emitted it
 * @param topics the signature's hash first
 * @param data the arguments that are not indexed
 */
public record Log(String address, List<String> topics, String data) {
    /**
     * Tells whether this is an event of a signature.
     *
     * @param signature such as {@code Sync(uint112,uint112)}
     * @return whether the first topic is its hash
     */
    public boolean is(String signature) {
        return !topics.isEmpty() && topics.get(0).equals(Abi.keccak(signature));
    }
}
