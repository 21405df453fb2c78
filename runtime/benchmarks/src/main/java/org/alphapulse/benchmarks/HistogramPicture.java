package org.alphapulse.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A histogram of times as an SVG: time to the right and number of events upwards, both on logarithmic scales, with lines at the quantiles.
 * The same values give the same text.
 */
final class HistogramPicture {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 300;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 44;
    private static final int BOTTOM = 44;
    private static final double LEAST_DECADES = 1;

    private final StringBuilder svg = new StringBuilder();
    private final List<double[]> buckets;
    private final double low;
    private final double high;
    private final double most;

    /**
     * Draws it.
     *
     * @param title over the picture
     * @param unit of the times
     * @param buckets upper end and number of events of each, ascending; at least one
     * @param quantiles lines to draw, by name
     * @return the text of the SVG
     */
    static String draw(String title, String unit, List<double[]> buckets, Map<String, Double> quantiles) {
        if (buckets.isEmpty()) {
            throw new IllegalArgumentException("nothing to draw for " + title);
        }
        return new HistogramPicture(buckets).all(title, unit, quantiles);
    }

    private HistogramPicture(List<double[]> buckets) {
        this.buckets = buckets;
        final double first = Math.log10(Math.max(1e-9, buckets.get(0)[0]));
        final double last = Math.log10(Math.max(1e-9, buckets.get(buckets.size() - 1)[0]));
        low = Math.floor(first - 0.05);
        high = Math.max(low + LEAST_DECADES, Math.ceil(last + 0.01));
        most = Math.max(
                1,
                Math.ceil(Math.log10(
                        1 + buckets.stream().mapToDouble(b -> b[1]).max().orElse(1))));
    }

    private String all(String title, String unit, Map<String, Double> quantiles) {
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, HEIGHT);
        line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
        text(LEFT, 18, "start", escaped(title));
        axes(unit);
        bars();
        int lane = 0;
        for (final Map.Entry<String, Double> quantile : quantiles.entrySet()) {
            quantile(quantile.getKey(), quantile.getValue(), lane++ % 2);
        }
        return svg.append("</svg>\n").toString();
    }

    private void axes(String unit) {
        final int bottom = HEIGHT - BOTTOM;
        for (int decade = (int) low; decade <= high; decade++) {
            final double x = x(Math.pow(10, decade));
            line("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#dddddd\"/>", x, TOP, x, bottom);
            text(x, bottom + 16, "middle", number(Math.pow(10, decade)));
        }
        for (int decade = 0; decade <= most; decade++) {
            final double y = y(Math.pow(10, decade) - 1);
            line("<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#eeeeee\"/>", LEFT, y, WIDTH - RIGHT, y);
            text(LEFT - 6, y + 4, "end", number(Math.pow(10, decade)));
        }
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", escaped(unit));
    }

    private void bars() {
        double left = x(Math.pow(10, low));
        for (int i = 0; i < buckets.size(); i++) {
            final double right = x(buckets.get(i)[0]);
            final double y = y(buckets.get(i)[1]);
            // A bucket begins where the one before it ends, unless that is far away because those between are empty.
            final double from = Math.max(left, right - 6);
            line(
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#4477aa\"/>",
                    from, y, Math.max(1, right - from), HEIGHT - BOTTOM - y);
            left = right;
        }
    }

    private void quantile(String name, double value, int lane) {
        final double x = x(value);
        line(
                "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#cc3311\" stroke-dasharray=\"4 3\"/>",
                x, TOP - 2, x, HEIGHT - BOTTOM);
        text(x, TOP - 6 - 11 * lane, "middle", escaped(name + " " + number(value)));
    }

    private double x(double value) {
        final double share = (Math.log10(Math.max(1e-9, value)) - low) / (high - low);
        return LEFT + Math.min(1, Math.max(0, share)) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double count) {
        return HEIGHT - BOTTOM - Math.log10(1 + count) / most * (HEIGHT - TOP - BOTTOM);
    }

    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void text(double x, double y, String anchor, String words) {
        line("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, words);
    }

    private static String number(double value) {
        final String text =
                value >= 100 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.3g", value);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    private static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
