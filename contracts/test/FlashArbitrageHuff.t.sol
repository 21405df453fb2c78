// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FlashLoanArbitrage} from "../src/solidity/FlashLoanArbitrage.sol";
import {Trades} from "./Trades.sol";

contract FlashArbitrageHuffTest is Trades {
    function _arbitrage(address owner, address leadOperator) internal override returns (FlashLoanArbitrage) {
        return FlashLoanArbitrage(_huff("FlashArbitrage", owner, leadOperator));
    }
}
