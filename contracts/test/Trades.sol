// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FlashRoute} from "../src/solidity/FlashRoute.sol";
import {Operated} from "../src/solidity/Operated.sol";
import {IERC20} from "./Tokens.sol";
import {World} from "./World.sol";

/// What a contract that trades by the documented calldata does.
abstract contract Trades is World {
    function testShouldEarnWhatTheRoutersWouldEarnForEveryRouteAndFunding() public {
        uint256[4] memory lengths = [uint256(2), 3, 5, 10];
        for (uint256 i; i < 4; ++i) {
            for (uint256 mix; mix < 3; ++mix) {
                for (uint256 kind; kind < 7; ++kind) {
                    _earns(lengths[i], Mix(mix), kind, mix % 2 == 0);
                    _earns(lengths[i], Mix(mix), kind, mix % 2 == 1);
                }
            }
        }
    }

    function testShouldServeTwelveHops() public {
        _earns(12, Mix.MIXED, BALANCER, true);
        _earns(12, Mix.V3, V3_SWAP, false);
    }

    function testFuzzShouldEarnWhatTheRoutersWouldEarn(uint256 amount, uint256 hops, uint256 mix, uint256 kind)
        public
    {
        Leg[] memory legs = _legs(bound(hops, 2, 12), Mix(bound(mix, 0, 2)));
        Terms memory terms = _terms(bound(kind, 0, 6), legs.length);
        if (terms.kind == V2_SWAP && legs[0].v3) terms.kind = V3_SWAP;
        if (terms.kind == V3_SWAP && !legs[0].v3) terms.kind = V2_SWAP;
        terms.amountIn = bound(amount, 1e6, 100e18);
        terms.minProfit = 0;
        uint256[] memory outputs = _routed(legs, terms.amountIn);
        bytes memory data = _call(terms, _record(terms.kind, legs), _exactHops(legs, outputs));
        uint256 owed = terms.amountIn + _fee(terms.kind, terms.amountIn);
        (bool ok, bytes memory answer) = _send(terms, data);
        assertTrue(ok == (outputs[legs.length - 1] >= owed), "trades exactly when there is no loss");
        if (ok) {
            assertEq(IERC20(tokens[0]).balanceOf(TREASURY), outputs[legs.length - 1] - owed, "profit");
        } else {
            assertEq(
                answer,
                abi.encodeWithSelector(
                    FlashRoute.InsufficientProfit.selector, owed - outputs[legs.length - 1]
                ),
                "shortfall"
            );
        }
        _assertEmpty(address(arbitrage));
    }

    function testShouldRevertWithTheShortfallWhenBelowMinimumProfit() public {
        Leg[] memory legs = _legs(2, Mix.V2);
        uint256[] memory outputs = _routed(legs, AMOUNT);
        uint256 profit = outputs[1] - AMOUNT;
        for (uint256 kind; kind < 6; ++kind) {
            uint256 snapshot = vm.snapshotState();
            Terms memory terms = _terms(kind, 2);
            uint256 net = profit - _fee(kind, AMOUNT);
            terms.minProfit = net + 7;
            (bool ok, bytes memory answer) =
                _send(terms, _call(terms, _record(kind, legs), _exactHops(legs, outputs)));
            assertTrue(!ok, "must revert");
            assertEq(
                answer, abi.encodeWithSelector(FlashRoute.InsufficientProfit.selector, 7), "shortfall"
            );
            terms.minProfit = net;
            _mustSend(terms, _call(terms, _record(kind, legs), _exactHops(legs, outputs)));
            vm.revertToState(snapshot);
        }
    }

    function testShouldReportTheProfitInOneEvent() public {
        Leg[] memory legs = _legs(3, Mix.MIXED);
        uint256[] memory outputs = _routed(legs, AMOUNT);
        Terms memory terms = _terms(BALANCER, 3);
        bytes memory data = _call(terms, "", _exactHops(legs, outputs));
        vm.expectEmit(address(arbitrage));
        emit FlashRoute.Executed(tokens[0], AMOUNT, outputs[2] - AMOUNT);
        _mustSend(terms, data);
    }

    function testShouldPayTheBlockProducerItsShareAndTheValueSentAlong() public {
        address producer = address(0xB10C);
        vm.coinbase(producer);
        Leg[] memory legs = _legs(2, Mix.V3);
        uint256 profit = _routed(legs, AMOUNT)[1] - AMOUNT;
        Terms memory terms = _terms(V3_SWAP, 2);
        terms.coinbaseShare = 2500;
        bytes memory data = _call(terms, "", _quotedHops(legs));
        vm.deal(OPERATOR, 3);
        vm.prank(OPERATOR);
        (bool ok,) = address(arbitrage).call{value: 3}(data);
        assertTrue(ok, "trade");
        assertEq(producer.balance, profit * 2500 / 10000 + 3, "producer");
        assertEq(IERC20(tokens[0]).balanceOf(TREASURY), profit - profit * 2500 / 10000, "profit");
        _assertEmpty(address(arbitrage));
    }

    function testShouldRefuseToPayTheProducerInAnythingButTheWrappedCoin() public {
        Leg[] memory legs = new Leg[](2);
        legs[0] = Leg(false, true, tokens[1], tokens[0]);
        legs[1] = Leg(false, false, tokens[0], tokens[1]);
        Terms memory terms = _terms(OWN, 2);
        terms.token = tokens[1];
        _mustSend(terms, _call(terms, "", _quotedHops(legs)));
        terms.coinbaseShare = 1;
        _refuses(terms, _call(terms, "", _quotedHops(legs)), FlashRoute.BadRoute.selector);
    }

    function testShouldHoldToDeadlineAndBlock() public {
        Leg[] memory legs = _legs(2, Mix.V2);
        Terms memory terms = _terms(BALANCER, 2);
        terms.deadline = block.timestamp - 1;
        _refuses(terms, _call(terms, "", _quotedHops(legs)), FlashRoute.DeadlinePassed.selector);
        terms.deadline = block.timestamp;
        terms.expectedBlock = block.number + 1;
        _refuses(terms, _call(terms, "", _quotedHops(legs)), FlashRoute.UnexpectedBlock.selector);
        terms.expectedBlock = block.number - 1;
        _refuses(terms, _call(terms, "", _quotedHops(legs)), FlashRoute.UnexpectedBlock.selector);
        terms.expectedBlock = block.number;
        _mustSend(terms, _call(terms, "", _quotedHops(legs)));
    }

    function testShouldRefuseMalformedRoutes() public {
        Leg[] memory legs = _legs(2, Mix.V2);
        Terms memory terms = _terms(7, 2);
        _refuses(terms, _call(terms, "", _quotedHops(legs)), FlashRoute.BadRoute.selector);
        terms = _terms(BALANCER, 1);
        _refuses(terms, _call(terms, "", _quotedHops(legs)), FlashRoute.BadRoute.selector);
        terms = _terms(BALANCER, 13);
        _refuses(terms, _call(terms, "", _quotedHops(legs)), FlashRoute.BadRoute.selector);
        terms = _terms(BALANCER, 2);
        terms.recipient = address(0);
        _refuses(terms, _call(terms, "", _quotedHops(legs)), FlashRoute.BadRoute.selector);
        terms = _terms(BALANCER, 2);
        terms.coinbaseShare = 10001;
        _refuses(terms, _call(terms, "", _quotedHops(legs)), FlashRoute.BadRoute.selector);
        terms = _terms(OWN, 2);
        bytes memory hops = _quotedHops(legs);
        hops[0] = 0x06;
        _refuses(terms, _call(terms, "", hops), FlashRoute.BadRoute.selector);
        terms = _terms(V3_SWAP, 2);
        _refuses(terms, _call(terms, "", _quotedHops(legs)), FlashRoute.BadRoute.selector);
    }

    function testShouldLeaveNothingChangedWhenAHopFails() public {
        for (uint256 bad; bad < 5; ++bad) {
            Leg[] memory legs = _legs(5, Mix.MIXED);
            uint256[] memory outputs = _routed(legs, AMOUNT);
            if (legs[bad].v3) continue;
            outputs[bad] += 1;
            bytes32 before = _reserves(legs);
            Terms memory terms = _terms(BALANCER, 5);
            (bool ok, bytes memory answer) = _send(terms, _call(terms, "", _exactHops(legs, outputs)));
            assertTrue(!ok, "one unit too much must fail");
            assertEq(answer, abi.encodeWithSignature("Error(string)", "UniswapV2: K"), "the pool's reason");
            assertTrue(before == _reserves(legs), "reserves changed");
            _assertEmpty(address(arbitrage));
        }
    }

    function testShouldObeyOnlyTheOperatorAndStopWhenPaused() public {
        Leg[] memory legs = _legs(2, Mix.V2);
        Terms memory terms = _terms(BALANCER, 2);
        bytes memory data = _call(terms, "", _quotedHops(legs));
        (bool ok, bytes memory answer) = address(arbitrage).call(data);
        assertTrue(!ok && bytes4(answer) == Operated.NotOperator.selector, "stranger");
        vm.prank(OWNER);
        (ok, answer) = address(arbitrage).call(data);
        assertTrue(!ok && bytes4(answer) == Operated.NotOperator.selector, "the owner is no operator");
        vm.prank(OPERATOR);
        arbitrage.pause();
        assertTrue(arbitrage.paused(), "paused");
        assertEq(arbitrage.leadOperator(), OPERATOR, "still the operator");
        _refuses(terms, data, Operated.IsPaused.selector);
        vm.prank(OPERATOR);
        vm.expectRevert(Operated.NotOwner.selector);
        arbitrage.unpause();
        vm.startPrank(OWNER);
        arbitrage.setLeadOperator(address(this));
        assertTrue(arbitrage.paused(), "a new operator does not lift the pause");
        arbitrage.unpause();
        vm.stopPrank();
        _refuses(terms, data, Operated.NotOperator.selector);
        (ok,) = address(arbitrage).call(data);
        assertTrue(ok, "the new operator");
    }

    function testShouldGiveItsSettingsToTheOwnerAlone() public {
        bytes[3] memory calls = [
            abi.encodeCall(Operated.setLeadOperator, (address(this))),
            abi.encodeCall(Operated.unpause, ()),
            abi.encodeCall(Operated.rescue, (tokens[0], address(this), 0))
        ];
        for (uint256 i; i < 3; ++i) {
            (bool ok, bytes memory answer) = address(arbitrage).call(calls[i]);
            assertTrue(!ok && bytes4(answer) == Operated.NotOwner.selector, "must be the owner's");
            vm.prank(OPERATOR);
            (ok, answer) = address(arbitrage).call(calls[i]);
            assertTrue(!ok && bytes4(answer) == Operated.NotOwner.selector, "must be the owner's");
        }
        vm.expectRevert(Operated.NotOperator.selector);
        arbitrage.pause();
        assertEq(arbitrage.owner(), OWNER, "owner");
    }

    function testShouldRescueStrayTokensAndCoinForTheOwner() public {
        _give(tokens[1], address(arbitrage), 5);
        vm.deal(address(arbitrage), 6);
        vm.startPrank(OWNER);
        arbitrage.rescue(tokens[1], TREASURY, 5);
        arbitrage.rescue(address(0), TREASURY, 6);
        vm.stopPrank();
        assertEq(IERC20(tokens[1]).balanceOf(TREASURY), 5, "token");
        assertEq(TREASURY.balance, 6, "coin");
        (bool ok,) = address(arbitrage).call{value: 1}("");
        assertTrue(!ok, "coin is refused from everyone but its wrapper");
    }

    function testShouldNotCountStrayTokensAsProfit() public {
        Leg[] memory legs = _legs(2, Mix.V2);
        uint256[] memory outputs = _routed(legs, AMOUNT);
        _give(tokens[0], address(arbitrage), 1000);
        Terms memory terms = _terms(BALANCER, 2);
        terms.minProfit = outputs[1] - AMOUNT + 1;
        _refuses(terms, _call(terms, "", _exactHops(legs, outputs)), FlashRoute.InsufficientProfit.selector);
        terms.minProfit -= 1;
        _mustSend(terms, _call(terms, "", _exactHops(legs, outputs)));
        assertEq(IERC20(tokens[0]).balanceOf(address(arbitrage)), 1000, "stray tokens stay");
    }

    function _refuses(Terms memory terms, bytes memory data, bytes4 reason) internal {
        (bool ok, bytes memory answer) = _send(terms, data);
        assertTrue(!ok, "must be refused");
        assertTrue(bytes4(answer) == reason, vm.toString(answer));
    }

    function _earns(uint256 hops, Mix mix, uint256 kind, bool exact) internal {
        Leg[] memory legs = _legs(hops, mix);
        if (kind == V2_SWAP && legs[0].v3 || kind == V3_SWAP && !legs[0].v3) return;
        uint256 snapshot = vm.snapshotState();
        uint256[] memory outputs = _routed(legs, AMOUNT);
        Terms memory terms = _terms(kind, hops);
        uint256 profit = outputs[hops - 1] - AMOUNT - _fee(kind, AMOUNT);
        terms.minProfit = profit;
        bytes memory route = exact ? _exactHops(legs, outputs) : _quotedHops(legs);
        _mustSend(terms, _call(terms, _record(kind, legs), route));
        assertEq(IERC20(tokens[0]).balanceOf(TREASURY), profit, "profit");
        _assertEmpty(address(arbitrage));
        vm.revertToState(snapshot);
    }

    function _reserves(Leg[] memory legs) internal view returns (bytes32 hash) {
        for (uint256 i; i < legs.length; ++i) {
            address pool = _poolOf(legs[i]);
            hash = keccak256(
                abi.encode(
                    hash, IERC20(legs[i].from).balanceOf(pool), IERC20(legs[i].to).balanceOf(pool)
                )
            );
        }
    }
}
