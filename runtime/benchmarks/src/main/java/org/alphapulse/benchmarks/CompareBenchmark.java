package org.alphapulse.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Compares the results of two runs by what does not depend on the machine, see {@link Ratios}. Ends with 1 if anything got worse by more
 * than the tolerance, is missing, or failed in the second run.
 *
 * <pre>CompareBenchmark OLD NEW [--tolerance 0.25]</pre>
 */
public final class CompareBenchmark {
    private static final String TOLERANCE = "--tolerance";
    /** Fewer bytes an operation are the meter's own. */
    private static final double BYTES = 0.5;

    private CompareBenchmark() {}

    /**
     * Runs it.
     *
     * @param args see the class
     */
    public static void main(String[] args) {
        final List<String> files = Bench.check(args, 2, TOLERANCE + " 0.25");
        try {
            if (!passes(files, Double.parseDouble(Bench.argument(args, TOLERANCE, "0.25")))) {
                System.exit(1);
            }
        } catch (IOException e) {
            Bench.refuse("results cannot be read: " + e.getMessage());
        }
    }

    private static boolean passes(List<String> files, double tolerance) throws IOException {
        final ObjectMapper mapper = new ObjectMapper();
        final JsonNode before = mapper.readTree(Path.of(files.get(0)).toFile());
        final JsonNode after = mapper.readTree(Path.of(files.get(1)).toFile());
        final List<String> worse = compare(before, after, tolerance);
        worse.forEach(System.out::println);
        System.out.printf(
                Locale.ROOT,
                "%d ratios compared, %d worse by more than %.0f %%%n",
                Ratios.of(before).size(),
                worse.size(),
                100 * tolerance);
        return worse.isEmpty();
    }

    /** One line for everything that got worse by more than a share of what it was. */
    static List<String> compare(JsonNode before, JsonNode after, double tolerance) {
        final Map<String, Double> old = Ratios.of(before);
        final Map<String, Double> now = Ratios.of(after);
        final List<String> worse = new ArrayList<>();
        after.path("failed")
                .forEach(failure -> worse.add("failed: " + failure.path("name").asText() + ", "
                        + failure.path("reason").asText()));
        if (old.isEmpty()) {
            worse.add("missing: anything that can be compared");
        }
        old.forEach((name, value) -> {
            final Double present = now.get(name);
            if (present == null) {
                worse.add("missing: " + name);
            } else if (present > value * (1 + tolerance) + (name.contains("ytesPerOp") ? BYTES : 0)) {
                worse.add(String.format(Locale.ROOT, "worse: %s was %.4f, is %.4f", name, value, present));
            }
        });
        return worse;
    }
}
