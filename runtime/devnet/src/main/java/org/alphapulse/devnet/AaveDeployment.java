package org.alphapulse.devnet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An Aave V3 market in which every token can be supplied, borrowed and flash-borrowed. */
final class AaveDeployment {
    private static final String NOBODY = "0x0000000000000000000000000000000000000000";
    private static final String LOGIC = "protocol/libraries/logic/";
    private static final BigInteger PERCENT_RAY = BigInteger.TEN.pow(25);
    private static final double SUPPLY_USD = 50_000_000;

    private final Deployer deployer;
    private final Npm npm;
    private final Map<String, String> libraries = new LinkedHashMap<>();
    private final String provider;
    private final String data;
    private final String poolImplementation;
    private final String configuratorImplementation;
    private String pool = "";
    private String configurator = "";
    private String oracle = "";

    AaveDeployment(Deployer deployer, Npm npm) {
        this.deployer = deployer;
        this.npm = npm;
        // FlashLoanLogic is linked with BorrowLogic, so it comes later.
        for (String name : List.of(
                "SupplyLogic",
                "BorrowLogic",
                "LiquidationLogic",
                "EModeLogic",
                "BridgeLogic",
                "PoolLogic",
                "ConfiguratorLogic",
                "FlashLoanLogic")) {
            libraries.put(name, create(LOGIC + name, "()"));
        }
        provider =
                create("protocol/configuration/PoolAddressesProvider", "(string,address)", "devnet", deployer.sender());
        deployer.invoke(provider, "setACLAdmin(address)", deployer.sender());
        String roles = create("protocol/configuration/ACLManager", "(address)", provider);
        deployer.invoke(provider, "setACLManager(address)", roles);
        for (String role : List.of("addPoolAdmin", "addAssetListingAdmin", "addRiskAdmin")) {
            deployer.invoke(roles, role + "(address)", deployer.sender());
        }
        poolImplementation = create("protocol/pool/Pool", "(address)", provider);
        configuratorImplementation = create("protocol/pool/PoolConfigurator", "()");
        deployer.invoke(provider, "setPoolImpl(address)", poolImplementation);
        deployer.invoke(provider, "setPoolConfiguratorImpl(address)", configuratorImplementation);
        data = create("misc/AaveProtocolDataProvider", "(address)", provider);
        deployer.invoke(provider, "setPoolDataProvider(address)", data);
    }

    /** Lists the tokens; the proxies that the constructor asked for must have been mined. */
    void configure(List<Token> tokens) {
        pool = deployer.readAddress(provider, "getPool()");
        configurator = deployer.readAddress(provider, "getPoolConfigurator()");
        List<String> assets = tokens.stream().map(Token::address).toList();
        List<String> sources =
                tokens.stream().map(token -> aggregator(token.usd())).toList();
        oracle = create(
                "misc/AaveOracle",
                "(address,address[],address[],address,address,uint256)",
                provider,
                assets,
                sources,
                NOBODY,
                NOBODY,
                100_000_000);
        deployer.invoke(provider, "setPriceOracle(address)", oracle);
        list(tokens);
        deployer.invoke(configurator, "updateFlashloanPremiumTotal(uint128)", 5);
        deployer.mine();
    }

    /** What there is to borrow. */
    void supply(List<Token> tokens) {
        for (Token token : tokens) {
            deployer.invoke(
                    pool,
                    "supply(address,uint256,address,uint16)",
                    token.address(),
                    token.worth(SUPPLY_USD),
                    deployer.sender(),
                    0);
        }
        deployer.mine();
    }

    private void list(List<Token> tokens) {
        String aToken = create("protocol/tokenization/AToken", "(address)", pool);
        String stableDebt = create("protocol/tokenization/StableDebtToken", "(address)", pool);
        String variableDebt = create("protocol/tokenization/VariableDebtToken", "(address)", pool);
        String rates = create(
                "protocol/pool/DefaultReserveInterestRateStrategy",
                "(address,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256,uint256)",
                provider,
                ray(80),
                ray(0),
                ray(4),
                ray(60),
                ray(2),
                ray(60),
                ray(2),
                ray(8),
                ray(20));
        for (Token token : tokens) {
            String s = token.symbol();
            List<Object> input = List.of(
                    aToken,
                    stableDebt,
                    variableDebt,
                    token.decimals(),
                    rates,
                    token.address(),
                    deployer.sender(),
                    NOBODY,
                    "Aave " + s,
                    "a" + s,
                    "Aave variable debt " + s,
                    "variableDebt" + s,
                    "Aave stable debt " + s,
                    "stableDebt" + s,
                    "0x");
            deployer.invoke(
                    configurator,
                    "initReserves((address,address,address,uint8,address,address,address,address,"
                            + "string,string,string,string,string,string,bytes)[])",
                    List.of(input));
            deployer.invoke(
                    configurator,
                    "configureReserveAsCollateral(address,uint256,uint256,uint256)",
                    token.address(),
                    7500,
                    8000,
                    10_500);
            deployer.invoke(configurator, "setReserveBorrowing(address,bool)", token.address(), true);
            deployer.invoke(configurator, "setReserveFlashLoaning(address,bool)", token.address(), true);
            deployer.invoke(configurator, "setReserveFactor(address,uint256)", token.address(), 1000);
        }
    }

    private String aggregator(BigDecimal usd) {
        return deployer.create(aggregatorCode(npm), "(int256)", oraclePrice(usd));
    }

    static String aggregatorCode(Npm npm) {
        return npm.aave("mocks/oracle/CLAggregators/MockAggregator", Map.of());
    }

    static BigInteger oraclePrice(BigDecimal usd) {
        return usd.movePointRight(8).toBigInteger();
    }

    private String create(String path, String types, Object... arguments) {
        return deployer.create(npm.aave(path, libraries), types, arguments);
    }

    private static BigInteger ray(int percent) {
        return PERCENT_RAY.multiply(BigInteger.valueOf(percent));
    }

    String pool() {
        return pool;
    }

    String provider() {
        return provider;
    }

    String configurator() {
        return configurator;
    }

    String oracle() {
        return oracle;
    }

    String data() {
        return data;
    }
}
