package org.alphapulse.api.market;

/**
 * How an engine began with its market, and what it could not apply since.
 *
 * @param kept {@code NONE} if no engine before it had kept one, {@code READ} if it was read, {@code REFUSED} if it could not be used. What
 *     became of a chain's pools after that is for its collector to say
 * @param reason why it was refused, else empty
 * @param keptPools pools that were read
 * @param malformed messages of the market data relay that could not be read
 * @param refused events that left a pool or a book untradable
 */
public record MarketStatus(String kept, String reason, int keptPools, long malformed, long refused) {}
