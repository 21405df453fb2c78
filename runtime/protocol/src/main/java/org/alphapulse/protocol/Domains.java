package org.alphapulse.protocol;

/** The relay domains: which kind of relay carries a message. */
public final class Domains {
    /** What venues and chains say. */
    public static final int MARKET_DATA = 1;

    /** What strategies propose. */
    public static final int SIGNAL = 2;

    /** What is executed, and what came of it. */
    public static final int EXECUTION = 3;

    /** What the machinery says to itself. */
    public static final int SYSTEM = 4;

    private static final String[] NAMES = {null, "market-data", "signal", "execution", "system"};

    private Domains() {}

    /**
     * Whether an integer is a domain.
     *
     * @param domain any integer
     * @return true for 1 to 4
     */
    public static boolean isDomain(final int domain) {
        return domain >= MARKET_DATA && domain <= SYSTEM;
    }

    /**
     * The name of a domain.
     *
     * @param domain any integer
     * @return its name, or the number in decimal
     */
    public static String name(final int domain) {
        return isDomain(domain) ? NAMES[domain] : Integer.toString(domain);
    }
}
