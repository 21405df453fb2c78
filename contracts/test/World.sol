// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FlashLoanArbitrage} from "../src/solidity/FlashLoanArbitrage.sol";
import {FlashRoute} from "../src/solidity/FlashRoute.sol";
import {Operated} from "../src/solidity/Operated.sol";
import {IV2Pair, IV2Router, IV3Pool, IV3Router, Protocols} from "./Protocols.sol";
import {IERC20, TestToken} from "./Tokens.sol";

/// Seven tokens in a row, the first of them WETH, and four pools between each two neighbours and between the first and the third:
/// two V2 pairs of different factories and two V3 pools of different fees. The second token is cheap in the first pair of
/// `factoryA` and in the 3000 pool, so that a route out through those and back through the others earns.
abstract contract World is Protocols {
    enum Mix {
        V2,
        V3,
        MIXED
    }

    uint256 internal constant OWN = 0;
    uint256 internal constant BALANCER = 1;
    uint256 internal constant AAVE = 2;
    uint256 internal constant V2_LOAN = 3;
    uint256 internal constant V3_LOAN = 4;
    uint256 internal constant V2_SWAP = 5;
    uint256 internal constant V3_SWAP = 6;

    uint256 internal constant DEPTH = 1000e18;
    uint256 internal constant AMOUNT = 1e18;

    address internal constant OWNER = address(0xA11CE);
    address internal constant OPERATOR = address(0x0b07);
    address internal constant TREASURY = address(0x7EA5);

    address[] internal tokens;
    FlashLoanArbitrage internal arbitrage;
    /// The pools that only lend.
    address internal lenderPair;
    address internal lenderPool;

    function setUp() public virtual {
        vm.warp(1_700_000_000);
        vm.roll(20_000_000);
        _deployUniswap();
        _deployBalancer();
        tokens.push(address(weth));
        for (uint256 i = 1; i < 7; ++i) {
            tokens.push(address(new TestToken("T", 18)));
        }
        for (uint256 i; i < 6; ++i) {
            _edge(tokens[i], tokens[i + 1], i == 0);
        }
        _edge(tokens[0], tokens[2], false);
        _lenders();
        arbitrage = _arbitrage(OWNER, OPERATOR);
    }

    /// The contract under test; those that are not FlashLoanArbitrage itself have its functions.
    function _arbitrage(address owner, address leadOperator) internal virtual returns (FlashLoanArbitrage) {
        return new FlashLoanArbitrage(owner, leadOperator, address(weth), address(vault), address(aave));
    }

    /// The same from a source in Huff, which the build has assembled.
    function _huff(string memory name, address owner, address leadOperator) internal returns (address payable) {
        bytes memory code = vm.parseBytes(vm.readFile(string.concat("target/classes/org/alphapulse/contracts/", name, ".hex")));
        return payable(
            _deploy(abi.encodePacked(code, abi.encode(owner, leadOperator, address(weth), address(vault), address(aave))))
        );
    }

    /// A call that a stranger may try: of a function that one of the contracts or a protocol knows, by itself or with arguments that would
    /// do harm, and now and then of any other.
    function _strange(uint256 choice, bytes calldata data) internal view returns (bytes memory) {
        bytes4[18] memory known = [
            FlashRoute.execute.selector,
            FlashRoute.receiveFlashLoan.selector,
            FlashRoute.executeOperation.selector,
            FlashRoute.uniswapV2Call.selector,
            FlashRoute.pancakeCall.selector,
            FlashRoute.uniswapV3FlashCallback.selector,
            bytes4(keccak256("uniswapV3SwapCallback(int256,int256,bytes)")),
            bytes4(keccak256("pancakeV3SwapCallback(int256,int256,bytes)")),
            bytes4(keccak256("pancakeV3FlashCallback(uint256,uint256,bytes)")),
            bytes4(keccak256("onFlashLoan(address,address,uint256,uint256,bytes)")),
            Operated.transferOwnership.selector,
            Operated.acceptOwnership.selector,
            Operated.setOperator.selector,
            Operated.setLeadOperator.selector,
            Operated.pause.selector,
            Operated.unpause.selector,
            Operated.rescue.selector,
            bytes4(keccak256(abi.encode(choice)))
        ];
        bytes4 selector = known[choice % known.length];
        uint256 shape = (choice / known.length) % 4;
        if (shape == 0) return abi.encodePacked(selector, data);
        if (shape == 1) return abi.encodePacked(selector, abi.encode(tokens[0], address(this), 1e18), data);
        if (shape == 2) return abi.encodePacked(selector, abi.encode(address(this), true), data);
        return abi.encodePacked(selector, abi.encode(int256(1e18), -int256(1e18), 96, data.length), data);
    }

    function _lenders() private {
        address other = address(new TestToken("L", 18));
        lenderPair = _pair(factoryA, tokens[0], other, DEPTH, DEPTH);
        lenderPool = _pool(tokens[0], other, 500, DEPTH, DEPTH);
        _give(tokens[0], address(vault), DEPTH);
        _deployAave();
        address[] memory listed = new address[](2);
        listed[0] = tokens[0];
        listed[1] = tokens[1];
        _listOnAave(listed, 1e8);
        for (uint256 i; i < 2; ++i) {
            _give(listed[i], address(this), DEPTH);
            IERC20(listed[i]).approve(address(aave), DEPTH);
            aave.supply(listed[i], DEPTH, address(this), 0);
        }
    }

    function _edge(address a, address b, bool cheap) private {
        uint256 deep = cheap ? DEPTH * 6 / 5 : DEPTH;
        _pair(factoryA, a, b, DEPTH, deep);
        _pair(factoryB, a, b, DEPTH, DEPTH);
        _pool(a, b, 3000, DEPTH, deep);
        _pool(a, b, 500, DEPTH, DEPTH);
    }

    function _give(address token, address to, uint256 amount) internal override {
        if (token == address(weth)) {
            vm.deal(address(this), address(this).balance + amount);
            weth.deposit{value: amount}();
            weth.transfer(to, amount);
        } else {
            TestToken(token).mint(to, amount);
        }
    }

    // ---------------------------------------------------------------- routes

    struct Leg {
        bool v3;
        /// Which of the two pools of that kind: out through the first, back through the second.
        bool back;
        address from;
        address to;
    }

    /// A closed walk over `hops` pools: out along the row and back, an odd number over the triangle of the first three tokens.
    function _legs(uint256 hops, Mix mix) internal view returns (Leg[] memory legs) {
        legs = new Leg[](hops);
        uint256 out = hops % 2 == 0 ? hops / 2 : hops / 2 + 1;
        uint256 at;
        for (uint256 i; i < hops; ++i) {
            uint256 to = i < out ? i + 1 : (hops % 2 == 1 && at == 2) ? 0 : at - 1;
            legs[i] = Leg(
                mix == Mix.V3 || (mix == Mix.MIXED && i % 2 == 1), i >= out, tokens[at], tokens[to]
            );
            at = to;
        }
    }

    function _poolOf(Leg memory leg) internal view virtual returns (address) {
        if (leg.v3) return factory3.getPool(leg.from, leg.to, leg.back ? 500 : 3000);
        return (leg.back ? factoryB : factoryA).getPair(leg.from, leg.to);
    }

    /// The hops of a route whose V2 amounts are found on chain.
    function _quotedHops(Leg[] memory legs) internal view returns (bytes memory hops) {
        for (uint256 i; i < legs.length; ++i) {
            uint8 direction = legs[i].from < legs[i].to ? 1 : 0;
            hops = legs[i].v3
                ? abi.encodePacked(hops, uint8(4 | direction), _poolOf(legs[i]), legs[i].from)
                : abi.encodePacked(hops, uint8(2 | direction), _poolOf(legs[i]), uint24(3000));
        }
    }

    /// The hops of a route whose V2 amounts are given.
    function _exactHops(Leg[] memory legs, uint256[] memory outputs) internal view returns (bytes memory hops) {
        for (uint256 i; i < legs.length; ++i) {
            uint8 direction = legs[i].from < legs[i].to ? 1 : 0;
            hops = legs[i].v3
                ? abi.encodePacked(hops, uint8(4 | direction), _poolOf(legs[i]), legs[i].from)
                : abi.encodePacked(hops, uint8(direction), _poolOf(legs[i]), uint112(outputs[i]));
        }
    }

    /// The hops of CompoundArbitrage, every output given.
    function _promised(Leg[] memory legs, uint256[] memory outputs) internal view returns (bytes memory hops) {
        for (uint256 i; i < legs.length; ++i) {
            uint8 kind = (legs[i].v3 ? 6 : 0) | (legs[i].from < legs[i].to ? 1 : 0);
            hops = abi.encodePacked(hops, kind, _poolOf(legs[i]), uint112(outputs[i]));
        }
    }

    struct Terms {
        uint256 kind;
        uint256 hops;
        uint256 deadline;
        uint256 expectedBlock;
        uint256 coinbaseShare;
        address recipient;
        address token;
        uint256 amountIn;
        uint256 minProfit;
    }

    function _terms(uint256 kind, uint256 hops) internal view returns (Terms memory) {
        return Terms(kind, hops, 0, 0, 0, TREASURY, tokens[0], AMOUNT, 1);
    }

    function _call(Terms memory terms, bytes memory record, bytes memory hops) internal pure returns (bytes memory) {
        return abi.encodePacked(
            abi.encodePacked(
                FlashRoute.execute.selector,
                uint8(terms.kind),
                uint8(terms.hops),
                uint32(terms.deadline),
                uint32(terms.expectedBlock),
                uint16(terms.coinbaseShare)
            ),
            terms.recipient,
            terms.token,
            uint128(terms.amountIn),
            uint128(terms.minProfit),
            record,
            hops
        );
    }

    /// The funding record of a kind for a route.
    function _record(uint256 kind, Leg[] memory legs) internal view returns (bytes memory) {
        if (kind == V2_LOAN) {
            return abi.encodePacked(_side(IV2Pair(lenderPair).token0()), uint24(3000), lenderPair);
        }
        if (kind == V3_LOAN) return abi.encodePacked(_side(IV3Pool(lenderPool).token0()), uint24(0), lenderPool);
        if (kind == V2_SWAP) return abi.encodePacked(legs[0].to);
        return "";
    }

    function _side(address token0) private view returns (uint8) {
        return token0 == tokens[0] ? 0 : 1;
    }

    /// What the official routers make of `amount`, leg by leg, on a copy of the state.
    function _routed(Leg[] memory legs, uint256 amount) internal returns (uint256[] memory outputs) {
        uint256 snapshot = vm.snapshotState();
        outputs = new uint256[](legs.length);
        _give(legs[0].from, address(this), amount);
        for (uint256 i; i < legs.length; ++i) {
            outputs[i] = amount = _routeLeg(legs[i], amount);
        }
        vm.revertToState(snapshot);
    }

    function _routeLeg(Leg memory leg, uint256 amount) internal returns (uint256) {
        address router = leg.v3 ? address(router3) : address(leg.back ? routerB : routerA);
        IERC20(leg.from).approve(router, amount);
        if (leg.v3) {
            return router3.exactInput(
                IV3Router.ExactInput(
                    abi.encodePacked(leg.from, uint24(leg.back ? 500 : 3000), leg.to),
                    address(this),
                    block.timestamp,
                    amount,
                    0
                )
            );
        }
        address[] memory path = new address[](2);
        (path[0], path[1]) = (leg.from, leg.to);
        uint256[] memory got =
            IV2Router(router).swapExactTokensForTokens(amount, 0, path, address(this), block.timestamp);
        return got[1];
    }

    /// What a loan of `amount` costs above itself.
    function _fee(uint256 kind, uint256 amount) internal view returns (uint256) {
        if (kind == AAVE) return (amount * aave.FLASHLOAN_PREMIUM_TOTAL() + 5000) / 10000;
        if (kind == V2_LOAN) return (amount * 1000 + 996) / 997 - amount;
        if (kind == V3_LOAN) return (amount * 500 + 999999) / 1000000;
        return 0;
    }

    // ---------------------------------------------------------------- running

    /// Sends `data` as the operator, with the capital it needs when that is its own.
    function _send(Terms memory terms, bytes memory data) internal returns (bool ok, bytes memory answer) {
        if (terms.kind == OWN) {
            _give(terms.token, OPERATOR, terms.amountIn);
            vm.prank(OPERATOR);
            IERC20(terms.token).approve(address(arbitrage), terms.amountIn);
        }
        vm.prank(OPERATOR);
        (ok, answer) = address(arbitrage).call(data);
    }

    function _mustSend(Terms memory terms, bytes memory data) internal {
        (bool ok, bytes memory answer) = _send(terms, data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    function _assertEmpty(address who) internal view {
        for (uint256 i; i < tokens.length; ++i) {
            assertEq(IERC20(tokens[i]).balanceOf(who), 0, "tokens left behind");
        }
        assertEq(who.balance, 0, "coin left behind");
    }

    receive() external payable {}
}
