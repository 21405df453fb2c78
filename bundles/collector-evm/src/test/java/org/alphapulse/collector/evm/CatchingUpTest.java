package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Blocks are announced faster than they are told. */
class CatchingUpTest {
    private final ScriptedStream script = new ScriptedStream();

    @Test
    void shouldSayThatNewerBlocksAreToldNextUnlessItIsOneAtMost() {
        for (long block = 8; block <= 11; block++) {
            script.announce(block);
        }
        for (long block = 8; block <= 11; block++) {
            script.answer();
            assertEquals(block, script.pass().headBlock());
            assertEquals(block < 10, script.toldBehind(), "block " + block);
            script.pass();
        }
    }

    @Test
    void shouldPassOverABlockBelowTheFirst() {
        script.announce(6);
        assertEquals(7, script.pass().headBlock());
        assertEquals(0, script.stream.status().disconnects());
        script.announce(8);
        script.answer();
        assertEquals(8, script.pass().headBlock());
    }

    @Test
    void shouldEndTheConnectionWhenTooManyBlocksWait() {
        script.announce(8);
        final long last = 8 + ChainStream.MAX_ANNOUNCED;
        for (long block = 9; block <= last; block++) {
            script.announce(block);
        }
        assertEquals(0, script.stream.status().disconnects());
        script.announce(last + 1);
        assertTrue(script.toldVoid());
    }
}
