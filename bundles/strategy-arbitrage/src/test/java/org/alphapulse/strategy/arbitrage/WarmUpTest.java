package org.alphapulse.strategy.arbitrage;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.alphapulse.amm.U256;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void shouldGoTheWholeWayToOpportunitiesAndEnd() {
        final StartToken any = new StartToken(
                0, List.of(FundingSource.unlimited(FundingSource.VAULT_LOAN, 0)), new U256().set(1), new U256(), 1);
        final WarmUp warmUp = new WarmUp(new ArbitrageSettings(List.of(any), -1, 4, 0, 500_000, 0, 0, 16, 64));
        int steps = 0;
        while (warmUp.step()) {
            assertTrue(++steps < 10_000, "it does not end");
        }
        assertTrue(warmUp.considered() > 1_000, () -> "looked at " + warmUp.considered() + " opportunities only");
    }
}
