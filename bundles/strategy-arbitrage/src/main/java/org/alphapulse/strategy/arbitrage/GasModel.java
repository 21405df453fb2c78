package org.alphapulse.strategy.arbitrage;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.alphapulse.amm.PoolFamilies;

/**
 * Gas of a route's transaction: a sum of a base, the loan, every hop by kind and direction, and every tick crossed. It
 * starts with measured constants and learns from receipts by normalised least mean squares. Confined to one thread.
 */
public final class GasModel {
    private static final double RATE = 0.05;
    private static final int KINDS = 5;
    private static final int LOANS = 1;
    private static final int CROSSING = LOANS + KINDS;
    private static final int HOPS = CROSSING + 1;
    private static final int FAMILIES = 64;
    /** What {@link #save} writes. */
    static final int SAVED_BYTES = Long.BYTES + Double.BYTES * (HOPS + 2 * FAMILIES);

    private final double[] weights = new double[HOPS + 2 * FAMILIES];
    private final double[] defaults;
    private long receipts;

    /** A model that knows the measured constants only. */
    public GasModel() {
        weights[0] = 27_000;
        weights[LOANS + FundingSource.VAULT_LOAN] = 20_355;
        weights[LOANS + FundingSource.LENDING_LOAN] = 139_524;
        weights[LOANS + FundingSource.CONSTANT_PRODUCT_FLASH] = 15_000;
        weights[LOANS + FundingSource.CONCENTRATED_FLASH] = 25_000;
        weights[CROSSING] = 22_000;
        for (int i = 0; i < 2 * FAMILIES; i++) {
            weights[HOPS + i] = 90_000;
        }
        for (int direction = 0; direction < 2; direction++) {
            weights[HOPS + 2 * PoolFamilies.UNISWAP_V2 + direction] = 60_000;
            weights[HOPS + 2 * PoolFamilies.UNISWAP_V3 + direction] = 82_000;
        }
        defaults = weights.clone();
    }

    /** A model that knows the same and learns apart. */
    GasModel copy() {
        final GasModel copy = new GasModel();
        System.arraycopy(weights, 0, copy.weights, 0, weights.length);
        copy.receipts = receipts;
        return copy;
    }

    /** Writes what was learned; gives the index behind it. */
    int save(final MutableDirectBuffer buffer, final int from) {
        buffer.putLong(from, receipts);
        int at = from + Long.BYTES;
        for (final double weight : weights) {
            buffer.putDouble(at, weight);
            at += Double.BYTES;
        }
        return at;
    }

    /** Takes over what {@link #save} wrote; gives the index behind it. */
    int restore(final DirectBuffer buffer, final int from) {
        receipts = buffer.getLong(from);
        int at = from + Long.BYTES;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = buffer.getDouble(at);
            at += Double.BYTES;
        }
        return at;
    }

    /** Gas of the transaction itself with a loan of the given kind. */
    double loan(final int kind) {
        return weights[0] + weights[LOANS + kind];
    }

    double hop(final int family, final boolean zeroForOne) {
        return weights[feature(family, zeroForOne)];
    }

    double crossing() {
        return weights[CROSSING];
    }

    private static int feature(final int family, final boolean zeroForOne) {
        return HOPS + 2 * Math.min(family, FAMILIES - 1) + (zeroForOne ? 0 : 1);
    }

    /** Estimated gas of an opportunity's transaction. */
    public long estimate(final Opportunity o) {
        return Math.round(raw(o));
    }

    private double raw(final Opportunity o) {
        double gas = loan(o.fundingKind) + o.crossings * crossing();
        for (int i = 0; i < o.route.hops; i++) {
            gas += hop(o.families[i], o.route.zeroForOne[i]);
        }
        return gas;
    }

    /** Corrects the model by what a receipt says. Each part stays between half and twice its default. */
    public void learn(final Opportunity o, final long gasUsed) {
        final double error = gasUsed - raw(o);
        final double norm = 2 + o.route.hops + (double) o.crossings * o.crossings;
        final double change = RATE * error / norm;
        adjust(0, change);
        adjust(LOANS + o.fundingKind, change);
        adjust(CROSSING, change * o.crossings);
        for (int i = 0; i < o.route.hops; i++) {
            adjust(feature(o.families[i], o.route.zeroForOne[i]), change);
        }
        receipts++;
    }

    private void adjust(final int feature, final double change) {
        final double usual = defaults[feature];
        weights[feature] = Math.max(usual / 2, Math.min(usual * 2, weights[feature] + change));
    }

    /** Number of receipts learned from. */
    public long receipts() {
        return receipts;
    }
}
