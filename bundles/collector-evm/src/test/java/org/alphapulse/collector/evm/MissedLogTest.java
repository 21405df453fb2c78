package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertTrue(script.asksTheNode());
        assertEquals(2, script.stream.status().logs());
        assertEquals(1, script.stream.status().gaps());
        assertEquals(8, script.stream.status().headBlock());
    }

    @Test
    void shouldHaveItsPoolReadAgainIfItIsNotifiedAfterALaterOne() {
        script.notifyLog(ScriptedStream.log(ONE, 3));
        script.notifyLog(ScriptedStream.log(ONE, 2));
        script.notifyLog(ScriptedStream.log(OTHER, 1));
        script.pass();
        script.pass();
        assertEquals(2, script.pass().logs());
        script.announce();
        script.answer(ScriptedStream.log(OTHER, 1), ScriptedStream.log(ONE, 2), ScriptedStream.log(ONE, 3));
        assertTrue(script.asksTheNode());
        assertEquals(2, script.stream.status().logs());
        assertEquals(1, script.stream.status().gaps());
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

    @Test
    void shouldEndTheConnectionIfAnAnswerIsOfAnotherBlock() {
        final String right = ScriptedStream.log(ONE, 3);
        for (final String wrong : new String[] {
            right.replace("\"0x8\"", "\"0x9\""), right.replace("00008000", "00009000"), right.replace("00080", "00081")
        }) {
            final ScriptedStream other = new ScriptedStream(ScriptedStream.pair(ONE));
            other.announce();
            other.answer(wrong);
            other.pass();
            assertTrue(other.toldVoid());
            assertEquals(1, other.stream.status().disconnects());
            assertEquals(0, other.stream.status().logs());
            assertEquals(7, other.stream.status().headBlock());
        }
    }

    @Test
    void shouldNotTakeNothingForAnEmptyBlock() {
        script.announce();
        script.answerNothing();
        assertEquals(7, script.pass().headBlock());
        script.answer();
        assertEquals(8, script.pass().headBlock());
    }

    @Test
    void shouldHaveItsPoolReadAgainIfItsTickIsNoneThatThereIs() {
        final String swap = ScriptedStream.log(ONE, 3)
                .replace(EventTopics.SYNC, EventTopics.SWAP)
                .replaceAll(
                        "\"data\":\"0x\\d+\"",
                        "\"data\":\"0x" + "0".repeat(63) + "1" + "f".repeat(64)
                                + ("0".repeat(40) + "1" + "0".repeat(23)) + "0".repeat(63) + "1" + "TICK\"");
        for (final int tick : new int[] {887_272, -887_272, 887_273, -887_273, 8_388_607}) {
            final ScriptedStream other = new ScriptedStream(ScriptedStream.pool(ONE));
            other.notifyLog(swap.replace("TICK", (tick < 0 ? "f" : "0").repeat(56) + String.format("%08x", tick)));
            assertEquals(Math.abs(tick) > 887_272 ? 1 : 0, other.pass().gaps(), "tick " + tick);
        }
    }
}
