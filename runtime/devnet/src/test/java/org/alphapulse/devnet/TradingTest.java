package org.alphapulse.devnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TradingTest {
    private static Devnet devnet;
    private static LocalChain chain;

    @BeforeAll
    static void start() {
        devnet = Devnet.start(DevnetSpec.instant());
        chain = devnet.chain(1);
    }

    @AfterAll
    static void stop() {
        devnet.close();
    }

    @Test
    void shouldMoveReservesAsTheSyncEventSaysWhenSwappingInBothV2Factories() {
        for (PoolFamily family : List.of(PoolFamily.UNISWAP_V2, PoolFamily.SUSHI_V2)) {
            for (Pool pool : chain.pools(family)) {
                Reserves before = chain.reserves(pool);
                BigInteger in = pool.token0().worth(5000);
                Receipt receipt = chain.swap(chain.account(1), pool, pool.token0(), in);
                Log sync = receipt.log("Sync(uint112,uint112)");
                assertEquals(pool.address(), sync.address());
                List<Object> said = Abi.decode("(uint112,uint112)", sync.data());
                Reserves after = chain.reserves(pool);
                assertEquals(said, List.of(after.amount0(), after.amount1()));
                assertEquals(before.amount0().add(in), after.amount0());
                // The constant-product formula with 0.3 % of the input kept, from the pair's white paper.
                BigInteger paid = in.multiply(BigInteger.valueOf(997));
                BigInteger out = paid.multiply(before.amount1())
                        .divide(before.amount0()
                                .multiply(BigInteger.valueOf(1000))
                                .add(paid));
                assertEquals(before.amount1().subtract(out), after.amount1());
            }
        }
    }

    @Test
    void shouldMoveV3AsItsEventSaysWhenSwapping() {
        String swap = "Swap(address,address,int256,int256,uint160,uint128,int24)";
        for (Pool pool : chain.pools(PoolFamily.UNISWAP_V3)) {
            Reserves before = chain.reserves(pool);
            Receipt receipt = chain.swap(
                    chain.account(2), pool, pool.token1(), pool.token1().worth(20_000));
            List<Object> said = Abi.decode(
                    "(int256,int256,uint160,uint128,int24)", receipt.log(swap).data());
            Reserves after = chain.reserves(pool);
            assertEquals(said.get(0), after.amount0().subtract(before.amount0()));
            assertEquals(said.get(1), after.amount1().subtract(before.amount1()));
            List<Object> slot0 = chain.call(pool.address(), "slot0()", "(uint160,int24)");
            assertEquals(List.of(said.get(2), said.get(4)), slot0);
        }
    }

    @Test
    void shouldMoveTheVaultAsItsEventSaysWhenSwappingInWeightedPools() {
        for (Pool pool : chain.pools(PoolFamily.BALANCER_WEIGHTED)) {
            Reserves before = chain.reserves(pool);
            Receipt receipt = chain.swap(
                    chain.account(2), pool, pool.token0(), pool.token0().worth(1000));
            List<Object> said = Abi.decode(
                    "(uint256,uint256)",
                    receipt.log("Swap(bytes32,address,address,uint256,uint256)").data());
            Reserves after = chain.reserves(pool);
            assertEquals(said.get(0), after.amount0().subtract(before.amount0()));
            assertEquals(said.get(1), before.amount1().subtract(after.amount1()));
        }
    }

    @Test
    void shouldGiveBackWhatWasPutInWhenLiquidityIsMintedAndBurned() {
        Account provider = chain.account(3);
        for (PoolFamily family : PoolFamily.values()) {
            Pool pool = chain.pools(family).get(1);
            BigInteger had = chain.balance(pool.token0(), provider.address());
            Reserves before = chain.reserves(pool);
            chain.mintLiquidity(
                    provider, pool, pool.token0().worth(10_000), pool.token1().worth(10_000));
            Reserves between = chain.reserves(pool);
            assertTrue(between.amount0().compareTo(before.amount0()) > 0, pool.toString());
            if (family != PoolFamily.UNISWAP_V3) {
                BigInteger shares =
                        (BigInteger) chain.call(pool.address(), "balanceOf(address)", "(uint256)", provider.address())
                                .get(0);
                chain.burnLiquidity(provider, pool, shares);
                assertTrue(chain.reserves(pool).amount1().compareTo(between.amount1()) < 0, pool.toString());
                assertNotEquals(had, chain.balance(pool.token0(), provider.address()));
            }
        }
    }

    @Test
    void shouldChangeTheLiquidityInRangeWhenAPositionComesAndGoes() {
        Account provider = chain.account(3);
        Pool pool = chain.pools(PoolFamily.UNISWAP_V3).get(0);
        BigInteger before = liquidity(pool);
        int tick = ((BigInteger)
                        chain.call(pool.address(), "slot0()", "(uint160,int24)").get(1))
                .intValueExact();
        int spacing = pool.tickSpacing();
        int lower = (Math.floorDiv(tick, spacing) - 3) * spacing;
        Position position = chain.mintRange(
                provider,
                pool,
                lower,
                lower + 7 * spacing,
                pool.token0().worth(50_000),
                pool.token1().worth(50_000));
        assertEquals(before.add(position.liquidity()), liquidity(pool));
        chain.burnRange(provider, position, position.liquidity());
        assertEquals(before, liquidity(pool));
    }

    private static BigInteger liquidity(Pool pool) {
        return (BigInteger)
                chain.call(pool.address(), "liquidity()", "(uint128)").get(0);
    }
}
