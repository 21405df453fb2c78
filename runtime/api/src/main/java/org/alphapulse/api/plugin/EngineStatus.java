package org.alphapulse.api.plugin;

import org.alphapulse.api.market.MarketStatus;

/**
 * The engine at one moment.
 *
 * @param ready whether all expected plugins are bound and the agent runs
 * @param state {@code STARTING}, {@code RUNNING}, {@code HALTED} or {@code STOPPED}
 * @param reason why it is not ready or halted; empty when all is well
 * @param mode trading mode
 * @param armed whether live trading was armed by a person
 * @param uptimeNs nanoseconds since the engine started
 * @param received messages taken from all sources
 * @param published messages of the market data, signal and execution relays together
 * @param approved plans that the risk gate let through
 * @param refused plans that it refused
 * @param plugins bound plugin instances
 * @param market how it began with its market, and what it could not apply
 */
public record EngineStatus(
        boolean ready,
        String state,
        String reason,
        TradingMode mode,
        boolean armed,
        long uptimeNs,
        long received,
        long published,
        long approved,
        long refused,
        int plugins,
        MarketStatus market) {}
