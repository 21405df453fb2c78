package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** A log of the next block comes while the state of its pool was not read yet. */
class UnreadPoolTest {
    private static final String ADDRESS = "0x" + "ab".repeat(20);

    private final ScriptedStream script = new ScriptedStream();

    @Test
    void shouldBeReadOnlyAfterTheEndOfThatBlock() {
        script.notifyLog(ScriptedStream.log(ADDRESS, 0));
        script.stream.discovered(ScriptedStream.pair(ADDRESS));
        assertEquals(7, script.pass().headBlock());
        assertEquals(7, script.pass().headBlock());
        script.announce();
        script.answer(ScriptedStream.log(ADDRESS, 0));
        // Nobody is there to read from, which says that it is read now.
        assertThrows(NullPointerException.class, script::pass);
        assertEquals(8, script.stream.status().headBlock());
    }
}
