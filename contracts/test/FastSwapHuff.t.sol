// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FlashLoanArbitrage} from "../src/solidity/FlashLoanArbitrage.sol";
import {FlashRoute} from "../src/solidity/FlashRoute.sol";
import {Operated} from "../src/solidity/Operated.sol";
import {IERC20} from "./Tokens.sol";
import {World} from "./World.sol";

contract FastSwapHuffTest is World {
    function _arbitrage(address owner, address leadOperator) internal override returns (FlashLoanArbitrage) {
        return FlashLoanArbitrage(_huff("FastSwap", owner, leadOperator));
    }

    function testFuzzShouldEarnWhatTheRoutersWouldEarn(uint256 amount, uint256 hops, uint256 mix, bool exact) public {
        Leg[] memory legs = _legs(bound(hops, 2, 12), Mix(bound(mix, 0, 2)));
        Terms memory terms = _terms(OWN, legs.length);
        (terms.amountIn, terms.minProfit) = (bound(amount, 1e6, 100e18), 0);
        uint256[] memory outputs = _routed(legs, terms.amountIn);
        uint256 last = outputs[legs.length - 1];
        bytes memory hopBytes = exact ? _exactHops(legs, outputs) : _quotedHops(legs);
        (bool ok, bytes memory answer) = _send(terms, _call(terms, "", hopBytes));
        if (last < terms.amountIn) {
            assertEq(
                answer,
                abi.encodeWithSelector(FlashRoute.InsufficientProfit.selector, terms.amountIn - last),
                "shortfall"
            );
        } else {
            assertTrue(ok, "trade");
            assertEq(IERC20(tokens[0]).balanceOf(OPERATOR), last, "capital and profit");
        }
        _assertEmpty(address(arbitrage));
    }

    function testShouldHoldToMinimumDeadlineBlockAndOperator() public {
        Leg[] memory legs = _legs(2, Mix.MIXED);
        uint256[] memory outputs = _routed(legs, AMOUNT);
        Terms memory terms = _terms(OWN, 2);
        terms.minProfit = outputs[1] - AMOUNT + 4;
        (bool ok, bytes memory answer) = _send(terms, _call(terms, "", _exactHops(legs, outputs)));
        assertEq(answer, abi.encodeWithSelector(FlashRoute.InsufficientProfit.selector, 4), "shortfall");
        terms.minProfit -= 4;
        terms.deadline = block.timestamp - 1;
        (ok, answer) = _send(terms, _call(terms, "", _exactHops(legs, outputs)));
        assertTrue(!ok && bytes4(answer) == FlashRoute.DeadlinePassed.selector, "deadline");
        terms.deadline = block.timestamp;
        terms.expectedBlock = block.number - 1;
        (ok, answer) = _send(terms, _call(terms, "", _exactHops(legs, outputs)));
        assertTrue(!ok && bytes4(answer) == FlashRoute.UnexpectedBlock.selector, "block");
        terms.expectedBlock = block.number;
        bytes memory data = _call(terms, "", _exactHops(legs, outputs));
        (ok, answer) = address(arbitrage).call(data);
        assertTrue(!ok && bytes4(answer) == Operated.NotOperator.selector, "stranger");
        _mustSend(terms, data);
    }

    function testShouldReportTheProfitAndRescueForTheOwnerAlone() public {
        Leg[] memory legs = _legs(3, Mix.V3);
        uint256[] memory outputs = _routed(legs, AMOUNT);
        Terms memory terms = _terms(OWN, 3);
        bytes memory data = _call(terms, "", _exactHops(legs, outputs));
        _give(tokens[0], OPERATOR, AMOUNT);
        vm.prank(OPERATOR);
        IERC20(tokens[0]).approve(address(arbitrage), AMOUNT);
        vm.expectEmit(address(arbitrage));
        emit FlashRoute.Executed(tokens[0], AMOUNT, outputs[2] - AMOUNT);
        vm.prank(OPERATOR);
        (bool ok,) = address(arbitrage).call(data);
        assertTrue(ok, "trade");
        assertEq(arbitrage.owner(), OWNER, "owner");
        assertEq(arbitrage.leadOperator(), OPERATOR, "operator");
        _give(tokens[1], address(arbitrage), 5);
        vm.prank(OPERATOR);
        vm.expectRevert(Operated.NotOwner.selector);
        arbitrage.rescue(tokens[1], TREASURY, 5);
        vm.prank(OWNER);
        arbitrage.rescue(tokens[1], TREASURY, 5);
        assertEq(IERC20(tokens[1]).balanceOf(TREASURY), 5, "rescued");
    }

    function testFuzzShouldServeNoCallOfAStranger(uint256 choice, bytes calldata data) public {
        _give(tokens[0], address(arbitrage), 5e18);
        (bool ok,) = address(arbitrage).call(_strange(choice, data));
        ok;
        assertEq(IERC20(tokens[0]).balanceOf(address(arbitrage)), 5e18, "tokens");
        assertEq(arbitrage.leadOperator(), OPERATOR, "operator");
    }
}
