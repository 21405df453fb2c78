package org.alphapulse.strategy.arbitrage;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.U256;
import org.alphapulse.api.opportunity.RouteQuote;
import org.alphapulse.market.MarketView;

/**
 * Answers questions about given routes with the same arithmetic as the detector. Confined to one thread, which has to be the
 * market's unless the market stands still.
 */
final class RouteCalculator {
    private static final double NEARLY_ALL = 0.999_999;
    private final MarketView market;
    private final GasModel gas;
    private final FirstPieces pieces;
    private final RouteSizer sizer;
    private final ExactRoute exact;
    private final Opportunity work = new Opportunity();

    /** A calculator over a market. */
    RouteCalculator(final MarketView market, final GasModel gas) {
        this.market = market;
        this.gas = gas;
        final Scratch scratch = new Scratch();
        pieces = new FirstPieces(market, scratch);
        sizer = new RouteSizer(market, scratch, pieces);
        exact = new ExactRoute(market, scratch, pieces);
    }

    /**
     * The input with which a cycle earns most.
     *
     * @param factor 1 + fee of the loan
     * @param most largest input allowed
     * @return the quote for it, or with an input of zero where the cycle earns nothing
     */
    RouteQuote bestInput(final Route route, final double factor, final U256 most) {
        pieces.cover();
        pieces.allChanged();
        final int code = sizer.size(route, null, factor, most.toDouble(), NEARLY_ALL);
        if (code == RouteSizer.NONE) {
            return new RouteQuote("", List.of(BigInteger.ZERO, BigInteger.ZERO), 0, 0, 0, 0, market.revision());
        }
        work.route.set(route);
        final double wanted = code == RouteSizer.OK ? factor : 0;
        return quoted(exact.solve(work, null, sizer.input(), most, sizer.firstRate(), wanted));
    }

    /** What a route gives for an input, and what it costs. */
    RouteQuote quote(final Route route, final BigInteger input) {
        if (input.signum() < 0 || input.bitLength() > 255) {
            throw new IllegalArgumentException("an input must be 0 to 2^255 - 1, not " + input);
        }
        pieces.cover();
        pieces.allChanged();
        work.route.set(route);
        work.amounts[0].set(U256.of(input));
        return quoted(exact.fill(work, null));
    }

    private RouteQuote quoted(final int code) {
        if (code != AmmCode.OK) {
            return new RouteQuote(problem(code), List.of(), 0, 0, 0, 0, market.revision());
        }
        final List<BigInteger> amounts = new ArrayList<>();
        double spot = work.amounts[0].toDouble();
        for (int hop = 0; hop < work.route.hops; hop++) {
            amounts.add(work.amounts[hop].toBigInteger());
            spot *= market.marginalRate(work.route.pools[hop], work.route.zeroForOne[hop]);
        }
        amounts.add(work.amountOut().toBigInteger());
        work.fundingKind = FundingSource.VAULT_LOAN;
        return new RouteQuote(
                "",
                amounts,
                work.impactPpm,
                (int) Math.round((1 - work.amountOut().toDouble() / spot) * 1e6),
                work.crossings,
                gas.estimate(work),
                market.revision());
    }

    private static String problem(final int code) {
        return switch (code) {
            case AmmCode.NOT_TRADABLE -> "a pool must not be traded at present";
            case AmmCode.INSUFFICIENT_LIQUIDITY, AmmCode.PARTIAL -> "there is not enough liquidity";
            case AmmCode.INVALID_AMOUNT -> "an amount on the way is zero or too large";
            case AmmCode.OVERFLOW -> "a pool would overflow";
            default -> "a pool would revert, code " + code;
        };
    }
}
