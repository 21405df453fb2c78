package org.alphapulse.strategy.arbitrage;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.TickMath;
import org.alphapulse.amm.U256;
import org.alphapulse.market.MarketState;
import org.alphapulse.protocol.Domains;
import org.alphapulse.protocol.HeaderFlyweight;
import org.alphapulse.protocol.MessageWriter;
import org.alphapulse.protocol.SourceKinds;

/**
 * Runs the whole search on a made-up market, so that the virtual machine has compiled it before the first real event. A chain with a few
 * events a second would take many minutes to get there, deciding ten times slower meanwhile. Confined to one thread.
 */
final class WarmUp {
    private static final BooleanSupplier NEVER = () -> false;
    private static final int TOKENS = 6;
    private static final int PARALLEL = 3;
    private static final int ROUNDS = 1_000;
    private static final int ROUNDS_PER_STEP = 20;
    private static final int CHANGES = 6;
    private static final int SWEEP = 32;
    private static final int BLOCK = 8;
    private static final double DEPTH = 1e24;
    private static final double SPREAD = 0.004;
    private static final int RANGE = 60 * 1_000;
    private static final long CAPITAL = 1_000_000_000_000_000_000L;

    private final SplittableRandom random = new SplittableRandom(1);
    private final MarketState state = new MarketState();
    private final long[] id = new long[5];
    private final U256 first = new U256();
    private final U256 second = new U256();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[HeaderFlyweight.LENGTH + SignalMessage.MAX_LENGTH]);
    private final MessageWriter writer = new MessageWriter();
    private final ArbitrageDetector detector;
    private final SignalMessage message;
    private final Opportunity[] proposed = new Opportunity[CHANGES * Decision.MAX_TAKEN];
    private int proposedCount;
    private long block = 1;
    private int rounds;
    private int changes;

    /** A warm-up of a search with these limits. */
    WarmUp(final ArbitrageSettings limits) {
        for (int i = 0; i < TOKENS; i++) {
            id[0] = 7;
            id[1] = i + 1L;
            state.addToken(id, 0);
        }
        for (int a = 0; a < TOKENS; a++) {
            for (int b = a + 1; b < TOKENS; b++) {
                for (int i = 0; i < PARALLEL; i++) {
                    add(i % 2 == 0, a, b);
                }
            }
        }
        final List<StartToken> starts = new ArrayList<>();
        for (int token = 0; token < TOKENS - 1; token++) {
            starts.add(new StartToken(
                    token,
                    List.of(FundingSource.unlimited(FundingSource.VAULT_LOAN, 0)),
                    new U256().set(CAPITAL),
                    new U256(),
                    1));
        }
        final ArbitrageSettings settings = new ArbitrageSettings(
                starts,
                0,
                limits.maxHops(),
                0,
                limits.maxImpactPpm(),
                limits.marginPpm(),
                limits.cooldownBlocks(),
                limits.sized(),
                limits.history());
        detector = new ArbitrageDetector(state.view(), settings);
        detector.gasPrice(1);
        detector.onProposal(this::propose);
        message = new SignalMessage(state.view(), settings, new SignalMessage.Terms(0, 0, 0, 1, Long.MAX_VALUE, 0, 0));
        detector.refreshIndex();
    }

    private void add(final boolean constantProduct, final int token0, final int token1) {
        id[0] = 9;
        id[1] = state.view().poolCount() + 1L;
        final int family = constantProduct ? PoolFamilies.UNISWAP_V2 : PoolFamilies.UNISWAP_V3;
        final int pool = state.addPool(id, 0, family, 0, 0, token0, token1, 3_000, constantProduct ? 0 : 60);
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
        if (detector.buildIndex() > 0) {
            detector.refreshIndex();
            return true;
        }
        for (int i = 0; i < ROUNDS_PER_STEP && rounds < ROUNDS; i++) {
            rounds++;
            round();
        }
        return rounds < ROUNDS;
    }

    /**
     * A change of one pool, and what comes of it. On the thread that called {@link #step}, or on another after that returned
     * false.
     *
     * @param noted whether it is looked at together with others, in the eighth call
     */
    void change(final boolean noted) {
        final int pool = random.nextInt(state.view().poolCount());
        move(pool);
        if (!noted) {
            block++;
            detector.onPoolChanged(pool);
        } else {
            detector.note(pool);
            if (++changes % BLOCK == 0) {
                block++;
                detector.decideNoted(1);
            }
        }
        release();
    }

    private void round() {
        block++;
        for (int i = 0; i < CHANGES; i++) {
            final int pool = random.nextInt(state.view().poolCount());
            move(pool);
            if ((rounds & 1) == 0) {
                detector.note(pool);
            } else {
                detector.onPoolChanged(pool);
            }
        }
        if ((rounds & 1) == 0) {
            if ((rounds & 2) == 0) {
                detector.prepare(SWEEP, 1, NEVER);
            }
            detector.decideNoted(SWEEP);
        } else {
            detector.sweep(SWEEP);
        }
        release();
    }

    private void release() {
        for (int i = 0; i < proposedCount; i++) {
            detector.release(proposed[i]);
        }
        proposedCount = 0;
    }

    private void propose(final Opportunity o) {
        writer.begin(buffer, 0, buffer.capacity(), Domains.SIGNAL, SourceKinds.STRATEGY, 0, 1, 0);
        message.write(writer, o, 1, 1);
        writer.finish();
        detector.outcome(o, Outcome.SENT);
        detector.gas().learn(o, o.gasUnits);
        if (proposedCount < proposed.length) {
            proposed[proposedCount++] = o;
        }
    }

    /** Prices stay around one, far enough apart that some cycles profit. */
    private void move(final int pool) {
        final double shift = Math.exp(SPREAD * (random.nextDouble() - 0.5));
        if (state.view().family(pool) == PoolFamilies.UNISWAP_V2) {
            first.setDouble(DEPTH * shift);
            second.setDouble(DEPTH / shift);
            state.applySync(pool, first.limb(0), first.limb(1), second.limb(0), second.limb(1), block, pool);
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
                    pool);
        }
    }

    /** Number of opportunities that were looked at. */
    long considered() {
        return detector.considered();
    }
}
