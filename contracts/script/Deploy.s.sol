// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Test} from "../test/Vm.sol";

interface ISettings {
    function owner() external view returns (address);
    function leadOperator() external view returns (address);
}

/// What deployment and verification share: the built code, and its constructor arguments from the environment.
abstract contract Built is Test {
    string[5] internal names = ["FlashLoanArbitrage", "LiquidationBot", "FlashArbitrage", "CompoundArbitrage", "FastSwap"];

    /// OWNER and OPERATOR must be given; WETH, BALANCER_VAULT and AAVE_POOL are zero where the chain has none.
    function _initCode(uint256 which) internal view returns (bytes memory) {
        address owner = vm.envOr("OWNER", address(0));
        address operator = vm.envOr("OPERATOR", address(0));
        require(owner != address(0) && operator != address(0), "set OWNER and OPERATOR");
        string memory path = string.concat("target/classes/org/alphapulse/contracts/", names[which], ".hex");
        return abi.encodePacked(
            vm.parseBytes(vm.readFile(path)),
            abi.encode(
                owner,
                operator,
                vm.envOr("WETH", address(0)),
                vm.envOr("BALANCER_VAULT", address(0)),
                vm.envOr("AAVE_POOL", address(0))
            )
        );
    }

    function _create(bytes memory code) internal returns (address at) {
        assembly ("memory-safe") {
            at := create(0, add(code, 32), mload(code))
        }
        require(at != address(0), "deployment failed");
    }

    function _checkSettings(address at) internal view {
        require(ISettings(at).owner() == vm.envOr("OWNER", address(0)), "wrong owner");
        require(ISettings(at).leadOperator() == vm.envOr("OPERATOR", address(0)), "wrong operator");
    }
}

/// Deploys all contracts and checks their settings.
contract Deploy is Built {
    event Deployed(string name, address at);

    function run() external {
        for (uint256 i; i < names.length; ++i) {
            bytes memory code = _initCode(i);
            vm.startBroadcast();
            address at = _create(code);
            vm.stopBroadcast();
            _checkSettings(at);
            emit Deployed(names[i], at);
        }
    }
}

/// Checks that what stands at an address is byte for byte what this build deploys with these arguments, immutables included, and that
/// its owner and operator are the ones given.
contract Verify is Built {
    function run(string calldata name, address at) external {
        for (uint256 i; i < names.length; ++i) {
            if (keccak256(bytes(names[i])) != keccak256(bytes(name))) continue;
            require(at.code.length != 0, "nothing is deployed there");
            address own = _create(_initCode(i));
            require(keccak256(own.code) == keccak256(at.code), "the code differs from this build's");
            _checkSettings(at);
            return;
        }
        revert("no contract of that name");
    }
}
