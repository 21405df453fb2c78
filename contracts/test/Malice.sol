// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FlashRoute} from "../src/solidity/FlashRoute.sol";
import {Operated} from "../src/solidity/Operated.sol";
import {IV2Pair, IV3Pool} from "./Protocols.sol";
import {IERC20, TestToken} from "./Tokens.sol";
import {World} from "./World.sol";

/// A pool and lender that does, whenever it is called, whatever calls it was told to make, and answers as it was told to.
contract Rogue {
    struct Step {
        address target;
        bytes data;
        bool mustWork;
    }

    Step[] private steps;
    bytes private answer;
    /// How many of its calls were let through.
    uint256 public worked;

    function will(address target, bytes calldata data) external {
        steps.push(Step(target, data, false));
    }

    function must(address target, bytes calldata data) external {
        steps.push(Step(target, data, true));
    }

    function answers(bytes calldata data) external {
        answer = data;
    }

    fallback() external {
        for (uint256 i; i < steps.length; ++i) {
            (bool ok, bytes memory reason) = steps[i].target.call(steps[i].data);
            if (!ok && steps[i].mustWork) {
                assembly ("memory-safe") {
                    revert(add(reason, 32), mload(reason))
                }
            }
            if (ok) ++worked;
        }
        bytes memory data = answer;
        assembly ("memory-safe") {
            return(add(data, 32), mload(data))
        }
    }
}

/// A token that calls a stranger at each transfer.
contract HookToken is TestToken {
    address public hook;

    constructor() TestToken("H", 18) {}

    function set(address hook_) external {
        hook = hook_;
    }

    function _move(address from, address to, uint256 amount) internal override {
        super._move(from, to, amount);
        if (hook != address(0)) {
            (bool ok,) = hook.call("");
            ok;
        }
    }
}

/// What pools, tokens, lenders and strangers try.
abstract contract Malice is World {
    Rogue private rogue;

    function setUp() public override {
        super.setUp();
        rogue = new Rogue();
        // Strayed tokens are what there is to steal at most.
        _give(tokens[0], address(arbitrage), 5e18);
        _give(tokens[1], address(arbitrage), 5e18);
    }

    // ---------------------------------------------------------------- callbacks nobody asked for

    function testShouldServeNoCallbackOutsideATrade() public {
        bytes[] memory calls = _callbacks(_route(BALANCER));
        for (uint256 i; i < calls.length; ++i) {
            (bool ok,) = address(arbitrage).call(calls[i]);
            assertTrue(!ok, "callback outside a trade");
        }
        _assertUntouched();
    }

    function testShouldServeNoCallbackStartedByAStrangerThroughGenuineProtocols() public {
        bytes memory data = abi.encodePacked(uint256(0), _tail(_route(BALANCER)));
        address[] memory asset = new address[](1);
        uint256[] memory amount = new uint256[](1);
        (asset[0], amount[0]) = (tokens[0], 1e18);
        (bool ok,) = address(vault).call(
            abi.encodeWithSignature(
                "flashLoan(address,address[],uint256[],bytes)", address(arbitrage), asset, amount, data
            )
        );
        assertTrue(!ok, "Balancer");
        (ok,) = address(aave).call(
            abi.encodeWithSignature(
                "flashLoanSimple(address,address,uint256,bytes,uint16)",
                address(arbitrage),
                tokens[0],
                1e18,
                data,
                uint16(0)
            )
        );
        assertTrue(!ok, "Aave");
        (ok,) = lenderPair.call(
            abi.encodeCall(IV2Pair.swap, (uint256(1), uint256(0), address(arbitrage), data))
        );
        assertTrue(!ok, "V2");
        _assertUntouched();
    }

    function testFuzzShouldServeNoCallToAnyFunctionOfAStranger(uint256 choice, bytes calldata data) public {
        bytes32 settings = _settings();
        (bool ok,) = address(arbitrage).call(_strange(choice, data));
        ok;
        assertTrue(settings == _settings(), "settings");
        _assertUntouched();
    }

    // ---------------------------------------------------------------- pools that lie

    /// A rogue pool, called as a hop, tries every callback, in every order of trust, and gives nothing.
    function testShouldLoseNothingToARogueHop() public {
        for (uint256 hop = 2; hop < 6; ++hop) {
            for (uint256 kind; kind < 3; ++kind) {
                _rogueHop(hop, kind);
            }
        }
    }

    function _rogueHop(uint256 hop, uint256 kind) private {
        uint256 snapshot = vm.snapshotState();
        bytes[] memory calls = _callbacks(_route(kind));
        for (uint256 i; i < calls.length; ++i) {
            rogue.will(address(arbitrage), calls[i]);
        }
        rogue.answers(abi.encode(1e24, 1e24));
        (bool ok,) = _try(
            kind,
            abi.encodePacked(
                uint8(hop), address(rogue), hop < 4 ? abi.encodePacked(uint24(3000)) : abi.encodePacked(tokens[0])
            )
        );
        assertTrue(!ok, "a route over a rogue pool must fail");
        _assertUntouched();
        vm.revertToState(snapshot);
    }

    /// The rogue pool is paid its input twice at most if it were trusted: it asks again and again for the same and for more.
    function testShouldPayAHopOnceAndExactly() public {
        bytes memory ask = _ask(AMOUNT, tokens[0]);
        rogue.must(address(arbitrage), ask);
        rogue.will(address(arbitrage), ask);
        rogue.will(address(arbitrage), _ask(1, tokens[0]));
        rogue.will(address(arbitrage), _ask(AMOUNT, tokens[1]));
        // It is honest otherwise, and even gives a little too much: the trade goes through and only one call worked.
        rogue.must(address(this), abi.encodeCall(this.gift, (2e18)));
        rogue.answers(abi.encode(AMOUNT, -int256(2e18)));
        Terms memory terms = _terms(BALANCER, 2);
        Leg[] memory back = new Leg[](1);
        back[0] = Leg(false, true, tokens[1], tokens[0]);
        bytes memory hops = abi.encodePacked(uint8(5), address(rogue), tokens[0], _quotedHops(back));
        // The gift lands at the next pool, as a pool's output would.
        _mustSend(terms, _call(terms, "", hops));
        assertEq(rogue.worked(), 2, "its input once, and its own gift");
        assertEq(IERC20(tokens[0]).balanceOf(address(rogue)), AMOUNT, "its input");
        _assertUntouched();
    }

    function gift(uint256 amount) external {
        _give(tokens[1], factoryB.getPair(tokens[0], tokens[1]), amount);
    }

    function testShouldRefuseAHopThatAsksForMoreThanItsInput() public {
        rogue.must(address(arbitrage), _ask(AMOUNT + 1, tokens[0]));
        (bool ok, bytes memory answer) = _try(BALANCER, abi.encodePacked(uint8(5), address(rogue), tokens[0]));
        assertTrue(!ok, "must fail");
        assertTrue(bytes4(answer) == FlashRoute.UnexpectedCallback.selector, "reason");
        _assertUntouched();
    }

    function testShouldLoseNothingToALenderThatChangesTheRoute() public {
        for (uint256 kind = 3; kind < 7; ++kind) {
            uint256 snapshot = vm.snapshotState();
            // The altered route pays everything to the rogue: no minimum, the rogue as recipient.
            Terms memory altered = _terms(kind, 2);
            (altered.recipient, altered.minProfit) = (address(rogue), 0);
            bytes[] memory calls = _callbacks(_call(altered, _rogueRecord(kind), _quotedHops(_legs(2, Mix.V2))));
            for (uint256 i; i < calls.length; ++i) {
                rogue.will(address(arbitrage), calls[i]);
            }
            rogue.answers(abi.encode(1e18, -1e18));
            (bool ok,) = _tryLender(kind);
            assertTrue(!ok, "must fail");
            _assertUntouched();
            vm.revertToState(snapshot);
        }
    }

    function testShouldNoticeALenderThatNeverLent() public {
        for (uint256 kind = 3; kind < 5; ++kind) {
            (bool ok, bytes memory answer) = _tryLender(kind);
            assertTrue(!ok && bytes4(answer) == FlashRoute.NotSettled.selector, "must fail");
        }
        _assertUntouched();
    }

    /// The lender calls back as it should but lends nothing: repaying it out of strayed tokens must fail.
    function testShouldNotRepayALoanThatNeverCame() public {
        Terms memory terms = _terms(V3_LOAN, 2);
        bytes memory route = _call(terms, _rogueRecord(V3_LOAN), _quotedHops(_legs(2, Mix.V2)));
        bytes memory data =
            abi.encodePacked(IERC20(tokens[0]).balanceOf(address(arbitrage)), _tail(route));
        rogue.must(
            address(arbitrage),
            abi.encodeWithSignature("uniswapV3FlashCallback(uint256,uint256,bytes)", 0, 0, data)
        );
        (bool ok, bytes memory answer) = _send(terms, route);
        assertTrue(!ok, "must fail");
        assertTrue(bytes4(answer) == FlashRoute.InsufficientProfit.selector, "as a loss");
        _assertUntouched();
    }

    /// The lender lends and calls back with the right data, but from another address, or as another kind of lender.
    function testShouldServeTheRightDataOnlyFromTheRightCallerAsTheRightKind() public {
        Terms memory terms = _terms(V3_LOAN, 2);
        bytes memory route = _call(terms, _rogueRecord(V3_LOAN), _quotedHops(_legs(2, Mix.V2)));
        bytes memory data = abi.encodePacked(uint256(5e18), _tail(route));
        bytes[3] memory calls = [
            abi.encodeWithSignature("uniswapV3FlashCallback(uint256,uint256,bytes)", 0, 0, data),
            abi.encodeWithSignature(
                "executeOperation(address,uint256,uint256,address,bytes)", tokens[0], AMOUNT, 0, arbitrage, data
            ),
            abi.encodeWithSignature("uniswapV2Call(address,uint256,uint256,bytes)", arbitrage, AMOUNT, 0, data)
        ];
        for (uint256 i; i < 4; ++i) {
            uint256 snapshot = vm.snapshotState();
            _give(tokens[0], address(rogue), AMOUNT);
            rogue.must(tokens[0], abi.encodeCall(IERC20.transfer, (address(arbitrage), AMOUNT)));
            if (i == 3) {
                rogue.must(address(arbitrage), calls[0]);
            } else if (i == 0) {
                Rogue accomplice = new Rogue();
                accomplice.will(address(arbitrage), calls[0]);
                rogue.must(address(accomplice), "");
            } else {
                rogue.will(address(arbitrage), calls[i]);
            }
            (bool ok, bytes memory answer) = _send(terms, route);
            assertTrue(ok == (i == 3), "only the one expected callback is served");
            assertTrue(ok || bytes4(answer) == FlashRoute.NotSettled.selector, "for want of a callback");
            vm.revertToState(snapshot);
        }
    }

    // ---------------------------------------------------------------- reentry

    function testShouldRefuseReentryByAnOperatorAndByTheOwner() public {
        arbitrage = _arbitrage(address(rogue), address(rogue));
        _give(tokens[0], address(arbitrage), 5e18);
        _give(tokens[1], address(arbitrage), 5e18);
        // A trade that would go through if it were not within another.
        rogue.will(address(arbitrage), _call(_terms(V3_SWAP, 2), "", _quotedHops(_legs(2, Mix.V3))));
        rogue.will(
            address(arbitrage), abi.encodeCall(Operated.rescue, (tokens[0], address(rogue), 1))
        );
        rogue.will(address(arbitrage), abi.encodeCall(Operated.setLeadOperator, (address(1))));
        HookToken hooked = new HookToken();
        _pair(factoryA, tokens[0], address(hooked), DEPTH, DEPTH * 6 / 5);
        _pair(factoryB, tokens[0], address(hooked), DEPTH, DEPTH);
        hooked.set(address(rogue));
        Leg[] memory legs = new Leg[](2);
        legs[0] = Leg(false, false, tokens[0], address(hooked));
        legs[1] = Leg(false, true, address(hooked), tokens[0]);
        bytes memory data = _call(_terms(BALANCER, 2), "", _quotedHops(legs));
        vm.prank(address(rogue));
        (bool ok,) = address(arbitrage).call(data);
        assertTrue(ok, "the trade itself");
        assertEq(rogue.worked(), 0, "nothing got through");
        _assertUntouched();
    }

    // ---------------------------------------------------------------- plumbing

    function _assertUntouched() private view {
        assertEq(IERC20(tokens[0]).balanceOf(address(arbitrage)), 5e18, "first token");
        assertEq(IERC20(tokens[1]).balanceOf(address(arbitrage)), 5e18, "second token");
        assertEq(address(arbitrage).balance, 0, "coin");
    }

    function _settings() private view returns (bytes32) {
        return keccak256(
            abi.encode(
                arbitrage.owner(), arbitrage.leadOperator(), arbitrage.paused()
            )
        );
    }

    function _route(uint256 kind) private view returns (bytes memory) {
        return _call(_terms(kind, 2), "", _quotedHops(_legs(2, Mix.V2)));
    }

    function _tail(bytes memory route) private pure returns (bytes memory tail) {
        tail = new bytes(route.length - 4);
        for (uint256 i; i < tail.length; ++i) {
            tail[i] = route[i + 4];
        }
    }

    function _ask(uint256 amount, address token) private pure returns (bytes memory) {
        return abi.encodeWithSignature(
            "uniswapV3SwapCallback(int256,int256,bytes)", amount, -int256(1), abi.encode(token)
        );
    }

    /// Every callback that the contract knows, with the data of a route, and with a hop's.
    function _callbacks(bytes memory route) private view returns (bytes[] memory calls) {
        bytes memory data = abi.encodePacked(uint256(0), _tail(route));
        uint256[] memory one = new uint256[](1);
        address[] memory token = new address[](1);
        (one[0], token[0]) = (1, tokens[0]);
        calls = new bytes[](9);
        calls[0] = abi.encodeWithSignature("uniswapV2Call(address,uint256,uint256,bytes)", arbitrage, 1, 0, data);
        calls[1] = abi.encodeWithSignature("pancakeCall(address,uint256,uint256,bytes)", arbitrage, 1, 0, data);
        calls[2] = abi.encodeWithSignature("uniswapV3FlashCallback(uint256,uint256,bytes)", 0, 0, data);
        calls[3] = abi.encodeWithSignature("uniswapV3SwapCallback(int256,int256,bytes)", AMOUNT, -1, data);
        calls[4] = abi.encodeWithSignature(
            "executeOperation(address,uint256,uint256,address,bytes)", tokens[0], 1, 0, arbitrage, data
        );
        calls[5] = abi.encodeWithSignature(
            "receiveFlashLoan(address[],uint256[],uint256[],bytes)", token, one, one, data
        );
        calls[6] = _ask(AMOUNT, tokens[1]);
        calls[7] = _ask(5e18, tokens[1]);
        calls[8] = _ask(5e18, tokens[0]);
    }

    function _try(uint256 kind, bytes memory first) private returns (bool, bytes memory) {
        Terms memory terms = _terms(kind, 2);
        Leg[] memory back = new Leg[](1);
        back[0] = Leg(false, true, tokens[1], tokens[0]);
        return _send(terms, _call(terms, "", abi.encodePacked(first, _quotedHops(back))));
    }

    function _rogueRecord(uint256 kind) private view returns (bytes memory) {
        if (kind == V2_LOAN || kind == V3_LOAN) return abi.encodePacked(uint8(0), uint24(3000), address(rogue));
        return kind == V2_SWAP ? abi.encodePacked(tokens[1]) : bytes("");
    }

    /// A genuine route that borrows from the rogue, or swaps with it first.
    function _tryLender(uint256 kind) private returns (bool, bytes memory) {
        Terms memory terms = _terms(kind, 2);
        if (kind < 5) return _send(terms, _call(terms, _rogueRecord(kind), _quotedHops(_legs(2, Mix.V2))));
        Leg[] memory back = new Leg[](1);
        back[0] = Leg(false, true, tokens[1], tokens[0]);
        bytes memory first = kind == V2_SWAP
            ? abi.encodePacked(uint8(0), address(rogue), uint112(1e18))
            : abi.encodePacked(uint8(4), address(rogue), tokens[0]);
        return _send(terms, _call(terms, _rogueRecord(kind), abi.encodePacked(first, _quotedHops(back))));
    }
}
