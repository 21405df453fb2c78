// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title Token and pool calls, encoded by hand
/// @notice Each function makes one external call, passes on the callee's own revert data when it fails, and reads results with
///         `calldata`-free assembly, because these calls are the whole overhead of a trade above what the pools themselves cost.
library Calls {
    /// A token answered `false`, answered nothing where an answer is due, or is no contract.
    error TokenCallFailed(address token);
    /// A pool reported an output that is not a positive number below 2^128.
    error BadPoolOutput(address pool);

    /// Lowest price a concentrated pool accepts as a limit, plus one.
    uint160 internal constant MIN_LIMIT = 4295128740;
    /// Highest price a concentrated pool accepts as a limit, minus one.
    uint160 internal constant MAX_LIMIT = 1461446703485210103287273052203988822378723970341;

    /// @return amount what `who` holds of `token`
    function balanceOf(address token, address who) internal view returns (uint256 amount) {
        bool ok;
        assembly ("memory-safe") {
            mstore(0x00, 0x70a08231)
            mstore(0x20, who)
            ok := staticcall(gas(), token, 0x1c, 0x24, 0x00, 0x20)
            ok := and(ok, gt(returndatasize(), 0x1f))
            amount := mload(0x00)
        }
        if (!ok) revert TokenCallFailed(token);
    }

    /// Sends `amount` of `token` from this contract; tokens without a return value are served.
    function transfer(address token, address to, uint256 amount) internal {
        bool ok;
        assembly ("memory-safe") {
            mstore(0x14, to)
            mstore(0x34, amount)
            mstore(0x00, 0xa9059cbb000000000000000000000000)
            ok := call(gas(), token, 0, 0x10, 0x44, 0x00, 0x20)
            if iszero(and(eq(mload(0x00), 1), and(ok, gt(returndatasize(), 0x1f)))) {
                ok := and(ok, and(iszero(returndatasize()), iszero(iszero(extcodesize(token)))))
            }
            mstore(0x34, 0)
        }
        if (!ok) _failed(token);
    }

    /// Sends `amount` of `token` from `from`, who has allowed it.
    function transferFrom(address token, address from, address to, uint256 amount) internal {
        bool ok;
        assembly ("memory-safe") {
            let p := mload(0x40)
            mstore(p, 0x23b872dd)
            mstore(add(p, 0x20), from)
            mstore(add(p, 0x40), to)
            mstore(add(p, 0x60), amount)
            ok := call(gas(), token, 0, add(p, 0x1c), 0x64, 0x00, 0x20)
            if iszero(and(eq(mload(0x00), 1), and(ok, gt(returndatasize(), 0x1f)))) {
                ok := and(ok, and(iszero(returndatasize()), iszero(iszero(extcodesize(token)))))
            }
        }
        if (!ok) _failed(token);
    }

    /// Lets `spender` take exactly `amount`; for the two trusted lenders only, which take it in the same call.
    function approve(address token, address spender, uint256 amount) internal {
        bool ok;
        assembly ("memory-safe") {
            mstore(0x14, spender)
            mstore(0x34, amount)
            mstore(0x00, 0x095ea7b3000000000000000000000000)
            ok := call(gas(), token, 0, 0x10, 0x44, 0x00, 0x20)
            if iszero(and(eq(mload(0x00), 1), and(ok, gt(returndatasize(), 0x1f)))) {
                ok := and(ok, and(iszero(returndatasize()), iszero(iszero(extcodesize(token)))))
            }
            mstore(0x34, 0)
        }
        if (!ok) _failed(token);
    }

    /// Output of a constant-product pool for what it is about to be given, by its own formula.
    /// @param feePips the pool's fee in millionths of the input
    function v2Quote(address pool, bool zeroForOne, uint256 amountIn, uint256 feePips)
        internal
        view
        returns (uint256 amountOut)
    {
        bool ok;
        assembly ("memory-safe") {
            mstore(0x00, 0x0902f1ac)
            ok := and(gt(returndatasize(), 0x3f), staticcall(gas(), pool, 0x1c, 0x04, 0x00, 0x40))
            let reserveIn := mload(shl(5, iszero(zeroForOne)))
            let reserveOut := mload(shl(5, zeroForOne))
            let afterFee := mul(amountIn, sub(1000000, feePips))
            amountOut := div(mul(afterFee, reserveOut), add(mul(reserveIn, 1000000), afterFee))
        }
        if (!ok) revert BadPoolOutput(pool);
    }

    /// Takes `amountOut` out of a constant-product pool that has been paid already; the pool checks its product.
    function v2Swap(address pool, bool zeroForOne, uint256 amountOut, address to) internal {
        bool ok;
        assembly ("memory-safe") {
            let p := mload(0x40)
            mstore(p, 0x022c0d9f)
            mstore(add(p, 0x20), mul(amountOut, iszero(zeroForOne)))
            mstore(add(p, 0x40), mul(amountOut, zeroForOne))
            mstore(add(p, 0x60), to)
            mstore(add(p, 0x80), 0x80)
            mstore(add(p, 0xa0), 0)
            ok := call(gas(), pool, 0, add(p, 0x1c), 0xa4, 0x00, 0x00)
        }
        if (!ok) bubble();
    }

    /// Runs the call whose selector and arguments were laid out in memory.
    /// @return first the first word of the answer, zero when there is none
    /// @return second the second word of the answer, zero when there is none
    function raw(address target, uint256 start, uint256 length) internal returns (uint256 first, uint256 second) {
        bool ok;
        assembly ("memory-safe") {
            mstore(0x00, 0)
            mstore(0x20, 0)
            ok := call(gas(), target, 0, start, length, 0x00, 0x40)
            first := mload(0x00)
            second := mload(0x20)
        }
        if (!ok) bubble();
    }

    /// @return amount the output of a concentrated pool's swap, from the two signed deltas it returned
    function v3Output(address pool, bool zeroForOne, uint256 delta0, uint256 delta1)
        internal
        pure
        returns (uint256 amount)
    {
        unchecked {
            amount = 0 - (zeroForOne ? delta1 : delta0);
        }
        if (amount >> 128 != 0) revert BadPoolOutput(pool);
    }

    /// Reverts with what the last call reverted with.
    function bubble() internal pure {
        assembly ("memory-safe") {
            let p := mload(0x40)
            returndatacopy(p, 0, returndatasize())
            revert(p, returndatasize())
        }
    }

    function _failed(address token) private pure {
        uint256 size;
        assembly ("memory-safe") {
            size := returndatasize()
        }
        // 32 bytes is an answer of false, not a reason.
        if (size > 32) bubble();
        revert TokenCallFailed(token);
    }
}
