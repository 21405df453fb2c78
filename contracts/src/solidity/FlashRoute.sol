// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Calls} from "./Calls.sol";
import {Operated} from "./Operated.sol";

/// @title Funds a route, walks it and settles it, in one call
/// @notice The packed calldata of `execute()` is laid out in docs/reference/calldata.md.
///
///         Callbacks. Before each call that is answered by a callback, the transient word `STATE` is set to the callee's address in
///         its low 160 bits and, above them, 96 bits of the hash of the very data that the callback must bring. A callback is
///         served only when caller and data match, and the word is cleared before anything else happens. So a callback is served
///         once, from the contract that was just called, with the data that was just sent, or not at all. No list of factories
///         is trusted: whatever a pool is, it gets no more than the input of its own hop, and all is undone unless this
///         contract's own balance shows the profit at the end.
abstract contract FlashRoute is Operated {
    /// The route is not of the documented form.
    error BadRoute();
    /// The block's time is past the deadline.
    error DeadlinePassed();
    /// The block is not the expected one.
    error UnexpectedBlock();
    /// The call is not the callback that is expected now.
    error UnexpectedCallback();
    /// The lender or pool returned without calling back.
    error NotSettled();
    /// The route ended `shortfall` units of the start token below repayment plus minimum profit.
    error InsufficientProfit(uint256 shortfall);
    /// The block's producer refused its payment.
    error CoinbaseRefused();

    /// One per trade: `profit` of `token` remained from `amountIn`, before what was paid to the block's producer.
    event Executed(address indexed token, uint256 amountIn, uint256 profit);

    uint256 internal constant OWN = 0;
    uint256 internal constant BALANCER = 1;
    uint256 internal constant AAVE = 2;
    uint256 internal constant V2_LOAN = 3;
    uint256 internal constant V3_LOAN = 4;
    uint256 internal constant V2_SWAP = 5;
    uint256 internal constant V3_SWAP = 6;

    /// Offset of the funding record from the start of the packed header.
    uint256 private constant RECORD = 84;

    /// The wrapped native coin, in which the block's producer can be paid out of profit.
    address public immutable weth;
    /// Balancer's vault.
    address public immutable balancerVault;
    /// Aave's pool.
    address public immutable aavePool;

    constructor(address owner_, address leadOperator_, address weth_, address balancerVault_, address aavePool_)
        Operated(owner_, leadOperator_)
    {
        weth = weth_;
        balancerVault = balancerVault_;
        aavePool = aavePool_;
    }

    /// Runs the packed route that follows the selector. Value sent along goes to the block's producer.
    function execute() external payable {
        _enter();
        (uint256 kind, uint256 hops) = _guards();
        (address token, uint256 amountIn,) = _terms(4);
        uint256 held = Calls.balanceOf(token, address(this));
        if (kind == OWN) {
            _own(4 + RECORD, hops, token, amountIn);
            _settle(4, held, amountIn, msg.sender);
        } else {
            _borrow(kind, token, amountIn, held);
            if (_state() != SETTLED) revert NotSettled();
        }
        if (msg.value != 0) _payCoinbase(msg.value);
        _setState(IDLE);
    }

    // ---------------------------------------------------------------- what the two contracts differ in

    /// Refuses forms of funding or numbers of hops that the contract does not serve.
    function _check(uint256 kind, uint256 hops) internal pure virtual;

    /// Walks the route at `ptr` with `amount` of `token` that lies here.
    function _begin(uint256 ptr, uint256 hops, address token, uint256 amount) internal virtual;

    /// Takes the caller's own capital and walks the route with it.
    function _own(uint256 ptr, uint256 hops, address token, uint256 amount) internal virtual;

    // ---------------------------------------------------------------- callbacks

    /// Balancer's vault lent.
    function receiveFlashLoan(
        address[] calldata,
        uint256[] calldata amounts,
        uint256[] calldata fees,
        bytes calldata data
    ) external {
        uint256 base = _accept(data, BALANCER);
        _fromLoan(base, amounts[0] + fees[0], msg.sender);
    }

    /// Aave's pool lent; it takes the repayment itself.
    function executeOperation(address, uint256 amount, uint256 premium, address, bytes calldata data)
        external
        returns (bool)
    {
        uint256 base = _accept(data, AAVE);
        _fromLoan(base, amount + premium, address(0));
        (address token,,) = _terms(base);
        Calls.approve(token, msg.sender, amount + premium);
        return true;
    }

    /// A V2-like pair lent, or gave the first hop's output before its input.
    function uniswapV2Call(address, uint256, uint256, bytes calldata data) external {
        _v2Callback(data);
    }

    /// The same from a pair of PancakeSwap.
    function pancakeCall(address, uint256, uint256, bytes calldata data) external {
        _v2Callback(data);
    }

    /// A V3-like pool lent.
    function uniswapV3FlashCallback(uint256 fee0, uint256 fee1, bytes calldata data) external {
        uint256 base = _accept(data, V3_LOAN);
        (, uint256 amountIn,) = _terms(base);
        _fromLoan(base, amountIn + fee0 + fee1, msg.sender);
    }

    /// Any other call is served only as the swap callback of a V3-like pool, whatever its fork named it.
    fallback() external {
        if (msg.data.length < 164) revert UnexpectedCallback();
        int256 delta;
        int256 other;
        bytes calldata data;
        assembly ("memory-safe") {
            delta := calldataload(4)
            other := calldataload(36)
            data.offset := 132
            data.length := calldataload(100)
        }
        // Exactly one delta is what the pool is owed.
        (delta, other) = delta > 0 ? (delta, other) : (other, delta);
        if (data.length == 32) _payHop(uint256(delta));
        else _v3SwapCallback(data, uint256(delta), uint256(-other));
    }

    /// Native coin comes only from unwrapping it.
    receive() external payable {
        if (msg.sender != weth) revert UnexpectedCallback();
    }

    // ---------------------------------------------------------------- guards

    function _guards() private view returns (uint256 kind, uint256 hops) {
        uint256 head;
        assembly ("memory-safe") {
            head := calldataload(4)
        }
        kind = head >> 248;
        hops = (head >> 240) & 0xff;
        uint256 limit = (head >> 208) & 0xffffffff;
        if (limit != 0 && block.timestamp > limit) revert DeadlinePassed();
        limit = (head >> 176) & 0xffffffff;
        if (limit != 0 && block.number != limit) revert UnexpectedBlock();
        if (((head >> 160) & 0xffff) > 10000 || uint160(head) == 0) revert BadRoute();
        _check(kind, hops);
    }

    function _terms(uint256 base) internal pure returns (address token, uint256 amountIn, uint256 minProfit) {
        assembly ("memory-safe") {
            token := shr(96, calldataload(add(base, 32)))
            let amounts := calldataload(add(base, 52))
            amountIn := shr(128, amounts)
            minProfit := and(amounts, 0xffffffffffffffffffffffffffffffff)
        }
    }

    function _hopCount(uint256 base) private pure returns (uint256 hops) {
        assembly ("memory-safe") {
            hops := byte(1, calldataload(base))
        }
    }

    /// Serves a callback only from the armed caller with the armed data and kind, once.
    function _accept(bytes calldata data, uint256 kind) private returns (uint256 base) {
        bool ok;
        assembly ("memory-safe") {
            let p := mload(0x40)
            calldatacopy(p, data.offset, data.length)
            ok := eq(tload(STATE), or(shl(160, keccak256(p, data.length)), caller()))
            base := add(data.offset, 32)
            ok := and(ok, eq(byte(0, calldataload(base)), kind))
        }
        if (!ok) revert UnexpectedCallback();
        _setState(RUNNING);
    }

    // ---------------------------------------------------------------- funding

    /// Asks the lender or the first pool, with the balance before and the whole route as the callback's data.
    function _borrow(uint256 kind, address token, uint256 amount, uint256 held) private {
        uint256 data;
        uint256 length;
        uint256 record;
        assembly ("memory-safe") {
            // Room below the data for the longest head: selector, eight words, length.
            data := add(mload(0x40), 0x140)
            length := add(calldatasize(), 28)
            mstore(data, held)
            calldatacopy(add(data, 32), 4, sub(calldatasize(), 4))
            mstore(add(data, length), 0)
            mstore(sub(data, 32), length)
            record := calldataload(88)
        }
        if (kind == BALANCER) return _borrowBalancer(data, length, token, amount);
        if (kind == AAVE) return _borrowAave(data, length, token, amount);
        if (kind == V3_SWAP) return _v3FlashSwap(data, length, amount);
        bool second = record >> 248 != 0;
        address pool = address(uint160(record >> 64));
        if (kind == V2_LOAN) return _callV2(pool, data, length, second ? 0 : amount, second ? amount : 0);
        if (kind == V3_LOAN) return _callV3Flash(pool, data, length, second ? 0 : amount, second ? amount : 0);
        _v2FlashSwap(data, length, amount);
    }

    function _borrowBalancer(uint256 data, uint256 length, address token, uint256 amount) private {
        assembly ("memory-safe") {
            // flashLoan(recipient, [token], [amount], data): the selector lies just below the eight words.
            mstore(sub(data, 0x140), 0x5c38449e)
            mstore(sub(data, 0x120), address())
            mstore(sub(data, 0x100), 0x80)
            mstore(sub(data, 0xe0), 0xc0)
            mstore(sub(data, 0xc0), 0x100)
            mstore(sub(data, 0xa0), 1)
            mstore(sub(data, 0x80), token)
            mstore(sub(data, 0x60), 1)
            mstore(sub(data, 0x40), amount)
        }
        _callArmed(balancerVault, data, length, 0x120);
    }

    function _borrowAave(uint256 data, uint256 length, address token, uint256 amount) private {
        assembly ("memory-safe") {
            // flashLoanSimple(receiver, asset, amount, params, referralCode)
            mstore(sub(data, 0xe0), 0x42b0b77c)
            mstore(sub(data, 0xc0), address())
            mstore(sub(data, 0xa0), token)
            mstore(sub(data, 0x80), amount)
            mstore(sub(data, 0x60), 0xa0)
            mstore(sub(data, 0x40), 0)
        }
        _callArmed(aavePool, data, length, 0xc0);
    }

    function _callV2(address pool, uint256 data, uint256 length, uint256 out0, uint256 out1) private {
        assembly ("memory-safe") {
            // swap(amount0Out, amount1Out, to, data)
            mstore(sub(data, 0xc0), 0x022c0d9f)
            mstore(sub(data, 0xa0), out0)
            mstore(sub(data, 0x80), out1)
            mstore(sub(data, 0x60), address())
            mstore(sub(data, 0x40), 0x80)
        }
        _callArmed(pool, data, length, 0xa0);
    }

    function _callV3Flash(address pool, uint256 data, uint256 length, uint256 amount0, uint256 amount1) private {
        assembly ("memory-safe") {
            // flash(recipient, amount0, amount1, data)
            mstore(sub(data, 0xc0), 0x490e6cbc)
            mstore(sub(data, 0xa0), address())
            mstore(sub(data, 0x80), amount0)
            mstore(sub(data, 0x60), amount1)
            mstore(sub(data, 0x40), 0x80)
        }
        _callArmed(pool, data, length, 0xa0);
    }

    function _v2FlashSwap(uint256 data, uint256 length, uint256 amountIn) private {
        (uint256 kind, address pool, uint256 word) = _hop(108);
        if (kind > 3) revert BadRoute();
        uint256 out = _v2Out(108, kind, pool, word, amountIn);
        _callV2(pool, data, length, kind & 1 == 0 ? out : 0, kind & 1 == 0 ? 0 : out);
    }

    function _v3FlashSwap(uint256 data, uint256 length, uint256 amountIn) private {
        (uint256 kind, address pool,) = _hop(88);
        if (kind >> 1 != 2) revert BadRoute();
        address to = _destination(88 + 41, 2);
        bool zeroForOne = kind & 1 != 0;
        uint256 limit = zeroForOne ? Calls.MIN_LIMIT : Calls.MAX_LIMIT;
        assembly ("memory-safe") {
            // swap(recipient, zeroForOne, amountSpecified, sqrtPriceLimitX96, data)
            mstore(sub(data, 0xe0), 0x128acb08)
            mstore(sub(data, 0xc0), to)
            mstore(sub(data, 0xa0), zeroForOne)
            mstore(sub(data, 0x80), amountIn)
            mstore(sub(data, 0x60), limit)
            mstore(sub(data, 0x40), 0xa0)
        }
        _callArmed(pool, data, length, 0xc0);
    }

    /// Arms the callback and makes the call whose arguments fill `head` bytes below `data`, its length word included.
    function _callArmed(address target, uint256 data, uint256 length, uint256 head) private {
        uint256 state;
        assembly ("memory-safe") {
            // The compiler does not promise clean upper bits.
            state := or(shl(160, keccak256(data, length)), shr(96, shl(96, target)))
        }
        _setState(state);
        Calls.raw(target, data - head - 4, 4 + head + ((length + 31) & ~uint256(31)));
    }

    /// Walks the route with a loan, then repays `repay` to `lender`, or leaves it here when that is zero.
    function _fromLoan(uint256 base, uint256 repay, address lender) private {
        (address token, uint256 amountIn,) = _terms(base);
        uint256 kind;
        uint256 held;
        assembly ("memory-safe") {
            kind := byte(0, calldataload(base))
            held := calldataload(sub(base, 32))
        }
        uint256 ptr = base + RECORD;
        if (kind == V2_LOAN || kind == V3_LOAN) ptr += 24;
        _begin(ptr, _hopCount(base), token, amountIn);
        _finish(base, held, repay, lender);
    }

    function _finish(uint256 base, uint256 held, uint256 repay, address lender) private {
        _settle(base, held, repay, lender);
        _setState(SETTLED);
    }

    function _v2Callback(bytes calldata data) private {
        uint256 kind;
        assembly ("memory-safe") {
            kind := byte(0, calldataload(add(data.offset, 32)))
        }
        if (kind != V2_LOAN) return _v2SwapCallback(data);
        uint256 base = _accept(data, V2_LOAN);
        (, uint256 amountIn,) = _terms(base);
        uint256 keep;
        assembly ("memory-safe") {
            // 1 - fee, in millionths; the fee follows the side's byte.
            keep := sub(1000000, and(shr(224, calldataload(add(base, RECORD))), 0xffffff))
        }
        _fromLoan(base, (amountIn * 1000000 + keep - 1) / keep, msg.sender);
    }

    function _v2SwapCallback(bytes calldata data) private {
        uint256 base = _accept(data, V2_SWAP);
        (, uint256 amountIn,) = _terms(base);
        address second;
        uint256 held;
        uint256 amount;
        assembly ("memory-safe") {
            second := shr(96, calldataload(add(base, RECORD)))
            held := calldataload(sub(base, 32))
            // uniswapV2Call(sender, amount0, amount1, data): one of the amounts is zero.
            amount := or(calldataload(36), calldataload(68))
        }
        uint256 ptr = base + RECORD + 20;
        (uint256 kind,,) = _hop(ptr);
        ptr += kind < 2 ? 35 : 24;
        _push(ptr, second, amount);
        _walk(ptr, _hopCount(base) - 1, amount);
        _finish(base, held, amountIn, msg.sender);
    }

    function _v3SwapCallback(bytes calldata data, uint256 owed, uint256 amount) private {
        uint256 base = _accept(data, V3_SWAP);
        (, uint256 amountIn,) = _terms(base);
        if (owed != amountIn) revert UnexpectedCallback();
        uint256 held;
        assembly ("memory-safe") {
            held := calldataload(sub(base, 32))
        }
        _walk(base + RECORD + 41, _hopCount(base) - 1, amount);
        _finish(base, held, amountIn, msg.sender);
    }

    // ---------------------------------------------------------------- the route

    /// Hands `amount` of `token` to the hop at `ptr` if that is to be paid before it is called.
    function _push(uint256 ptr, address token, uint256 amount) internal {
        (uint256 kind, address pool,) = _hop(ptr);
        if (kind < 4) Calls.transfer(token, pool, amount);
    }

    /// Swaps through `hops` pools from `ptr`, each paying the next where that can be; the last pays this contract.
    function _walk(uint256 ptr, uint256 hops, uint256 amount) internal {
        for (; hops != 0; --hops) {
            (uint256 kind, address pool, uint256 word) = _hop(ptr);
            if (kind < 4) {
                uint256 next = ptr + (kind < 2 ? 35 : 24);
                amount = _v2Out(ptr, kind, pool, word, amount);
                Calls.v2Swap(pool, kind & 1 != 0, amount, _destination(next, hops));
                ptr = next;
            } else if (kind < 6) {
                uint256 next = ptr + 41;
                amount = _v3Swap(ptr, pool, kind & 1 != 0, amount, _destination(next, hops));
                ptr = next;
            } else {
                revert BadRoute();
            }
        }
    }

    function _hop(uint256 ptr) internal pure returns (uint256 kind, address pool, uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(ptr)
            kind := byte(0, word)
            pool := shr(96, shl(8, word))
        }
    }

    /// Who gets a hop's output: the next pool if it wants its input beforehand, else this contract.
    function _destination(uint256 next, uint256 hops) private view returns (address to) {
        if (hops > 1) {
            (uint256 kind, address pool,) = _hop(next);
            if (kind < 4) return pool;
        }
        return address(this);
    }

    function _v2Out(uint256 ptr, uint256 kind, address pool, uint256 word, uint256 amountIn)
        private
        view
        returns (uint256 out)
    {
        if (kind > 1) return Calls.v2Quote(pool, kind & 1 != 0, amountIn, (word >> 64) & 0xffffff);
        assembly ("memory-safe") {
            out := shr(144, calldataload(add(ptr, 21)))
        }
    }

    function _v3Swap(uint256 ptr, address pool, bool zeroForOne, uint256 amountIn, address to)
        private
        returns (uint256)
    {
        uint256 limit = zeroForOne ? Calls.MIN_LIMIT : Calls.MAX_LIMIT;
        // A V2-like pool that lies about its reserves may have quoted anything.
        if (amountIn >> 128 != 0) revert BadRoute();
        uint256 p;
        assembly ("memory-safe") {
            let token := shr(96, calldataload(add(ptr, 21)))
            // The callback must bring this token and ask for exactly this amount: a swap stopped half-way is refused.
            mstore(0x00, token)
            mstore(0x20, amountIn)
            tstore(STATE, or(shl(160, keccak256(0x00, 0x40)), pool))
            p := mload(0x40)
            mstore(p, 0x128acb08)
            mstore(add(p, 0x20), to)
            mstore(add(p, 0x40), zeroForOne)
            mstore(add(p, 0x60), amountIn)
            mstore(add(p, 0x80), limit)
            mstore(add(p, 0xa0), 0xa0)
            mstore(add(p, 0xc0), 0x20)
            mstore(add(p, 0xe0), token)
        }
        (uint256 delta0, uint256 delta1) = Calls.raw(pool, p + 0x1c, 0xe4);
        return Calls.v3Output(pool, zeroForOne, delta0, delta1);
    }

    /// Pays the hop that is armed, if it is the caller and asks for what it was offered.
    function _payHop(uint256 owed) private {
        address token;
        bool ok;
        assembly ("memory-safe") {
            token := calldataload(132)
            mstore(0x00, token)
            mstore(0x20, owed)
            ok := eq(tload(STATE), or(shl(160, keccak256(0x00, 0x40)), caller()))
        }
        if (!ok) revert UnexpectedCallback();
        _setState(RUNNING);
        Calls.transfer(token, msg.sender, owed);
    }

    // ---------------------------------------------------------------- settlement

    /// Checks the profit against this contract's own balance, repays `repay` to `lender` unless that is zero, and pays the profit.
    function _settle(uint256 base, uint256 held, uint256 repay, address lender) private {
        (address token, uint256 amountIn, uint256 minProfit) = _terms(base);
        uint256 floor = held + repay;
        uint256 profit = Calls.balanceOf(token, address(this));
        if (profit < floor + minProfit) revert InsufficientProfit(floor + minProfit - profit);
        profit -= floor;
        emit Executed(token, amountIn, profit);
        uint256 head;
        assembly ("memory-safe") {
            head := calldataload(base)
        }
        uint256 share = (head >> 160) & 0xffff;
        if (share != 0) profit -= _shareWithCoinbase(token, (profit * share) / 10000);
        address recipient = address(uint160(head));
        if (recipient == lender) profit += repay;
        else if (lender != address(0)) Calls.transfer(token, lender, repay);
        if (profit != 0) Calls.transfer(token, recipient, profit);
    }

    function _shareWithCoinbase(address token, uint256 amount) private returns (uint256) {
        if (token != weth) revert BadRoute();
        assembly ("memory-safe") {
            mstore(0x00, 0x2e1a7d4d)
            mstore(0x20, amount)
            if iszero(call(gas(), token, 0, 0x1c, 0x24, 0x00, 0x00)) {
                returndatacopy(0x00, 0x00, returndatasize())
                revert(0x00, returndatasize())
            }
        }
        _payCoinbase(amount);
        return amount;
    }

    function _payCoinbase(uint256 amount) private {
        (bool ok,) = block.coinbase.call{value: amount}("");
        if (!ok) revert CoinbaseRefused();
    }
}
