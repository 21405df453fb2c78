package org.alphapulse.api.risk;

import java.util.List;
import org.alphapulse.api.plugin.TradingMode;

/**
 * The risk gate at one moment.
 *
 * @param halted whether no plan reaches an executor until a person resets it
 * @param trips why, the first one first; empty while trading is not halted
 * @param mode trading mode
 * @param armed whether live trading was armed by a person
 * @param approved plans that the gate let through since the start
 * @param refused plans that it refused since the start
 * @param lastResetNs when a person last ended a halt, nanoseconds since 1970-01-01 UTC; 0 for never
 */
public record RiskStatus(
        boolean halted,
        List<Trip> trips,
        TradingMode mode,
        boolean armed,
        long approved,
        long refused,
        long lastResetNs) {}
