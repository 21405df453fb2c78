// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Deploy, ISettings, Verify} from "../script/Deploy.s.sol";
import {Test, Vm} from "./Vm.sol";

contract DeployTest is Test {
    address internal constant OWNER = address(0x1001);
    address internal constant OPERATOR = address(0x1002);
    string[5] internal expected =
        ["FlashLoanArbitrage", "LiquidationBot", "FlashArbitrage", "CompoundArbitrage", "FastSwap"];
    Verify internal verify;

    function setUp() public {
        vm.setEnv("OWNER", vm.toString(OWNER));
        vm.setEnv("OPERATOR", vm.toString(OPERATOR));
        verify = new Verify();
    }

    function _deployed() internal returns (address[] memory at) {
        Deploy script = new Deploy();
        vm.recordLogs();
        script.run();
        Vm.Log[] memory logs = vm.getRecordedLogs();
        at = new address[](expected.length);
        uint256 found;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].emitter != address(script)) continue;
            string memory name;
            (name, at[found]) = abi.decode(logs[i].data, (string, address));
            assertEq(uint256(keccak256(bytes(name))), uint256(keccak256(bytes(expected[found]))), "name");
            ++found;
        }
        assertEq(found, expected.length, "contracts deployed");
    }

    function testShouldConfirmEachContractThatItDeployed() public {
        address[] memory at = _deployed();
        for (uint256 i; i < at.length; ++i) {
            verify.run(expected[i], at[i]);
            assertEq(ISettings(at[i]).owner(), OWNER, "owner");
            assertEq(ISettings(at[i]).leadOperator(), OPERATOR, "operator");
        }
    }

    function testShouldRefuseWhatIsNotThisBuildsContract() public {
        address[] memory at = _deployed();
        vm.expectRevert("the code differs from this build's");
        verify.run(expected[0], at[1]);
        vm.expectRevert("nothing is deployed there");
        verify.run(expected[0], OWNER);
        vm.expectRevert("no contract of that name");
        verify.run("Else", at[0]);
    }
}
