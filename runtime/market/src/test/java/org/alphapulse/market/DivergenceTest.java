package org.alphapulse.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.TickMath;
import org.alphapulse.amm.U256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A pool of concentrated liquidity with one position, of which an event says that there is more. */
class DivergenceTest {
    private static final long LIQUIDITY = 1_000_000;
    private static final long UNSEEN = 77;

    private final MarketState state = new MarketState();
    private final U256 price = new U256();
    private int pool;

    @BeforeEach
    void load() {
        final int a = state.addToken(new long[] {1, 0, 0, 0, 0}, 0);
        final int b = state.addToken(new long[] {2, 0, 0, 0, 0}, 0);
        pool = state.addPool(new long[5], 0, PoolFamilies.UNISWAP_V3, 0, 0, a, b, 3_000, 60);
        state.blockHead(0, 9, 9, 0, 0, 0);
        load(9, LIQUIDITY);
    }

    private int load(long block, long liquidity) {
        TickMath.sqrtPriceAtTick(5, price);
        state.beginLoad(pool, block);
        state.loadTick(pool, -60, liquidity, 0, liquidity, 0);
        state.loadTick(pool, 60, liquidity, 0, -liquidity, -1);
        state.loadV3(pool, price.limb(0), price.limb(1), price.limb(2), liquidity, 0, 5, 0);
        return state.endLoad(pool);
    }

    private int swap(int tick, long liquidity, long block, int logIndex) {
        TickMath.sqrtPriceAtTick(tick, price);
        return state.applyV3Swap(
                pool, price.limb(0), price.limb(1), price.limb(2), liquidity, 0, tick, block, logIndex);
    }

    private PoolStatus status() {
        return state.view().status(pool);
    }

    @Test
    void shouldSayOnceThatAPoolDivergesAndApplyNothingBeforeItIsLoadedAgain() {
        assertEquals(ApplyCode.APPLIED, swap(7, LIQUIDITY, 10, 0));
        assertEquals(ApplyCode.DIVERGED, swap(8, LIQUIDITY + UNSEEN, 10, 1));
        assertEquals(ApplyCode.UNSYNCED, swap(9, LIQUIDITY, 10, 2));
        assertEquals(ApplyCode.UNSYNCED, state.applyV3Mint(pool, -60, 60, 5, 0, 10, 3));
        assertEquals(PoolStatus.DIVERGING, status());
        assertFalse(state.view().inStep(pool));
        assertEquals(ApplyCode.APPLIED, load(10, LIQUIDITY + UNSEEN));
        assertEquals(PoolStatus.TRADABLE, status());
        assertEquals(ApplyCode.APPLIED, swap(10, LIQUIDITY + UNSEEN, 11, 0));
    }

    @Test
    void shouldStayDivergingWhenTheBlockThatShowedItIsTakenBack() {
        swap(7, LIQUIDITY, 10, 0);
        assertEquals(ApplyCode.DIVERGED, swap(8, LIQUIDITY + UNSEEN, 11, 0));
        assertEquals(ApplyCode.APPLIED, state.rollback(0, 10));
        assertEquals(PoolStatus.DIVERGING, status(), "what it was at block 10 was wrong already");
        assertEquals(ApplyCode.APPLIED, load(10, LIQUIDITY + UNSEEN));
        assertEquals(PoolStatus.TRADABLE, status());
    }

    @Test
    void shouldStayDivergingWhenItIsLoadedWithWhatContradictsItself() {
        state.beginLoad(pool, 10);
        state.loadTick(pool, -60, LIQUIDITY, 0, LIQUIDITY, 0);
        state.loadTick(pool, 60, LIQUIDITY, 0, -LIQUIDITY, -1);
        state.loadV3(pool, price.limb(0), price.limb(1), price.limb(2), LIQUIDITY + UNSEEN, 0, 5, 0);
        assertEquals(ApplyCode.DIVERGED, state.endLoad(pool));
        assertEquals(PoolStatus.DIVERGING, status());
    }

    @Test
    void shouldStaySetAsideWhenItDivergedAndWasLoadedAgain() {
        state.hold(pool, PoolStatus.QUARANTINED);
        assertEquals(ApplyCode.DIVERGED, swap(8, LIQUIDITY + UNSEEN, 10, 0));
        assertEquals(ApplyCode.APPLIED, load(10, LIQUIDITY + UNSEEN));
        assertEquals(PoolStatus.QUARANTINED, status());
        state.release(pool, PoolStatus.QUARANTINED);
        assertEquals(PoolStatus.TRADABLE, status());
    }
}
