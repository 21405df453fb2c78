// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IAavePool, IV2Pair, IV2Router, IV3Pool, IV3Router, IVault} from "./Protocols.sol";
import {IERC20} from "./Tokens.sol";

/// The usual way to do the same trade: the official routers, one call for each stretch of the route that one router can do, with
/// allowances given in advance and no guard beyond the operator's check and the minimum profit.
contract RouterTrader {
    struct Stretch {
        address router;
        bool v3;
        bytes path;
        address[] tokens;
    }

    struct Plan {
        uint256 kind;
        address lender;
        bool second;
        address token;
        uint256 amount;
        uint256 minProfit;
        address recipient;
        Stretch[] stretches;
    }

    address private immutable operator;

    constructor(address operator_) {
        operator = operator_;
    }

    function allow(address token, address spender) external {
        IERC20(token).approve(spender, type(uint256).max);
    }

    function execute(Plan calldata plan) external {
        require(msg.sender == operator, "operator");
        if (plan.kind == 0) {
            IERC20(plan.token).transferFrom(msg.sender, address(this), plan.amount);
            uint256 got = _run(plan);
            require(got >= plan.amount + plan.minProfit, "profit");
            IERC20(plan.token).transfer(msg.sender, plan.amount);
            IERC20(plan.token).transfer(plan.recipient, got - plan.amount);
        } else if (plan.kind == 1) {
            address[] memory tokens = new address[](1);
            uint256[] memory amounts = new uint256[](1);
            (tokens[0], amounts[0]) = (plan.token, plan.amount);
            IVault(plan.lender).flashLoan(address(this), tokens, amounts, abi.encode(plan));
        } else if (plan.kind == 2) {
            IAavePool(plan.lender).flashLoanSimple(address(this), plan.token, plan.amount, abi.encode(plan), 0);
        } else if (plan.kind == 3) {
            IV2Pair(plan.lender).swap(
                plan.second ? 0 : plan.amount, plan.second ? plan.amount : 0, address(this), abi.encode(plan)
            );
        } else {
            IV3Pool(plan.lender).flash(
                address(this), plan.second ? 0 : plan.amount, plan.second ? plan.amount : 0, abi.encode(plan)
            );
        }
    }

    function receiveFlashLoan(address[] calldata, uint256[] calldata, uint256[] calldata fees, bytes calldata data)
        external
    {
        _lent(data, fees[0], true);
    }

    function executeOperation(address, uint256, uint256 premium, address, bytes calldata data)
        external
        returns (bool)
    {
        _lent(data, premium, false);
        return true;
    }

    function uniswapV2Call(address, uint256, uint256, bytes calldata data) external {
        Plan memory plan = abi.decode(data, (Plan));
        _lent(data, (plan.amount * 1000 + 996) / 997 - plan.amount, true);
    }

    function uniswapV3FlashCallback(uint256 fee0, uint256 fee1, bytes calldata data) external {
        _lent(data, fee0 + fee1, true);
    }

    function _lent(bytes calldata data, uint256 fee, bool repay) private {
        Plan memory plan = abi.decode(data, (Plan));
        require(msg.sender == plan.lender, "lender");
        uint256 got = _run(plan);
        require(got >= plan.amount + fee + plan.minProfit, "profit");
        if (repay) IERC20(plan.token).transfer(msg.sender, plan.amount + fee);
        else IERC20(plan.token).approve(msg.sender, plan.amount + fee);
        IERC20(plan.token).transfer(plan.recipient, got - plan.amount - fee);
    }

    function _run(Plan memory plan) private returns (uint256 amount) {
        amount = plan.amount;
        for (uint256 i; i < plan.stretches.length; ++i) {
            Stretch memory stretch = plan.stretches[i];
            if (stretch.v3) {
                amount = IV3Router(stretch.router).exactInput(
                    IV3Router.ExactInput(stretch.path, address(this), block.timestamp, amount, 0)
                );
            } else {
                uint256[] memory amounts = IV2Router(stretch.router).swapExactTokensForTokens(
                    amount, 0, stretch.tokens, address(this), block.timestamp
                );
                amount = amounts[amounts.length - 1];
            }
        }
    }
}
