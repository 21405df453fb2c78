package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the pipeline has to keep on two shared cores, and what it did. */
final class PipelineBars {
    private static final String KARAF = "karaf-";

    private final JsonNode result;
    private final List<Map<String, String>> rows = new ArrayList<>();

    private PipelineBars(JsonNode result) {
        this.result = result;
    }

    /** One row a bar. */
    static List<Map<String, String>> of(JsonNode result) {
        final PipelineBars bars = new PipelineBars(result);
        for (final String where : new String[] {"", KARAF}) {
            bars.time(where, "decision", "p50", 1.5);
            bars.time(where, "decision", "p99", 10);
            bars.time(where, "decision-arbitrage", "p50", 8);
            bars.time(where, "signed", "p50", 40);
        }
        bars.most("gcCount", 0);
        bars.most("karafGcCount", 0);
        bars.least("sustainedPerSecond", 500_000);
        bars.least("karafSustainedPerSecond", 500_000);
        for (final JsonNode peer : result.path("peers")) {
            if (peer.path("name").asText().equals("web3j")
                    && peer.path("stage").asText().contains("V3")) {
                bars.add(
                        "V3 log decoded times faster than web3j",
                        peer.get("timesFaster").asDouble(),
                        ">=",
                        15);
            }
        }
        return bars.rows;
    }

    /** What was to be measured and was not is not kept. */
    private void time(String where, String name, String quantile, double bar) {
        boolean measured = false;
        for (final JsonNode row : result.path("rows")) {
            final String of = row.get("name").asText();
            measured |= of.startsWith(KARAF) == where.equals(KARAF);
            if (of.equals(where + name)) {
                add(
                        where + name + " " + quantile + " us",
                        row.get("us").get(quantile).asDouble(),
                        "<=",
                        bar);
                return;
            }
        }
        if (measured) {
            add(where + name + " " + quantile + " us", Double.NaN, "<=", bar);
        }
    }

    private void most(String name, double bar) {
        if (result.has(name)) {
            add(name, result.get(name).asDouble(), "<=", bar);
        }
    }

    private void least(String name, double bar) {
        if (result.has(name)) {
            add(name, result.get(name).asDouble(), ">=", bar);
        }
    }

    private void add(String name, double value, String relation, double bar) {
        final Map<String, String> row = new LinkedHashMap<>();
        row.put("figure", name);
        row.put("measured", Double.isNaN(value) ? "not measured" : String.format(Locale.ROOT, "%,.2f", value));
        row.put("bar", relation + " " + String.format(Locale.ROOT, "%,.1f", bar));
        row.put("kept", (relation.equals("<=") ? value <= bar : value >= bar) ? "yes" : "no");
        rows.add(row);
    }
}
