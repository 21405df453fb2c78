package org.alphapulse.api.market;

/**
 * A token.
 *
 * @param id in the text form of an instrument id
 * @param symbol for people, as the collector of one of its pools calls it; empty when it is not known
 * @param decimals of its unit
 */
public record TokenInfo(String id, String symbol, int decimals) {}
