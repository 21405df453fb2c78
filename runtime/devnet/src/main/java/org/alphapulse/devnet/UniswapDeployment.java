package org.alphapulse.devnet;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Two V2 factories with routers, and V3 with its periphery. */
final class UniswapDeployment {
    private static final String NOBODY = "0x0000000000000000000000000000000000000000";
    private static final BigInteger NEVER = BigInteger.ONE.shiftLeft(63);
    private static final int[] V3_FEES = {500, 3000, 10_000};
    private static final int MAX_TICK = 887_272;

    private final Deployer deployer;
    private final String v2Factory;
    private final String v2Router;
    private final String sushiFactory;
    private final String sushiRouter;
    private final String v3Factory;
    private final String v3Router;
    private final String v3Positions;
    private final String v3Quoter;
    private final String v3TickLens;
    private final String multicall;

    UniswapDeployment(Deployer deployer, Npm npm, Token weth) {
        this.deployer = deployer;
        String pair = npm.uniswapV2("UniswapV2Factory");
        String router = npm.uniswapV2Periphery("UniswapV2Router02");
        v2Factory = deployer.create(pair, "(address)", deployer.sender());
        v2Router = deployer.create(router, "(address,address)", v2Factory, weth.address());
        sushiFactory = deployer.create(pair, "(address)", deployer.sender());
        sushiRouter = deployer.create(router, "(address,address)", sushiFactory, weth.address());
        v3Factory = deployer.create(npm.uniswapV3("UniswapV3Factory"), "()");
        v3Router = periphery(npm, "SwapRouter", "(address,address)", v3Factory, weth.address());
        v3Positions = periphery(
                npm, "NonfungiblePositionManager", "(address,address,address)", v3Factory, weth.address(), NOBODY);
        v3Quoter = periphery(npm, "lens/QuoterV2", "(address,address)", v3Factory, weth.address());
        v3TickLens = periphery(npm, "lens/TickLens", "()");
        multicall = periphery(npm, "lens/UniswapInterfaceMulticall", "()");
    }

    private String periphery(Npm npm, String path, String types, Object... arguments) {
        return deployer.create(npm.uniswapV3Periphery(path), types, arguments);
    }

    /** A pair of every two tokens in both factories, at the common price. */
    List<Pool> v2Pools(List<Token> sorted, Random random) {
        List<Pool> pools = new ArrayList<>();
        List<String[]> lookups = new ArrayList<>();
        for (PoolFamily family : List.of(PoolFamily.UNISWAP_V2, PoolFamily.SUSHI_V2)) {
            boolean sushi = family == PoolFamily.SUSHI_V2;
            for (Token[] pair : pairs(sorted)) {
                double usd = Depth.usd(random);
                deployer.invoke(
                        sushi ? sushiRouter : v2Router,
                        "addLiquidity(address,address,uint256,uint256,uint256,uint256,address,uint256)",
                        pair[0].address(),
                        pair[1].address(),
                        pair[0].worth(usd),
                        pair[1].worth(usd),
                        0,
                        0,
                        deployer.sender(),
                        NEVER);
                String call = Abi.call("getPair(address,address)", pair[0].address(), pair[1].address());
                lookups.add(new String[] {sushi ? sushiFactory : v2Factory, call});
                pools.add(new Pool(family, "", pair[0], pair[1], 3000, "", 50));
            }
        }
        deployer.mine();
        return located(pools, lookups);
    }

    /** A pool of every two tokens at each fee; liquidity over the full range, within 10 % and within 2 % of the price. */
    List<Pool> v3Pools(List<Token> sorted, Random random) {
        List<Pool> pools = new ArrayList<>();
        List<String[]> lookups = new ArrayList<>();
        for (Token[] pair : pairs(sorted)) {
            for (int fee : V3_FEES) {
                Pool pool = new Pool(PoolFamily.UNISWAP_V3, "", pair[0], pair[1], fee, "", 50);
                BigInteger sqrtPrice = Depth.sqrtPriceX96(pair[0].worth(1e9), pair[1].worth(1e9));
                deployer.invoke(
                        v3Positions,
                        "createAndInitializePoolIfNecessary(address,address,uint24,uint160)",
                        pair[0].address(),
                        pair[1].address(),
                        fee,
                        sqrtPrice);
                int tick = Depth.tick(sqrtPrice);
                double usd = Depth.usd(random);
                position(pool, -MAX_TICK, MAX_TICK, usd);
                position(pool, tick - 1000, tick + 1000, usd / 5);
                position(pool, tick - 200, tick + 200, usd / 10);
                String call = Abi.call("getPool(address,address,uint24)", pair[0].address(), pair[1].address(), fee);
                lookups.add(new String[] {v3Factory, call});
                pools.add(pool);
            }
        }
        deployer.mine();
        return located(pools, lookups);
    }

    private void position(Pool pool, int lower, int upper, double usd) {
        int spacing = pool.tickSpacing();
        deployer.invoke(
                v3Positions,
                "mint((address,address,uint24,int24,int24,uint256,uint256,uint256,uint256,address,uint256))",
                List.of(
                        pool.token0().address(),
                        pool.token1().address(),
                        pool.feePips(),
                        -Math.floorDiv(-lower, spacing) * spacing,
                        Math.floorDiv(upper, spacing) * spacing,
                        pool.token0().worth(usd),
                        pool.token1().worth(usd),
                        0,
                        0,
                        deployer.sender(),
                        NEVER));
    }

    private List<Pool> located(List<Pool> pools, List<String[]> lookups) {
        List<List<Object>> addresses = deployer.read("(address)", lookups);
        List<Pool> located = new ArrayList<>();
        for (int i = 0; i < pools.size(); i++) {
            Pool p = pools.get(i);
            String address = (String) addresses.get(i).get(0);
            located.add(new Pool(p.family(), address, p.token0(), p.token1(), p.feePips(), "", 50));
        }
        return located;
    }

    static List<Token[]> pairs(List<Token> sorted) {
        List<Token[]> pairs = new ArrayList<>();
        for (int i = 0; i < sorted.size(); i++) {
            for (int j = i + 1; j < sorted.size(); j++) {
                pairs.add(new Token[] {sorted.get(i), sorted.get(j)});
            }
        }
        return pairs;
    }

    String v2Factory() {
        return v2Factory;
    }

    String v2Router() {
        return v2Router;
    }

    String sushiFactory() {
        return sushiFactory;
    }

    String sushiRouter() {
        return sushiRouter;
    }

    String v3Factory() {
        return v3Factory;
    }

    String v3Router() {
        return v3Router;
    }

    String v3Positions() {
        return v3Positions;
    }

    String v3Quoter() {
        return v3Quoter;
    }

    String v3TickLens() {
        return v3TickLens;
    }

    String multicall() {
        return multicall;
    }
}
