package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopTest {
    private final ScriptedStream script = new ScriptedStream();

    @Test
    void shouldMakeVoidWhatWasTold() {
        script.stream.close();
        assertTrue(script.toldVoid());
        final long told = script.published();
        script.announce();
        assertEquals(told, script.published());
    }

    @Test
    void shouldEndAlthoughTheEngineTakesNothing() {
        final long told = script.published();
        script.full(true);
        script.stream.close();
        assertEquals(told, script.published());
        script.full(false);
        script.announce();
        assertEquals(told, script.published());
    }
}
