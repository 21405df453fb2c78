package org.alphapulse.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompareBenchmarkTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double TOLERANCE = 0.25;

    @Test
    void shouldPassWhenTheWholeMachineWasSlower() throws Exception {
        final List<String> worse = CompareBenchmark.compare(row(100, 200), row(300, 600), TOLERANCE);
        assertEquals(List.of(), worse);
    }

    @Test
    void shouldReportWhenARatioGotWorse() throws Exception {
        final List<String> worse = CompareBenchmark.compare(row(100, 200), row(130, 200), TOLERANCE);
        assertEquals(1, worse.size());
        assertTrue(worse.get(0).contains("encode ratio"), worse.get(0));
    }

    @Test
    void shouldPassWhenARatioGotWorseWithinTheTolerance() throws Exception {
        assertEquals(List.of(), CompareBenchmark.compare(row(100, 200), row(120, 200), TOLERANCE));
    }

    @Test
    void shouldReportAllocationWhereThereWasNone() throws Exception {
        final List<String> worse = CompareBenchmark.compare(
                JSON.readTree("{\"rows\":[{\"name\":\"a\",\"bytesPerOp\":0}]}"),
                JSON.readTree("{\"rows\":[{\"name\":\"a\",\"bytesPerOp\":16}]}"),
                TOLERANCE);
        assertEquals(1, worse.size());
    }

    @Test
    void shouldReportWhatIsMissing() throws Exception {
        final List<String> worse = CompareBenchmark.compare(row(1, 2), JSON.readTree("{\"rows\":[]}"), TOLERANCE);
        assertEquals("missing: encode ratio", worse.get(0));
    }

    @Test
    void shouldCompareLatenciesByTheReferenceOfTheirOwnRun() throws Exception {
        final String format =
                "{\"results\":{\"pipeline\":{\"referenceUs\":%s,\"rows\":[{\"name\":\"decision\",\"us\":{\"p50\":%s}}]}}}";
        final JsonNode before = JSON.readTree(String.format(format, "2.0", "1.0"));
        assertEquals(
                List.of(),
                CompareBenchmark.compare(before, JSON.readTree(String.format(format, "4.0", "2.0")), TOLERANCE));
        assertEquals(
                1,
                CompareBenchmark.compare(before, JSON.readTree(String.format(format, "2.0", "2.0")), TOLERANCE)
                        .size());
    }

    @Test
    void shouldTakeMoreThroughputForBetter() throws Exception {
        final JsonNode much = JSON.readTree("{\"relay\":{\"withThreeObserversRatio\":0.9}}");
        final JsonNode little = JSON.readTree("{\"relay\":{\"withThreeObserversRatio\":0.5}}");
        assertEquals(List.of(), CompareBenchmark.compare(little, much, TOLERANCE));
        assertEquals(1, CompareBenchmark.compare(much, little, TOLERANCE).size());
    }

    @Test
    void shouldCompareGas() throws Exception {
        final String format = "{\"rows\":[{\"name\":\"v2-2\",\"huffGas\":%d,\"hops\":2}]}";
        final JsonNode before = JSON.readTree(String.format(format, 100_000));
        assertEquals(List.of(), CompareBenchmark.compare(before, before, TOLERANCE));
        assertEquals(
                List.of("worse: v2-2 huffGas was 100000.0000, is 130000.0000"),
                CompareBenchmark.compare(before, JSON.readTree(String.format(format, 130_000)), TOLERANCE));
    }

    @Test
    void shouldNotPassWhenNothingCanBeCompared() throws Exception {
        final JsonNode nothing = JSON.readTree("{\"rows\":[{\"name\":\"a\",\"ns\":5}]}");
        assertEquals(
                List.of("missing: anything that can be compared"),
                CompareBenchmark.compare(nothing, nothing, TOLERANCE));
    }

    private static JsonNode row(double own, double reference) throws Exception {
        return JSON.readTree("{\"rows\":[{\"name\":\"encode\",\"nsPerOp\":" + own + ",\"referenceNsPerOp\":" + reference
                + ",\"ratio\":" + own / reference + "}]}");
    }
}
