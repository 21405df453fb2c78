// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FlashLoanArbitrage} from "../src/solidity/FlashLoanArbitrage.sol";
import {Malice} from "./Malice.sol";

contract FlashLoanArbitrageMaliceTest is Malice {}

contract FlashArbitrageHuffMaliceTest is Malice {
    function _arbitrage(address owner, address leadOperator) internal override returns (FlashLoanArbitrage) {
        return FlashLoanArbitrage(_huff("FlashArbitrage", owner, leadOperator));
    }
}
