package org.alphapulse.strategy.arbitrage;

/**
 * Searches the input at which a route's last unit gives a wanted return. Within a piece the root of the inverse return is
 * linear in the input, so that a chord hits it; around it the input stays between what was too little and too much.
 * Confined to one thread.
 */
final class SlopeSearch {
    private static final double FARTHEST = 16;
    private double aim;
    private double low;
    private double lowRoot;
    private double high;
    private double highRoot;
    private boolean halve;

    /** Starts anew: the first unit gives so much, the last shall give the other. */
    void start(final double firstReturn, final double wanted) {
        aim = 1 / Math.sqrt(wanted);
        low = 0;
        lowRoot = 1 / Math.sqrt(firstReturn);
        high = Double.POSITIVE_INFINITY;
        halve = false;
    }

    /** The input to try after one whose last unit gave so much. */
    double next(final double input, final double lastReturn) {
        final double root = 1 / Math.sqrt(lastReturn);
        final double before = low;
        final double beforeRoot = lowRoot;
        if (root < aim) {
            low = input;
            lowRoot = root;
        } else {
            high = input;
            highRoot = root;
        }
        if (high == Double.POSITIVE_INFINITY) {
            final double chord = (aim - root) / (root - beforeRoot);
            return input + (input - before) * (chord > 0 && chord < FARTHEST ? chord : FARTHEST);
        }
        // A jump of the price, as over a gap in the liquidity, would keep the chord at one end.
        halve = !halve;
        return halve ? low + (high - low) * (aim - lowRoot) / (highRoot - lowRoot) : (low + high) / 2;
    }
}
