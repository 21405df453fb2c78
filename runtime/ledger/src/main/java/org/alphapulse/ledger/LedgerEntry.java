package org.alphapulse.ledger;

import java.util.List;
import java.util.Optional;

/**
 * All that is known of one plan.
 *
 * @param entry its number
 * @param plan what was planned
 * @param replacements in the order in which they were written
 * @param settlement how it ended, nothing while it is open
 */
public record LedgerEntry(long entry, Planned plan, List<Replacement> replacements, Optional<Settlement> settlement) {
    /**
     * The hashes of all its transactions.
     *
     * @return the first one and the replacements
     */
    public List<String> hashes() {
        final List<String> hashes = new java.util.ArrayList<>(List.of(plan.transactionHash()));
        replacements.forEach(replacement -> hashes.add(replacement.transactionHash()));
        return hashes;
    }
}
