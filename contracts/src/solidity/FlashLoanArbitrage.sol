// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Calls} from "./Calls.sol";
import {FlashRoute} from "./FlashRoute.sol";

/// @title Atomic arbitrage over a closed route
/// @notice 2 to 12 hops over V2-like and V3-like pools from one token back to itself, paid for by a flash loan, by the first pool
///         itself or by the caller's own capital, chosen per call. Holds nothing between transactions.
contract FlashLoanArbitrage is FlashRoute {
    constructor(address owner_, address leadOperator_, address weth_, address balancerVault_, address aavePool_)
        FlashRoute(owner_, leadOperator_, weth_, balancerVault_, aavePool_)
    {}

    function _check(uint256 kind, uint256 hops) internal pure override {
        if (kind > V3_SWAP || hops < 2 || hops > 12) revert BadRoute();
    }

    function _begin(uint256 ptr, uint256 hops, address token, uint256 amount) internal override {
        _push(ptr, token, amount);
        _walk(ptr, hops, amount);
    }

    function _own(uint256 ptr, uint256 hops, address token, uint256 amount) internal override {
        (uint256 kind, address pool,) = _hop(ptr);
        Calls.transferFrom(token, msg.sender, kind < 4 ? pool : address(this), amount);
        _walk(ptr, hops, amount);
    }
}
