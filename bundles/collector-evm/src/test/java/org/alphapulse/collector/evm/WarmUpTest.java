package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void shouldTellEachOfItsLogsOnceAndThenItsBlockAndNobodyHearsOfIt() {
        final RecordingSink real = new RecordingSink();
        assertEquals(1_500 * (4 + 1), new WarmUp(real).run());
        assertEquals(0, real.messages);
    }
}
