package org.alphapulse.devnet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Running noise: one thread that submits seeded swaps, liquidity changes and oracle moves at random intervals. What the node
 * refuses is counted and passed over. Counters may be read from any thread.
 */
public final class Noise implements AutoCloseable {
    private static final long GWEI = 1_000_000_000L;
    private static final double SMALLEST_OF_LARGEST = 0.01;
    private static final double PULL = 20;
    private static final long LATENESS_NANOS = 1_000_000_000L;

    private final LocalChain chain;
    private final Trades trades;
    private final NoiseSpec spec;
    private final List<Account> accounts;
    private final Random random;
    private final Map<Pool, Double> depthUsd = new HashMap<>();
    private final Map<Pool, Double> netUsd = new HashMap<>();
    private final Map<Token, BigDecimal> oracle = new HashMap<>();
    private final Deque<Opening> openings = new ArrayDeque<>();
    private final AtomicLong swaps = new AtomicLong();
    private final AtomicLong liquidityChanges = new AtomicLong();
    private final AtomicLong oracleMoves = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final Thread thread;
    private volatile boolean running = true;
    private int turn;

    /** A position on its way. */
    private record Opening(String hash, Pool pool, Account provider, int tickLower, int tickUpper) {}

    Noise(LocalChain chain, Trades trades, NoiseSpec spec, List<Account> accounts) {
        this.chain = chain;
        this.trades = trades;
        this.spec = spec;
        this.accounts = accounts;
        this.random = new Random(spec.seed());
        for (Pool pool : chain.pools()) {
            depthUsd.put(pool, worth(pool, chain.reserves(pool)));
        }
        thread = new Thread(this::run, "devnet-noise-" + chain.id());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Swaps that the node accepted.
     *
     * @return a count
     */
    public long swaps() {
        return swaps.get();
    }

    /**
     * Mints and burns that the node accepted.
     *
     * @return a count
     */
    public long liquidityChanges() {
        return liquidityChanges.get();
    }

    /**
     * Oracle moves that the node accepted.
     *
     * @return a count
     */
    public long oracleMoves() {
        return oracleMoves.get();
    }

    /**
     * What the node refused.
     *
     * @return a count
     */
    public long refused() {
        return refused.get();
    }

    /** Stops and waits for the thread. */
    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join(10_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        double rate = spec.swapsPerSecond() + spec.liquidityPerSecond() + spec.oraclePerSecond();
        if (rate == 0) {
            return;
        }
        long next = System.nanoTime();
        while (running) {
            next += (long) (-StrictMath.log(1 - random.nextDouble()) / rate * 1e9);
            for (long now = System.nanoTime(); running && now < next; now = System.nanoTime()) {
                LockSupport.parkNanos(next - now);
            }
            if (!running) {
                return;
            }
            next = Math.max(next, System.nanoTime() - LATENESS_NANOS);
            act(random.nextDouble() * rate);
        }
    }

    private void act(double choice) {
        try {
            if (choice < spec.swapsPerSecond()) {
                swap();
            } else if (choice < spec.swapsPerSecond() + spec.liquidityPerSecond()) {
                changeLiquidity();
            } else {
                moveOracle();
            }
        } catch (RpcException | IllegalStateException nodeRefused) {
            refused.incrementAndGet();
        }
    }

    /** The more was bought of a pool's token, the likelier it is sold: prices wander around the common one. */
    private void swap() {
        Pool pool = chain.pools().get(random.nextInt(chain.pools().size()));
        double largest = depthUsd.get(pool) * spec.largestShare();
        double usd = largest * StrictMath.pow(SMALLEST_OF_LARGEST, random.nextDouble());
        double net = netUsd.getOrDefault(pool, 0.0);
        double chance = 0.5 - Math.max(-0.45, Math.min(0.45, PULL * net / depthUsd.get(pool)));
        boolean sell0 = random.nextDouble() < chance;
        long tip = GWEI + (long) (random.nextDouble() * GWEI);
        Account trader = accounts.get(turn++ % accounts.size());
        Token in = sell0 ? pool.token0() : pool.token1();
        chain.submit(
                trader, trades.swap(trader.address(), pool, in, in.worth(usd)).withTip(tip));
        netUsd.put(pool, net + (sell0 ? usd : -usd));
        swaps.incrementAndGet();
    }

    private void changeLiquidity() {
        Pool pool = chain.pools().get(random.nextInt(chain.pools().size()));
        boolean add = random.nextBoolean();
        double usd = depthUsd.get(pool) * 0.02 * random.nextDouble();
        int halfWidth = 1 + random.nextInt(20);
        Account provider = accounts.get(0);
        if (pool.family() == PoolFamily.UNISWAP_V3) {
            if (add || openings.isEmpty()) {
                open(provider, pool, usd, halfWidth);
            } else {
                withdraw(openings.removeFirst());
            }
        } else if (pool.family().isV2()) {
            changePair(provider, pool, add, usd);
        } else {
            chain.submit(
                    provider,
                    trades.add(
                            provider.address(),
                            pool,
                            pool.token0().worth(usd),
                            pool.token1().worth(usd)));
        }
        liquidityChanges.incrementAndGet();
    }

    private void open(Account provider, Pool pool, double usd, int halfWidth) {
        List<Object> slot0 = chain.call(pool.address(), "slot0()", "(uint160,int24)");
        int spacing = pool.tickSpacing();
        int middle = Math.floorDiv(((BigInteger) slot0.get(1)).intValueExact(), spacing) * spacing;
        int lower = middle - halfWidth * spacing;
        int upper = middle + (halfWidth + 1) * spacing;
        Transaction mint = trades.addRange(
                provider.address(),
                pool,
                lower,
                upper,
                pool.token0().worth(usd),
                pool.token1().worth(usd));
        openings.add(new Opening(chain.submit(provider, mint), pool, provider, lower, upper));
    }

    private void withdraw(Opening opening) {
        Receipt mined = chain.findReceipt(opening.hash()).orElse(null);
        if (mined == null) {
            // Not mined yet, or lost in a reorganisation.
            return;
        }
        Position position = Position.of(mined, opening.pool(), opening.tickLower(), opening.tickUpper());
        chain.submit(
                opening.provider(), trades.removeRange(opening.provider().address(), position, position.liquidity()));
    }

    private void changePair(Account provider, Pool pool, boolean add, double usd) {
        BigInteger shares =
                (BigInteger) chain.call(pool.address(), "balanceOf(address)", "(uint256)", provider.address())
                        .get(0);
        if (add || shares.signum() == 0) {
            BigInteger amount0 = pool.token0().worth(usd);
            chain.submit(
                    provider,
                    trades.add(provider.address(), pool, amount0, pool.token1().worth(usd)));
            return;
        }
        // Each time anew: an earlier approval may be lost in a reorganisation.
        chain.submit(provider, trades.approveShares(pool));
        chain.submit(provider, trades.remove(provider.address(), pool, shares.shiftRight(1)));
    }

    private void moveOracle() {
        Token token = chain.tokens().get(random.nextInt(chain.tokens().size()));
        BigDecimal factor = BigDecimal.valueOf(1 + 0.005 * random.nextGaussian());
        BigDecimal price =
                oracle.getOrDefault(token, token.usd()).multiply(factor).setScale(8, RoundingMode.HALF_EVEN);
        chain.submitOraclePrice(token, price);
        oracle.put(token, price);
        oracleMoves.incrementAndGet();
    }

    private static double worth(Pool pool, Reserves reserves) {
        return worth(pool.token0(), reserves.amount0()) + worth(pool.token1(), reserves.amount1());
    }

    private static double worth(Token token, BigInteger amount) {
        return new BigDecimal(amount)
                .movePointLeft(token.decimals())
                .multiply(token.usd())
                .doubleValue();
    }
}
