package org.alphapulse.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllBenchmarkTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldLinkAPictureForEveryHistogram(@TempDir Path folder) throws Exception {
        final JsonNode all =
                JSON.readTree("{\"machine\":{\"cores\":2},\"failed\":[{\"name\":\"amm\",\"reason\":\"no gcc\"}],"
                        + "\"results\":{\"pipeline\":{\"gcCount\":0,\"rows\":[{\"name\":\"decision\",\"us\":{\"p50\":1.2,\"p99\":9},"
                        + "\"histogramUs\":[[1,5],[2,7]]}]},\"hotswap\":{\"rows\":[{\"name\":\"blue-green\",\"pauseMs\":{\"p50\":0.1},"
                        + "\"histogramMs\":[[0.1,3]]}]}}}");
        BenchmarkPage.write(all, folder);
        final String page = Files.readString(folder.resolve("benchmarks.md"));
        for (final String picture : List.of("pipeline-decision", "hotswap-blue-green")) {
            assertTrue(page.contains("](pictures/" + picture + ".svg)"), page);
            assertTrue(Files.readString(folder.resolve("pictures/" + picture + ".svg"))
                    .startsWith("<svg"));
        }
        assertTrue(page.contains("**amm**, no gcc"), page);
        assertTrue(!page.contains("histogram"), "the counts themselves stay in the JSON");
    }

    @Test
    void shouldKeepNothingOfAnEarlierRunOfTheSameEnvironment() throws Exception {
        final ObjectNode result = (ObjectNode)
                JSON.readTree(
                        "{\"rows\":[{\"name\":\"decision\"},{\"name\":\"karaf-head\"}],"
                                + "\"sustainedPerSecond\":5,\"memoryNs\":[1],\"karafGcCount\":7,\"peers\":[1],\"run\":{\"step\":\"pipeline\"}}");
        PipelineBenchmark.merge(
                result, "", JSON.readTree("{\"rows\":[{\"name\":\"left\"}],\"leftOut-sustained\":true}"));
        assertEquals(
                JSON.readTree("{\"rows\":[{\"name\":\"karaf-head\"},{\"name\":\"left\"}],\"leftOut-sustained\":true,"
                        + "\"karafGcCount\":7,\"peers\":[1],\"run\":{\"step\":\"pipeline\"}}"),
                result);
        PipelineBenchmark.merge(result, "karaf-", JSON.readTree("{\"rows\":[{\"name\":\"head\"}],\"seconds\":1}"));
        assertEquals(
                JSON.readTree("{\"rows\":[{\"name\":\"left\"},{\"name\":\"karaf-head\"}],\"leftOut-sustained\":true,"
                        + "\"karafSeconds\":1,\"peers\":[1],\"run\":{\"step\":\"pipeline\"}}"),
                result);
    }

    @Test
    void shouldSayWhichBarsAreKept() throws Exception {
        final JsonNode pipeline = JSON.readTree("{\"gcCount\":1,\"sustainedPerSecond\":600000,"
                + "\"karafGcCount\":0,\"karafSustainedPerSecond\":400000,\"rows\":["
                + "{\"name\":\"decision\",\"us\":{\"p50\":1.4,\"p99\":11}},"
                + "{\"name\":\"signed\",\"us\":{\"p50\":30,\"p99\":50}}]}");
        final List<Map<String, String>> bars = PipelineBars.of(pipeline);
        assertEquals(
                List.of("yes", "no", "no", "yes", "no", "yes", "yes", "no"),
                bars.stream().map(bar -> bar.get("kept")).toList());
        assertEquals("not measured", bars.get(2).get("measured"));
    }
}
