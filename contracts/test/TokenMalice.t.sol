// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FlashLoanArbitrage} from "../src/solidity/FlashLoanArbitrage.sol";
import {Operated} from "../src/solidity/Operated.sol";
import {HookToken, Rogue} from "./Malice.sol";
import {IERC20} from "./Tokens.sol";
import {World} from "./World.sol";

/// A token on the route that calls a stranger at each transfer, who then tries whatever a stranger can.
abstract contract TokenMalice is World {
    function testShouldLetNothingThroughThatATokenTries() public {
        HookToken hooked = new HookToken();
        _pair(factoryA, tokens[0], address(hooked), DEPTH, DEPTH * 6 / 5);
        _pair(factoryB, tokens[0], address(hooked), DEPTH, DEPTH);
        Leg[] memory legs = new Leg[](2);
        legs[0] = Leg(false, false, tokens[0], address(hooked));
        legs[1] = Leg(false, true, address(hooked), tokens[0]);
        uint256[] memory outputs = _routed(legs, AMOUNT);
        Rogue rogue = new Rogue();
        hooked.set(address(rogue));
        bytes memory data = _trade(legs, outputs);
        rogue.will(address(arbitrage), data);
        rogue.will(address(arbitrage), abi.encodeCall(Operated.rescue, (tokens[0], address(rogue), 1)));
        for (uint256 length = 20; length < data.length - 36; length += 35) {
            bytes memory part = new bytes(length);
            for (uint256 i; i < length; ++i) {
                part[i] = data[36 + i];
            }
            rogue.will(
                address(arbitrage),
                abi.encodeWithSignature("uniswapV3SwapCallback(int256,int256,bytes)", AMOUNT, -int256(1), part)
            );
            rogue.will(
                address(arbitrage),
                abi.encodeWithSignature("uniswapV2Call(address,uint256,uint256,bytes)", arbitrage, 1, 0, part)
            );
        }
        rogue.will(
            address(arbitrage),
            abi.encodeWithSignature(
                "uniswapV3SwapCallback(int256,int256,bytes)", AMOUNT, -int256(1), abi.encode(tokens[0])
            )
        );
        Terms memory terms = _terms(_funding(), 2);
        _mustSend(terms, data);
        assertEq(rogue.worked(), 0, "nothing got through");
        assertEq(IERC20(tokens[0]).balanceOf(address(rogue)), 0, "nothing was gained");
        uint256 profit = outputs[1] - AMOUNT;
        if (_funding() == OWN) {
            assertEq(IERC20(tokens[0]).balanceOf(OPERATOR), AMOUNT + profit, "the operator's capital and profit");
        } else {
            assertEq(IERC20(tokens[0]).balanceOf(TREASURY), profit, "profit");
        }
        _assertEmpty(address(arbitrage));
    }

    function _funding() internal pure virtual returns (uint256);

    function _trade(Leg[] memory legs, uint256[] memory outputs) internal view virtual returns (bytes memory);
}

contract CompoundArbitrageHuffTokenMaliceTest is TokenMalice {
    function _arbitrage(address owner, address leadOperator) internal override returns (FlashLoanArbitrage) {
        return FlashLoanArbitrage(_huff("CompoundArbitrage", owner, leadOperator));
    }

    function _funding() internal pure override returns (uint256) {
        return 7;
    }

    function _trade(Leg[] memory legs, uint256[] memory outputs) internal view override returns (bytes memory) {
        return _call(_terms(7, 2), "", _promised(legs, outputs));
    }
}

contract FastSwapHuffTokenMaliceTest is TokenMalice {
    function _arbitrage(address owner, address leadOperator) internal override returns (FlashLoanArbitrage) {
        return FlashLoanArbitrage(_huff("FastSwap", owner, leadOperator));
    }

    function _funding() internal pure override returns (uint256) {
        return OWN;
    }

    function _trade(Leg[] memory legs, uint256[] memory outputs) internal view override returns (bytes memory) {
        return _call(_terms(OWN, 2), "", _exactHops(legs, outputs));
    }
}
