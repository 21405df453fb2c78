// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FlashLoanArbitrage} from "../src/solidity/FlashLoanArbitrage.sol";
import {Vm} from "./Vm.sol";
import {IV2Pair, IV3Pool} from "./Protocols.sol";
import {RouterTrader} from "./RouterTrader.sol";
import {IERC20} from "./Tokens.sol";
import {World} from "./World.sol";

/// Whole-transaction gas of the same trades by Solidity, Huff and routers. Not part of the tests: the benchmark runs it with each call as
/// a transaction of its own and reads its trace, in which each call of `begin` tells what the next transaction is.
contract GasTable is World {
    address private constant PRODUCER = address(0xB10C);

    FlashLoanArbitrage private huff;
    FlashLoanArbitrage private compound;
    FlashLoanArbitrage private fast;
    RouterTrader private trader;
    string[7] private fundings = ["own", "balancer", "aave", "v2-loan", "v3-loan", "flash-swap", "flash-swap"];
    string[3] private mixes = ["v2", "v3", "mixed"];

    function setUp() public override {
        super.setUp();
        vm.coinbase(PRODUCER);
        huff = FlashLoanArbitrage(_huff("FlashArbitrage", OWNER, OPERATOR));
        compound = FlashLoanArbitrage(_huff("CompoundArbitrage", OWNER, OPERATOR));
        fast = FlashLoanArbitrage(_huff("FastSwap", OWNER, OPERATOR));
        trader = new RouterTrader(OPERATOR);
        for (uint256 i; i < 7; ++i) {
            trader.allow(tokens[i], address(routerA));
            trader.allow(tokens[i], address(routerB));
            trader.allow(tokens[i], address(router3));
        }
        _give(tokens[0], TREASURY, 1);
        _give(tokens[0], OPERATOR, 100e18);
        address[4] memory spenders = [address(arbitrage), address(huff), address(fast), address(trader)];
        for (uint256 i; i < 4; ++i) {
            vm.prank(OPERATOR);
            IERC20(tokens[0]).approve(spenders[i], type(uint256).max);
        }
        _season();
    }

    /// Pools that have traded before have no empty slots to fill.
    function _season() private {
        vm.warp(block.timestamp + 12);
        for (uint256 i; i < 7; ++i) {
            (address a, address b) = i < 6 ? (tokens[i], tokens[i + 1]) : (tokens[0], tokens[2]);
            for (uint256 pool; pool < 4; ++pool) {
                _give(a, address(this), 2e12);
                uint256 out = _routeLeg(Leg(pool > 1, pool % 2 == 1, a, b), 1e12);
                _routeLeg(Leg(pool > 1, pool % 2 == 1, b, a), out);
            }
        }
        vm.warp(block.timestamp + 12);
        vm.roll(block.number + 1);
    }

    function testTable() public {
        uint256[4] memory lengths = [uint256(2), 3, 5, 10];
        for (uint256 mix; mix < 3; ++mix) {
            for (uint256 i; i < 4; ++i) {
                for (uint256 kind; kind < 7; ++kind) {
                    Leg[] memory legs = _legs(lengths[i], Mix(mix));
                    if ((kind == V2_SWAP && legs[0].v3) || (kind == V3_SWAP && !legs[0].v3)) continue;
                    _row(legs, mix, kind);
                }
            }
        }
    }

    /// A mark in the trace.
    function begin(string calldata row, string calldata column) external {}

    function _row(Leg[] memory legs, uint256 mix, uint256 kind) private {
        uint256[] memory outputs = _routed(legs, AMOUNT);
        string memory name =
            string.concat(mixes[mix], ",", vm.toString(legs.length), ",", fundings[kind]);
        bytes memory data = _call(_terms(kind, legs.length), _record(kind, legs), _exactHops(legs, outputs));
        _measure(name, "solidity", address(arbitrage), data);
        _measure(name, "huff", address(huff), data);
        _measure(name, "router", address(trader), _plan(legs, kind));
        if (kind == OWN) {
            string memory special = string.concat(name, ",fast-swap");
            _measure(special, "solidity", address(arbitrage), data);
            _measure(special, "huff", address(fast), data);
            _measure(special, "router", address(trader), _plan(legs, kind));
        }
        if (kind == V2_SWAP || kind == V3_SWAP) {
            string memory special = string.concat(name, ",compound");
            _measure(special, "solidity", address(arbitrage), data);
            data = _call(_terms(7, legs.length), "", _promised(legs, outputs));
            _measure(special, "huff", address(compound), data);
            _measure(special, "router", address(trader), _plan(legs, kind));
        }
    }

    function _measure(string memory row, string memory column, address target, bytes memory data) private {
        uint256 snapshot = vm.snapshotState();
        this.begin(row, column);
        vm.prank(OPERATOR, OPERATOR);
        (bool ok, bytes memory answer) = target.call(data);
        Vm.Gas memory gas = vm.lastCallGas();
        assertTrue(ok, string.concat(row, " ", column, " ", vm.toString(answer)));
        this.begin(row, vm.toString(gas.gasTotalUsed));
        vm.revertToState(snapshot);
    }

    /// Routers cannot swap before they are paid, so the trade that the first pool funds is funded by Balancer, which costs nothing.
    function _plan(Leg[] memory legs, uint256 kind) private view returns (bytes memory) {
        RouterTrader.Plan memory plan;
        plan.kind = kind > V3_LOAN ? BALANCER : kind;
        plan.lender = plan.kind == BALANCER
            ? address(vault)
            : kind == AAVE ? address(aave) : kind == V2_LOAN ? lenderPair : lenderPool;
        plan.second = kind == V2_LOAN
            ? IV2Pair(lenderPair).token0() != tokens[0]
            : IV3Pool(lenderPool).token0() != tokens[0];
        (plan.token, plan.amount, plan.minProfit, plan.recipient) = (tokens[0], AMOUNT, 1, TREASURY);
        RouterTrader.Stretch[] memory stretches = new RouterTrader.Stretch[](legs.length);
        uint256 count;
        for (uint256 i; i < legs.length;) {
            (stretches[count++], i) = _stretch(legs, i);
        }
        assembly ("memory-safe") {
            mstore(stretches, count)
        }
        plan.stretches = stretches;
        return abi.encodeCall(RouterTrader.execute, (plan));
    }

    function _stretch(Leg[] memory legs, uint256 from)
        private
        view
        returns (RouterTrader.Stretch memory stretch, uint256 end)
    {
        stretch.v3 = legs[from].v3;
        stretch.router = stretch.v3 ? address(router3) : address(legs[from].back ? routerB : routerA);
        stretch.path = abi.encodePacked(legs[from].from);
        for (end = from; end < legs.length && _same(legs[from], legs[end]); ++end) {
            stretch.path = abi.encodePacked(stretch.path, uint24(legs[end].back ? 500 : 3000), legs[end].to);
        }
        if (stretch.v3) return (stretch, end);
        stretch.path = "";
        stretch.tokens = new address[](end - from + 1);
        stretch.tokens[0] = legs[from].from;
        for (uint256 i = from; i < end; ++i) {
            stretch.tokens[i - from + 1] = legs[i].to;
        }
    }

    function _same(Leg memory a, Leg memory b) private pure returns (bool) {
        return a.v3 == b.v3 && (a.v3 || a.back == b.back);
    }
}
