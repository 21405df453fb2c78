// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Calls} from "./Calls.sol";
import {FlashRoute} from "./FlashRoute.sol";

/// @title Liquidation of an Aave V3 position with borrowed money
/// @notice Borrows the debt asset, repays the user's debt with it, swaps the seized collateral back along the given route of 0 to 12
///         hops, repays the loan and pays out what remains. The calldata is that of a trade, with the collateral asset and the user,
///         20 bytes each, before the hops; the start token is the debt asset and the amount in the debt to cover.
contract LiquidationBot is FlashRoute {
    constructor(address owner_, address leadOperator_, address weth_, address balancerVault_, address aavePool_)
        FlashRoute(owner_, leadOperator_, weth_, balancerVault_, aavePool_)
    {}

    function _check(uint256 kind, uint256 hops) internal pure override {
        if (kind > V3_LOAN || hops > 12) revert BadRoute();
    }

    function _begin(uint256 ptr, uint256 hops, address token, uint256 amount) internal override {
        address collateral;
        address user;
        assembly ("memory-safe") {
            collateral := shr(96, calldataload(ptr))
            user := shr(96, calldataload(add(ptr, 20)))
        }
        ptr += 40;
        uint256 seized = _liquidate(collateral, token, user, amount);
        if (hops == 0) return;
        _push(ptr, collateral, seized);
        _walk(ptr, hops, seized);
    }

    function _own(uint256 ptr, uint256 hops, address token, uint256 amount) internal override {
        Calls.transferFrom(token, msg.sender, address(this), amount);
        _begin(ptr, hops, token, amount);
    }

    /// @return seized how much of the collateral asset came in
    function _liquidate(address collateral, address debt, address user, uint256 amount)
        private
        returns (uint256 seized)
    {
        address pool = aavePool;
        uint256 held = collateral == debt ? 0 : Calls.balanceOf(collateral, address(this));
        Calls.approve(debt, pool, amount);
        uint256 p;
        assembly ("memory-safe") {
            // liquidationCall(collateralAsset, debtAsset, user, debtToCover, receiveAToken)
            p := mload(0x40)
            mstore(p, 0x00a718a9)
            mstore(add(p, 0x20), collateral)
            mstore(add(p, 0x40), debt)
            mstore(add(p, 0x60), user)
            mstore(add(p, 0x80), amount)
            mstore(add(p, 0xa0), 0)
        }
        Calls.raw(pool, p + 0x1c, 0xa4);
        // Aave covers at most what may be closed: nothing of an allowance that it did not use stays behind.
        Calls.approve(debt, pool, 0);
        if (collateral != debt) seized = Calls.balanceOf(collateral, address(this)) - held;
    }
}
