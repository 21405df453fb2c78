package org.alphapulse.strategy.arbitrage;

import java.util.Arrays;
import java.util.List;
import org.alphapulse.amm.FullMath;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketView;

/** What capital and gas cost in each start token. Confined to the engine thread. */
final class Pricing {
    private static final U256 MILLION = U256.of(1_000_000);
    private static final U256 HALF_MILLION = U256.of(500_000);
    private final MarketView market;
    private final ArbitrageSettings settings;
    final GasModel gas;
    final int starts;
    private final int[] startOfToken;
    private final double[][] factors;
    private final double[][] inverseRoots;
    private final U256[][] capital;
    private final double[][] capitalUnits;
    private final int[][] kinds;
    /** Pools that lend, -1 for other lenders and pools that the market does not know. */
    private final int[][] lenders;
    /** See {@link FundingSource#firstFamily}. */
    private final int[][] firstFamilies;

    private final int[] nativePool;
    private final int[] nativeEdge;
    private final double[] unitsPerWei;
    private final double[] weiPerUnit;
    private final U256 temporary = new U256();
    private long gasPriceWei;

    Pricing(final MarketView market, final ArbitrageSettings settings, final GasModel gas) {
        this.market = market;
        this.settings = settings;
        this.gas = gas;
        starts = settings.starts().size();
        factors = new double[starts][];
        inverseRoots = new double[starts][];
        capital = new U256[starts][];
        capitalUnits = new double[starts][];
        kinds = new int[starts][];
        lenders = new int[starts][];
        firstFamilies = new int[starts][];
        nativePool = new int[starts];
        nativeEdge = new int[starts];
        unitsPerWei = new double[starts];
        weiPerUnit = new double[starts];
        Arrays.fill(nativePool, -1);
        int highest = 0;
        for (final StartToken start : settings.starts()) {
            highest = Math.max(highest, start.token());
        }
        startOfToken = new int[highest + 1];
        Arrays.fill(startOfToken, -1);
        for (int i = starts - 1; i >= 0; i--) {
            open(i, settings.starts().get(i));
        }
    }

    private void open(final int i, final StartToken start) {
        startOfToken[start.token()] = i;
        final int sources = start.sources().size();
        factors[i] = new double[sources];
        inverseRoots[i] = new double[sources];
        capital[i] = new U256[sources];
        capitalUnits[i] = new double[sources];
        kinds[i] = new int[sources];
        lenders[i] = new int[sources];
        Arrays.fill(lenders[i], -1);
        firstFamilies[i] = new int[sources];
        for (int k = 0; k < sources; k++) {
            final FundingSource source = start.sources().get(k);
            factors[i][k] = source.factor();
            inverseRoots[i][k] = 1 / Math.sqrt(source.factor());
            capital[i][k] = source.capacity().compareTo(start.maximumCapital()) < 0
                    ? source.capacity()
                    : start.maximumCapital();
            capitalUnits[i][k] = capital[i][k].toDouble();
            kinds[i][k] = source.kind();
            firstFamilies[i][k] = source.firstFamily();
        }
        price(i, start.token() == settings.nativeToken() ? 1 : start.unitsPerWei());
    }

    /** Index of a start token, -1 for other tokens; the lower the more preferred. */
    int start(final int token) {
        return token < startOfToken.length ? startOfToken[token] : -1;
    }

    /** Which edge of a cycle starts at its most preferred start token, -1 if none does: there its route begins. */
    int first(final RateTable rates, final int[] edges, final int hops) {
        int first = -1;
        int best = Integer.MAX_VALUE;
        for (int hop = 0; hop < hops; hop++) {
            final int index = start(rates.from(edges[hop]));
            if (index >= 0 && index < best) {
                best = index;
                first = hop;
            }
        }
        return first;
    }

    StartToken token(final int start) {
        return settings.starts().get(start);
    }

    /** The least logarithm of a cycle that can pay for its funding. */
    double threshold() {
        double least = Double.POSITIVE_INFINITY;
        for (final double[] row : factors) {
            for (final double factor : row) {
                least = Math.min(least, factor);
            }
        }
        return Math.log(least);
    }

    void gasPrice(final long wei) {
        gasPriceWei = wei;
    }

    long gasPrice() {
        return gasPriceWei;
    }

    /** Chooses, per start token, the deepest pool against the native coin as the source of its price; finds the pools that lend it. */
    void choosePools(final PairGraph graph) {
        for (int i = 0; i < starts; i++) {
            findLenders(i);
            nativePool[i] = -1;
            final int token = token(i).token();
            final int coin = settings.nativeToken();
            if (coin >= 0 && coin < graph.tokenCount && token < graph.tokenCount && coin != token) {
                choose(graph, i, graph.find(coin, token));
            }
        }
    }

    private void findLenders(final int start) {
        for (int k = 0; k < sources(start); k++) {
            final List<Long> id = token(start).sources().get(k).lender();
            if (lenders[start][k] < 0 && !id.isEmpty()) {
                lenders[start][k] =
                        market.findPool(id.stream().mapToLong(Long::longValue).toArray(), 0);
            }
        }
    }

    private void choose(final PairGraph graph, final int start, final int edge) {
        nativeEdge[start] = edge;
        double deepest = 0;
        for (int i = edge < 0 ? 0 : graph.pairStart[edge >> 1];
                edge >= 0 && i < graph.pairStart[(edge >> 1) + 1];
                i++) {
            final int pool = graph.pairPools[i];
            final double depth = market.tradable(pool) ? market.liquidity(pool) : 0;
            if (depth > deepest) {
                deepest = depth;
                nativePool[start] = pool;
            }
        }
    }

    /** Brings the prices of the native coin up to date; called once per decision. */
    void refresh(final RateTable rates) {
        for (int i = 0; i < starts; i++) {
            if (nativePool[i] >= 0) {
                final double log = rates.log(nativePool[i], nativeEdge[i]);
                if (log > RateTable.DEAD) {
                    price(i, Math.exp(log));
                }
            }
        }
    }

    private void price(final int start, final double units) {
        unitsPerWei[start] = units;
        weiPerUnit[start] = 1 / units;
    }

    /** What the smallest unit of a start token is worth in wei. */
    double weiPerUnit(final int start) {
        return weiPerUnit[start];
    }

    int sources(final int start) {
        return factors[start].length;
    }

    /**
     * The pool that lends, -1 where no pool of the market does. It is locked meanwhile: of the hops it can only be the first, whose output
     * it gives before it is paid.
     */
    int lender(final int start, final int source) {
        return lenders[start][source];
    }

    /** Whether a source can fund a route with a first hop of a family: one that names no pool that lends has that hop lend. */
    boolean funds(final int start, final int source, final int firstFamily) {
        final int wanted = firstFamilies[start][source];
        return wanted == FundingSource.ANY_FAMILY || wanted == firstFamily;
    }

    /** 1 + fee of a funding source. */
    double factor(final int start, final int source) {
        return factors[start][source];
    }

    /** 1 / square root of {@link #factor}. */
    double inverseRoot(final int start, final int source) {
        return inverseRoots[start][source];
    }

    /** The most that may be put in; not to be changed. */
    U256 limit(final int start, final int source) {
        return capital[start][source];
    }

    double capital(final int start, final int source) {
        return capitalUnits[start][source];
    }

    /** Expected gas cost of the route that was sized last in the start token, ticks crossed not counted. */
    double gasCost(final int start, final int source, final Route route, final RouteSizer sized) {
        double units = 0;
        for (int i = 0; i < route.hops; i++) {
            units += gas.hop(sized.family(i), route.zeroForOne[i]);
        }
        return gasCost(start, source, units);
    }

    /** Expected gas cost in the start token of a route whose hops take so much gas. */
    double gasCost(final int start, final int source, final double hops) {
        return (gas.loan(kinds[start][source]) + hops) * gasPriceWei * unitsPerWei[start];
    }

    /**
     * The loan's fee to the unit: the least that a constant-product pool accepts; of a lending pool rounded half up, as Aave's
     * PercentageMath does; of the others rounded up. The amount is one that a call can carry, of 128 bits.
     */
    void fundingFee(final FundingSource source, final U256 amount, final U256 fee, final Scratch s) {
        fee.set(source.feePpm());
        if (source.kind() == FundingSource.CONSTANT_PRODUCT_FLASH) {
            FullMath.mulDivRoundingUp(amount, fee, temporary.set(1_000_000 - source.feePpm()), fee, s);
        } else if (source.kind() == FundingSource.LENDING_LOAN) {
            FullMath.multiply(amount, fee, fee, s);
            fee.add(HALF_MILLION);
            FullMath.divide(fee, MILLION, fee, false, s);
        } else {
            FullMath.mulDivRoundingUp(amount, fee, MILLION, fee, s);
        }
    }

    /**
     * Completes an opportunity whose route, amounts and funding are known: profits, costs, confidence.
     *
     * @return {@link Outcome#PROPOSED}, {@link Outcome#BELOW_MARGIN} or {@link Outcome#NOT_CONFIRMED}
     */
    int settle(final Opportunity o, final Scratch s) {
        final StartToken start = token(o.startIndex);
        final FundingSource source = start.sources().get(o.fundingIndex);
        o.fundingKind = source.kind();
        o.gasPriceWei = gasPriceWei;
        o.gasUnits = gas.estimate(o);
        o.gasCost.setDouble(Math.ceil((double) o.gasUnits * gasPriceWei * unitsPerWei[o.startIndex]));
        fundingFee(source, o.amounts[0], o.fundingFee, s);
        o.minimumProfit.set(o.gasCost);
        o.minimumProfit.add(start.minimumProfit());
        o.grossProfit.set(o.amountOut());
        final boolean loss = o.grossProfit.subtract(o.amounts[0]) != 0;
        temporary.set(o.fundingFee);
        temporary.add(o.gasCost);
        o.netProfit.set(loss ? temporary : o.grossProfit);
        o.netNegative = loss || temporary.compareTo(o.grossProfit) > 0;
        o.confidencePpm = 0;
        if (loss) {
            o.grossProfit.set(0);
            return Outcome.NOT_CONFIRMED;
        }
        if (o.netNegative) {
            o.netProfit.set(temporary);
            o.netProfit.subtract(o.grossProfit);
            return o.fundingFee.compareTo(o.grossProfit) >= 0 ? Outcome.NOT_CONFIRMED : Outcome.BELOW_MARGIN;
        }
        o.netProfit.subtract(temporary);
        final double hops = Math.max(0, 1 - 0.02 * (o.route.hops - 2));
        o.confidencePpm = (int) (1e6 * hops * o.netProfit.toDouble() / o.grossProfit.toDouble());
        FullMath.mulDivRoundingUp(o.grossProfit, temporary.set(settings.marginPpm()), MILLION, temporary, s);
        final boolean enough =
                o.netProfit.compareTo(start.minimumProfit()) >= 0 && o.netProfit.compareTo(temporary) >= 0;
        return enough && !o.netProfit.isZero() ? Outcome.PROPOSED : Outcome.BELOW_MARGIN;
    }
}
