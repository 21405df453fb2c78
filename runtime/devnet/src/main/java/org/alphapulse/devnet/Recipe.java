package org.alphapulse.devnet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Deploys everything, in a fixed order and with amounts from a seed. */
final class Recipe {
    private static final BigInteger UNLIMITED = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    private static final double USD_PER_ACCOUNT = 2_000_000_000.0;

    private final Deployer deployer;
    private final Npm npm;
    private final Random random;
    private final List<Account> accounts;

    Recipe(Deployer deployer, Npm npm, long seed, List<Account> accounts) {
        this.deployer = deployer;
        this.npm = npm;
        this.random = new Random(seed);
        this.accounts = accounts;
    }

    Deployment deploy() {
        List<Token> tokens = tokens();
        Token weth = tokens.get(0);
        UniswapDeployment uniswap = new UniswapDeployment(deployer, npm, weth);
        BalancerDeployment balancer = new BalancerDeployment(deployer, npm, weth);
        AaveDeployment aave = new AaveDeployment(deployer, npm);
        deployer.mine();
        aave.configure(tokens);
        List<String> spenders = List.of(
                uniswap.v2Router(),
                uniswap.sushiRouter(),
                uniswap.v3Router(),
                uniswap.v3Positions(),
                balancer.vault(),
                aave.pool());
        fund(tokens, spenders);
        aave.supply(tokens);
        List<Token> sorted = new ArrayList<>(tokens);
        sorted.sort(Comparator.comparing(Token::address));
        List<Pool> pools = new ArrayList<>();
        pools.addAll(uniswap.v2Pools(sorted, random));
        pools.addAll(uniswap.v3Pools(sorted, random));
        pools.addAll(balancer.pools(sorted, random));
        return new Deployment(tokens, List.copyOf(pools), contracts(weth, uniswap, balancer, aave));
    }

    private List<Token> tokens() {
        String minimal = "mocks/tokens/MintableERC20";
        String weth = deployer.create(npm.uniswapV2Periphery("WETH9"), "()");
        List<Token> tokens = new ArrayList<>();
        tokens.add(new Token("WETH", "Wrapped Ether", weth, 18, price(3000)));
        Object[][] others = {
            {"USDC", "USD Coin", 6, price(1)},
            {"WBTC", "Wrapped BTC", 8, price(60_000)},
            {"DAI", "Dai Stablecoin", 18, price(1)},
            {"GUSD", "Gemini Dollar", 2, price(1)}
        };
        for (Object[] t : others) {
            String address = deployer.create(npm.aave(minimal, Map.of()), "(string,string,uint8)", t[1], t[0], t[2]);
            tokens.add(new Token((String) t[0], (String) t[1], address, (Integer) t[2], (BigDecimal) t[3]));
        }
        return List.copyOf(tokens);
    }

    /** Dollars are worth a dollar; the others are moved by up to a tenth, so that no code can rely on a round price. */
    private BigDecimal price(double usd) {
        double factor = usd == 1 ? 1 : 0.9 + 0.2 * random.nextDouble();
        return BigDecimal.valueOf(usd * factor).setScale(2, RoundingMode.HALF_EVEN);
    }

    private void fund(List<Token> tokens, List<String> spenders) {
        for (Account account : accounts) {
            for (Token token : tokens) {
                BigInteger amount = token.worth(USD_PER_ACCOUNT);
                if (token.symbol().equals("WETH")) {
                    deployer.pay(account.address(), token.address(), Abi.selector("deposit()"), amount);
                } else {
                    deployer.invoke(token.address(), "mint(address,uint256)", account.address(), amount);
                }
                for (String spender : spenders) {
                    deployer.invokeAs(
                            account.address(), token.address(), "approve(address,uint256)", spender, UNLIMITED);
                }
            }
        }
        deployer.mine();
    }

    private static Contracts contracts(
            Token weth, UniswapDeployment uniswap, BalancerDeployment balancer, AaveDeployment aave) {
        return new Contracts(
                weth.address(),
                uniswap.v2Factory(),
                uniswap.v2Router(),
                uniswap.sushiFactory(),
                uniswap.sushiRouter(),
                uniswap.v3Factory(),
                uniswap.v3Router(),
                uniswap.v3Positions(),
                uniswap.v3Quoter(),
                uniswap.v3TickLens(),
                uniswap.multicall(),
                balancer.vault(),
                balancer.factory(),
                aave.pool(),
                aave.provider(),
                aave.configurator(),
                aave.oracle(),
                aave.data());
    }
}
