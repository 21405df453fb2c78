package org.alphapulse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/** The engine's own times of every market event, in microseconds; see {@code alphapulse:latency}. */
final class Latencies {
    private static final String[] PERCENTILES = {"p50", "p99", "p999"};

    private final Map<String, JsonNode> rows = new LinkedHashMap<>();

    /** Begins anew. */
    void begin(Instance instance) throws IOException {
        instance.command("alphapulse:latency --on");
    }

    /** Reads what was taken so far. */
    void poll(Instance instance) throws IOException {
        for (final JsonNode row : instance.json("alphapulse:latency")) {
            rows.put(row.path("name").asText(), row);
        }
    }

    /** The first percentiles of a time; null if it was never taken. */
    Map<String, BigDecimal> of(String name, int percentiles) {
        final JsonNode row = rows.get(name);
        if (row == null || row.path("count").asLong() == 0) {
            return null;
        }
        final Map<String, BigDecimal> values = new LinkedHashMap<>();
        for (int i = 0; i < percentiles; i++) {
            values.put(PERCENTILES[i], micros(row.path(PERCENTILES[i] + "Ns")));
        }
        return values;
    }

    /** All times with their numbers. */
    Map<String, Map<String, Object>> all() {
        final Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        rows.forEach((name, row) -> {
            final Map<String, Object> values = new LinkedHashMap<>();
            values.put("count", row.path("count").asLong());
            for (final String column : new String[] {"p50", "p90", "p99", "p999", "max"}) {
                values.put(column, micros(row.path(column + "Ns")));
            }
            all.put(name, values);
        });
        return all;
    }

    private static BigDecimal micros(JsonNode ns) {
        return BigDecimal.valueOf(ns.asLong() / 10, 2);
    }
}
