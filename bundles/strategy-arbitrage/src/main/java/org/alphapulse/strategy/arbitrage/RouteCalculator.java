package org.alphapulse.strategy.arbitrage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;

/**
 * Answers questions about given routes with the same arithmetic as the detector.
 *
 * <p>Threading: an instance is confined to one thread, which has to be the market's unless the market does not change
 * meanwhile, as in a restored snapshot. {@link #simulate} uses further threads and needs a market that stands still.
 */
public final class RouteCalculator {
    private static final double NEARLY_ALL = 0.999_999;
    private final MarketView market;
    private final GasModel gas;
    private final FirstPieces pieces;
    private final RouteSizer sizer;
    private final ExactRoute exact;
    private final Opportunity work = new Opportunity();

    /** A calculator over a market. */
    public RouteCalculator(final MarketView market, final GasModel gas) {
        this.market = market;
        this.gas = gas;
        final Scratch scratch = new Scratch();
        pieces = new FirstPieces(market, scratch);
        sizer = new RouteSizer(market, scratch, pieces);
        exact = new ExactRoute(market, scratch, pieces);
    }

    /**
     * The loan with which a route earns most.
     *
     * @param factor 1 + fee of the loan
     * @param most largest loan allowed
     * @param best receives the loan, in the smallest unit of the start token
     * @return whether the route earns anything
     */
    public boolean bestLoan(final Route route, final double factor, final U256 most, final U256 best) {
        best.set(0);
        pieces.cover();
        final int code = sizer.size(route, null, factor, most.toDouble(), NEARLY_ALL);
        if (code == RouteSizer.NONE) {
            return false;
        }
        work.route.set(route);
        final double wanted = code == RouteSizer.OK ? factor : 0;
        if (exact.solve(work, null, sizer.input(), most, sizer.firstRate(), wanted) != AmmCode.OK) {
            return false;
        }
        best.set(work.amounts[0]);
        return true;
    }

    /**
     * What a route gives for an input, exactly.
     *
     * @param output receives the output
     * @return an {@link AmmCode}; the output is only good with OK
     */
    public int output(final Route route, final U256 input, final U256 output) {
        final int code = fill(route, input);
        output.set(code == AmmCode.OK ? work.amountOut() : input);
        return code;
    }

    private int fill(final Route route, final U256 input) {
        work.route.set(route);
        work.amounts[0].set(input);
        pieces.cover();
        return exact.fill(work, null);
    }

    /**
     * Market impact: how far the average price of the worst hop falls short of its spot price after the fee.
     *
     * @return millionths, or an {@link AmmCode} below zero
     */
    public int impactPpm(final Route route, final U256 input) {
        final int code = fill(route, input);
        return code == AmmCode.OK ? work.impactPpm : Math.min(code, -1);
    }

    /**
     * Slippage of the whole route: how far its output falls short of the product of the spot prices after fees.
     *
     * @return millionths, or an {@link AmmCode} below zero
     */
    public int slippagePpm(final Route route, final U256 input) {
        final int code = fill(route, input);
        if (code != AmmCode.OK) {
            return Math.min(code, -1);
        }
        double spot = input.toDouble();
        for (int hop = 0; hop < route.hops; hop++) {
            spot *= market.marginalRate(route.pools[hop], route.zeroForOne[hop]);
        }
        return (int) Math.round((1 - work.amountOut().toDouble() / spot) * 1e6);
    }

    /**
     * Estimated gas of a route's transaction with a loan of the given kind.
     *
     * @return gas, or an {@link AmmCode} below zero
     */
    public long gas(final Route route, final U256 input, final int fundingKind) {
        final int code = fill(route, input);
        work.fundingKind = fundingKind;
        return code == AmmCode.OK ? gas.estimate(work) : Math.min(code, -1);
    }

    /**
     * Outputs of many routes, computed in parallel over a market that stands still.
     *
     * @param threads where to compute
     * @param parts into how many tasks to divide the routes
     * @return output of each route, or null where it cannot be swapped
     * @throws InterruptedException if the wait was interrupted
     */
    public static List<U256> simulate(
            final MarketView market,
            final List<Route> routes,
            final List<U256> inputs,
            final ExecutorService threads,
            final int parts)
            throws InterruptedException {
        final U256[] outputs = new U256[routes.size()];
        final List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            final int first = part;
            tasks.add(() -> {
                final RouteCalculator own = new RouteCalculator(market, new GasModel());
                for (int i = first; i < outputs.length; i += parts) {
                    final U256 output = new U256();
                    outputs[i] = own.output(routes.get(i), inputs.get(i), output) == AmmCode.OK ? output : null;
                }
                return true;
            });
        }
        for (final Future<Boolean> task : threads.invokeAll(tasks)) {
            try {
                task.get();
            } catch (final ExecutionException e) {
                throw new IllegalStateException("a simulation failed", e.getCause());
            }
        }
        return Collections.unmodifiableList(Arrays.asList(outputs));
    }
}
