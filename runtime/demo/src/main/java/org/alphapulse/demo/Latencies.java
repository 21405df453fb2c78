package org.alphapulse.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Times of the engine's traces: from the collector's message that completed a block to the first plan decided on it, and to the
 * executor's first report, that it has sent the transaction. Both include the way from thread to thread, the second also the ledger's
 * write to the disk and the node's answer.
 */
final class Latencies {
    private final Set<String> seen = new HashSet<>();
    private final List<Long> decisionNs = new ArrayList<>();
    private final List<Long> submitNs = new ArrayList<>();

    /** Lets every message be traced. */
    void begin(Instance instance) throws IOException {
        instance.command("alphapulse:trace --every 1");
    }

    /** Takes the traces that have come to a submission since the last call. */
    void poll(Instance instance) throws IOException {
        final JsonNode ids = instance.json("alphapulse:trace --list");
        for (final JsonNode id : ids) {
            if (!seen.contains(id.asText())) {
                take(id.asText(), instance.json("alphapulse:trace " + id.asText()));
            }
        }
    }

    private void take(String id, JsonNode stages) {
        long decision = Long.MAX_VALUE;
        long submit = Long.MAX_VALUE;
        for (final JsonNode stage : stages) {
            final String message = stage.path("message").asText();
            final long total = stage.path("totalNs").asLong();
            if (message.contains("Route")
                    && "execution".equals(stage.path("domain").asText())) {
                decision = Math.min(decision, total);
            } else if (message.contains("ExecutionReport")) {
                submit = Math.min(submit, total);
            }
        }
        if (decision != Long.MAX_VALUE && submit != Long.MAX_VALUE) {
            seen.add(id);
            decisionNs.add(decision);
            submitNs.add(submit);
        }
    }

    /** Percentiles in microseconds, null where nothing was measured. */
    Map<String, BigDecimal> decision() {
        final Map<String, BigDecimal> row = both(decisionNs);
        if (row != null) {
            row.put("p999", percentile(decisionNs, 0.999));
        }
        return row;
    }

    /** Percentiles in microseconds, null where nothing was measured. */
    Map<String, BigDecimal> submit() {
        return both(submitNs);
    }

    int count() {
        return decisionNs.size();
    }

    private static Map<String, BigDecimal> both(List<Long> values) {
        if (values.isEmpty()) {
            return null;
        }
        final Map<String, BigDecimal> row = new LinkedHashMap<>();
        row.put("p50", percentile(values, 0.5));
        row.put("p99", percentile(values, 0.99));
        return row;
    }

    private static BigDecimal percentile(List<Long> values, double part) {
        final List<Long> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        final int at = (int) Math.ceil(part * sorted.size()) - 1;
        return BigDecimal.valueOf(sorted.get(Math.max(0, at)) / 100, 1);
    }
}
