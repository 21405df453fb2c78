// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// The cheat codes that these tests use.
interface Vm {
    struct Gas {
        uint64 gasLimit;
        uint64 gasTotalUsed;
        uint64 gasMemoryUsed;
        int64 gasRefunded;
        uint64 gasRemaining;
    }

    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function warp(uint256) external;
    function roll(uint256) external;
    function prank(address) external;
    function prank(address, address) external;
    function startPrank(address) external;
    function stopPrank() external;
    function deal(address, uint256) external;
    function coinbase(address) external;
    function expectRevert() external;
    function expectRevert(bytes4) external;
    function expectRevert(bytes calldata) external;
    function expectEmit(address) external;
    function assume(bool) external pure;
    function readFile(string calldata) external view returns (string memory);
    function writeFile(string calldata, string calldata) external;
    function exists(string calldata) external view returns (bool);
    function parseJsonBytes(string calldata, string calldata) external pure returns (bytes memory);
    function parseJsonString(string calldata, string calldata) external pure returns (string memory);
    function replace(string calldata, string calldata, string calldata) external pure returns (string memory);
    function parseBytes(string calldata) external pure returns (bytes memory);
    function toString(bytes calldata) external pure returns (string memory);
    function toString(address) external pure returns (string memory);
    function toString(uint256) external pure returns (string memory);
    function snapshotState() external returns (uint256);
    function revertToState(uint256) external returns (bool);
    function lastCallGas() external view returns (Gas memory);
    function getCode(string calldata) external view returns (bytes memory);
    function store(address, bytes32, bytes32) external;
    function load(address, bytes32) external view returns (bytes32);
    function envOr(string calldata, address) external view returns (address);
    function setEnv(string calldata, string calldata) external;
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
    function startBroadcast() external;
    function stopBroadcast() external;
}

/// What a test needs of a framework, and no more.
abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    bool public constant IS_TEST = true;

    function assertEq(uint256 a, uint256 b, string memory what) internal pure {
        if (a != b) revert(string.concat(what, ": ", vm.toString(a), " != ", vm.toString(b)));
    }

    function assertEq(address a, address b, string memory what) internal pure {
        if (a != b) revert(string.concat(what, ": ", vm.toString(a), " != ", vm.toString(b)));
    }

    function assertEq(bytes memory a, bytes memory b, string memory what) internal pure {
        if (keccak256(a) != keccak256(b)) {
            revert(string.concat(what, ": ", vm.toString(a), " != ", vm.toString(b)));
        }
    }

    function assertTrue(bool value, string memory what) internal pure {
        require(value, what);
    }

    function assertGt(uint256 a, uint256 b, string memory what) internal pure {
        if (a <= b) revert(string.concat(what, ": ", vm.toString(a), " <= ", vm.toString(b)));
    }

    /// Folds `x` into [low, high].
    function bound(uint256 x, uint256 low, uint256 high) internal pure returns (uint256) {
        return x >= low && x <= high ? x : low + (x % (high - low + 1));
    }
}
