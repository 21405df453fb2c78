package org.alphapulse.benchmarks;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.alphapulse.amm.PoolFamilies;
import org.alphapulse.amm.TickMath;
import org.alphapulse.amm.U256;
import org.alphapulse.benchmarks.pipeline.PipelineInput;
import org.alphapulse.market.MarketState;
import org.alphapulse.market.MarketView;
import org.alphapulse.strategy.arbitrage.ArbitrageDetector;
import org.alphapulse.strategy.arbitrage.ArbitrageSettings;
import org.alphapulse.strategy.arbitrage.FundingSource;
import org.alphapulse.strategy.arbitrage.StartToken;

/**
 * Makes the input of the pipeline: a seeded market whose prices agree, a third of the pools concentrated, popularity of the tokens by a
 * power law, and a node's messages about it. Most of them move a price by less than the fees; a known share moves one by two percent,
 * where the detector confirms an arbitrage, and the next message moves it back.
 */
final class PipelineMarket {
    private static final int TOKENS = 1_000;
    private static final int POOLS = 5_000;
    private static final int STARTS = 4;
    private static final int MESSAGES = 32_768;
    private static final int LOGS_A_BLOCK = 250;
    private static final int ONE_ARBITRAGE_IN = 1_000;
    private static final double FAR = 1.02;
    private static final double NEAR = 4e-4;
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

    private final SplittableRandom random;
    private final MarketState state = new MarketState();
    private final MarketView view = state.view();
    private final byte[][] tokens = new byte[TOKENS][20];
    private final double[] prices = new double[TOKENS];
    private final double[] reference = new double[POOLS];
    private final byte[][] addresses = new byte[POOLS][20];
    private final long[] id = new long[5];
    private final U256 x = new U256();
    private final U256 y = new U256();
    private final LogTexts texts;
    private final byte[] kinds = new byte[MESSAGES];
    private final byte[][] messages = new byte[MESSAGES][];
    private long block = 1;
    private int logIndex;

    private PipelineMarket(long seed) {
        random = new SplittableRandom(seed);
        texts = new LogTexts(random);
        for (int i = 0; i < TOKENS; i++) {
            random.nextBytes(tokens[i]);
            prices[i] = Math.exp(random.nextDouble(-4, 4));
        }
        Arrays.sort(tokens, Arrays::compareUnsigned);
        shuffleStarts();
        for (int i = 0; i < TOKENS; i++) {
            id[1] = i + 1L;
            state.addToken(id, 0);
        }
        for (int i = 0; i < POOLS; i++) {
            random.nextBytes(addresses[i]);
            pair(i);
        }
    }

    /** The same input for the same seed. */
    static PipelineInput make(long seed) {
        final PipelineMarket market = new PipelineMarket(seed);
        final List<PipelineInput.Pool> pools = new ArrayList<>(POOLS);
        for (int i = 0; i < POOLS; i++) {
            pools.add(market.pool(i));
        }
        market.play();
        return new PipelineInput(market.tokens, STARTS, pools, market.kinds, market.messages);
    }

    /** Addresses decide which token of a pool comes first, popularity is by index: they must have nothing to do with each other. */
    private void shuffleStarts() {
        for (int i = TOKENS - 1; i > 0; i--) {
            final int other = random.nextInt(i + 1);
            final byte[] kept = tokens[i];
            tokens[i] = tokens[other];
            tokens[other] = kept;
        }
    }

    private void pair(int pool) {
        final int a = pool < TOKENS - 1 ? pool + 1 : popular(TOKENS);
        int b = popular(pool < TOKENS - 1 ? pool + 1 : TOKENS);
        while (b == a) {
            b = popular(TOKENS);
        }
        final boolean ordered = Arrays.compareUnsigned(tokens[a], tokens[b]) < 0;
        add(pool, ordered ? a : b, ordered ? b : a);
    }

    private int popular(int count) {
        return (int) (count * Math.pow(random.nextDouble(), 3));
    }

    private void add(int index, int a, int b) {
        id[1] = index + 1_000_000L;
        reference[index] = prices[a] / prices[b];
        final double depth = Math.exp(random.nextDouble(Math.log(1e22), Math.log(1e25))) / prices[a];
        if (index % 3 != 0) {
            state.addPool(id, 0, PoolFamilies.UNISWAP_V2, 0, 0, a, b, PipelineInput.FEE_PPM, 0);
            sync(index, depth, depth * reference[index]);
            return;
        }
        final int spacing = PipelineInput.TICK_SPACING;
        state.addPool(id, 0, PoolFamilies.UNISWAP_V3, 0, 0, a, b, PipelineInput.FEE_PPM, spacing);
        x.setDouble(Math.sqrt(reference[index]) * 0x1p96);
        final int tick = TickMath.tickAtSqrtPrice(x, y);
        state.applyV3Initialize(index, x.limb(0), x.limb(1), x.limb(2), tick, block++, 0);
        final int centre = Math.floorDiv(tick, spacing) * spacing;
        final double liquidity = depth * Math.sqrt(reference[index]);
        mint(index, centre - 500 * spacing, centre + 500 * spacing, liquidity);
        for (int i = 0; i < 6; i++) {
            final int low = centre + spacing * (random.nextInt(40) - 24);
            mint(index, low, low + spacing * (4 + random.nextInt(16)), liquidity * random.nextDouble(0.5, 3));
        }
    }

    private void mint(int pool, int low, int high, double amount) {
        x.setDouble(amount);
        state.applyV3Mint(pool, low, high, x.limb(0), x.limb(1), block++, 0);
    }

    private void sync(int pool, double a, double b) {
        x.setDouble(a);
        y.setDouble(b);
        state.applySync(pool, x.limb(0), x.limb(1), y.limb(0), y.limb(1), block++, 0);
    }

    private PipelineInput.Pool pool(int pool) {
        final boolean concentrated = view.family(pool) == PoolFamilies.UNISWAP_V3;
        final List<PipelineInput.Tick> ticks = new ArrayList<>();
        if (concentrated) {
            view.sqrtPriceX96(pool, x);
            view.liquidity(pool, y);
            for (int i = 0; i < view.tickCount(pool); i++) {
                ticks.add(new PipelineInput.Tick(
                        view.tickAt(pool, i),
                        unsigned(view.tickGross(pool, i, 0))
                                .add(unsigned(view.tickGross(pool, i, 1)).multiply(WORD)),
                        net(pool, i)));
            }
        } else {
            view.reserve0(pool, x);
            view.reserve1(pool, y);
        }
        return new PipelineInput.Pool(
                addresses[pool],
                concentrated,
                view.token0(pool),
                view.token1(pool),
                x.toBigInteger(),
                y.toBigInteger(),
                concentrated ? view.tick(pool) : 0,
                ticks);
    }

    private static BigInteger unsigned(long word) {
        return new BigInteger(Long.toUnsignedString(word));
    }

    private BigInteger net(int pool, int position) {
        return unsigned(view.tickNet(pool, position, 0))
                .add(BigInteger.valueOf(view.tickNet(pool, position, 1)).multiply(WORD));
    }

    // ---- messages ----

    private void play() {
        final ArbitrageDetector detector = detector();
        for (int i = 0; i < MESSAGES; i++) {
            if (logIndex >= LOGS_A_BLOCK || i == MESSAGES - 1) {
                kinds[i] = PipelineInput.HEAD;
                messages[i] = texts.head();
                logIndex = 0;
            } else if (i % ONE_ARBITRAGE_IN == ONE_ARBITRAGE_IN / 2) {
                kinds[i] = PipelineInput.ARBITRAGE;
                final int pool = displace(detector);
                messages[i] = log(pool);
                // The message after it: nothing of the arbitrage is left.
                detector.onPoolChanged(move(pool, 1));
                messages[++i] = log(pool);
            } else {
                final int pool = move(random.nextInt(POOLS), near());
                if (detector.onPoolChanged(pool) > 0) {
                    throw new IllegalStateException("a small move of pool " + pool + " left an arbitrage");
                }
                messages[i] = log(pool);
            }
        }
    }

    private double near() {
        return 1 + NEAR * (random.nextDouble() - 0.5);
    }

    /** Moves some pool so that there is an arbitrage. */
    private int displace(ArbitrageDetector detector) {
        while (true) {
            final int pool = move(random.nextInt(POOLS), random.nextBoolean() ? FAR : 1 / FAR);
            if (detector.onPoolChanged(pool) > 0) {
                return pool;
            }
            detector.onPoolChanged(move(pool, 1));
        }
    }

    private ArbitrageDetector detector() {
        final List<StartToken> starts = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            starts.add(new StartToken(
                    i,
                    List.of(FundingSource.unlimited(FundingSource.VAULT_LOAN, 0)),
                    new U256().set(-1L, -1L),
                    U256.of(1),
                    1));
        }
        final ArbitrageDetector detector =
                new ArbitrageDetector(view, new ArbitrageSettings(starts, -1, 4, 0, 200_000, 50_000, 0, 8, 256));
        detector.gasPrice(LogTexts.BASE_FEE_WEI);
        detector.refreshIndex();
        detector.buildIndex();
        detector.refreshIndex();
        return detector;
    }

    /** Puts a pool's price to its reference times a factor, as swaps would. */
    private int move(int pool, double factor) {
        final double price = reference[pool] * factor;
        if (view.family(pool) == PoolFamilies.UNISWAP_V2) {
            final double liquidity = view.liquidity(pool);
            sync(pool, liquidity / Math.sqrt(price), liquidity * Math.sqrt(price));
            return pool;
        }
        x.setDouble(Math.sqrt(price) * 0x1p96);
        final int tick = TickMath.tickAtSqrtPrice(x, y);
        BigInteger liquidity = BigInteger.ZERO;
        for (int i = 0; i < view.tickCount(pool) && view.tickAt(pool, i) <= tick; i++) {
            liquidity = liquidity.add(net(pool, i));
        }
        final U256 l = U256.of(liquidity);
        state.applyV3Swap(pool, x.limb(0), x.limb(1), x.limb(2), l.limb(0), l.limb(1), tick, block++, 0);
        return pool;
    }

    private byte[] log(int pool) {
        if (view.family(pool) == PoolFamilies.UNISWAP_V2) {
            view.reserve0(pool, x);
            view.reserve1(pool, y);
            return texts.sync(addresses[pool], x.toBigInteger(), y.toBigInteger(), logIndex++);
        }
        view.sqrtPriceX96(pool, x);
        view.liquidity(pool, y);
        return texts.swap(addresses[pool], x.toBigInteger(), y.toBigInteger(), view.tick(pool), logIndex++);
    }
}
