package org.alphapulse.devnet;

/**
 * A funded development account that the node can sign for.
 *
 * @param index position in the node's list
 * @param address where it is
 * @param privateKey 32 bytes; publicly known, of no use on any other chain
 */
public record Account(int index, String address, String privateKey) {}
