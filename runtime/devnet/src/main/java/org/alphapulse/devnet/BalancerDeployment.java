package org.alphapulse.devnet;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Balancer's vault with weighted pools of two tokens. */
final class BalancerDeployment {
    private static final String CREATE = "create(string,string,address[],uint256[],uint256,address)";
    private static final BigInteger ONE_PERCENT = BigInteger.TEN.pow(16);
    private static final long DAY = 86_400;
    private static final int[] WEIGHTS = {50, 80, 60, 20, 40, 50};
    private static final int[] FEE_PIPS = {3000, 1000, 2000, 3000, 500, 5000};

    private final Deployer deployer;
    private final String vault;
    private final String factory;

    BalancerDeployment(Deployer deployer, Npm npm, Token weth) {
        this.deployer = deployer;
        String authorizer =
                deployer.create(npm.balancer("20210418-authorizer", "Authorizer"), "(address)", deployer.sender());
        vault = deployer.create(
                npm.balancer("20210418-vault", "Vault"),
                "(address,address,uint256,uint256)",
                authorizer,
                weth.address(),
                90 * DAY,
                30 * DAY);
        factory = deployer.create(npm.balancer("20210418-weighted-pool", "WeightedPoolFactory"), "(address)", vault);
    }

    String vault() {
        return vault;
    }

    String factory() {
        return factory;
    }

    /** Pools of the first pairs, with weights from 20 to 80 % and amounts in proportion, so that the price is the common one. */
    List<Pool> pools(List<Token> sorted, Random random) {
        List<Token[]> pairs = UniswapDeployment.pairs(sorted);
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < WEIGHTS.length; i++) {
            // Created by the factory with a plain creation, so its nonce tells the address; a contract's nonces start
            // at 1.
            addresses.add(Abi.createdAddress(factory, i + 1));
            Token[] pair = pairs.get(i);
            String name = pair[0].symbol() + "-" + pair[1].symbol();
            deployer.invoke(
                    factory,
                    CREATE,
                    name,
                    name,
                    List.of(pair[0].address(), pair[1].address()),
                    List.of(percent(WEIGHTS[i]), percent(100 - WEIGHTS[i])),
                    ONE_PERCENT.multiply(BigInteger.valueOf(FEE_PIPS[i])).divide(BigInteger.valueOf(10_000)),
                    deployer.sender());
        }
        deployer.mine();
        List<String[]> lookups = addresses.stream()
                .map(address -> new String[] {address, Abi.selector("getPoolId()")})
                .toList();
        List<List<Object>> ids = deployer.read("(bytes32)", lookups);
        List<Pool> pools = new ArrayList<>();
        for (int i = 0; i < WEIGHTS.length; i++) {
            Token[] pair = pairs.get(i);
            String id = (String) ids.get(i).get(0);
            Pool pool = new Pool(
                    PoolFamily.BALANCER_WEIGHTED, addresses.get(i), pair[0], pair[1], FEE_PIPS[i], id, WEIGHTS[i]);
            join(pool, Depth.usd(random) * 2);
            pools.add(pool);
        }
        deployer.mine();
        return pools;
    }

    private void join(Pool pool, double usd) {
        List<BigInteger> amounts = List.of(
                pool.token0().worth(usd * pool.weight0Percent() / 100),
                pool.token1().worth(usd * (100 - pool.weight0Percent()) / 100));
        deployer.invoke(
                vault,
                "joinPool(bytes32,address,address,(address[],uint256[],bytes,bool))",
                pool.vaultId(),
                deployer.sender(),
                deployer.sender(),
                List.of(
                        List.of(pool.token0().address(), pool.token1().address()),
                        amounts,
                        "0x" + Abi.encode("(uint256,uint256[])", 0, amounts),
                        false));
    }

    private static BigInteger percent(int percent) {
        return ONE_PERCENT.multiply(BigInteger.valueOf(percent));
    }
}
