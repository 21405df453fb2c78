package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a benchmark's results can be compared between runs, whatever the machine did at the time: times divided by those of a reference in
 * the same run, and bytes, collections, gas and messages that were not delivered as they should, which do not depend on it. Less is better
 * for all of them. What others take is left out, as are the machine's noise and times at a rate that each run finds for itself.
 */
final class Ratios {
    private static final double TINY = 1e-9;
    /** A ratio for which more is better. */
    private static final String THROUGHPUT = "withThreeObserversRatio";
    /** The highest rate; by the time of the reference it is how many events that takes. */
    private static final String SUSTAINED = "ustainedPerSecond";

    /** Messages that a swap did not deliver once, in order and to the one who runs. */
    static final List<String> COUNTS = List.of("lost", "duplicated", "outOfOrder", "afterDeactivate");

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
            if (!row.path("name").asText().matches("(karaf-)?(noise-floor|sustained-.*)")) {
                against(
                        name + " p50/reference",
                        row.path("us"),
                        row.path("name").asText().startsWith("karaf-") ? karafUnit : unit);
            }
        }
        rate(prefix + "1/s" + SUSTAINED, result.path("s" + SUSTAINED).asDouble(), unit);
        rate(prefix + "1/karafS" + SUSTAINED, result.path("karafS" + SUSTAINED).asDouble(), karafUnit);
        for (final JsonNode peer : result.path("peers")) {
            numbers(
                    prefix + peer.path("name").asText() + ", "
                            + peer.path("stage").asText(),
                    peer,
                    false);
        }
        result.properties().forEach(field -> {
            if (field.getValue().isObject()) {
                numbers(prefix + field.getKey(), field.getValue());
            }
        });
        numbers(prefix + "whole", result);
    }

    private void rate(String name, double perSecond, double referenceUs) {
        if (referenceUs > TINY && perSecond > TINY) {
            found.put(name + "/reference", 1e6 / (perSecond * referenceUs));
        }
    }

    private void against(String name, JsonNode quantiles, double reference) {
        if (reference > TINY && quantiles.path("p50").asDouble() > TINY) {
            found.put(name, quantiles.get("p50").asDouble() / reference);
        }
    }

    private void numbers(String name, JsonNode row) {
        numbers(name, row, true);
    }

    /** A peer's row has our figures with a prefix, and its own without. */
    private void numbers(String name, JsonNode row, boolean ours) {
        row.properties().forEach(field -> {
            final String key = field.getKey();
            if (!field.getValue().isNumber()) {
                return;
            }
            final double value = field.getValue().asDouble();
            if (key.equals(THROUGHPUT)) {
                found.put(name + " 1/" + key, 1 / Math.max(TINY, value));
            } else if (isComparable(key) && (ours || !key.equals("bytesPerOp"))) {
                found.put(name + " " + key, value);
            }
        });
    }

    private static boolean isComparable(String key) {
        return key.equals("ratio")
                || key.equals("cRatio")
                || COUNTS.contains(key)
                || key.equals("bytesPerOp")
                || (key.endsWith("BytesPerOp") && (key.startsWith("own") || key.startsWith("karaf")))
                || key.endsWith("gcCount")
                || key.endsWith("GcCount")
                || key.equals("solidityGas")
                || key.equals("huffGas");
    }
}
