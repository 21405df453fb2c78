package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node says leads to something that nobody thought of. */
class UnexpectedTest {
    @Test
    void shouldEndTheConnectionAndMakeVoidWhatWasToldWhateverItIs() {
        for (final Runnable fault : List.<Runnable>of(
                () -> {
                    throw new IndexOutOfBoundsException("short");
                },
                () -> {
                    throw new StackOverflowError();
                })) {
            final ScriptedStream script = new ScriptedStream();
            script.fault = fault;
            script.pass();
            assertTrue(script.toldVoid());
            assertEquals(1, script.stream.status().disconnects());
        }
    }
}
