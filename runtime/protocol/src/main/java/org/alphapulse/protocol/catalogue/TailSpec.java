package org.alphapulse.protocol.catalogue;

/**
 * Bytes behind the fixed fields up to the end of the value.
 *
 * @param name in lower camel case
 * @param text true for UTF-8, false for bytes
 * @param doc  what they are, one phrase
 */
public record TailSpec(String name, boolean text, String doc) {}
