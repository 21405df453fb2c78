package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node says leads to something that nobody thought of. */
class UnexpectedTest {
    @Test
    void shouldEndTheConnectionWhateverItIs() {
        for (final Runnable fault : List.<Runnable>of(
                () -> {
                    throw new IndexOutOfBoundsException("short");
                },
                () -> {
                    throw new StackOverflowError();
                })) {
            final ScriptedStream script = new ScriptedStream();
            script.fault = fault;
            // There is no node to leave, which says that it is left now.
            assertThrows(NullPointerException.class, script::pass);
            assertEquals(1, script.stream.status().disconnects());
        }
    }
}
