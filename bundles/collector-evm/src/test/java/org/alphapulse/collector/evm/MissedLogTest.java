package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** A log was not notified, and is found when the logs of its block are asked for. */
class MissedLogTest {
    private static final String ONE = "0x" + "ab".repeat(20);
    private static final String OTHER = "0x" + "cd".repeat(20);

    private final ScriptedStream script = new ScriptedStream(ScriptedStream.pair(ONE), ScriptedStream.pair(OTHER));

    @Test
    void shouldBeToldLateIfNothingOfItsPoolCameAfterIt() {
        script.notifyLog(ScriptedStream.log(ONE, 3));
        script.notifyLog(ScriptedStream.log(OTHER, 5));
        script.pass();
        script.pass();
        script.announce();
        final long before = script.published();
        script.answer(
                ScriptedStream.log(ONE, 3),
                ScriptedStream.log(OTHER, 5),
                ScriptedStream.log(ONE, 4),
                ScriptedStream.log(OTHER, 6));
        assertEquals(4, script.pass().logs());
        assertEquals(before + 3, script.published(), "two logs and the head");
        assertEquals(0, script.stream.status().gaps());
        assertEquals(2, script.stream.status().loadedPools());
    }

    @Test
    void shouldHaveItsPoolReadAgainIfALaterOneOfThatWasTold() {
        script.notifyLog(ScriptedStream.log(OTHER, 1));
        script.notifyLog(ScriptedStream.log(ONE, 3));
        script.pass();
        script.pass();
        script.announce();
        script.answer(ScriptedStream.log(ONE, 2), ScriptedStream.log(OTHER, 1), ScriptedStream.log(ONE, 3));
        // Nobody is there to read from, which says that it is read now.
        assertThrows(NullPointerException.class, script::pass);
        assertEquals(2, script.stream.status().logs());
        assertEquals(1, script.stream.status().gaps());
        assertEquals(8, script.stream.status().headBlock());
    }

    @Test
    void shouldNotMindALaterOneOfTheBlockBefore() {
        script.notifyLog(ScriptedStream.log(ONE, 3));
        script.pass();
        script.announce();
        script.answer(ScriptedStream.log(ONE, 3), ScriptedStream.log(OTHER, 1));
        assertEquals(2, script.pass().logs());
        assertEquals(0, script.stream.status().gaps());
    }
}
