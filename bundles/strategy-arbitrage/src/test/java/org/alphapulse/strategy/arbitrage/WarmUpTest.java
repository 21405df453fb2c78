package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmUpTest {
    @ParameterizedTest
    @ValueSource(strings = {"event", "block"})
    void shouldGoTheWholeWayToPlansThatNobodySeesAndEnd(final String decideAt) {
        final FakeContext real = new FakeContext(new TestMarket().view);
        final ArbitrageStrategy model =
                ArbitrageStrategyTest.strategy("decide_at", decideAt, "cooldown_blocks", 0, "history", 64);
        final WarmUp warmUp = new WarmUp(model, real.clock());
        int steps = 0;
        while (warmUp.step()) {
            assertTrue(++steps < 10_000, "it does not end");
        }
        assertTrue(warmUp.considered() > 500, () -> "looked at " + warmUp.considered() + " opportunities only");
        assertTrue(warmUp.plans() > 500, () -> "sent " + warmUp.plans() + " plans only");
        assertEquals(0, real.plans.identities.size() + real.signals.identities.size() + real.plans.rehearsed);
    }
}
