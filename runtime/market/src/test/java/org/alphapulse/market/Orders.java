package org.alphapulse.market;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.alphapulse.amm.AmmCode;
import org.alphapulse.amm.Scratch;
import org.alphapulse.amm.SwapResult;
import org.alphapulse.amm.TickMath;
import org.alphapulse.amm.U256;
import org.alphapulse.devnet.Abi;
import org.alphapulse.devnet.Account;
import org.alphapulse.devnet.LocalChain;
import org.alphapulse.devnet.PoolFamily;
import org.alphapulse.devnet.Transaction;

/** Random swaps, mints and burns with what the market says of them. */
final class Orders {
    private static final BigInteger NEVER = BigInteger.ONE.shiftLeft(63);
    private static final BigInteger ALL = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
    private static final BigInteger RICH = BigInteger.TEN.pow(34);
    private static final int MAX_STEPS = 700;
    private static final long GAS = 15_000_000;

    record Position(LivePool pool, BigInteger id, BigInteger liquidity, Account owner, long block) {}

    final List<Position> positions = new ArrayList<>();
    private final LocalChain chain;
    private final Random random;
    private final Scratch s = new Scratch();
    private final SwapResult r = new SwapResult();
    private final U256 amount = new U256();
    private final U256 limit = new U256();

    Orders(final LocalChain chain, final long seed) {
        this.chain = chain;
        this.random = new Random(seed);
    }

    /** The account that holds the shares of V2 pairs. */
    Account provider() {
        return chain.account(5);
    }

    Order next(final MarketView view, final LivePool pool) {
        final int kind = random.nextInt(100);
        if (kind < 72) {
            return pool.v3 ? swapV3(view, pool) : swapV2(view, pool);
        }
        if (kind < 86) {
            return pool.v3 ? mintV3(view, pool) : mintV2(pool);
        }
        if (kind < 98) {
            return pool.v3 ? burnV3(view, pool) : burnV2(view, pool);
        }
        return pool.v3 ? protocolFee(pool) : swapV2(view, pool);
    }

    // ---- swaps ----

    private Order swapV2(final MarketView view, final LivePool pool) {
        final boolean zeroForOne = directed(view.sqrtPrice(pool.handle), pool);
        final boolean exactIn = random.nextBoolean();
        final BigInteger wanted = amount(pool, zeroForOne == exactIn, exactIn);
        final int code = view.quote(pool.handle, zeroForOne, exactIn, set(wanted), null, r, s);
        if (code >= 0 && r.amountIn().toBigInteger().compareTo(RICH) > 0) {
            return swapV2(view, pool);
        }
        final Account trader = trader(pool);
        final String name = exactIn
                ? "swapExactTokensForTokens(uint256,uint256,address[],address,uint256)"
                : "swapTokensForExactTokens(uint256,uint256,address[],address,uint256)";
        final List<String> path = zeroForOne ? List.of(pool.token0, pool.token1) : List.of(pool.token1, pool.token0);
        final String data =
                Abi.call(name, wanted, exactIn ? BigInteger.ZERO : RICH.shiftLeft(8), path, trader.address(), NEVER);
        // The pair refuses to pay nothing.
        final boolean reverts = code < 0 || r.amountOut().isZero();
        return new Order(
                pool,
                "V2 swap exact " + (exactIn ? "in" : "out"),
                trader,
                Transaction.call(routerOf(pool), data, GAS),
                foreseen(reverts, zeroForOne, false));
    }

    String routerOf(final LivePool pool) {
        final boolean sushi = chain.pools(PoolFamily.SUSHI_V2).stream()
                .anyMatch(other -> other.address().equals(pool.address));
        return sushi ? chain.contracts().sushiRouter() : chain.contracts().v2Router();
    }

    private Order swapV3(final MarketView view, final LivePool pool) {
        final boolean zeroForOne = directed(view.sqrtPrice(pool.handle), pool);
        final boolean exactIn = random.nextBoolean();
        final BigInteger wanted = amount(pool, zeroForOne == exactIn, exactIn);
        final boolean limited = random.nextInt(3) == 0;
        if (limited) {
            limit(view, pool, zeroForOne);
        }
        set(wanted);
        final int code = limited
                ? view.quoteToPrice(pool.handle, zeroForOne, exactIn, amount, limit, null, r, s)
                : view.quote(pool.handle, zeroForOne, exactIn, amount, null, r, s);
        // More steps than a transaction's gas pays for.
        if (r.steps() > MAX_STEPS || (code >= 0 && r.amountIn().toBigInteger().compareTo(RICH) > 0)) {
            return swapV3(view, pool);
        }
        // The router insists on the whole output unless a limit is given, and pools on some input.
        final boolean short_ = code == AmmCode.PARTIAL && !exactIn && !limited;
        final boolean reverts = code < 0 || short_ || r.amountIn().isZero();
        final Account trader = trader(pool);
        final String data = Abi.call(
                (exactIn ? "exactInputSingle" : "exactOutputSingle")
                        + "((address,address,uint24,address,uint256,uint256,uint256,uint160))",
                List.of(
                        zeroForOne ? pool.token0 : pool.token1,
                        zeroForOne ? pool.token1 : pool.token0,
                        pool.fee,
                        trader.address(),
                        NEVER,
                        wanted,
                        exactIn ? BigInteger.ZERO : RICH.shiftLeft(8),
                        limited ? limit.toBigInteger() : BigInteger.ZERO));
        return new Order(
                pool,
                "V3 swap exact " + (exactIn ? "in" : "out") + (limited ? " to a limit" : "")
                        + (code == AmmCode.PARTIAL ? ", partial" : ""),
                trader,
                Transaction.call(chain.contracts().v3Router(), data, GAS),
                foreseen(reverts, zeroForOne, true));
    }

    private Order.Foreseen foreseen(final boolean reverts, final boolean zeroForOne, final boolean v3) {
        final BigInteger in = r.amountIn().toBigInteger();
        final BigInteger out = r.amountOut().toBigInteger().negate();
        final String after = v3 ? r.sqrtPriceX96() + " " + r.liquidity() + " " + r.tick() : "";
        return new Order.Foreseen(reverts, zeroForOne ? in : out, zeroForOne ? out : in, after);
    }

    /** A price limit: some ticks away, often on a tick exactly, now and then one that the pool must refuse. */
    private void limit(final MarketView view, final LivePool pool, final boolean zeroForOne) {
        final int sign = zeroForOne == (random.nextInt(25) != 0) ? -1 : 1;
        final int ticks = view.tickCount(pool.handle);
        int tick = view.tick(pool.handle) + sign * random.nextInt(1 << random.nextInt(15));
        if (ticks > 0 && random.nextInt(3) == 0) {
            final int near = view.tickPosition(pool.handle) + random.nextInt(6) - 3;
            tick = view.tickAt(pool.handle, Math.max(0, Math.min(ticks - 1, near)));
        }
        TickMath.sqrtPriceAtTick(Math.max(-887_272, Math.min(887_272, tick)), limit);
        if (random.nextInt(3) == 0) {
            limit.add(U256.of(random.nextInt(100_000)));
        }
    }

    /** Mostly towards the first price, so that pools do not stay at the end of their prices. */
    private boolean directed(final double sqrtPrice, final LivePool pool) {
        pool.start = Double.isNaN(pool.start) ? sqrtPrice : pool.start;
        return random.nextInt(10) < 3 == sqrtPrice < pool.start;
    }

    /** From one unit to more than everything, with an even chance for each length in bits, or a usual share. */
    private BigInteger amount(final LivePool pool, final boolean of0, final boolean exactIn) {
        final BigInteger balance = of0 ? pool.balance0 : pool.balance1;
        final int kind = random.nextInt(20);
        if (kind == 0) {
            return exactIn ? balance.shiftLeft(random.nextInt(6)).add(BigInteger.ONE) : drain(balance);
        }
        if (kind < 10) {
            return BigInteger.ONE.max(balance.multiply(BigInteger.valueOf(1 + random.nextInt(60_000)))
                    .shiftRight(20));
        }
        final int bits = random.nextInt(Math.max(1, balance.bitLength()));
        return new BigInteger(bits, random).setBit(bits);
    }

    private BigInteger drain(final BigInteger balance) {
        return balance.subtract(BigInteger.valueOf(random.nextInt(3))).max(BigInteger.ONE);
    }

    private U256 set(final BigInteger value) {
        return amount.set(
                LivePools.limb(value, 0), LivePools.limb(value, 1), LivePools.limb(value, 2), LivePools.limb(value, 3));
    }

    private Account trader(final LivePool pool) {
        return chain.account(1 + pool.handle % 4);
    }

    // ---- liquidity ----

    /** One unit to nearly everything: even odds for each length in bits, or for each share. */
    private BigInteger share(final BigInteger of) {
        if (random.nextBoolean()) {
            return of.multiply(BigInteger.valueOf(1 + random.nextInt(1 << 20))).shiftRight(20);
        }
        final int bits = random.nextInt(Math.max(1, of.bitLength()));
        return new BigInteger(bits, random).setBit(bits);
    }

    private Order mintV2(final LivePool pool) {
        final String data = Abi.call(
                "addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)",
                pool.token0,
                pool.token1,
                share(pool.balance0),
                // The router takes no more than fits the other amount.
                pool.balance1.shiftLeft(1),
                0,
                0,
                provider().address(),
                NEVER);
        return new Order(pool, "V2 mint", provider(), Transaction.call(routerOf(pool), data, GAS), null);
    }

    private Order burnV2(final MarketView view, final LivePool pool) {
        if (pool.shares.signum() == 0) {
            return swapV2(view, pool);
        }
        final String data = Abi.call(
                "removeLiquidity(address,address,uint256,uint256,uint256,address,uint256)",
                pool.token0,
                pool.token1,
                share(pool.shares),
                0,
                0,
                provider().address(),
                NEVER);
        return new Order(pool, "V2 burn", provider(), Transaction.call(routerOf(pool), data, GAS), null);
    }

    private Order mintV3(final MarketView view, final LivePool pool) {
        final int spacing = pool.spacing;
        final int base = Math.floorDiv(view.tick(pool.handle), spacing) + random.nextInt(41) - 20;
        final int width = 1 + random.nextInt(1 << random.nextInt(8));
        final boolean full = random.nextInt(10) == 0;
        final int last = pool.lastTick();
        final int lower = full ? -last : Math.max(-last, Math.min(last - spacing, base * spacing));
        final int upper = full ? last : Math.min(last, lower + width * spacing);
        final Account owner = trader(pool);
        final String data = Abi.call(
                "mint((address,address,uint24,int24,int24,uint256,uint256,uint256,uint256,address,uint256))",
                List.of(
                        pool.token0,
                        pool.token1,
                        pool.fee,
                        lower,
                        upper,
                        share(pool.balance0),
                        share(pool.balance1),
                        0,
                        0,
                        owner.address(),
                        NEVER));
        return new Order(
                pool, "V3 mint", owner, Transaction.call(chain.contracts().v3Positions(), data, GAS), null);
    }

    private Order burnV3(final MarketView view, final LivePool pool) {
        final List<Position> own =
                positions.stream().filter(position -> position.pool() == pool).toList();
        if (own.isEmpty()) {
            return mintV3(view, pool);
        }
        final Position position = own.get(random.nextInt(own.size()));
        final boolean whole = random.nextInt(3) != 0;
        final BigInteger part = whole ? position.liquidity() : share(position.liquidity());
        positions.remove(position);
        if (!whole && part.compareTo(position.liquidity()) < 0) {
            positions.add(new Position(
                    pool, position.id(), position.liquidity().subtract(part), position.owner(), position.block()));
        }
        final String decrease = Abi.call(
                "decreaseLiquidity((uint256,uint128,uint256,uint256,uint256))",
                List.of(position.id(), part.min(position.liquidity()), 0, 0, NEVER));
        final String collect = Abi.call(
                "collect((uint256,address,uint128,uint128))",
                List.of(position.id(), position.owner().address(), ALL, ALL));
        final String data = Abi.call("multicall(bytes[])", List.of(decrease, collect));
        return new Order(
                pool,
                "V3 burn",
                position.owner(),
                Transaction.call(chain.contracts().v3Positions(), data, GAS),
                null);
    }

    private Order protocolFee(final LivePool pool) {
        final int fee0 = random.nextBoolean() ? 0 : 4 + random.nextInt(7);
        final int fee1 = random.nextBoolean() ? 0 : 4 + random.nextInt(7);
        final String data = Abi.call("setFeeProtocol(uint8,uint8)", fee0, fee1);
        return new Order(
                pool, "V3 protocol fee", chain.accounts().get(0), Transaction.call(pool.address, data, GAS), null);
    }
}
