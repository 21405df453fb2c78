package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;
import org.junit.jupiter.api.Test;

class DivergingTest {
    private static final long SECOND = 1_000_000_000L;

    private final Diverging diverging = new Diverging();

    private static Pool pool(int number) {
        final byte[] address = new byte[20];
        address[19] = (byte) number;
        final InstrumentId id = InstrumentId.ofAddress(1, InstrumentKind.POOL, 1, address);
        return new Pool(id, String.format("0x%040x", number), true, null, null, 3_000, 60);
    }

    @Test
    void shouldHaveAPoolReadAfterGrowingPausesWhenItDivergesAgainAndAgain() {
        final Pool pool = pool(1);
        long now = -5 * SECOND;
        for (final int pause : List.of(0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300)) {
            assertEquals(pause * SECOND, diverging.add(pool, now));
            if (pause > 0) {
                assertNull(diverging.due(now + pause * SECOND - 1), "before " + pause + " s");
            }
            now += pause * SECOND;
            assertSame(pool, diverging.due(now), "after " + pause + " s");
            assertNull(diverging.due(now));
        }
    }

    @Test
    void shouldHaveAPoolReadAtOnceWhenItHasAgreedForLong() {
        final Pool pool = pool(1);
        diverging.add(pool, 0);
        diverging.add(pool, 599 * SECOND);
        diverging.clear();
        assertNull(diverging.due(Long.MAX_VALUE));
        assertEquals(0, diverging.add(pool, 1_199 * SECOND));
    }

    @Test
    void shouldNotKeepAPoolWaitingForOneThatDivergesOften() {
        final Pool often = pool(1);
        for (int i = 0; i < 5; i++) {
            diverging.add(often, i);
            diverging.clear();
        }
        diverging.add(often, 5);
        final Pool once = pool(2);
        diverging.add(once, 6);
        assertSame(once, diverging.due(6));
        assertNull(diverging.due(7));
        assertSame(often, diverging.due(16 * SECOND + 5));
    }
}
