package org.alphapulse.market;

import java.math.BigInteger;
import org.alphapulse.devnet.Account;
import org.alphapulse.devnet.Transaction;

/**
 * One transaction on one pool.
 *
 * @param swap what is to come of it if it is a swap, else null
 */
record Order(LivePool pool, String kind, Account from, Transaction transaction, Foreseen swap) {
    /**
     * What our quote says of a swap.
     *
     * @param reverts whether the contract is to refuse it
     * @param change0 token 0 that the pool receives, negative if it pays
     * @param change1 token 1 likewise
     * @param after price, liquidity and tick afterwards; empty for V2
     */
    record Foreseen(boolean reverts, BigInteger change0, BigInteger change1, String after) {}
}
