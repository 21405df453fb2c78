package org.alphapulse.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people see of the relays while the engine trades on the simulated exchange. */
class RelayCommandsIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Instance instance;

    @BeforeEach
    void boot() throws IOException, InterruptedException {
        instance = new Instance();
        instance.boot();
    }

    @AfterEach
    void end() throws InterruptedException {
        instance.close();
    }

    @Test
    void shouldShowTapRecordAndTraceWhatPassesTheRelays() throws Exception {
        assertListsRelaysAndObservers();
        assertTapsWhatWasAskedForAsJson();
        assertTapsAsTable();
        assertInspectsARecordAndItsDamage();
        assertTracesFromTheCollectorToTheExecution();
    }

    /** The lines that a command printed; it must have succeeded. */
    private List<String> lines(String command) throws IOException {
        final List<String> lines =
                new ArrayList<>(List.of(instance.answer(command).split("\n")));
        assertEquals("0", lines.remove(0), () -> command + ": " + lines);
        return lines;
    }

    private void assertListsRelaysAndObservers() throws Exception {
        final JsonNode before = instance.json("relay:list --json");
        assertEquals(
                List.of("market-data", "signal", "execution"),
                before.get("relays").findValuesAsText("domain"));
        assertTrue(tap(before).isMissingNode(), before::toString);
        final CompletableFuture<String> tap = CompletableFuture.supplyAsync(() -> unchecked("relay:tap --for 15"));
        final AtomicReference<JsonNode> seen = new AtomicReference<>();
        await("the tap is listed and receives", () -> {
            seen.set(instance.json("relay:list --json"));
            return tap(seen.get()).path("received").asLong() > 0;
        });
        assertEquals("LOSSY", tap(seen.get()).get("policy").asText());
        assertEquals("LIVE", tap(seen.get()).get("state").asText());
        assertTrue(seen.get().at("/relays/0/published").asLong()
                > before.at("/relays/0/published").asLong());
        final String table = String.join("\n", lines("relay:list"));
        assertTrue(table.contains("market-data") && table.matches("(?s).*\\btap +.\\s*LOSSY.*"), table);
        assertTrue(tap.get(30, TimeUnit.SECONDS).contains("messages shown"));
        await("the tap is gone", () -> tap(instance.json("relay:list --json")).isMissingNode());
    }

    private static JsonNode tap(JsonNode list) {
        for (final JsonNode row : list.get("observers")) {
            if (row.get("name").asText().equals("tap")) {
                return row;
            }
        }
        return MissingNode.getInstance();
    }

    private String unchecked(String command) {
        try {
            return instance.answer(command);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void assertTapsWhatWasAskedForAsJson() throws IOException {
        final List<String> all = lines("relay:tap --json --count 20 --for 30 market-data/Trade/sim");
        assertEquals(20, all.size());
        long last = 0;
        for (final String line : all) {
            final JsonNode message = JSON.readTree(line);
            assertEquals("market-data", message.get("domain").asText());
            assertEquals("Trade", message.at("/tlvs/0/type").asText());
            assertTrue(message.at("/tlvs/0/fields/instrument").asText().startsWith("sim:"), line);
            assertTrue(message.get("sequence").asLong() > last, "in order");
            last = message.get("sequence").asLong();
        }
    }

    private void assertTapsAsTable() throws IOException {
        final List<String> all = lines("relay:tap --count 3 --for 30 market-data/Trade,execution/*");
        assertEquals(5, all.size());
        assertTrue(all.get(0).matches("Time +Domain +Source +Sequence +Content"), all.get(0));
        assertTrue(all.get(1).matches("\\d{4}-\\S+Z +(market-data|execution) +\\S+/\\d+ +\\d+ .*type:.*"), all.get(1));
        assertTrue(all.get(4).startsWith("3 messages shown, "), all.get(4));
    }

    private void assertInspectsARecordAndItsDamage() throws IOException {
        final Path file = instance.base().resolve("record");
        final int count = 300;
        assertEquals(
                count,
                instance.json("relay:record --json --count " + count + " --for 60 " + file)
                        .get("messages")
                        .asLong());
        final List<String> whole = lines("relay:inspect --json " + file);
        final JsonNode sums = JSON.readTree(whole.remove(count));
        assertEquals(count, sums.get("messages").asLong());
        assertEquals(0, sums.get("damagedPlaces").asLong());
        assertEquals(Files.size(file), sums.get("bytes").asLong());
        final Map<String, Long> next = new HashMap<>();
        for (final String line : whole) {
            final JsonNode message = JSON.readTree(line);
            final String source = message.get("domain") + " " + message.get("source");
            final long sequence = message.get("sequence").asLong();
            assertEquals(next.getOrDefault(source, sequence), sequence, "no message of a source is missing");
            next.put(source, sequence + 1);
        }
        final byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 8;
        Files.write(file, bytes);
        final List<String> damaged = lines("relay:inspect --quiet " + file);
        assertEquals(2, damaged.size(), damaged::toString);
        assertTrue(damaged.get(0).matches("damaged at file byte \\d+, \\d+ bytes passed over: .+"), damaged.get(0));
        assertTrue(damaged.get(1).startsWith(count - 1 + " messages, 1 damaged places of "), damaged.get(1));
    }

    private void assertTracesFromTheCollectorToTheExecution() throws Exception {
        lines("alphapulse:trace --every 1");
        final AtomicReference<JsonNode> trace = new AtomicReference<>();
        await("a trace reaches the execution", () -> {
            final String answer = instance.answer("alphapulse:trace --json last");
            if (!answer.startsWith("0\n")) {
                return false;
            }
            trace.set(JSON.readTree(answer.substring(2)));
            return trace.get().findValuesAsText("domain").contains("execution");
        });
        final JsonNode stages = trace.get();
        assertEquals("market-data", stages.at("/0/domain").asText());
        assertTrue(stages.at("/0/source").asText().startsWith("collector"), stages::toString);
        assertEquals(0, stages.at("/0/totalNs").asLong());
        final Map<String, Long> published = new HashMap<>();
        final Set<String> ids = new HashSet<>();
        for (final JsonNode stage : stages) {
            ids.add(stage.get("traceId").asText());
            final Long parent = published.get(stage.get("parentSpanId").asText());
            assertEquals(published.isEmpty(), parent == null, stages::toString);
            final long at = stage.get("timestampNs").asLong();
            assertEquals(parent == null ? 0 : at - parent, stage.get("stageNs").asLong(), stages::toString);
            published.put(stage.get("spanId").asText(), at);
        }
        assertEquals(1, ids.size());
        final String table =
                String.join("\n", lines("alphapulse:trace " + ids.iterator().next()));
        assertTrue(table.contains("Stage us") && table.contains("execution"), table);
        lines("alphapulse:trace --every 0");
    }

    /** A condition on what commands answer. */
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(String what, Condition condition) throws IOException, InterruptedException {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, what);
            Thread.sleep(50);
        }
    }
}
