package org.alphapulse.ledger;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The durable record of every plan before it is sent and of every result after. What a method wrote survives the end of the process, of
 * the operating system and of the power supply once the method has returned.
 *
 * <p>Threading: any thread; writers wait for the disk, so no engine thread writes.
 */
@ProviderType
public interface TradeLedger {
    /**
     * Writes a plan, before its first transaction is sent.
     *
     * @param plan all of it
     * @return the number of the entry: positive, rising, never used again, also not after a restart
     * @throws LedgerException if it could not be made durable: then it must not be sent
     */
    long plan(Planned plan);

    /**
     * Writes a transaction that takes the place of a plan's first one, before it is sent.
     *
     * @param entry of the plan
     * @param replacement with the same nonce
     * @throws LedgerException if it could not be made durable: then it must not be sent
     */
    void replace(long entry, Replacement replacement);

    /**
     * Writes how a plan ended.
     *
     * @param entry of the plan
     * @param settlement how
     * @throws LedgerException if it could not be made durable; after a restart the plan is open again
     */
    void settle(long entry, Settlement settlement);

    /**
     * Writes that the block with a plan's result is no longer part of the chain. The plan is open again.
     *
     * @param entry of the plan
     * @throws LedgerException if it could not be made durable
     */
    void undo(long entry);

    /**
     * The plans that wait for a result, those of earlier processes included.
     *
     * @return in the order of their entries
     */
    List<LedgerEntry> open();

    /**
     * The newest plans, open or not.
     *
     * @param limit most entries returned
     * @return in the order of their entries
     */
    List<LedgerEntry> newest(int limit);

    /**
     * Sums over all plans ever written.
     *
     * @return one row for each strategy, chain, account and profit token, in that order
     */
    List<Position> positions();

    /**
     * Why nothing can be written any more.
     *
     * @return one line that says what to do, or empty while all is well
     */
    String failure();
}
