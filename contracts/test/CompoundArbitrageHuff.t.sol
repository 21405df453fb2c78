// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FlashLoanArbitrage} from "../src/solidity/FlashLoanArbitrage.sol";
import {FlashRoute} from "../src/solidity/FlashRoute.sol";
import {Operated} from "../src/solidity/Operated.sol";
import {Rogue} from "./Malice.sol";
import {IERC20} from "./Tokens.sol";
import {World} from "./World.sol";

contract CompoundArbitrageHuffTest is World {
    function _arbitrage(address owner, address leadOperator) internal override returns (FlashLoanArbitrage) {
        return FlashLoanArbitrage(_huff("CompoundArbitrage", owner, leadOperator));
    }

    function testShouldEarnWhatTheRoutersWouldEarn() public {
        for (uint256 hops = 2; hops <= 12; ++hops) {
            for (uint256 mix; mix < 3; ++mix) {
                _earns(_legs(hops, Mix(mix)), AMOUNT);
            }
        }
    }

    function testFuzzShouldEarnWhatTheRoutersWouldEarnOverAnyOrderOfPools(uint256 amount, uint256 hops, uint256 kinds)
        public
    {
        Leg[] memory legs = _legs(bound(hops, 2, 12), Mix.V2);
        for (uint256 i = 1; i < legs.length; ++i) {
            legs[i].v3 = (kinds >> i) & 1 != 0;
        }
        legs[0].v3 = kinds & 1 != 0;
        _earns(legs, bound(amount, 1e6, 10e18));
    }

    function testShouldServeRoutesLongerThanTwelve() public {
        // Three times around over the same pools: each is free again once its callback is over, but only in a walk without nesting.
        Leg[] memory legs = new Leg[](14);
        Leg[] memory first = _legs(12, Mix.V2);
        for (uint256 i; i < 12; ++i) {
            legs[i] = first[i];
        }
        legs[12] = Leg(true, false, tokens[0], tokens[2]);
        legs[13] = Leg(true, true, tokens[2], tokens[0]);
        _earns(legs, AMOUNT);
    }

    function testShouldRefuseAPromiseBelowTheMinimumBeforeCallingAnything() public {
        Leg[] memory legs = _legs(4, Mix.MIXED);
        uint256[] memory outputs = _routed(legs, AMOUNT);
        Terms memory terms = _terms(7, 4);
        terms.minProfit = outputs[3] - AMOUNT + 9;
        (bool ok, bytes memory answer) = _send(terms, _call(terms, "", _promised(legs, outputs)));
        assertTrue(!ok, "must revert");
        assertEq(answer, abi.encodeWithSelector(FlashRoute.InsufficientProfit.selector, 9), "shortfall");
    }

    function testShouldLeaveNothingChangedWhenAnOutputIsNotWhatWasGiven() public {
        for (uint256 i; i < 5; ++i) {
            for (uint256 up; up < 2; ++up) {
                Leg[] memory legs = _legs(5, Mix.MIXED);
                uint256[] memory outputs = _routed(legs, AMOUNT);
                outputs[i] = up == 1 ? outputs[i] + 1 : outputs[i] - 1;
                Terms memory terms = _terms(7, 5);
                terms.minProfit = 0;
                (bool ok,) = _send(terms, _call(terms, "", _promised(legs, outputs)));
                // Less than a V2 pool would give is for the pool to keep; everything else fails.
                assertTrue(ok == (up == 0 && !legs[i].v3 && (i == 4 || !legs[i + 1].v3)) || !ok, "must fail");
                _assertEmpty(address(arbitrage));
            }
        }
    }

    function testShouldObeyOnlyTheOperatorAndGuards() public {
        Leg[] memory legs = _legs(3, Mix.V3);
        uint256[] memory outputs = _routed(legs, AMOUNT);
        Terms memory terms = _terms(7, 3);
        (bool ok, bytes memory answer) = address(arbitrage).call(_call(terms, "", _promised(legs, outputs)));
        assertTrue(!ok && bytes4(answer) == Operated.NotOperator.selector, "stranger");
        terms.deadline = block.timestamp - 1;
        (ok, answer) = _send(terms, _call(terms, "", _promised(legs, outputs)));
        assertTrue(!ok && bytes4(answer) == FlashRoute.DeadlinePassed.selector, "deadline");
        terms.deadline = 0;
        terms.expectedBlock = 1;
        (ok, answer) = _send(terms, _call(terms, "", _promised(legs, outputs)));
        assertTrue(!ok && bytes4(answer) == FlashRoute.UnexpectedBlock.selector, "block");
        terms.expectedBlock = 0;
        terms.kind = 1;
        (ok, answer) = _send(terms, _call(terms, "", _promised(legs, outputs)));
        assertTrue(!ok && bytes4(answer) == FlashRoute.BadRoute.selector, "funding");
    }

    /// A rogue pool anywhere on the route, with strayed tokens to steal, that calls back for every hop's payment.
    function testShouldLoseNothingToARoguePool() public {
        _give(tokens[0], address(arbitrage), 5e18);
        _give(tokens[1], address(arbitrage), 5e18);
        for (uint256 i; i < 4; ++i) {
            for (uint256 v3; v3 < 2; ++v3) {
                uint256 snapshot = vm.snapshotState();
                _roguePool(i, v3 == 1);
                vm.revertToState(snapshot);
            }
        }
    }

    function _roguePool(uint256 at, bool v3) private {
        Rogue rogue = new Rogue();
        Leg[] memory legs = _legs(4, Mix.MIXED);
        uint256[] memory outputs = _routed(legs, AMOUNT);
        legs[at].v3 = v3;
        bytes memory hops = _promised(legs, outputs);
        for (uint256 i; i < 20; ++i) {
            hops[35 * at + 1 + i] = bytes20(address(rogue))[i];
        }
        bytes memory data = abi.encodePacked(tokens[0], uint128(AMOUNT), uint128(1), hops);
        for (uint256 count; count < 4; ++count) {
            bytes memory part = new bytes(52 + 35 * count);
            for (uint256 i; i < part.length; ++i) {
                part[i] = data[i];
            }
            for (uint256 again; again < 2; ++again) {
                rogue.will(
                    address(arbitrage),
                    abi.encodeWithSignature("uniswapV3SwapCallback(int256,int256,bytes)", 1, -1, part)
                );
                rogue.will(
                    address(arbitrage),
                    abi.encodeWithSignature("uniswapV2Call(address,uint256,uint256,bytes)", arbitrage, 1, 0, part)
                );
            }
        }
        rogue.answers(abi.encode(-int256(outputs[at]), -int256(outputs[at])));
        Terms memory terms = _terms(7, 4);
        (bool ok,) = _send(terms, _call(terms, "", hops));
        assertTrue(!ok, "must fail");
        assertEq(IERC20(tokens[0]).balanceOf(address(arbitrage)), 5e18, "first token");
        assertEq(IERC20(tokens[1]).balanceOf(address(arbitrage)), 5e18, "second token");
    }

    function testFuzzShouldServeNoCallOfAStranger(uint256 choice, bytes calldata data) public {
        _give(tokens[0], address(arbitrage), 5e18);
        (bool ok,) = address(arbitrage).call(_strange(choice, data));
        ok;
        assertEq(IERC20(tokens[0]).balanceOf(address(arbitrage)), 5e18, "tokens");
        assertEq(arbitrage.leadOperator(), OPERATOR, "operator");
    }

    function _earns(Leg[] memory legs, uint256 amount) private {
        uint256 snapshot = vm.snapshotState();
        uint256[] memory outputs = _routed(legs, amount);
        Terms memory terms = _terms(7, legs.length);
        (terms.amountIn, terms.minProfit) = (amount, 0);
        uint256 last = outputs[legs.length - 1];
        (bool ok, bytes memory answer) = _send(terms, _call(terms, "", _promised(legs, outputs)));
        if (last < amount) {
            assertEq(
                answer, abi.encodeWithSelector(FlashRoute.InsufficientProfit.selector, amount - last), "shortfall"
            );
        } else {
            assertTrue(ok, vm.toString(answer));
            assertEq(IERC20(tokens[0]).balanceOf(TREASURY), last - amount, "profit");
        }
        _assertEmpty(address(arbitrage));
        vm.revertToState(snapshot);
    }

}
