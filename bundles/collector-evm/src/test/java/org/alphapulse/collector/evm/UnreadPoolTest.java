package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A log of the next block comes while the state of its pool was not read yet. */
class UnreadPoolTest {
    private static final String ADDRESS = "0x" + "ab".repeat(20);

    private final ScriptedStream script = new ScriptedStream();

    @Test
    void shouldBeReadOnlyAfterTheEndOfThatBlock() {
        script.notifyLog(ScriptedStream.log(ADDRESS, 0));
        script.stream.discovered(ScriptedStream.pair(ADDRESS));
        assertFalse(script.asksTheNode());
        assertFalse(script.asksTheNode());
        script.announce();
        script.answer(ScriptedStream.log(ADDRESS, 0));
        assertTrue(script.asksTheNode());
        assertEquals(8, script.stream.status().headBlock());
    }
}
