package org.alphapulse.amm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Whole swaps over random pools against the contract's loop in big integers with its own tick bitmap. */
class SwapTest {
    private static final int[][] TIERS = {{100, 1}, {500, 10}, {3000, 60}, {10_000, 200}, {2500, 50}};

    @Test
    void shouldSwapLikeTheContractWhenPoolsAndAmountsVary() {
        final Cases cases = new Cases(8);
        final int pools = Cases.count() / 200;
        int crossings = 0;
        int most = 0;
        int partial = 0;
        for (int i = 0; i < pools; i++) {
            final Oracle.Pool oracle = pool(cases);
            final V3Pool pool = new V3Pool(oracle);
            for (int k = 0; k < 10; k++) {
                if (!swap(cases, oracle, pool)) {
                    break;
                }
                crossings += pool.result.crossings();
                most = Math.max(most, pool.result.crossings());
                partial += pool.code == AmmCode.PARTIAL ? 1 : 0;
            }
        }
        assertTrue(crossings > pools && most >= 10 && partial > 0, crossings + " crossings, at most " + most);
    }

    /** The limits are on, beside and between the ends of bitmap words, where the contract stops even without liquidity. */
    @Test
    void shouldEndLikeTheContractWhenTheWayThereHasNoLiquidity() {
        final Cases cases = new Cases(9);
        for (int i = 0; i < Cases.count() / 500; i++) {
            final int spacing = TIERS[cases.below(TIERS.length)][1];
            final int far = 6 * 256 * spacing;
            final int tick = Math.max(
                    far - TickMath.MAX_TICK, Math.min(TickMath.MAX_TICK - far, cases.below(200_000) - 100_000));
            final Oracle.Pool oracle = new Oracle.Pool(500, spacing, cases.near(tick));
            final int c = Math.floorDiv(tick, spacing);
            if (cases.flip()) {
                oracle.mint((c - 900) * spacing, (c - 300 - cases.below(500)) * spacing, cases.positive(40));
                oracle.mint((c + 300 + cases.below(500)) * spacing, (c + 900) * spacing, cases.positive(40));
            }
            final boolean down = cases.flip();
            final int words = Math.floorDiv(c, 256) + (down ? -cases.below(5) : cases.below(5) + 1);
            final int end = (words * 256 - (down ? 0 : 1) + cases.below(3) - 1) * spacing;
            final BigInteger limit = cases.below(3) == 0
                    ? Oracle.sqrtPriceAtTick(end).add(BigInteger.valueOf(cases.below(3) - 1L))
                    : Oracle.sqrtPriceAtTick(end);
            if (down ? limit.compareTo(oracle.price) < 0 : limit.compareTo(oracle.price) > 0) {
                assertTrue(same(oracle, new V3Pool(oracle), down, cases.flip(), cases.positive(100), limit));
            }
        }
    }

    /** Taken one by one, the stops would be ten million here. */
    @Test
    void shouldCountButNotTakeTheStopsWhenThePoolIsEmpty() {
        for (final boolean down : new boolean[] {true, false}) {
            final BigInteger limit =
                    down ? Oracle.MIN_PRICE.add(BigInteger.ONE) : Oracle.MAX_PRICE.subtract(BigInteger.ONE);
            final Oracle.Pool oracle = new Oracle.Pool(100, 1, Oracle.sqrtPriceAtTick(5));
            final V3Pool pool = new V3Pool(oracle);
            assertTrue(oracle.swap(down, true, BigInteger.TEN, limit));
            for (int i = 0; i < 3000; i++) {
                assertEquals(AmmCode.PARTIAL, pool.swap(down, i % 2 == 0, BigInteger.TEN, limit));
                assertEquals(limit, pool.result.sqrtPriceX96().toBigInteger());
                assertEquals(oracle.tick, pool.result.tick());
                assertEquals(oracle.steps, pool.result.steps());
            }
        }
    }

    /** Inputs that end a hair before or after a tick, some with a limit a hair before or after that. */
    @Test
    void shouldSwapLikeTheContractWhenTheInputEndsBesideATick() {
        final Cases cases = new Cases(10);
        int before = 0;
        int after = 0;
        for (int i = 0; i < Cases.count() / 200; i++) {
            final Oracle.Pool oracle = pool(cases);
            final V3Pool pool = new V3Pool(oracle);
            for (int k = 0; k < 5 && oracle.liquidity.signum() > 0; k++) {
                final boolean down = cases.flip();
                final int ahead =
                        Math.floorDiv(oracle.tick, oracle.spacing) + (down ? -cases.below(2) : 1 + cases.below(2));
                final int tick = ahead * oracle.spacing;
                if (Math.abs(tick) >= TickMath.MAX_TICK
                        || (down && oracle.price.compareTo(Oracle.sqrtPriceAtTick(tick)) <= 0)) {
                    break;
                }
                final double off = (cases.below(601) - 300) * 1e-4;
                final double price = oracle.price.doubleValue() * 0x1p-96;
                final double end = Math.pow(1.0001, (tick + off) / 2);
                final double part = down ? 1 / end - 1 / price : end - price;
                final double input = oracle.liquidity.doubleValue() * part / (1 - oracle.fee * 1e-6);
                if (!(input >= 1)) {
                    continue;
                }
                BigInteger limit =
                        down ? Oracle.MIN_PRICE.add(BigInteger.ONE) : Oracle.MAX_PRICE.subtract(BigInteger.ONE);
                if (cases.flip()) {
                    final BigInteger near =
                            new BigDecimal(end * (1 + (cases.below(21) - 10) * 1e-9) * 0x1p96).toBigInteger();
                    limit = down
                            ? near.max(limit).min(oracle.price.subtract(BigInteger.ONE))
                            : near.min(limit).max(oracle.price.add(BigInteger.ONE));
                }
                if (!same(oracle, pool, down, true, new BigDecimal(input).toBigInteger(), limit)) {
                    break;
                }
                before += pool.result.crossings() == 0 && pool.result.steps() == 1 ? 1 : 0;
                after += pool.result.steps() > 1 ? 1 : 0;
            }
        }
        assertTrue(
                before > Cases.count() / 1000 && after > Cases.count() / 2000,
                before + " before a tick, " + after + " after");
    }

    private static Oracle.Pool pool(final Cases cases) {
        final int[] tier = TIERS[cases.below(TIERS.length)];
        final int spacing = tier[1];
        final int centre = (cases.below(4) == 0 ? cases.below(1_700_000) - 850_000 : cases.below(400_000) - 200_000);
        final Oracle.Pool oracle = new Oracle.Pool(tier[0], spacing, cases.near(centre));
        oracle.share = cases.flip() ? 0 : 4 + cases.below(7);
        final int top = TickMath.MAX_TICK / spacing;
        if (cases.flip()) {
            oracle.mint(-top * spacing, top * spacing, cases.positive(80));
        }
        final int bits = 20 + cases.below(60);
        for (int n = 1 + cases.below(12); n > 0; n--) {
            final int width = 1 + cases.below(cases.flip() ? 20 : 800);
            final int low = Math.floorDiv(centre, spacing) + cases.below(2 * width) - width;
            final int lower = Math.max(-top, Math.min(low, top - 1));
            oracle.mint(lower * spacing, Math.min(lower + width, top) * spacing, cases.positive(bits));
        }
        return oracle;
    }

    private static boolean swap(final Cases cases, final Oracle.Pool oracle, final V3Pool pool) {
        final boolean down = cases.flip();
        final boolean exactIn = cases.flip();
        final BigInteger amount = cases.positive(cases.below(8) == 0 ? 200 : 30 + cases.below(70));
        BigInteger limit = down ? Oracle.MIN_PRICE.add(BigInteger.ONE) : Oracle.MAX_PRICE.subtract(BigInteger.ONE);
        if (cases.below(3) == 0) {
            final int tick = oracle.tick + (down ? -cases.below(2000) - 2 : cases.below(2000) + 2);
            final BigInteger p = cases.near(Math.max(TickMath.MIN_TICK, Math.min(TickMath.MAX_TICK - 1, tick)));
            limit = down ? p.max(limit) : p.min(limit);
        }
        if (down ? limit.compareTo(oracle.price) >= 0 : limit.compareTo(oracle.price) <= 0) {
            return false;
        }
        return same(oracle, pool, down, exactIn, amount, limit);
    }

    /** Swaps in both and compares everything; false where both revert. */
    private static boolean same(
            final Oracle.Pool oracle,
            final V3Pool pool,
            final boolean down,
            final boolean exactIn,
            final BigInteger amount,
            final BigInteger limit) {
        pool.setShare(oracle.share);
        final int code = pool.swap(down, exactIn, amount, limit);
        final boolean done = oracle.swap(down, exactIn, amount, limit);
        assertEquals(done, code >= 0);
        if (done) {
            assertEquals(oracle.amountIn, pool.result.amountIn().toBigInteger());
            assertEquals(oracle.amountOut, pool.result.amountOut().toBigInteger());
            assertEquals(oracle.protocolFee, pool.result.protocolFee().toBigInteger());
            assertEquals(oracle.price, pool.result.sqrtPriceX96().toBigInteger());
            assertEquals(oracle.liquidity, pool.result.liquidity().toBigInteger());
            assertEquals(oracle.tick, pool.result.tick());
            assertEquals(oracle.steps, pool.result.steps());
            pool.settle();
            assertEquals(TickMap.position(pool.slab, oracle.tick), ConcentratedLiquidity.position(pool.words, 0));
        }
        return done;
    }
}
