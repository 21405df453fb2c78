package org.alphapulse.strategy.arbitrage;

import java.util.List;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.U256;

/**
 * Where the input of a route may come from.
 *
 * @param kind one of the constants of this class, equal to the codes of the route message
 * @param lender identity of the lender as five words, empty for own capital
 * @param feePpm fee in millionths of the amount; for {@link #CONSTANT_PRODUCT_FLASH} the pool's swap fee, of which the
 *     loan pays feePpm / (10^6 - feePpm)
 * @param capacity most that can be borrowed, in the smallest unit of the token; never changed after construction
 */
public record FundingSource(int kind, List<Long> lender, int feePpm, U256 capacity) {
    /** The capital of the executing account. */
    public static final int OWN_CAPITAL = 0;

    /** A loan by a vault such as Balancer's. */
    public static final int VAULT_LOAN = 1;

    /** A flash loan of a lending pool such as Aave. */
    public static final int LENDING_LOAN = 2;

    /** A flash swap of a constant-product pool. */
    public static final int CONSTANT_PRODUCT_FLASH = 3;

    /** A flash loan of a concentrated-liquidity pool. */
    public static final int CONCENTRATED_FLASH = 4;

    /** For {@link #firstFamily}: no family has the code. */
    static final int ANY_FAMILY = 0;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if kind or fee are out of range
     */
    public FundingSource {
        if (kind < OWN_CAPITAL || kind > CONCENTRATED_FLASH) {
            throw new IllegalArgumentException("funding kind must be 0 to 4, not " + kind);
        }
        if (feePpm < 0 || feePpm > 100_000) {
            throw new IllegalArgumentException("funding fee must be 0 to 100000 millionths, not " + feePpm);
        }
        lender = List.copyOf(lender);
    }

    /** A source without lender identity and practical limit. */
    public static FundingSource unlimited(final int kind, final int feePpm) {
        return new FundingSource(kind, List.of(), feePpm, new U256().set(-1L, -1L));
    }

    /** Family of the first hop where no pool is named that lends, so that the first hop has to; else {@link #ANY_FAMILY}. */
    int firstFamily() {
        if (!lender.isEmpty() || kind < CONSTANT_PRODUCT_FLASH) {
            return ANY_FAMILY;
        }
        return kind == CONSTANT_PRODUCT_FLASH ? PoolFamilies.UNISWAP_V2 : PoolFamilies.UNISWAP_V3;
    }

    /** What comes back per unit borrowed: 1 + fee. */
    public double factor() {
        return kind == CONSTANT_PRODUCT_FLASH ? 1e6 / (1e6 - feePpm) : 1 + feePpm * 1e-6;
    }
}
