package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void shouldMakeAMessageOfEveryLogItMadeUp() {
        assertEquals(2_000 * 6, new WarmUp().run());
    }
}
