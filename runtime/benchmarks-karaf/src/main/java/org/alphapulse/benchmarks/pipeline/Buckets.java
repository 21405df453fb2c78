package org.alphapulse.benchmarks.pipeline;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The counts of a histogram for a picture. */
public final class Buckets {
    private static final int FIRST_NS = 50;
    private static final double STEP = 1.2;

    private Buckets() {}

    /**
     * Pairs of upper end and count as JSON, without the outer brackets, in buckets that grow by a fifth.
     *
     * @param histogram of nanoseconds
     * @param unitNs nanoseconds in the unit of the ends
     */
    public static String text(Histogram histogram, double unitNs) {
        final StringBuilder text = new StringBuilder();
        histogram.logarithmicBucketValues(FIRST_NS, STEP).forEach(bucket -> {
            if (bucket.getCountAddedInThisIterationStep() > 0) {
                text.append(text.length() == 0 ? "" : ",")
                        .append(String.format(
                                Locale.ROOT,
                                "[%.3f,%d]",
                                bucket.getValueIteratedTo() / unitNs,
                                bucket.getCountAddedInThisIterationStep()));
            }
        });
        return text.toString();
    }
}
