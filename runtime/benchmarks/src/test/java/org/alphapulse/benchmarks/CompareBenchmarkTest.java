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
    void shouldNotTakeForWorseWhatOthersNeedOrTheMachineDid() throws Exception {
        final String format =
                "{\"results\":{\"amm\":{\"rows\":[{\"name\":\"v2\",\"ratio\":0.5,\"bigIntegerRatio\":%1$d}]},"
                        + "\"contracts\":{\"rows\":[{\"name\":\"v2-2\",\"huffGas\":9,\"routerGas\":%1$d}]},"
                        + "\"pipeline\":{\"referenceUs\":1,\"rows\":[{\"name\":\"noise-floor\",\"us\":{\"p50\":%1$d}},"
                        + "{\"name\":\"karaf-noise-floor\",\"us\":{\"p50\":%1$d}},"
                        + "{\"name\":\"sustained-decision-response\",\"us\":{\"p50\":%1$d}}],"
                        + "\"peers\":[{\"name\":\"web3j\",\"stage\":\"decode\",\"ratio\":0.1,\"ownBytesPerOp\":0,\"bytesPerOp\":%1$d}]}}}";
        assertEquals(
                List.of(),
                CompareBenchmark.compare(
                        JSON.readTree(String.format(format, 10)), JSON.readTree(String.format(format, 90)), TOLERANCE));
    }

    @Test
    void shouldReportALowerHighestRate() throws Exception {
        final String format =
                "{\"referenceUs\":%d,\"sustainedPerSecond\":%d,\"karafReferenceUs\":1,\"karafSustainedPerSecond\":%d}";
        final JsonNode before = JSON.readTree(String.format(format, 1, 400_000, 400_000));
        assertEquals(
                List.of(),
                CompareBenchmark.compare(before, JSON.readTree(String.format(format, 2, 200_000, 500_000)), TOLERANCE));
        assertEquals(
                List.of(
                        "worse: 1/sustainedPerSecond/reference was 2.5000, is 5.0000",
                        "worse: 1/karafSustainedPerSecond/reference was 2.5000, is 5.0000"),
                CompareBenchmark.compare(before, JSON.readTree(String.format(format, 1, 200_000, 200_000)), TOLERANCE));
    }

    @Test
    void shouldReportMessagesThatAHotSwapLost() throws Exception {
        final String format = "{\"rows\":[{\"name\":\"blue-green\",\"lost\":%d,\"duplicated\":0,\"outOfOrder\":0,"
                + "\"afterDeactivate\":%d,\"pauseMs\":{\"p50\":%d}}]}";
        final JsonNode before = JSON.readTree(String.format(format, 0, 0, 1));
        assertEquals(
                List.of(), CompareBenchmark.compare(before, JSON.readTree(String.format(format, 0, 0, 9)), TOLERANCE));
        final JsonNode after = JSON.readTree(String.format(format, 3, 1, 1));
        assertEquals(
                List.of(
                        "worse: blue-green lost was 0.0000, is 3.0000",
                        "worse: blue-green afterDeactivate was 0.0000, is 1.0000"),
                CompareBenchmark.compare(before, after, TOLERANCE));
        assertEquals(List.of("blue-green lost 3", "blue-green afterDeactivate 1"), HotSwapBenchmark.faults(after));
        assertEquals(List.of(), HotSwapBenchmark.faults(before));
    }

    @Test
    void shouldReportWhatFailed() throws Exception {
        final String format = "{\"results\":{\"a\":{\"rows\":[{\"name\":\"b\",\"ratio\":1}]}},\"failed\":[%s]}";
        final JsonNode before = JSON.readTree(String.format(format, "{\"name\":\"c\",\"reason\":\"then\"}"));
        final JsonNode after = JSON.readTree(String.format(format, "{\"name\":\"amm\",\"reason\":\"no gcc\"}"));
        assertEquals(List.of("failed: amm, no gcc"), CompareBenchmark.compare(before, after, TOLERANCE));
        assertEquals(List.of(), CompareBenchmark.compare(before, JSON.readTree(String.format(format, "")), TOLERANCE));
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
