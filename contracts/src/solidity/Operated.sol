// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {Calls} from "./Calls.sol";

/// @title Who may do what
/// @notice The owner names operators, takes stray tokens out and lifts a pause; operators trade and may pause. The lead operator
///         shares a storage slot with the pause flag, so that its trades read one slot only; any other operator costs a second.
///         The transient word `STATE` tells whether a trade is under way: it closes reentry, and it names the one callback that is
///         expected next.
abstract contract Operated {
    error NotOwner();
    error NotOperator();
    error IsPaused();
    error Busy();
    error ZeroAddress();

    event OwnershipOffered(address indexed to);
    event OwnershipTaken(address indexed owner);
    event OperatorChanged(address indexed operator, bool allowed);
    event LeadOperatorChanged(address indexed operator);
    event PauseChanged(bool paused);
    event Rescued(address indexed token, address indexed to, uint256 amount);

    /// Transient slot of the trade's state.
    uint256 internal constant STATE = 0;
    /// No trade under way.
    uint256 internal constant IDLE = 0;
    /// A trade is under way and no callback is expected.
    uint256 internal constant RUNNING = 1;
    /// A trade is under way, has been checked and paid out, and only has to return.
    uint256 internal constant SETTLED = 2;

    /// The account that may change this contract's settings.
    address public owner;
    /// The account that ownership was offered to.
    address public pendingOwner;
    /// The operator whose trades cost least.
    address public leadOperator;
    /// While true, no trade starts.
    bool public paused;
    mapping(address => bool) private _operators;

    constructor(address owner_, address leadOperator_) {
        if (owner_ == address(0)) revert ZeroAddress();
        owner = owner_;
        leadOperator = leadOperator_;
        emit OwnershipTaken(owner_);
        emit LeadOperatorChanged(leadOperator_);
    }

    modifier onlyOwner() {
        if (msg.sender != owner) revert NotOwner();
        if (_state() != IDLE) revert Busy();
        _;
    }

    /// @return whether `who` may trade
    function isOperator(address who) public view returns (bool) {
        return who != address(0) && (who == leadOperator || _operators[who]);
    }

    /// Offers ownership to `to`, who takes it with `acceptOwnership`.
    function transferOwnership(address to) external onlyOwner {
        pendingOwner = to;
        emit OwnershipOffered(to);
    }

    /// Takes the ownership that was offered to the caller.
    function acceptOwnership() external {
        if (msg.sender != pendingOwner) revert NotOwner();
        owner = msg.sender;
        pendingOwner = address(0);
        emit OwnershipTaken(msg.sender);
    }

    /// Allows or forbids `operator` to trade; forbidding also takes the lead from it.
    function setOperator(address operator, bool allowed) external onlyOwner {
        _operators[operator] = allowed;
        if (!allowed && operator == leadOperator) leadOperator = address(0);
        emit OperatorChanged(operator, allowed);
    }

    /// Makes `operator` the lead operator in place of the present one; zero for none.
    function setLeadOperator(address operator) external onlyOwner {
        leadOperator = operator;
        emit LeadOperatorChanged(operator);
    }

    /// Stops trading; the owner or any operator.
    function pause() external {
        if (msg.sender != owner && !isOperator(msg.sender)) revert NotOperator();
        paused = true;
        emit PauseChanged(true);
    }

    /// Allows trading again.
    function unpause() external onlyOwner {
        paused = false;
        emit PauseChanged(false);
    }

    /// Sends tokens that strayed here, or native coin when `token` is zero.
    function rescue(address token, address to, uint256 amount) external onlyOwner {
        if (to == address(0)) revert ZeroAddress();
        emit Rescued(token, to, amount);
        if (token == address(0)) {
            (bool ok,) = to.call{value: amount}("");
            if (!ok) Calls.bubble();
        } else {
            Calls.transfer(token, to, amount);
        }
    }

    /// Refuses everyone but operators, refuses while paused or within a trade, and marks a trade as under way.
    function _enter() internal {
        if (msg.sender != leadOperator && !_operators[msg.sender]) revert NotOperator();
        if (paused) revert IsPaused();
        if (_state() != IDLE) revert Busy();
        _setState(RUNNING);
    }

    function _state() internal view returns (uint256 state) {
        assembly ("memory-safe") {
            state := tload(STATE)
        }
    }

    function _setState(uint256 state) internal {
        assembly ("memory-safe") {
            tstore(STATE, state)
        }
    }
}
