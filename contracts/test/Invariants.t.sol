// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FlashLoanArbitrage} from "../src/solidity/FlashLoanArbitrage.sol";
import {Operated} from "../src/solidity/Operated.sol";
import {Rogue} from "./Malice.sol";
import {Test} from "./Vm.sol";
import {IERC20} from "./Tokens.sol";
import {World} from "./World.sol";

/// Does at random what the operator, the owner, strangers, malicious pools and the market do.
contract Actors is World {
    address private constant STRANGER = address(0x5715);

    uint256 public trades;
    /// What successful trades earned.
    uint256 public earned;
    /// The operator's own capital.
    uint256 public capital;
    /// In whose place a rogue pool stands, and where the rogues are.
    bytes32 private displaced;
    address[] private rogues;

    function trade(uint256 amount, uint256 hops, uint256 mix, uint256 kind, bool exact) external {
        Leg[] memory legs = _legs(bound(hops, 2, 12), Mix(bound(mix, 0, 2)));
        Terms memory terms = _offer(amount, kind, legs);
        uint256[] memory outputs = _routed(legs, terms.amountIn);
        bool ok = _trade(terms, _data(terms, legs, outputs, exact));
        uint256 owed = terms.amountIn + _fee(terms.kind, terms.amountIn);
        require(ok == (outputs[legs.length - 1] >= owed), "trades exactly when there is no loss");
        if (!ok) return;
        ++trades;
        earned += outputs[legs.length - 1] - owed;
    }

    /// A route with one hop that cannot be: a unit too much of a V2 pool, or more profit than there is.
    function failing(uint256 amount, uint256 hops, uint256 mix, uint256 kind, uint256 at) external {
        Leg[] memory legs = _legs(bound(hops, 2, 12), Mix(bound(mix, 0, 2)));
        Terms memory terms = _offer(amount, kind, legs);
        uint256[] memory outputs = _routed(legs, terms.amountIn);
        at = bound(at, 0, legs.length - 1);
        if (legs[at].v3) terms.minProfit = type(uint96).max;
        else outputs[at] += 1;
        bytes32 before = _balances(legs);
        require(!_trade(terms, _data(terms, legs, outputs, true)), "an impossible hop went through");
        require(before == _balances(legs), "a failed trade changed something");
    }

    /// A route with a pool that takes what it can get, in every way a pool can ask for it, and gives nothing.
    function robbed(uint256 amount, uint256 hops, uint256 mix, uint256 kind, uint256 at) external {
        Leg[] memory legs = _legs(bound(hops, 2, 12), Mix(bound(mix, 0, 2)));
        Terms memory terms = _offer(amount, kind, legs);
        // Without it, a last pool of CompoundArbitrage that does nothing at all makes a trade of nothing at all.
        terms.minProfit = 1;
        uint256[] memory outputs = _routed(legs, terms.amountIn);
        at = bound(at, 0, legs.length - 1);
        Rogue rogue = new Rogue();
        rogues.push(address(rogue));
        uint256 input = at == 0 ? terms.amountIn : outputs[at - 1];
        displaced = keccak256(abi.encode(legs[at]));
        bytes memory data = _data(terms, legs, outputs, true);
        displaced = 0;
        for (uint256 again; again < 2; ++again) {
            _ask(rogue, input, abi.encode(legs[at].from));
            _ask(rogue, terms.amountIn, abi.encode(tokens[0]));
            for (uint256 count; count < legs.length; ++count) {
                _ask(rogue, input, _head(data, 36, 52 + 35 * count));
            }
        }
        rogue.answers(abi.encode(-int256(outputs[at]), -int256(outputs[at])));
        require(!_trade(terms, data), "a route over a pool that gives nothing went through");
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
        Terms memory terms = _offer(amount, BALANCER, legs);
        terms.recipient = STRANGER;
        bytes[6] memory calls = [
            _data(terms, legs, _routed(legs, terms.amountIn), true),
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

    /// Nothing is held, and nobody has what is not theirs.
    function check() external view virtual {
        _assertEmpty(address(arbitrage));
        for (uint256 i; i < tokens.length; ++i) {
            assertEq(IERC20(tokens[i]).balanceOf(STRANGER), 0, "a stranger gained");
            for (uint256 j; j < rogues.length; ++j) {
                assertEq(IERC20(tokens[i]).balanceOf(rogues[j]), 0, "a rogue pool gained");
            }
        }
        bool toOperator = _earner() == OPERATOR;
        assertEq(IERC20(tokens[0]).balanceOf(TREASURY), toOperator ? 0 : earned, "treasury");
        assertEq(IERC20(tokens[0]).balanceOf(OPERATOR), toOperator ? capital + earned : capital, "operator");
        assertEq(arbitrage.owner(), OWNER, "owner");
        assertEq(arbitrage.leadOperator(), OPERATOR, "lead operator");
        _checkSettings();
    }

    function _checkSettings() internal view virtual {
        assertTrue(
            arbitrage.pendingOwner() == address(0) && !arbitrage.paused() && !arbitrage.isOperator(STRANGER), "settings"
        );
    }

    /// Whose account the profit is seen in.
    function _earner() internal view virtual returns (address) {
        return TREASURY;
    }

    function _offer(uint256 amount, uint256 kind, Leg[] memory legs) internal view returns (Terms memory terms) {
        terms = _terms(_kind(kind, legs[0].v3), legs.length);
        terms.amountIn = bound(amount, 1e6, 200e18);
        terms.minProfit = 0;
    }

    /// A way of funding that the contract knows for routes whose first pool is V3 or not.
    function _kind(uint256 seed, bool v3) internal pure virtual returns (uint256) {
        seed = bound(seed, 0, 6);
        return seed < V2_SWAP ? seed : v3 ? V3_SWAP : V2_SWAP;
    }

    function _data(Terms memory terms, Leg[] memory legs, uint256[] memory outputs, bool exact)
        internal
        view
        virtual
        returns (bytes memory)
    {
        return _call(terms, _record(terms.kind, legs), exact ? _exactHops(legs, outputs) : _quotedHops(legs));
    }

    function _poolOf(Leg memory leg) internal view override returns (address) {
        if (displaced != 0 && displaced == keccak256(abi.encode(leg))) return rogues[rogues.length - 1];
        return super._poolOf(leg);
    }

    function _trade(Terms memory terms, bytes memory data) private returns (bool ok) {
        if (terms.kind == OWN) capital += terms.amountIn;
        (ok,) = _send(terms, data);
    }

    function _ask(Rogue rogue, uint256 amount, bytes memory data) private {
        rogue.will(
            address(arbitrage),
            abi.encodeWithSignature("uniswapV3SwapCallback(int256,int256,bytes)", amount, -int256(1), data)
        );
        rogue.will(
            address(arbitrage),
            abi.encodeWithSignature("uniswapV2Call(address,uint256,uint256,bytes)", arbitrage, 1, 0, data)
        );
    }

    /// A part of a call's data, as CompoundArbitrage sends it along.
    function _head(bytes memory data, uint256 from, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i; i < length && from + i < data.length; ++i) {
            part[i] = data[from + i];
        }
    }

    function _balances(Leg[] memory legs) private view returns (bytes32 hash) {
        for (uint256 i; i < legs.length; ++i) {
            address pool = _poolOf(legs[i]);
            hash = keccak256(
                abi.encode(hash, IERC20(legs[i].from).balanceOf(pool), IERC20(legs[i].to).balanceOf(pool))
            );
        }
    }
}

contract FlashArbitrageHuffActors is Actors {
    function _arbitrage(address owner, address leadOperator) internal override returns (FlashLoanArbitrage) {
        return FlashLoanArbitrage(_huff("FlashArbitrage", owner, leadOperator));
    }

    function _checkSettings() internal view override {
        assertTrue(!arbitrage.paused(), "settings");
    }
}

contract CompoundArbitrageHuffActors is Actors {
    function _arbitrage(address owner, address leadOperator) internal override returns (FlashLoanArbitrage) {
        return FlashLoanArbitrage(_huff("CompoundArbitrage", owner, leadOperator));
    }

    function _checkSettings() internal view override {
        assertTrue(!arbitrage.paused(), "settings");
    }

    function _kind(uint256, bool) internal pure override returns (uint256) {
        return 7;
    }

    function _data(Terms memory terms, Leg[] memory legs, uint256[] memory outputs, bool)
        internal
        view
        override
        returns (bytes memory)
    {
        return _call(terms, "", _promised(legs, outputs));
    }
}

contract FastSwapHuffActors is Actors {
    function _arbitrage(address owner, address leadOperator) internal override returns (FlashLoanArbitrage) {
        return FlashLoanArbitrage(_huff("FastSwap", owner, leadOperator));
    }

    function _checkSettings() internal view override {}

    function _earner() internal pure override returns (address) {
        return OPERATOR;
    }

    function _kind(uint256, bool) internal pure override returns (uint256) {
        return OWN;
    }
}

abstract contract Invariants is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    Actors private actors;

    function _actors() internal virtual returns (Actors);

    function setUp() public {
        actors = _actors();
        actors.setUp();
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        bytes4[] memory selectors = new bytes4[](6);
        (selectors[0], selectors[1], selectors[2]) = (Actors.trade.selector, Actors.trade.selector, Actors.market.selector);
        (selectors[3], selectors[4], selectors[5]) =
            (Actors.failing.selector, Actors.robbed.selector, Actors.stranger.selector);
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(actors), selectors);
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(actors);
    }

    function invariantHoldsNothingAndOnlyTheOwnerGains() public view {
        actors.check();
    }
}

contract FlashLoanArbitrageInvariants is Invariants {
    function _actors() internal override returns (Actors) {
        return new Actors();
    }
}

contract FlashArbitrageHuffInvariants is Invariants {
    function _actors() internal override returns (Actors) {
        return new FlashArbitrageHuffActors();
    }
}

contract CompoundArbitrageHuffInvariants is Invariants {
    function _actors() internal override returns (Actors) {
        return new CompoundArbitrageHuffActors();
    }
}

contract FastSwapHuffInvariants is Invariants {
    function _actors() internal override returns (Actors) {
        return new FastSwapHuffActors();
    }
}
