// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Operated} from "../src/solidity/Operated.sol";
import {Trades} from "./Trades.sol";

contract FlashLoanArbitrageTest is Trades {
    function testShouldObeyEveryOperatorWhileAllowed() public {
        bytes memory data = _call(_terms(BALANCER, 2), "", _quotedHops(_legs(2, Mix.V2)));
        vm.startPrank(OWNER);
        arbitrage.setOperator(address(this), true);
        arbitrage.setOperator(OPERATOR, false);
        vm.stopPrank();
        assertTrue(!arbitrage.isOperator(OPERATOR) && !arbitrage.isOperator(address(0)), "forbidden");
        _refuses(_terms(BALANCER, 2), data, Operated.NotOperator.selector);
        (bool ok,) = address(arbitrage).call(data);
        assertTrue(ok, "second operator");
        vm.prank(OWNER);
        arbitrage.setOperator(address(this), false);
        (ok,) = address(arbitrage).call(data);
        assertTrue(!ok, "no longer");
    }

    function testShouldGiveSettingsToTheOwnerAlone() public {
        bytes[6] memory calls = [
            abi.encodeCall(Operated.setOperator, (address(this), true)),
            abi.encodeCall(Operated.setLeadOperator, (address(this))),
            abi.encodeCall(Operated.transferOwnership, (address(this))),
            abi.encodeCall(Operated.unpause, ()),
            abi.encodeCall(Operated.rescue, (tokens[0], address(this), 0)),
            abi.encodeCall(Operated.acceptOwnership, ())
        ];
        for (uint256 i; i < 6; ++i) {
            (bool ok, bytes memory answer) = address(arbitrage).call(calls[i]);
            assertTrue(!ok && bytes4(answer) == Operated.NotOwner.selector, "must be the owner's");
            vm.prank(OPERATOR);
            (ok, answer) = address(arbitrage).call(calls[i]);
            assertTrue(!ok && bytes4(answer) == Operated.NotOwner.selector, "must be the owner's");
        }
        vm.expectRevert(Operated.NotOperator.selector);
        arbitrage.pause();
    }

    function testShouldHandOverOwnershipInTwoSteps() public {
        vm.prank(OWNER);
        arbitrage.transferOwnership(address(this));
        assertEq(arbitrage.owner(), OWNER, "not yet");
        arbitrage.acceptOwnership();
        assertEq(arbitrage.owner(), address(this), "taken");
        vm.prank(OWNER);
        vm.expectRevert(Operated.NotOwner.selector);
        arbitrage.unpause();
    }
}
