package org.alphapulse.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Local chains inside the distribution: started by configuration, explained when they cannot be, gone when it is. */
class DevnetIT {
    private static final String PID = "org.alphapulse.devnet.karaf";
    private static final Path NPM = Path.of(System.getProperty("alphapulse.dist"))
            .resolve("../../../contracts/node_modules")
            .normalize();

    private Instance instance;

    @BeforeEach
    void makeInstance() throws IOException {
        instance = new Instance();
    }

    @AfterEach
    void end() throws InterruptedException {
        instance.close();
    }

    @Test
    void shouldTradeOnConfiguredChainsAndLeaveNoNodeWhenTheEngineIsKilled() throws Exception {
        assumeTrue(
                Files.isDirectory(NPM.resolve("@uniswap")),
                "the devnet needs the npm packages of the module contracts");
        instance.with("ALPHAPULSE_NPM", NPM.toString())
                .configure(PID, "chains = 1,137", "port = 0", "noise.swaps.per.s = 20");
        instance.boot();
        instance.answer("feature:install alphapulse-devnet");
        final JsonNode chains = awaitUp().get("chains");
        assertEquals(
                List.of(1L, 137L),
                List.of(chains.at("/0/id").asLong(), chains.at("/1/id").asLong()));
        for (final JsonNode chain : chains) {
            assertTrue(chain.get("pools").asInt() >= 40, chain.toString());
            assertEquals(
                    chain.get("id").asLong(),
                    Long.decode(rpc(chain.get("http").asText(), "eth_chainId")).longValue());
        }
        final long block = chains.at("/0/block").asLong();
        await(() -> stats().at("/chains/0/swaps").asLong() > 0
                && stats().at("/chains/0/block").asLong() > block + 2);
        final String url = chains.at("/0/http").asText();
        final JsonNode reorg = instance.json("alphapulse:devnet reorg 1 2");
        assertFalse(reorg.has("error"), reorg.toString());
        assertTrue(
                Long.decode(rpc(url, "eth_blockNumber")) >= reorg.get("block").asLong());
        assertTrue(instance.answer("alphapulse:devnet reorg 7 1").contains("no chain 7"));
        final List<ProcessHandle> below = instance.engine().descendants().toList();
        assertTrue(below.size() >= 4, () -> "two guards and two nodes, but " + below);
        instance.engine().destroyForcibly();
        for (final ProcessHandle handle : below) {
            handle.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldSayWhatToDoWhenItCannotStart() throws Exception {
        instance.with("ALPHAPULSE_NPM", instance.base().resolve("nowhere").toString());
        instance.boot();
        instance.answer("feature:install alphapulse-devnet");
        await(() -> instance.answer("alphapulse:devnet").contains("write etc/" + PID + ".cfg"));
        instance.configure(PID, "chains = 1", "port = 0");
        await(() -> {
            final String answer = instance.answer("alphapulse:devnet");
            return answer.startsWith("1\n") && answer.contains("./mvnw -pl contracts generate-resources");
        });
        instance.configure(PID, "chains = 1", "noise.swaps.per.s = 500");
        await(() -> instance.answer("alphapulse:devnet")
                .contains("noise.swaps.per.s=500 is not allowed; allowed is 5 to 100"));
        assertTrue(instance.json("alphapulse:status --json").get("ready").asBoolean(), "the engine is not touched");
    }

    @Test
    void shouldShipNoProtocolOfOthers() throws IOException {
        try (Stream<Path> files = Files.walk(Instance.DIST)) {
            final List<String> foreign = files.map(Path::toString)
                    .filter(name -> name.matches(".*(anvil|node_modules|@uniswap|@aave|@balancer).*"))
                    .toList();
            assertEquals(List.of(), foreign);
        }
        try (Stream<Path> jars = Files.walk(Instance.DIST.resolve("system/org/alphapulse"))) {
            for (final Path jar :
                    (Iterable<Path>) jars.filter(file -> file.toString().endsWith(".jar"))::iterator) {
                try (var zip = new java.util.zip.ZipFile(jar.toFile())) {
                    zip.stream()
                            .filter(entry -> entry.getName().matches(".*\\.(hex|bin|abi|sol|json)"))
                            .forEach(entry -> assertTrue(
                                    entry.getName().startsWith("org/alphapulse/contracts/"), jar + " has " + entry));
                }
            }
        }
    }

    private JsonNode awaitUp() throws Exception {
        await(() -> instance.answer("alphapulse:devnet --json").startsWith("0\n"));
        return stats();
    }

    private JsonNode stats() throws IOException {
        return instance.json("alphapulse:devnet --json");
    }

    private static String rpc(String url, String method) throws Exception {
        final HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":[]}"))
                .build();
        final HttpResponse<String> response =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return new ObjectMapper().readTree(response.body()).get("result").asText();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, "waited in vain");
            Thread.sleep(50);
        }
    }
}
