// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Operated} from "../src/solidity/Operated.sol";
import {Test} from "./Vm.sol";
import {IERC20} from "./Tokens.sol";
import {World} from "./World.sol";

/// Does at random what the operator, the owner, strangers and the market do.
contract Actors is World {
    address private constant STRANGER = address(0x5715);

    uint256 public trades;
    /// What the treasury was told of by events it would see as its balance.
    uint256 public earned;

    function trade(uint256 amount, uint256 hops, uint256 mix, uint256 kind, bool exact) external {
        Leg[] memory legs = _legs(bound(hops, 2, 12), Mix(bound(mix, 0, 2)));
        Terms memory terms = _terms(bound(kind, 0, 6), legs.length);
        if (terms.kind == V2_SWAP && legs[0].v3) terms.kind = V3_SWAP;
        if (terms.kind == V3_SWAP && !legs[0].v3) terms.kind = V2_SWAP;
        terms.amountIn = bound(amount, 1e6, 200e18);
        terms.minProfit = 0;
        uint256[] memory outputs = _routed(legs, terms.amountIn);
        bytes memory route = exact ? _exactHops(legs, outputs) : _quotedHops(legs);
        uint256 before = IERC20(tokens[0]).balanceOf(TREASURY);
        (bool ok,) = _send(terms, _call(terms, _record(terms.kind, legs), route));
        if (ok) ++trades;
        uint256 owed = terms.amountIn + _fee(terms.kind, terms.amountIn);
        if (ok) earned += outputs[legs.length - 1] - owed;
        require(ok == (outputs[legs.length - 1] >= owed), "trades exactly when there is no loss");
        require(IERC20(tokens[0]).balanceOf(TREASURY) == before + (ok ? outputs[legs.length - 1] - owed : 0));
    }

    function market(uint256 amount, uint256 edge, bool v3, bool back, bool up) external {
        uint256 at = bound(edge, 0, 5);
        Leg[] memory legs = new Leg[](1);
        legs[0] = up ? Leg(v3, back, tokens[at], tokens[at + 1]) : Leg(v3, back, tokens[at + 1], tokens[at]);
        amount = bound(amount, 1e15, 50e18);
        _give(legs[0].from, address(this), amount);
        _routeLeg(legs[0], amount);
    }

    function stranger(uint256 which, bytes calldata noise, uint256 amount) external {
        Leg[] memory legs = _legs(2, Mix.V2);
        Terms memory terms = _terms(BALANCER, 2);
        (terms.recipient, terms.minProfit, terms.amountIn) = (STRANGER, 0, bound(amount, 1, 10e18));
        bytes memory route = _call(terms, "", _quotedHops(legs));
        bytes[6] memory calls = [
            route,
            abi.encodeCall(Operated.rescue, (tokens[0], STRANGER, amount)),
            abi.encodeCall(Operated.setOperator, (STRANGER, true)),
            abi.encodeCall(Operated.transferOwnership, (STRANGER)),
            abi.encodeWithSignature("uniswapV3SwapCallback(int256,int256,bytes)", amount, -1, abi.encode(tokens[0])),
            bytes(noise)
        ];
        vm.prank(STRANGER);
        (bool ok,) = address(arbitrage).call(calls[which % 6]);
        require(!ok || which % 6 == 5, "a stranger got through");
    }

    function empty() external view returns (bool) {
        _assertEmpty(address(arbitrage));
        for (uint256 i; i < tokens.length; ++i) {
            require(IERC20(tokens[i]).balanceOf(STRANGER) == 0, "a stranger gained");
        }
        return true;
    }

    function unchanged() external view returns (bool) {
        return arbitrage.owner() == OWNER && arbitrage.pendingOwner() == address(0)
            && arbitrage.leadOperator() == OPERATOR && !arbitrage.paused() && !arbitrage.isOperator(STRANGER);
    }

    function treasury() external view returns (uint256) {
        return IERC20(tokens[0]).balanceOf(TREASURY);
    }
}

contract Invariants is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Actors private actors;

    function setUp() public {
        actors = new Actors();
        actors.setUp();
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[] memory selectors = new bytes4[](3);
        (selectors[0], selectors[1], selectors[2]) =
            (Actors.trade.selector, Actors.market.selector, Actors.stranger.selector);
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(actors), selectors);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(actors);
    }

    function invariantHoldsNothingAndNoStrangerGains() public view {
        assertTrue(actors.empty(), "empty");
        assertTrue(actors.unchanged(), "settings");
        assertEq(actors.treasury(), actors.earned(), "the treasury got what was earned, and nothing else");
    }
}
