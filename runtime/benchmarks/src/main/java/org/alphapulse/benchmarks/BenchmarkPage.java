package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes results as a Markdown page with a picture for each histogram. */
final class BenchmarkPage {
    private static final String PICTURES = "pictures";
    private static final Set<String> APART = Set.of("run", "rows", "peers", "histogramUs", "histogramMs");

    private final Path folder;
    private final StringBuilder page = new StringBuilder();

    private BenchmarkPage(Path folder) {
        this.folder = folder;
    }

    /** Writes {@code benchmarks.md} and the pictures into a folder. */
    static void write(JsonNode all, Path folder) throws IOException {
        final BenchmarkPage page = new BenchmarkPage(folder);
        Files.createDirectories(folder.resolve(PICTURES));
        page.line("# Measured\n");
        page.line(
                "Written by `./alphapulse bench all`; [how each figure is made and what it leaves out](../benchmarks.md).\n");
        page.table(List.of(flat(all.get("machine"))));
        for (final JsonNode failed : all.path("failed")) {
            page.line("Not measured: **" + failed.get("name").asText() + "**, "
                    + failed.get("reason").asText() + "\n");
        }
        for (final Map.Entry<String, JsonNode> one : all.get("results").properties()) {
            page.benchmark(one.getKey(), one.getValue());
        }
        Files.writeString(folder.resolve("benchmarks.md"), page.page);
    }

    private void benchmark(String name, JsonNode result) throws IOException {
        line("## " + name + "\n");
        table(List.of(flat(result.path("run"))));
        if (name.equals("pipeline")) {
            table(PipelineBars.of(result));
        }
        final List<Map<String, String>> rows = new ArrayList<>();
        result.path("rows").forEach(row -> rows.add(flat(row)));
        table(rows);
        final List<Map<String, String>> peers = new ArrayList<>();
        result.path("peers").forEach(peer -> peers.add(flat(peer)));
        table(peers);
        final List<Map<String, String>> others = new ArrayList<>();
        result.properties().forEach(field -> {
            if (!APART.contains(field.getKey())) {
                others.add(Map.of("figure", field.getKey(), "value", inline(field.getValue())));
            }
        });
        table(others);
        for (final JsonNode row : result.path("rows")) {
            picture(name, row.path("name").asText(), row);
        }
        result.properties().forEach(field -> {
            if (field.getValue().isObject()) {
                picture(name, field.getKey(), field.getValue());
            }
        });
    }

    private static String inline(JsonNode value) {
        if (!value.isObject()) {
            return value.asText().isEmpty() ? value.toString() : value.asText();
        }
        final List<String> parts = new ArrayList<>();
        flat(value).forEach((key, text) -> parts.add(key + " " + text));
        return String.join(", ", parts);
    }

    /** The scalar values of an object and of the objects in it. */
    private static Map<String, String> flat(JsonNode object) {
        final Map<String, String> flat = new LinkedHashMap<>();
        object.properties().forEach(field -> {
            final JsonNode value = field.getValue();
            if (value.isValueNode()) {
                flat.put(field.getKey(), value.asText());
            } else if (value.isObject()) {
                flat(value).forEach((key, text) -> flat.put(field.getKey() + " " + key, text));
            }
        });
        return flat;
    }

    private void table(List<Map<String, String>> rows) {
        final Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        if (columns.isEmpty()) {
            return;
        }
        final List<String> names =
                columns.stream().sorted((a, b) -> rank(a) - rank(b)).toList();
        line("| " + String.join(" | ", names) + " |");
        line("|" + " --- |".repeat(names.size()));
        for (final Map<String, String> row : rows) {
            line("| "
                    + String.join(
                            " | ",
                            names.stream()
                                    .map(name -> row.getOrDefault(name, "").replace("|", "\\|"))
                                    .toList())
                    + " |");
        }
        line("");
    }

    private static int rank(String column) {
        return column.equals("name") || column.equals("figure") ? 0 : 1;
    }

    private void picture(String benchmark, String name, JsonNode row) {
        for (final String unit : new String[] {"Us", "Ms"}) {
            final JsonNode histogram = row.path("histogram" + unit);
            if (histogram.isEmpty()) {
                continue;
            }
            final List<double[]> buckets = new ArrayList<>();
            histogram.forEach(bucket -> buckets.add(
                    new double[] {bucket.get(0).asDouble(), bucket.get(1).asDouble()}));
            final String file = PICTURES + "/" + benchmark + "-" + name + ".svg";
            final String time = unit.equals("Us") ? "microseconds" : "milliseconds";
            try {
                Files.writeString(
                        folder.resolve(file),
                        HistogramPicture.draw(benchmark + ": " + name, time, buckets, quantiles(row)));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            line("![" + benchmark + ": " + name + "](" + file + ")\n");
        }
    }

    private static Map<String, Double> quantiles(JsonNode row) {
        final Map<String, Double> quantiles = new LinkedHashMap<>();
        row.properties().forEach(field -> {
            if (field.getValue().has("p50") && quantiles.isEmpty()) {
                field.getValue().properties().forEach(one -> {
                    if (!one.getKey().equals("max")) {
                        quantiles.put(
                                one.getKey().replace("p999", "p99.9"),
                                one.getValue().asDouble());
                    }
                });
            }
        });
        return quantiles;
    }

    private void line(String text) {
        page.append(text).append('\n');
    }
}
