package org.alphapulse.chain;

/**
 * A read from a contract.
 *
 * @param to its address in hexadecimal
 * @param data the calldata in hexadecimal
 */
public record EthCall(String to, String data) {}
