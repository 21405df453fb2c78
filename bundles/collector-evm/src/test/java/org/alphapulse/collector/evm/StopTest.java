package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StopTest {
    private final ScriptedStream script = new ScriptedStream();

    @Test
    void shouldTellNothingAnyMore() {
        final long told = script.published();
        script.stream.close();
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
