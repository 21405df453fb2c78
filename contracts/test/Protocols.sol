// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "./Vm.sol";
import {IERC20} from "./Tokens.sol";

interface IV2Factory {
    function createPair(address, address) external returns (address);
    function getPair(address, address) external view returns (address);
}

interface IV2Pair {
    function token0() external view returns (address);
    function getReserves() external view returns (uint112, uint112, uint32);
    function mint(address) external returns (uint256);
    function swap(uint256, uint256, address, bytes calldata) external;
}

interface IV2Router {
    function swapExactTokensForTokens(uint256, uint256, address[] calldata, address, uint256)
        external
        returns (uint256[] memory);
    function getAmountsOut(uint256, address[] calldata) external view returns (uint256[] memory);
}

interface IV3Factory {
    function createPool(address, address, uint24) external returns (address);
    function getPool(address, address, uint24) external view returns (address);
}

interface IV3Pool {
    function initialize(uint160) external;
    function token0() external view returns (address);
    function mint(address, int24, int24, uint128, bytes calldata) external returns (uint256, uint256);
    function swap(address, bool, int256, uint160, bytes calldata) external returns (int256, int256);
    function flash(address, uint256, uint256, bytes calldata) external;
}

interface IV3Router {
    struct ExactInput {
        bytes path;
        address recipient;
        uint256 deadline;
        uint256 amountIn;
        uint256 amountOutMinimum;
    }

    function exactInput(ExactInput calldata) external payable returns (uint256);
}

interface IWeth is IERC20 {
    function deposit() external payable;
    function withdraw(uint256) external;
}

interface IVault {
    function flashLoan(address, address[] calldata, uint256[] calldata, bytes calldata) external;
}

interface IAddressesProvider {
    function setACLAdmin(address) external;
    function setACLManager(address) external;
    function setPriceOracle(address) external;
    function setPoolImpl(address) external;
    function setPoolConfiguratorImpl(address) external;
    function setPoolDataProvider(address) external;
    function getPool() external view returns (address);
    function getPoolConfigurator() external view returns (address);
}

interface IAclManager {
    function addPoolAdmin(address) external;
    function addRiskAdmin(address) external;
    function addAssetListingAdmin(address) external;
}

interface IConfigurator {
    struct InitReserveInput {
        address aTokenImpl;
        address stableDebtTokenImpl;
        address variableDebtTokenImpl;
        uint8 underlyingAssetDecimals;
        address interestRateStrategyAddress;
        address underlyingAsset;
        address treasury;
        address incentivesController;
        string aTokenName;
        string aTokenSymbol;
        string variableDebtTokenName;
        string variableDebtTokenSymbol;
        string stableDebtTokenName;
        string stableDebtTokenSymbol;
        bytes params;
    }

    function initReserves(InitReserveInput[] calldata) external;
    function configureReserveAsCollateral(address, uint256, uint256, uint256) external;
    function setReserveBorrowing(address, bool) external;
    function setReserveFlashLoaning(address, bool) external;
    function updateFlashloanPremiumTotal(uint128) external;
}

interface IAavePool {
    function supply(address, uint256, address, uint16) external;
    function borrow(address, uint256, uint256, uint16, address) external;
    function flashLoanSimple(address, address, uint256, bytes calldata, uint16) external;
    function FLASHLOAN_PREMIUM_TOTAL() external view returns (uint128);
    function getUserAccountData(address)
        external
        view
        returns (uint256, uint256, uint256, uint256, uint256, uint256);
}

interface IAaveOracle {
    function setAssetSources(address[] calldata, address[] calldata) external;
}

/// A price that a test moves.
contract PriceSource {
    int256 public latestAnswer;

    constructor(int256 price) {
        latestAnswer = price;
    }

    function set(int256 price) external {
        latestAnswer = price;
    }
}

/// Deploys the protocols from the bytecode that their authors published.
abstract contract Protocols is Test {
    string private constant V2_CORE = "node_modules/@uniswap/v2-core/build/";
    string private constant V2_PERIPHERY = "node_modules/@uniswap/v2-periphery/build/";
    string private constant V3_CORE = "node_modules/@uniswap/v3-core/artifacts/contracts/";
    string private constant V3_PERIPHERY = "node_modules/@uniswap/v3-periphery/artifacts/contracts/";
    string private constant AAVE = "node_modules/@aave/core-v3/artifacts/contracts/";
    string private constant LOGIC = "contracts/protocol/libraries/logic/";
    string private constant VAULT =
        "node_modules/@balancer-labs/v2-deployments/dist/tasks/20210418-vault/artifact/Vault.json";

    uint256 private constant RAY = 1e27;

    IWeth internal weth;
    IV2Factory internal factoryA;
    IV2Factory internal factoryB;
    IV2Router internal routerA;
    IV2Router internal routerB;
    IV3Factory internal factory3;
    IV3Router internal router3;
    IVault internal vault;
    IAavePool internal aave;
    IAddressesProvider internal aaveAddresses;
    IAaveOracle internal aaveOracle;

    function uniswapV3MintCallback(uint256 owed0, uint256 owed1, bytes calldata data) external {
        (address token0, address token1) = abi.decode(data, (address, address));
        _give(token0, msg.sender, owed0);
        _give(token1, msg.sender, owed1);
    }

    /// Gives `amount` of `token` to `to` out of nothing.
    function _give(address token, address to, uint256 amount) internal virtual;

    function _deployUniswap() internal {
        weth = IWeth(_deploy(_bytecode(string.concat(V2_PERIPHERY, "WETH9.json"))));
        bytes memory factory = _bytecode(string.concat(V2_CORE, "UniswapV2Factory.json"));
        factoryA = IV2Factory(_deploy(abi.encodePacked(factory, abi.encode(address(this)))));
        factoryB = IV2Factory(_deploy(abi.encodePacked(factory, abi.encode(address(this)))));
        bytes memory router = _bytecode(string.concat(V2_PERIPHERY, "UniswapV2Router02.json"));
        routerA = IV2Router(_deploy(abi.encodePacked(router, abi.encode(factoryA, weth))));
        routerB = IV2Router(_deploy(abi.encodePacked(router, abi.encode(factoryB, weth))));
        factory3 =
            IV3Factory(_deploy(_bytecode(string.concat(V3_CORE, "UniswapV3Factory.sol/UniswapV3Factory.json"))));
        router3 = IV3Router(
            _deploy(
                abi.encodePacked(
                    _bytecode(string.concat(V3_PERIPHERY, "SwapRouter.sol/SwapRouter.json")),
                    abi.encode(factory3, weth)
                )
            )
        );
    }

    function _deployBalancer() internal {
        vault = IVault(
            _deploy(
                abi.encodePacked(_bytecode(VAULT), abi.encode(address(this), weth, uint256(0), uint256(0)))
            )
        );
    }

    function _pair(IV2Factory factory, address a, address b, uint256 amountA, uint256 amountB)
        internal
        returns (address pair)
    {
        pair = factory.createPair(a, b);
        _give(a, pair, amountA);
        _give(b, pair, amountB);
        IV2Pair(pair).mint(address(this));
    }

    /// A concentrated pool with liquidity over the full range, priced at amountB / amountA.
    function _pool(address a, address b, uint24 fee, uint256 amountA, uint256 amountB)
        internal
        returns (address pool)
    {
        pool = factory3.createPool(a, b, fee);
        (address token0, address token1) = a < b ? (a, b) : (b, a);
        (uint256 amount0, uint256 amount1) = a < b ? (amountA, amountB) : (amountB, amountA);
        IV3Pool(pool).initialize(uint160((_sqrt(amount1 * 1e18 / amount0) << 96) / 1e9));
        int24 edge = fee == 500 ? int24(887270) : int24(887220);
        IV3Pool(pool).mint(
            address(this), -edge, edge, uint128(_sqrt(amount0 * amount1)), abi.encode(token0, token1)
        );
    }

    function _deployAave() internal {
        address borrow = _logic("BorrowLogic");
        string[7] memory names =
            ["BorrowLogic", "BridgeLogic", "EModeLogic", "FlashLoanLogic", "LiquidationLogic", "PoolLogic", "SupplyLogic"];
        string memory code = _text(string.concat(AAVE, "protocol/pool/Pool.sol/Pool.json"));
        for (uint256 i; i < 7; ++i) {
            address library_ = i == 0 ? borrow : i == 3 ? _flashLoanLogic(borrow) : _logic(names[i]);
            code = _link(code, names[i], library_);
        }
        aaveAddresses = IAddressesProvider(
            _deploy(
                abi.encodePacked(
                    _bytecode(
                        string.concat(
                            AAVE, "protocol/configuration/PoolAddressesProvider.sol/PoolAddressesProvider.json"
                        )
                    ),
                    abi.encode("test", address(this))
                )
            )
        );
        _governAave();
        aaveAddresses.setPoolImpl(_deploy(abi.encodePacked(vm.parseBytes(code), abi.encode(aaveAddresses))));
        code = _text(string.concat(AAVE, "protocol/pool/PoolConfigurator.sol/PoolConfigurator.json"));
        code = _link(code, "ConfiguratorLogic", _logic("ConfiguratorLogic"));
        aaveAddresses.setPoolConfiguratorImpl(_deploy(vm.parseBytes(code)));
        aave = IAavePool(aaveAddresses.getPool());
        IConfigurator(aaveAddresses.getPoolConfigurator()).updateFlashloanPremiumTotal(9);
    }

    function _governAave() private {
        aaveAddresses.setACLAdmin(address(this));
        address acl = _deploy(
            abi.encodePacked(
                _bytecode(string.concat(AAVE, "protocol/configuration/ACLManager.sol/ACLManager.json")),
                abi.encode(aaveAddresses)
            )
        );
        aaveAddresses.setACLManager(acl);
        IAclManager(acl).addPoolAdmin(address(this));
        IAclManager(acl).addRiskAdmin(address(this));
        IAclManager(acl).addAssetListingAdmin(address(this));
        address[] memory none = new address[](0);
        aaveOracle = IAaveOracle(
            _deploy(
                abi.encodePacked(
                    _bytecode(string.concat(AAVE, "misc/AaveOracle.sol/AaveOracle.json")),
                    abi.encode(aaveAddresses, none, none, address(0), address(0), uint256(1e8))
                )
            )
        );
        aaveAddresses.setPriceOracle(address(aaveOracle));
    }

    function _listOnAave(address[] memory tokens, int256 price) internal returns (PriceSource[] memory sources) {
        IConfigurator configurator = IConfigurator(aaveAddresses.getPoolConfigurator());
        IConfigurator.InitReserveInput[] memory inputs = new IConfigurator.InitReserveInput[](tokens.length);
        IConfigurator.InitReserveInput memory common = _reserveInput();
        address[] memory feeds = new address[](tokens.length);
        sources = new PriceSource[](tokens.length);
        for (uint256 i; i < tokens.length; ++i) {
            inputs[i] = IConfigurator.InitReserveInput(
                common.aTokenImpl,
                common.stableDebtTokenImpl,
                common.variableDebtTokenImpl,
                18,
                common.interestRateStrategyAddress,
                tokens[i],
                address(this),
                address(0),
                "a",
                "a",
                "v",
                "v",
                "s",
                "s",
                ""
            );
            sources[i] = new PriceSource(price);
            feeds[i] = address(sources[i]);
        }
        configurator.initReserves(inputs);
        aaveOracle.setAssetSources(tokens, feeds);
        for (uint256 i; i < tokens.length; ++i) {
            configurator.configureReserveAsCollateral(tokens[i], 7500, 8000, 10500);
            configurator.setReserveBorrowing(tokens[i], true);
            configurator.setReserveFlashLoaning(tokens[i], true);
        }
    }

    function _reserveInput() private returns (IConfigurator.InitReserveInput memory input) {
        input.aTokenImpl = _withPool("protocol/tokenization/AToken.sol/AToken.json");
        input.stableDebtTokenImpl = _withPool("protocol/tokenization/StableDebtToken.sol/StableDebtToken.json");
        input.variableDebtTokenImpl =
            _withPool("protocol/tokenization/VariableDebtToken.sol/VariableDebtToken.json");
        input.interestRateStrategyAddress = _deploy(
            abi.encodePacked(
                _bytecode(
                    string.concat(
                        AAVE,
                        "protocol/pool/DefaultReserveInterestRateStrategy.sol/DefaultReserveInterestRateStrategy.json"
                    )
                ),
                abi.encode(
                    aaveAddresses, RAY * 8 / 10, 0, RAY / 25, RAY * 6 / 10, RAY / 50, RAY * 6 / 10, RAY / 50, RAY / 20, RAY / 5
                )
            )
        );
    }

    function _withPool(string memory path) private returns (address) {
        return _deploy(abi.encodePacked(_bytecode(string.concat(AAVE, path)), abi.encode(aave)));
    }

    function _logic(string memory name) private returns (address) {
        return _deploy(_bytecode(_logicPath(name)));
    }

    function _flashLoanLogic(address borrow) private returns (address) {
        return _deploy(vm.parseBytes(_link(_text(_logicPath("FlashLoanLogic")), "BorrowLogic", borrow)));
    }

    function _logicPath(string memory name) private pure returns (string memory) {
        return string.concat(AAVE, "protocol/libraries/logic/", name, ".sol/", name, ".json");
    }

    /// Puts a library's address where the compiler left its placeholder, 34 digits of the hash of its full name.
    function _link(string memory code, string memory name, address library_) private pure returns (string memory) {
        bytes memory hash =
            bytes(vm.toString(abi.encodePacked(keccak256(bytes(string.concat(LOGIC, name, ".sol:", name))))));
        bytes memory digits = new bytes(34);
        for (uint256 i; i < 34; ++i) {
            digits[i] = hash[i + 2];
        }
        bytes memory where = bytes(vm.toString(abi.encodePacked(library_)));
        bytes memory bare = new bytes(40);
        for (uint256 i; i < 40; ++i) {
            bare[i] = where[i + 2];
        }
        return vm.replace(code, string.concat("__$", string(digits), "$__"), string(bare));
    }

    function _bytecode(string memory path) internal view returns (bytes memory) {
        return vm.parseBytes(_text(path));
    }

    function _text(string memory path) private view returns (string memory) {
        return vm.parseJsonString(vm.readFile(path), ".bytecode");
    }

    function _deploy(bytes memory code) internal returns (address at) {
        assembly ("memory-safe") {
            at := create(0, add(code, 32), mload(code))
        }
        require(at != address(0), "deployment failed");
    }

    function _sqrt(uint256 x) internal pure returns (uint256 y) {
        if (x == 0) return 0;
        y = x;
        for (uint256 z = (x + 1) / 2; z < y; z = (x / z + z) / 2) {
            y = z;
        }
    }
}
