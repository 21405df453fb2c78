package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What of a benchmark's results can be compared between runs, whatever the machine did at the time: times divided by those of a reference in
 * the same run, and bytes, collections and gas, which do not depend on it. Less is better for all of them.
 */
final class Ratios {
    private static final double TINY = 1e-9;
    /** A ratio for which more is better. */
    private static final String THROUGHPUT = "withThreeObserversRatio";

    private final Map<String, Double> found = new LinkedHashMap<>();

    private Ratios() {}

    /** Results of one benchmark, or of all of them, by name. */
    static Map<String, Double> of(JsonNode results) {
        final Ratios ratios = new Ratios();
        if (results.has("results")) {
            results.get("results").properties().forEach(one -> ratios.read(one.getKey() + "/", one.getValue()));
        } else {
            ratios.read("", results);
        }
        return ratios.found;
    }

    private void read(String prefix, JsonNode result) {
        final double node = result.path("node").path("eventUs").path("p50").asDouble();
        final double unit = result.path("referenceUs").asDouble();
        final double karafUnit = result.path("karafReferenceUs").asDouble();
        for (final JsonNode row : result.path("rows")) {
            final String name = prefix + row.path("name").asText();
            numbers(name, row);
            against(name + " p50/Node", row.path("eventUs"), node);
            against(
                    name + " p50/reference",
                    row.path("us"),
                    row.path("name").asText().startsWith("karaf-") ? karafUnit : unit);
        }
        for (final JsonNode peer : result.path("peers")) {
            numbers(
                    prefix + peer.path("name").asText() + ", "
                            + peer.path("stage").asText(),
                    peer);
        }
        result.properties().forEach(field -> {
            if (field.getValue().isObject()) {
                numbers(prefix + field.getKey(), field.getValue());
            }
        });
        numbers(prefix + "whole", result);
    }

    private void against(String name, JsonNode quantiles, double reference) {
        if (reference > TINY && quantiles.path("p50").asDouble() > TINY) {
            found.put(name, quantiles.get("p50").asDouble() / reference);
        }
    }

    private void numbers(String name, JsonNode row) {
        row.properties().forEach(field -> {
            final String key = field.getKey();
            if (!field.getValue().isNumber()) {
                return;
            }
            final double value = field.getValue().asDouble();
            if (key.equals(THROUGHPUT)) {
                found.put(name + " 1/" + key, 1 / Math.max(TINY, value));
            } else if (isComparable(key)) {
                found.put(name + " " + key, value);
            }
        });
    }

    private static boolean isComparable(String key) {
        return key.equals("ratio")
                || key.endsWith("Ratio")
                || (key.endsWith("ytesPerOp") && !key.startsWith("reference"))
                || key.endsWith("gcCount")
                || key.endsWith("GcCount")
                || key.endsWith("Gas");
    }
}
