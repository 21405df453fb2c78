package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmUpTest {
    @ParameterizedTest
    @CsvSource({"event, 6", "event, 3", "block, 6", "block, 3"})
    void shouldGoTheWholeWayToPlansThatNobodySeesAndEnd(final String decideAt, final int tokens) {
        final FakeContext real = new FakeContext(new TestMarket().view);
        final ArbitrageStrategy model =
                ArbitrageStrategyTest.strategy("decide_at", decideAt, "cooldown_blocks", 0, "history", 64);
        final WarmUp warmUp = new WarmUp(model, real.clock(), tokens);
        int steps = 0;
        while (warmUp.step()) {
            assertTrue(++steps < 10_000, "it does not end");
        }
        assertTrue(warmUp.considered() > 500, () -> "looked at " + warmUp.considered() + " opportunities only");
        assertTrue(warmUp.plans() > 500, () -> "sent " + warmUp.plans() + " plans only");
        assertEquals(0, real.plans.identities.size() + real.signals.identities.size() + real.plans.rehearsed);
    }
}
