package org.alphapulse.collector.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.alphapulse.protocol.L2SnapshotFlyweight;
import org.alphapulse.protocol.StateInvalidationFlyweight;
import org.alphapulse.testkit.EngineRig;
import org.alphapulse.testkit.PluginConfig;
import org.alphapulse.testkit.RecordedMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimCollectorTest {
    private static final int MANY = 40_000;

    private static SimCollector collector(Map<String, ?> values) {
        return new SimCollector(PluginConfig.of(SimConfig.class, values));
    }

    /** What a collector of one pair sends first. */
    private static List<RecordedMessage> market(int count, Map<String, ?> values) {
        try (EngineRig rig = new EngineRig("market-data")) {
            rig.bind(collector(values), Map.of("venues", "sim"));
            return rig.await(count);
        }
    }

    private static BookReader read(int depth, List<RecordedMessage> messages) {
        final BookReader reader = new BookReader();
        reader.depth = depth;
        messages.forEach(reader::read);
        return reader;
    }

    @Test
    void shouldKeepAFullUncrossedBookWhenAReaderFollowsTheChanges() {
        final BookReader reader =
                read(7, market(MANY, Map.of("symbols", "BTC-USD", "rate", 400_000, "depth", 7, "seed", 11L)));
        assertEquals(0, reader.gaps + reader.duplicates);
        assertTrue(reader.checked > MANY / 3, "changes of the book: " + reader.checked);
    }

    @Test
    void shouldSendTheSameMarketAgainWhenTheSeedIsTheSame() {
        final Map<String, Object> first = Map.of("symbols", "A-B,C-D", "rate", 20_000, "seed", 5L);
        final List<RecordedMessage> one = market(5_000, first);
        final List<RecordedMessage> two = market(5_000, first);
        final List<RecordedMessage> other = market(5_000, Map.of("symbols", "A-B,C-D", "rate", 20_000, "seed", 6L));
        for (int i = 0; i < one.size(); i++) {
            assertArrayEquals(one.get(i).body(), two.get(i).body(), "message " + i);
        }
        assertFalse(IntStream.range(0, one.size())
                .allMatch(i -> Arrays.equals(one.get(i).body(), other.get(i).body())));
    }

    @Test
    void shouldLoseChangesAndResynchroniseWhenGapsAreAskedFor() {
        final BookReader reader =
                read(10, market(MANY, Map.of("symbols", "A-B", "rate", 400_000, "gaps_per_million", 20_000)));
        assertTrue(reader.gaps > 200 && reader.gaps < 700, "2 % of some 20,000 changes, not " + reader.gaps);
        assertTrue(reader.snapshots >= reader.gaps, reader.snapshots + " snapshots for " + reader.gaps);
    }

    @Test
    void shouldRepeatChangesWhenDuplicatesAreAskedFor() {
        final BookReader reader =
                read(10, market(MANY, Map.of("symbols", "A-B", "rate", 400_000, "duplicates_per_million", 50_000)));
        assertTrue(reader.duplicates > 600 && reader.duplicates < 1_500, "5 % of some 20,000: " + reader.duplicates);
        assertEquals(0, reader.gaps);
    }

    @Test
    void shouldVoidItsBooksAndBeginWithASnapshotWhenItDisconnects() {
        final List<RecordedMessage> messages =
                market(8_000, Map.of("symbols", "A-B", "rate", 2_000, "disconnect_every_s", 1));
        final List<Integer> types = messages.stream().map(RecordedMessage::type).toList();
        assertTrue(types.stream()
                        .filter(type -> type == StateInvalidationFlyweight.TYPE)
                        .count()
                >= 2);
        for (int i = 0; i < types.size() - 1; i++) {
            if (types.get(i) == StateInvalidationFlyweight.TYPE) {
                assertEquals(L2SnapshotFlyweight.TYPE, types.get(i + 1), "after the invalidation at " + i);
            }
        }
    }

    @Test
    void shouldPauseAndGoOnWhenSilenceIsAskedFor() {
        final List<RecordedMessage> messages =
                market(4_500, Map.of("symbols", "A-B", "rate", 3_000, "silence_every_s", 1));
        final long longest = IntStream.range(1, messages.size())
                .mapToLong(
                        i -> messages.get(i).receivedNs() - messages.get(i - 1).receivedNs())
                .max()
                .orElseThrow();
        // It lasts for 2 s, and what came before it may be seen late.
        assertTrue(longest > 1_000_000_000L, "longest silence " + longest / 1_000_000 + " ms");
        assertEquals(0, read(10, messages).gaps);
    }

    @ParameterizedTest
    @CsvSource({
        "rate, 0, rate=0 is not allowed; allowed is 1 to 2000000 messages/s",
        "depth, 51, depth=51 is not allowed; allowed is 1 to 50 levels",
        "gaps_per_million, -1, gaps.per.million=-1 is not allowed; allowed is 0 to 1000000 per million"
    })
    void shouldNameKeyValueAndWhatIsAllowedWhenAValueIsRefused(String key, int value, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> collector(Map.of(key, value)))
                        .getMessage());
    }
}
