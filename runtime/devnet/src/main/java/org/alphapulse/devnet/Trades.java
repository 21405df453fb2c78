package org.alphapulse.devnet;

import java.math.BigInteger;
import java.util.List;

/** Builds the transactions of traders and liquidity providers, through each protocol's own router. */
final class Trades {
    private static final BigInteger NEVER = BigInteger.ONE.shiftLeft(63);
    private static final long SWAP_GAS = 600_000;
    private static final long LIQUIDITY_GAS = 1_000_000;
    private static final int MAX_TICK = 887_272;

    private final Contracts contracts;

    Trades(Contracts contracts) {
        this.contracts = contracts;
    }

    Transaction swap(String trader, Pool pool, Token in, BigInteger amountIn) {
        Token out = pool.other(in);
        return switch (pool.family()) {
            case UNISWAP_V2, SUSHI_V2 ->
                Transaction.call(
                        v2Router(pool),
                        Abi.call(
                                "swapExactTokensForTokens(uint256,uint256,address[],address,uint256)",
                                amountIn,
                                0,
                                List.of(in.address(), out.address()),
                                trader,
                                NEVER),
                        SWAP_GAS);
            case UNISWAP_V3 ->
                Transaction.call(
                        contracts.v3Router(),
                        Abi.call(
                                "exactInputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))",
                                List.of(in.address(), out.address(), pool.feePips(), trader, NEVER, amountIn, 0, 0)),
                        SWAP_GAS * 2);
            case BALANCER_WEIGHTED ->
                Transaction.call(
                        contracts.vault(),
                        Abi.call(
                                "swap((bytes32,uint8,address,address,uint256,bytes),(address,bool,address,bool),"
                                        + "uint256,uint256)",
                                List.of(pool.vaultId(), 0, in.address(), out.address(), amountIn, "0x"),
                                List.of(trader, false, trader, false),
                                0,
                                NEVER),
                        SWAP_GAS);
        };
    }

    Transaction add(String provider, Pool pool, BigInteger amount0, BigInteger amount1) {
        return switch (pool.family()) {
            case UNISWAP_V2, SUSHI_V2 ->
                Transaction.call(
                        v2Router(pool),
                        Abi.call(
                                "addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)",
                                pool.token0().address(),
                                pool.token1().address(),
                                amount0,
                                amount1,
                                0,
                                0,
                                provider,
                                NEVER),
                        LIQUIDITY_GAS);
            case UNISWAP_V3 -> {
                int edge = MAX_TICK / pool.tickSpacing() * pool.tickSpacing();
                yield addRange(provider, pool, -edge, edge, amount0, amount1);
            }
            case BALANCER_WEIGHTED ->
                vault(
                        provider,
                        pool,
                        "joinPool",
                        List.of(amount0, amount1),
                        Abi.encode("(uint256,uint256[],uint256)", 1, List.of(amount0, amount1), 0));
        };
    }

    Transaction addRange(
            String provider, Pool pool, int tickLower, int tickUpper, BigInteger amount0, BigInteger amount1) {
        return Transaction.call(
                contracts.v3Positions(),
                Abi.call(
                        "mint((address,address,uint24,int24,int24,uint256,uint256,uint256,uint256,address,uint256))",
                        List.of(
                                pool.token0().address(),
                                pool.token1().address(),
                                pool.feePips(),
                                tickLower,
                                tickUpper,
                                amount0,
                                amount1,
                                0,
                                0,
                                provider,
                                NEVER)),
                LIQUIDITY_GAS);
    }

    /** Lets the router take the pair's shares; to be mined before {@link #remove} of a V2 pair. */
    Transaction approveShares(Pool pool) {
        BigInteger unlimited = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        return Transaction.call(
                pool.address(), Abi.call("approve(address,uint256)", v2Router(pool), unlimited), 100_000);
    }

    Transaction remove(String provider, Pool pool, BigInteger shares) {
        if (pool.family().isV2()) {
            return Transaction.call(
                    v2Router(pool),
                    Abi.call(
                            "removeLiquidity(address,address,uint256,uint256,uint256,address,uint256)",
                            pool.token0().address(),
                            pool.token1().address(),
                            shares,
                            0,
                            0,
                            provider,
                            NEVER),
                    LIQUIDITY_GAS);
        }
        if (pool.family() == PoolFamily.BALANCER_WEIGHTED) {
            return vault(provider, pool, "exitPool", List.of(0, 0), Abi.encode("(uint256,uint256)", 1, shares));
        }
        throw new IllegalArgumentException("V3 liquidity belongs to a position: use burnRange");
    }

    /** Takes liquidity out of a position and collects what it is owed. */
    Transaction removeRange(String provider, Position position, BigInteger liquidity) {
        BigInteger all = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
        String decrease = Abi.call(
                "decreaseLiquidity((uint256,uint128,uint256,uint256,uint256))",
                List.of(position.tokenId(), liquidity, 0, 0, NEVER));
        String collect =
                Abi.call("collect((uint256,address,uint128,uint128))", List.of(position.tokenId(), provider, all, all));
        return Transaction.call(
                contracts.v3Positions(), Abi.call("multicall(bytes[])", List.of(decrease, collect)), LIQUIDITY_GAS);
    }

    /** Joins or exits; the kind of either is the first word of the encoded order. */
    private Transaction vault(String provider, Pool pool, String function, List<?> limits, String order) {
        return Transaction.call(
                contracts.vault(),
                Abi.call(
                        function + "(bytes32,address,address,(address[],uint256[],bytes,bool))",
                        pool.vaultId(),
                        provider,
                        provider,
                        List.of(
                                List.of(pool.token0().address(), pool.token1().address()),
                                limits,
                                "0x" + order,
                                false)),
                LIQUIDITY_GAS);
    }

    private String v2Router(Pool pool) {
        return pool.family() == PoolFamily.SUSHI_V2 ? contracts.sushiRouter() : contracts.v2Router();
    }
}
