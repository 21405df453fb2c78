package org.alphapulse.api.opportunity;

import java.math.BigInteger;
import java.util.List;

/**
 * An opportunity with everything that led to the decision on it. Amounts are in the smallest unit of their token; where nothing
 * was computed exactly, because a better opportunity took its place, they are zero.
 *
 * @param id signal id, unique among all strategies of an engine
 * @param strategy number of the strategy
 * @param kind kind of signal, as in the message catalogue
 * @param outcome whether it was acted on, as in the message catalogue
 * @param reason the outcome in words
 * @param foundAtNs when it was explained, nanoseconds since 1970-01-01 UTC
 * @param expiresAtNs until when it is good
 * @param profitToken the token in which profit is counted
 * @param amountIn what goes into the first hop
 * @param amountOut what comes out of the last
 * @param grossProfit output minus input
 * @param fundingFee fee of the loan
 * @param gasCost expected cost of the gas in the profit token
 * @param netProfit gross profit minus loan and gas; may be negative
 * @param gasUnits expected gas
 * @param gasPriceWei gas price that the cost assumes
 * @param impactPpm by how many millionths the worst hop's average price falls short of its price before the swap
 * @param confidencePpm confidence in millionths
 * @param funding where the input comes from, as in the message catalogue
 * @param lender who lends it, empty for own capital or none in particular
 * @param chainId chain
 * @param block block of the state that it rests on
 * @param blockHash hash of that block in hexadecimal, zeros if it is not known
 * @param logIndex log within that block
 * @param stateVersion revision of the market state
 * @param marketSequence sequence of the market message that led to it
 * @param hops the swaps in order
 */
public record ExplainedOpportunity(
        long id,
        long strategy,
        String kind,
        String outcome,
        String reason,
        long foundAtNs,
        long expiresAtNs,
        String profitToken,
        BigInteger amountIn,
        BigInteger amountOut,
        BigInteger grossProfit,
        BigInteger fundingFee,
        BigInteger gasCost,
        BigInteger netProfit,
        long gasUnits,
        long gasPriceWei,
        long impactPpm,
        long confidencePpm,
        String funding,
        String lender,
        long chainId,
        long block,
        String blockHash,
        long logIndex,
        long stateVersion,
        long marketSequence,
        List<ExplainedHop> hops) {
    /** Keeps its own list. */
    public ExplainedOpportunity {
        hops = List.copyOf(hops);
    }
}
