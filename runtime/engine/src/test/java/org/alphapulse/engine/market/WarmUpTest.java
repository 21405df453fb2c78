package org.alphapulse.engine.market;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.alphapulse.market.MarketView;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    @Test
    void shouldApplyEveryEventAndLeaveItsPoolsTradable() {
        final Market market = new WarmUp().run();
        final MarketView view = market.view();
        assertEquals(0, market.status().malformed());
        assertEquals(0, market.status().refused());
        assertEquals(2, view.poolCount());
        assertEquals(3_000, view.headBlock(0), "told to the end");
        for (int pool = 0; pool < view.poolCount(); pool++) {
            assertEquals("TRADABLE", view.status(pool).name());
            assertEquals(3_000, view.lastBlock(pool), "each block had events of each pool");
        }
        assertEquals(1_000_000_003_000L, view.word(0, 0), "the reserve of the last Sync");
        assertEquals(2, view.tickCount(1), "what was added is gone again but for the first range");
        assertEquals(1_000_000_000_000L, view.word(1, 3), "liquidity in range");
    }
}
