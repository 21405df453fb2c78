package org.alphapulse.strategy.arbitrage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.TickMath;
import org.alphapulse.amm.U256;
import org.alphapulse.api.context.EngineClock;
import org.alphapulse.market.MarketState;
import org.alphapulse.model.InstrumentId;
import org.alphapulse.model.InstrumentKind;

/**
 * Runs the strategy itself on a made-up market, from the message about a pool to the plan and its receipt, so that the virtual machine has
 * compiled all of it before the first real event. A chain with a block a second would take minutes to get there, deciding ten times slower
 * meanwhile. Confined to one thread.
 */
final class WarmUp {
    /** Tokens of a market on which everything comes about; and of the smallest on which there are cycles of three hops. */
    static final int MANY = 6;

    static final int FEW = 3;
    /** Of the made-up tokens and heads. */
    static final long CHAIN_ID = 1;

    private static final int PARALLEL = 3;
    private static final int ROUNDS = 1_000;
    private static final int ROUNDS_PER_STEP = 20;
    /** Events of a block, its preparation and its end among them. */
    private static final int BLOCK = 8;

    private static final int RANGE_EVERY = 16;
    private static final int IDLE_PASSES = 3;
    private static final double DEPTH = 1e24;
    private static final double SPREAD = 0.004;
    private static final int SPACING = 60;
    private static final int RANGE = SPACING * 1_000;
    private static final long CAPITAL = 1_000_000_000_000_000_000L;
    private static final long GAS_USED = 300_000;
    private static final BooleanSupplier NOTHING_WAITS = () -> false;

    private final SplittableRandom random = new SplittableRandom(1);
    private final MarketState state = new MarketState();
    private final long[] id = new long[5];
    private final U256 first = new U256();
    private final U256 second = new U256();
    private final MadeUpContext context;
    private final ArbitrageStrategy strategy;
    private long reported;
    private long block = 1;
    private int rounds;
    private int events;

    /** A warm-up of a strategy that is set up like another, on a market of some tokens. */
    WarmUp(final ArbitrageStrategy model, final EngineClock clock, final int tokens) {
        final List<StartTokenText> starts = new ArrayList<>();
        for (int i = 0; i < tokens; i++) {
            final byte[] address = new byte[20];
            Arrays.fill(address, (byte) (i + 1));
            final InstrumentId token = InstrumentId.ofAddress(1, InstrumentKind.TOKEN, CHAIN_ID, address);
            state.addToken(StartTokenText.words(token), 0);
            if (i < tokens - 1) {
                starts.add(new StartTokenText(
                        token,
                        new U256().set(CAPITAL),
                        new U256(),
                        1,
                        List.of(FundingSource.unlimited(FundingSource.VAULT_LOAN, 0))));
            }
        }
        for (int a = 0; a < tokens; a++) {
            for (int b = a + 1; b < tokens; b++) {
                for (int i = 0; i < PARALLEL; i++) {
                    add(i % 2 == 0, a, b);
                }
            }
        }
        context = new MadeUpContext(state.view(), clock);
        strategy = new ArbitrageStrategy(model, starts);
        strategy.onStart(context);
    }

    private void add(final boolean constantProduct, final int token0, final int token1) {
        id[0] = 9;
        id[1] = state.view().poolCount() + 1L;
        final int family = constantProduct ? PoolFamilies.UNISWAP_V2 : PoolFamilies.UNISWAP_V3;
        final int pool = state.addPool(id, 0, family, 0, 0, token0, token1, 3_000, constantProduct ? 0 : SPACING);
        if (!constantProduct) {
            first.setDouble(0x1p96);
            state.applyV3Initialize(pool, first.limb(0), first.limb(1), first.limb(2), 0, block, 0);
            first.setDouble(DEPTH);
            state.applyV3Mint(pool, -RANGE, RANGE, first.limb(0), first.limb(1), block, 1);
        }
        move(pool);
    }

    /** Does a part of it; false when all is done. */
    boolean step() {
        if (context.backgroundPass() > 0) {
            strategy.onMessage(context.head(block));
            return true;
        }
        for (int i = 0; i < ROUNDS_PER_STEP && rounds < ROUNDS; i++) {
            rounds++;
            for (int event = 0; event < BLOCK; event++) {
                event(NOTHING_WAITS);
            }
        }
        return rounds < ROUNDS;
    }

    /**
     * One event and what comes of it: the change of a pool or, after some of them, the idle time before the end of their block, and then
     * that. On the thread that called {@link #step}, or on another after that returned false.
     *
     * @param messagesWait whether a preparation is to be given up
     */
    void event(final BooleanSupplier messagesWait) {
        context.messagesWait(messagesWait);
        final int at = events++ % BLOCK;
        if (at < BLOCK - 2) {
            final int pool = random.nextInt(state.view().poolCount());
            move(pool);
            strategy.onMessage(context.change(pool));
        } else if (at == BLOCK - 2) {
            for (int i = 0; i < IDLE_PASSES; i++) {
                context.idlePass();
            }
        } else {
            strategy.onMessage(context.head(block++));
            report();
        }
    }

    private void report() {
        for (; reported < context.plansSent(); reported++) {
            strategy.onMessage(context.receipt(reported, GAS_USED));
        }
    }

    /** Prices stay around one, far enough apart that some cycles profit. */
    private void move(final int pool) {
        final double shift = Math.exp(SPREAD * (random.nextDouble() - 0.5));
        if (state.view().family(pool) == PoolFamilies.UNISWAP_V2) {
            first.setDouble(DEPTH * shift);
            second.setDouble(DEPTH / shift);
            state.applySync(pool, first.limb(0), first.limb(1), second.limb(0), second.limb(1), block, events);
        } else if (events % RANGE_EVERY == 0) {
            // Ticks come and go again.
            final int lower = -SPACING * (1 + random.nextInt(RANGE / SPACING - 1));
            final int upper = SPACING * (1 + random.nextInt(RANGE / SPACING - 1));
            first.setDouble(DEPTH / RANGE_EVERY);
            state.applyV3Mint(pool, lower, upper, first.limb(0), first.limb(1), block, events);
            state.applyV3Burn(pool, lower, upper, first.limb(0), first.limb(1), block, events + 1);
        } else {
            first.setDouble(0x1p96 * shift);
            final int tick = TickMath.tickAtSqrtPrice(first, second);
            second.setDouble(DEPTH);
            state.applyV3Swap(
                    pool,
                    first.limb(0),
                    first.limb(1),
                    first.limb(2),
                    second.limb(0),
                    second.limb(1),
                    tick,
                    block,
                    events);
        }
    }

    /** Number of opportunities that were looked at. */
    long considered() {
        return strategy.detector().considered();
    }

    /** Number of plans that were sent nowhere. */
    long plans() {
        return context.plansSent();
    }
}
