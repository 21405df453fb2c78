package org.alphapulse.collector.evm;

import org.alphapulse.model.InstrumentId;

/**
 * A token as pools use it.
 *
 * @param id instrument
 * @param address 20 bytes in lower-case hexadecimal
 * @param decimals digits after the point; 18 if the contract does not say
 * @param symbol printable, at most 11 characters
 */
record Token(InstrumentId id, String address, int decimals, String symbol) {}
