// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {FlashRoute} from "../src/solidity/FlashRoute.sol";
import {LiquidationBot} from "../src/solidity/LiquidationBot.sol";
import {Operated} from "../src/solidity/Operated.sol";
import {PriceSource} from "./Protocols.sol";
import {IERC20} from "./Tokens.sol";
import {World} from "./World.sol";

contract LiquidationBotTest is World {
    address private constant BORROWER = address(0xB0220);
    /// The close factor of a position whose health is not far below one is a half.
    uint256 private constant DEBT = 3e18;

    LiquidationBot private bot;
    PriceSource private debtPrice;

    function setUp() public override {
        super.setUp();
        bot = new LiquidationBot(OWNER, OPERATOR, address(weth), address(vault), address(aave));
        debtPrice = new PriceSource(1e8);
        address[] memory assets = new address[](1);
        address[] memory feeds = new address[](1);
        (assets[0], feeds[0]) = (tokens[0], address(debtPrice));
        aaveOracle.setAssetSources(assets, feeds);
        _give(tokens[1], BORROWER, 10e18);
        vm.startPrank(BORROWER);
        IERC20(tokens[1]).approve(address(aave), 10e18);
        aave.supply(tokens[1], 10e18, BORROWER, 0);
        aave.borrow(tokens[0], 7e18, 2, 0, BORROWER);
        vm.stopPrank();
    }

    /// The debt asset becomes dearer at Aave, not at the pools.
    function _sink() private {
        debtPrice.set(1.15e8);
        (,,,,, uint256 health) = aave.getUserAccountData(BORROWER);
        assertTrue(health < 1e18, "the position must be unhealthy");
    }

    function testShouldLiquidateWithEveryFunding() public {
        _sink();
        for (uint256 kind; kind < 5; ++kind) {
            uint256 snapshot = vm.snapshotState();
            (, uint256 debtBefore,,,,) = aave.getUserAccountData(BORROWER);
            _liquidates(kind);
            (, uint256 debtAfter,,,,) = aave.getUserAccountData(BORROWER);
            assertGt(debtBefore, debtAfter, "debt");
            vm.revertToState(snapshot);
        }
    }

    function testShouldLeaveAHealthyPositionAlone() public {
        (bool ok, bytes memory answer) = _run(BALANCER, DEBT, 0);
        assertTrue(!ok, "must revert");
        assertEq(answer, abi.encodeWithSignature("Error(string)", "45"), "Aave's reason: health above one");
    }

    function testShouldRevertWithTheShortfallWhenTheSaleEarnsTooLittle() public {
        _sink();
        uint256 profit = _sold() - DEBT;
        (bool ok, bytes memory answer) = _run(BALANCER, DEBT, profit + 3);
        assertTrue(!ok, "must revert");
        assertEq(answer, abi.encodeWithSelector(FlashRoute.InsufficientProfit.selector, 3), "shortfall");
        (ok,) = _run(BALANCER, DEBT, profit);
        assertTrue(ok, "exact minimum");
    }

    function testShouldGiveBackWhatAaveDoesNotTake() public {
        _sink();
        // Twice the debt: Aave takes what the close factor allows, the rest repays the loan.
        (bool ok,) = _run(BALANCER, 14e18, 1);
        assertTrue(ok, "liquidated");
        assertGt(IERC20(tokens[0]).balanceOf(TREASURY), 0, "profit");
        assertEq(_allowance(), 0, "allowance left");
        _assertEmpty(address(bot));
    }

    function testShouldLiquidateWithoutASwapWhenCollateralIsTheDebtAsset() public {
        address user = address(0x5e1f);
        for (uint256 i; i < 2; ++i) {
            _give(tokens[i], user, 5e18);
            vm.startPrank(user);
            IERC20(tokens[i]).approve(address(aave), 5e18);
            aave.supply(tokens[i], 5e18, user, 0);
            vm.stopPrank();
        }
        vm.prank(user);
        aave.borrow(tokens[0], 7.4e18, 2, 0, user);
        debtPrice.set(1.4e8);
        Terms memory terms = _terms(BALANCER, 0);
        vm.prank(OPERATOR);
        (bool ok,) = address(bot).call(_call(terms, "", abi.encodePacked(tokens[0], user)));
        assertTrue(ok, "liquidated");
        assertEq(IERC20(tokens[0]).balanceOf(TREASURY), AMOUNT * 5 / 100, "the bonus of 5 %");
        _assertEmpty(address(bot));
    }

    function testShouldObeyOnlyOperatorsAndKnownFundings() public {
        _sink();
        Leg[] memory legs = _sale();
        bytes memory data =
            _call(_terms(BALANCER, 1), abi.encodePacked(tokens[1], BORROWER), _quotedHops(legs));
        vm.expectRevert(Operated.NotOperator.selector);
        this.forward(data);
        data = _call(_terms(V2_SWAP, 1), abi.encodePacked(tokens[1], BORROWER), _quotedHops(legs));
        vm.prank(OPERATOR);
        (bool ok, bytes memory answer) = address(bot).call(data);
        assertTrue(!ok && bytes4(answer) == FlashRoute.BadRoute.selector, "funding");
    }

    function forward(bytes calldata data) external {
        (bool ok, bytes memory answer) = address(bot).call(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    function _liquidates(uint256 kind) private {
        uint256 profit = _sold() - DEBT - _fee(kind, DEBT);
        (bool ok,) = _run(kind, DEBT, profit);
        assertTrue(ok, "liquidated");
        assertEq(IERC20(tokens[0]).balanceOf(TREASURY), profit, "profit");
        assertEq(_allowance(), 0, "allowance left");
        _assertEmpty(address(bot));
    }

    /// What selling the collateral brings at a router: debt at Aave's price, and its bonus of 5 %.
    function _sold() private returns (uint256) {
        return _routed(_sale(), DEBT * 115 / 100 * 105 / 100)[0];
    }

    /// The debt asset for the second token is dear in the pair of factory B.
    function _sale() private view returns (Leg[] memory legs) {
        legs = new Leg[](1);
        legs[0] = Leg(false, true, tokens[1], tokens[0]);
    }

    function _run(uint256 kind, uint256 amount, uint256 minProfit) private returns (bool ok, bytes memory answer) {
        Terms memory terms = _terms(kind, 1);
        terms.amountIn = amount;
        terms.minProfit = minProfit;
        Leg[] memory legs = _sale();
        bytes memory data = _call(
            terms, abi.encodePacked(_record(kind, legs), tokens[1], BORROWER), _quotedHops(legs)
        );
        if (kind == OWN) {
            _give(tokens[0], OPERATOR, amount);
            vm.prank(OPERATOR);
            IERC20(tokens[0]).approve(address(bot), amount);
        }
        vm.prank(OPERATOR);
        (ok, answer) = address(bot).call(data);
    }

    function _allowance() private view returns (uint256 amount) {
        (, bytes memory answer) = tokens[0].staticcall(
            abi.encodeWithSignature("allowance(address,address)", address(bot), address(aave))
        );
        amount = abi.decode(answer, (uint256));
    }
}
