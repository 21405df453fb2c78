package org.alphapulse.executor.flashloan;

import java.util.Arrays;
import org.alphapulse.evm.Keccak256;
import org.alphapulse.spi.signer.Signer;

/**
 * The signatures that were made last for plans that nobody has approved yet, by the hash that was signed. Without the transaction, which is
 * put together only when the plan is approved, they are of no use to anybody. Neither given away nor written anywhere; overwritten by later
 * ones. For one thread; does not allocate.
 */
final class SignedAhead {
    /** More than a decision takes. */
    static final int KEPT = 16;

    private final byte[] hashes = new byte[KEPT * Keccak256.LENGTH];
    private final byte[] signatures = new byte[KEPT * Signer.SIGNATURE_LENGTH];
    private final boolean[] made = new boolean[KEPT];
    private int next;

    /** Signs a hash; false if the signer could not. */
    boolean make(Signer.Session session, byte[] hash) {
        final int at = next;
        made[at] = session.sign(hash, 0, signatures, at * Signer.SIGNATURE_LENGTH) == Signer.SIGNED;
        System.arraycopy(hash, 0, hashes, at * Keccak256.LENGTH, Keccak256.LENGTH);
        next = (at + 1) % KEPT;
        return made[at];
    }

    /** Copies the signature of a hash; false if there is none. */
    boolean take(byte[] hash, byte[] signature) {
        for (int i = 0; i < KEPT; i++) {
            final int from = i * Keccak256.LENGTH;
            if (made[i] && Arrays.equals(hashes, from, from + Keccak256.LENGTH, hash, 0, Keccak256.LENGTH)) {
                System.arraycopy(signatures, i * Signer.SIGNATURE_LENGTH, signature, 0, Signer.SIGNATURE_LENGTH);
                return true;
            }
        }
        return false;
    }
}
