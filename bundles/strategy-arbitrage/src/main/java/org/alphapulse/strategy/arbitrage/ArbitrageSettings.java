package org.alphapulse.strategy.arbitrage;

import java.util.List;

/**
 * What a detector is told once.
 *
 * @param starts start tokens, the preferred first
 * @param nativeToken handle of the wrapped native coin, -1 if the market has none
 * @param maxHops longest cycle of the short search, 2 to 4
 * @param longHops longest cycle of the long search, 5 to 12, or 0 for none
 * @param maxImpactPpm how far one hop may fall short of its spot price, in millionths
 * @param marginPpm part of the gross profit that must be left as net profit, in millionths
 * @param cooldownBlocks number of blocks, the one of the decision included, in which a route is not proposed again
 * @param sized number of screened cycles that are sized, 1 to 64
 * @param history number of explanations kept
 */
public record ArbitrageSettings(
        List<StartToken> starts,
        int nativeToken,
        int maxHops,
        int longHops,
        int maxImpactPpm,
        int marginPpm,
        int cooldownBlocks,
        int sized,
        int history) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException naming the value that is not allowed
     */
    public ArbitrageSettings {
        starts = List.copyOf(starts);
        check("number of start tokens", starts.size(), 1, 64);
        check("maxHops", maxHops, 2, 4);
        if (longHops != 0) {
            check("longHops", longHops, 5, Route.MAX_HOPS);
        }
        check("maxImpactPpm", maxImpactPpm, 1, 999_999);
        check("marginPpm", marginPpm, 0, 999_999);
        check("cooldownBlocks", cooldownBlocks, 0, 1_000);
        check("sized", sized, 1, 64);
        check("history", history, 1, 1 << 16);
    }

    private static void check(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + "=" + value + " is not allowed; allowed is " + min + " to " + max);
        }
    }

    /** Usual values for the given start tokens. */
    public static ArbitrageSettings of(final List<StartToken> starts, final int nativeToken) {
        return new ArbitrageSettings(starts, nativeToken, 4, 10, 200_000, 50_000, 1, 8, 64);
    }
}
