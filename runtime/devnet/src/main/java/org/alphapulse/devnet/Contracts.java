package org.alphapulse.devnet;

/**
 * Where the protocols' contracts are.
 *
 * @param weth wrapped native coin
 * @param v2Factory first V2 factory
 * @param v2Router its router
 * @param sushiFactory second V2 factory, of the same bytecode
 * @param sushiRouter its router
 * @param v3Factory V3 factory
 * @param v3Router V3 SwapRouter
 * @param v3Positions V3 NonfungiblePositionManager
 * @param v3Quoter QuoterV2
 * @param v3TickLens TickLens
 * @param multicall UniswapInterfaceMulticall, for batched reads
 * @param vault Balancer's vault
 * @param weightedFactory Balancer's WeightedPoolFactory
 * @param aavePool Aave V3 pool (proxy)
 * @param aaveProvider Aave's PoolAddressesProvider
 * @param aaveConfigurator Aave's PoolConfigurator (proxy)
 * @param aaveOracle AaveOracle, prices in US dollars with 8 decimals
 * @param aaveData AaveProtocolDataProvider
 */
public record Contracts(
        String weth,
        String v2Factory,
        String v2Router,
        String sushiFactory,
        String sushiRouter,
        String v3Factory,
        String v3Router,
        String v3Positions,
        String v3Quoter,
        String v3TickLens,
        String multicall,
        String vault,
        String weightedFactory,
        String aavePool,
        String aaveProvider,
        String aaveConfigurator,
        String aaveOracle,
        String aaveData) {}
