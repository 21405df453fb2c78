package org.alphapulse.market;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.TickMath;
import org.alphapulse.amm.U256;

/** A seeded chain of blocks with events for V2 and V3 pools, consistent as a real chain's are. */
final class Chain {
    /** One event as it is applied. */
    interface Event {
        int apply(MarketState state);
    }

    record Logged(long block, Event event) {}

    static final int POOLS = 12;
    final List<Logged> canonical = new ArrayList<>();
    final SplittableRandom random;
    private final List<long[]> positions = new ArrayList<>();
    private final Scratch scratch = new Scratch();
    private final SwapResult result = new SwapResult();
    private int logIndex;

    Chain(final long seed) {
        random = new SplittableRandom(seed);
    }

    static MarketState market() {
        final MarketState state = new MarketState();
        final int a = state.addToken(new long[] {1, 0, 0, 0, 0}, 0);
        final int b = state.addToken(new long[] {2, 0, 0, 0, 0}, 0);
        for (int i = 0; i < POOLS; i++) {
            final boolean v2 = i % 3 == 0;
            final int family = v2 ? PoolFamilies.UNISWAP_V2 : PoolFamilies.UNISWAP_V3;
            state.addPool(new long[] {i, 7, 0, 0, 1}, 0, family, i % 2, i % 4, a, b, 3000, 60);
        }
        return state;
    }

    static MarketState replay(final List<Logged> events) {
        final MarketState state = market();
        for (final Logged logged : events) {
            logged.event().apply(state);
        }
        return state;
    }

    /** Applies one more block of chain 0 and chain 1 to the state. */
    void block(final MarketState state, final long number) {
        final long salt = random.nextLong();
        logged(state, number, s -> s.blockHead(0, number, salt, 1, 2, 3) + s.blockHead(1, number, salt, 1, 2, 3));
        logIndex = 0;
        for (int n = random.nextInt(12); n > 0; n--) {
            final int pool = random.nextInt(POOLS);
            final int index = logIndex++;
            if (state.view().family(pool) == PoolFamilies.UNISWAP_V2) {
                final long r0 = random.nextLong();
                final long r1 = random.nextLong();
                logged(state, number, s -> s.applySync(pool, r0, 5, r1, 1, number, index));
            } else if (state.view().status(pool) == PoolStatus.UNSYNCED) {
                final int tick = random.nextInt(2000) - 1000;
                final U256 price = new U256();
                TickMath.sqrtPriceAtTick(tick, price);
                logged(
                        state,
                        number,
                        s -> s.applyV3Initialize(
                                pool, price.limb(0), price.limb(1), price.limb(2), tick, number, index));
            } else {
                v3(state, pool, number, index);
            }
        }
    }

    /** One more event of a V2 pool in the newest block. */
    void sync(final MarketState state, final long number) {
        final long r0 = random.nextLong();
        final int index = logIndex++;
        logged(state, number, s -> s.applySync(0, r0, 5, ~r0, 1, number, index));
    }

    private void v3(final MarketState state, final int pool, final long number, final int index) {
        switch (random.nextInt(4)) {
            case 0 -> {
                final int lower = 60 * (random.nextInt(40) - 25);
                final int upper = lower + 60 * (1 + random.nextInt(20));
                final long amount = 1_000_000 + random.nextLong(1L << 62);
                final int code =
                        logged(state, number, s -> s.applyV3Mint(pool, lower, upper, amount, 0, number, index));
                if (code == ApplyCode.APPLIED) {
                    positions.add(new long[] {pool, lower, upper, amount, number});
                }
            }
            case 1 -> burn(state, number, index);
            case 2 -> {
                final int fee = 4 + random.nextInt(7);
                logged(state, number, s -> s.applyV3SetFeeProtocol(pool, fee, 0, number, index));
            }
            default -> swap(state, pool, number, index);
        }
    }

    private void burn(final MarketState state, final long number, final int index) {
        if (positions.isEmpty()) {
            return;
        }
        final long[] p = positions.remove(random.nextInt(positions.size()));
        logged(state, number, s -> s.applyV3Burn((int) p[0], (int) p[1], (int) p[2], p[3], 0, number, index));
    }

    private void swap(final MarketState state, final int pool, final long number, final int index) {
        final boolean down = state.view().tick(pool) > random.nextInt(1200) - 600;
        final U256 amount = U256.of(1 + random.nextLong(1L << 60));
        if (state.view().quoteExactIn(pool, down, amount, result, scratch) != 0) {
            return;
        }
        final long[] w = new long[5];
        for (int i = 0; i < 3; i++) {
            w[i] = result.sqrtPriceX96().limb(i);
        }
        w[3] = result.liquidity().limb(0);
        w[4] = result.liquidity().limb(1);
        final int tick = result.tick();
        logged(state, number, s -> s.applyV3Swap(pool, w[0], w[1], w[2], w[3], w[4], tick, number, index));
    }

    private int logged(final MarketState state, final long block, final Event event) {
        canonical.add(new Logged(block, event));
        return event.apply(state);
    }

    void rollback(final MarketState state, final long block) {
        state.rollback(0, block);
        state.rollback(1, block);
        canonical.removeIf(logged -> logged.block() > block);
        positions.clear();
    }
}
