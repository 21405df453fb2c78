package org.alphapulse.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void shouldNotOffsetWhatIsLostByWhatIsToldTwiceInAnotherBlock() {
        final Map<Long, Long> expected = Map.of(5L, 100L, 6L, 10L, 7L, 20L, 8L, 30L, 9L, 100L);
        final List<Messages.Count> counts = List.of(
                new Messages.Count(5, 1_000),
                new Messages.Count(6, 1_007), // three lost
                new Messages.Count(6, 1_007),
                new Messages.Count(8, 1_060), // two blocks, three told twice
                new Messages.Count(8, 1_061)); // one more, late
        assertEquals(new Messages(60, 3, 4), Messages.of(counts, expected));
    }

    @Test
    void shouldNameWhatMustNotBe() {
        final Map<String, Object> figures = new HashMap<>(Map.of(
                "inexact", 0L, "messagesLost", 0L, "messagesDuplicated", 0L, "unlikeLedger", 0L, "reverted", 2L));
        assertEquals(List.of(), Figures.faults(figures));
        figures.put("inexact", 1L);
        figures.put("messagesDuplicated", 3L);
        assertEquals(List.of("inexact 1", "messagesDuplicated 3"), Figures.faults(figures));
    }
}
