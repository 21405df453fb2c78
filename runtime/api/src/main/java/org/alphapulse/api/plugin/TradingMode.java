package org.alphapulse.api.plugin;

/** What the engine does with an approved plan. */
public enum TradingMode {
    /** Recorded messages through the same bundles; nothing is sent. */
    REPLAY,
    /** Live market, simulated fills; the default. */
    PAPER,
    /** Live market; plans are built, signed and simulated, but not sent. */
    SHADOW,
    /** Plans are sent, once limits and a key are configured and a person has armed the engine. */
    LIVE;

    /**
     * Parses the configured word.
     *
     * @param word any case
     * @return the mode
     * @throws IllegalArgumentException naming what is allowed
     */
    public static TradingMode parse(String word) {
        for (final TradingMode mode : values()) {
            if (mode.name().equalsIgnoreCase(word)) {
                return mode;
            }
        }
        throw new IllegalArgumentException(
                "mode=" + word + " is not allowed; allowed is one of replay, paper, shadow, live");
    }
}
