package org.alphapulse.devnet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An ERC-20 token of the local chain.
 *
 * @param symbol such as {@code WETH}
 * @param name in full
 * @param address its contract
 * @param decimals digits after the point of one whole token, 2 to 18
 * @param usd the price of one whole token at which all pools were seeded
 */
public record Token(String symbol, String name, String address, int decimals, BigDecimal usd) {
    /**
     * Turns a sum in US dollars into an amount of this token at the seeding price.
     *
     * @param dollars the sum
     * @return smallest units, rounded down
     */
    public BigInteger worth(double dollars) {
        return BigDecimal.valueOf(dollars)
                .movePointRight(decimals)
                .divide(usd, 0, RoundingMode.DOWN)
                .toBigInteger();
    }

    /**
     * Turns a number of whole tokens into smallest units.
     *
     * @param whole how many tokens, such as {@code 1.5}
     * @return smallest units, rounded down
     */
    public BigInteger units(double whole) {
        return BigDecimal.valueOf(whole).movePointRight(decimals).toBigInteger();
    }
}
