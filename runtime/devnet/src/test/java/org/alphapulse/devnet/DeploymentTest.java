package org.alphapulse.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTest {
    private static Devnet devnet;
    private static LocalChain chain;
    private String snapshot;

    @BeforeAll
    static void start() {
        devnet = Devnet.start(DevnetSpec.instant());
        chain = devnet.chain(1);
    }

    @AfterAll
    static void stop() {
        devnet.close();
    }

    @BeforeEach
    void remember() {
        snapshot = chain.snapshot();
    }

    @AfterEach
    void restore() {
        chain.revert(snapshot);
    }

    @Test
    void shouldHaveCodeBehindEveryAddressWhenDeployed() {
        for (Pool pool : chain.pools()) {
            assertTrue(codeSize(pool.address()) > 1000, pool.toString());
        }
        for (Token token : chain.tokens()) {
            assertTrue(codeSize(token.address()) > 1000, token.toString());
            assertEquals(
                    BigInteger.valueOf(token.decimals()),
                    chain.call(token.address(), "decimals()", "(uint256)").get(0));
        }
        assertTrue(chain.pools().size() >= 40, () -> chain.pools().size() + " pools");
        assertEquals(5, chain.tokens().stream().map(Token::symbol).distinct().count());
        assertTrue(chain.tokens().stream().mapToInt(Token::decimals).distinct().count() >= 4);
    }

    @Test
    void shouldAgreeWithTheFactoriesWhenAskedForPools() {
        Contracts c = chain.contracts();
        for (Pool pool : chain.pools()) {
            String a = pool.token0().address();
            String b = pool.token1().address();
            Object said =
                    switch (pool.family()) {
                        case UNISWAP_V2 ->
                            chain.call(c.v2Factory(), "getPair(address,address)", "(address)", a, b)
                                    .get(0);
                        case SUSHI_V2 ->
                            chain.call(c.sushiFactory(), "getPair(address,address)", "(address)", a, b)
                                    .get(0);
                        case UNISWAP_V3 ->
                            chain.call(
                                            c.v3Factory(),
                                            "getPool(address,address,uint24)",
                                            "(address)",
                                            a,
                                            b,
                                            pool.feePips())
                                    .get(0);
                        case BALANCER_WEIGHTED ->
                            chain.call(c.vault(), "getPool(bytes32)", "(address,uint8)", pool.vaultId())
                                    .get(0);
                    };
            assertEquals(pool.address(), said, pool.toString());
        }
    }

    @Test
    void shouldHoldReservesAtTheCommonPriceWhenSeeded() {
        for (Pool pool : chain.pools()) {
            Reserves reserves = chain.reserves(pool);
            double usd0 = usd(pool.token0(), reserves.amount0()) / pool.weight0Percent();
            double usd1 = usd(pool.token1(), reserves.amount1()) / (100 - pool.weight0Percent());
            assertTrue(usd0 * 50 >= 100_000, () -> pool + " holds " + reserves);
            double tolerance = pool.family() == PoolFamily.UNISWAP_V3 ? 0.2 : 1e-4;
            assertEquals(1, usd0 / usd1, tolerance, () -> pool + " holds " + reserves);
        }
    }

    @Test
    void shouldQuoteTheCommonPriceWhenV3IsAsked() {
        for (Pool pool : chain.pools(PoolFamily.UNISWAP_V3)) {
            BigInteger sqrtPrice = (BigInteger)
                    chain.call(pool.address(), "slot0()", "(uint160)").get(0);
            double price = Math.pow(sqrtPrice.doubleValue() / 0x1p96, 2)
                    * Math.pow(10, pool.token0().decimals() - pool.token1().decimals());
            double common =
                    pool.token0().usd().doubleValue() / pool.token1().usd().doubleValue();
            assertEquals(1, price / common, 1e-6, pool.toString());
        }
    }

    @Test
    void shouldPriceEveryTokenWhenAaveIsAsked() {
        for (Token token : chain.tokens()) {
            Object price = chain.call(
                            chain.contracts().aaveOracle(), "getAssetPrice(address)", "(uint256)", token.address())
                    .get(0);
            assertEquals(token.usd().movePointRight(8).toBigInteger(), price);
        }
    }

    @Test
    void shouldLetAccountsBorrowAgainstCollateralWhenAaveIsUsed() {
        Account account = chain.account(5);
        String pool = chain.contracts().aavePool();
        Token weth = chain.token("WETH");
        Token usdc = chain.token("USDC");
        chain.invoke(
                account,
                pool,
                "supply(address,uint256,address,uint16)",
                weth.address(),
                weth.worth(10_000),
                account.address(),
                0);
        BigInteger before = chain.balance(usdc, account.address());
        chain.invoke(
                account,
                pool,
                "borrow(address,uint256,uint256,uint16,address)",
                usdc.address(),
                usdc.worth(7_000),
                2,
                0,
                account.address());
        assertEquals(usdc.worth(7_000), chain.balance(usdc, account.address()).subtract(before));
        chain.setOraclePrice(weth, weth.usd().multiply(new BigDecimal("0.85")));
        BigInteger health = (BigInteger) chain.call(
                        pool,
                        "getUserAccountData(address)",
                        "(uint256,uint256,uint256,uint256,uint256,uint256)",
                        account.address())
                .get(5);
        assertTrue(health.compareTo(BigInteger.TEN.pow(18)) < 0, () -> "health factor " + health);
    }

    @Test
    void shouldGiveTheSameChainWhenTheSeedIsTheSame(@TempDir Path first, @TempDir Path second) throws IOException {
        DevnetSpec spec = DevnetSpec.instant().withSeed(77);
        Path stale = Files.createDirectories(first.resolve("1-1-of-another-year"));
        Files.setLastModifiedTime(stale, FileTime.from(Instant.now().minus(Duration.ofDays(365))));
        List<Reserves> reserves;
        List<Pool> pools;
        String root;
        try (Devnet one = Devnet.start(spec.withCache(first))) {
            pools = one.chain(1).pools();
            reserves = pools.stream().map(one.chain(1)::reserves).toList();
            root = stateRoot(one.chain(1));
            assertFalse(Files.exists(stale), "stale states are removed");
        }
        try (Devnet two = Devnet.start(spec.withCache(second))) {
            assertEquals(pools, two.chain(1).pools());
            assertEquals(reserves, pools.stream().map(two.chain(1)::reserves).toList());
            assertEquals(root, stateRoot(two.chain(1)));
        }
        assertTrue(!pools.equals(chain.pools()), "another seed must give other prices");
    }

    private static String stateRoot(LocalChain of) {
        return of.rpc()
                .call("eth_getBlockByNumber", "latest", false)
                .path("stateRoot")
                .asText();
    }

    private static int codeSize(String address) {
        return chain.rpc().call("eth_getCode", address, "latest").asText().length() / 2;
    }

    private static double usd(Token token, BigInteger amount) {
        return new BigDecimal(amount)
                .movePointLeft(token.decimals())
                .multiply(token.usd(), MathContext.DECIMAL64)
                .doubleValue();
    }
}
