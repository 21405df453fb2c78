package org.alphapulse.strategy.arbitrage;

import java.util.List;
import org.alphapulse.amm.U256;

/**
 * A token in which routes may start and end, and in which their profit is counted.
 *
 * @param token handle of the token in the market
 * @param sources where the input may come from, at least one
 * @param maximumCapital most that one route may put in, in the smallest unit; never changed after construction
 * @param minimumProfit least net profit worth a transaction, in the smallest unit; never changed after construction
 * @param unitsPerWei price of the chain's native coin, in smallest units of this token per wei, used where the market
 *     knows no better
 */
public record StartToken(
        int token, List<FundingSource> sources, U256 maximumCapital, U256 minimumProfit, double unitsPerWei) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if there is no source
     */
    public StartToken {
        sources = List.copyOf(sources);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("start token " + token + " has no funding source");
        }
    }
}
