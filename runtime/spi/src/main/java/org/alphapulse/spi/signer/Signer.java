package org.alphapulse.spi.signer;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Signs hashes with the key of one account. The key itself never leaves the implementation: there is no method that gives it.
 *
 * <p>Registered as an OSGi service. Threading: {@link #newSession} and {@link #addressTo} may be called by any thread; a session
 * belongs to one thread at a time, but for {@link Session#prepare}, and several sessions may sign at once.
 */
@ConsumerType
public interface Signer {
    /** Size of an account's address in bytes. */
    int ADDRESS_LENGTH = 20;

    /** Size of the hash that is signed in bytes. */
    int HASH_LENGTH = 32;

    /** Size of a signature in bytes: r (32, big endian), s (32, big endian, at most half the order), parity of R (1, 0 or 1). */
    int SIGNATURE_LENGTH = 65;

    /** Result of {@link Session#sign}: the signature was written. */
    int SIGNED = 0;

    /** Result of {@link Session#sign}: the signer was closed and holds no key any more. */
    int CLOSED = -1;

    /** Result of {@link Session#sign}: the implementation could not sign; nothing was written. */
    int FAILED = -2;

    /** Signs for one thread. */
    @ConsumerType
    interface Session {
        /**
         * Signs a hash, deterministically as in RFC 6979, with s in the lower half of the order as in EIP-2.
         *
         * @param hash holds {@link #HASH_LENGTH} bytes
         * @param hashOffset index of the first of them
         * @param signature gets {@link #SIGNATURE_LENGTH} bytes
         * @param signatureOffset index of the first byte written
         * @return {@link #SIGNED}, {@link #CLOSED} or {@link #FAILED}
         */
        int sign(byte[] hash, int hashOffset, byte[] signature, int signatureOffset);

        /**
         * Signs a hash as fast as the implementation can: where {@link #prepare} made everything of a signature but what depends on the hash, with
         * that, and so with another signature each time, none of them with a nonce that was used before; otherwise as {@link #sign}.
         *
         * @param hash holds {@link #HASH_LENGTH} bytes
         * @param hashOffset index of the first of them
         * @param signature gets {@link #SIGNATURE_LENGTH} bytes
         * @param signatureOffset index of the first byte written
         * @return {@link #SIGNED}, {@link #CLOSED} or {@link #FAILED}
         */
        default int signPrepared(byte[] hash, int hashOffset, byte[] signature, int signatureOffset) {
            return sign(hash, hashOffset, signature, signatureOffset);
        }

        /**
         * Prepares one signature, which takes longer than to sign. By one thread, which may be another than the session's and do it while that
         * signs.
         *
         * @return false if there was nothing to do: enough are prepared, or the implementation prepares none or could not just now
         */
        default boolean prepare() {
            return false;
        }

        /**
         * Goes the way of {@link #signPrepared} with a hash that stands for nothing and takes nothing that was prepared, so that the way is
         * compiled and in the caches when it is gone in earnest. What it writes may be the account's signature or of no use.
         *
         * @param hash holds {@link #HASH_LENGTH} bytes
         * @param hashOffset index of the first of them
         * @param signature gets {@link #SIGNATURE_LENGTH} bytes
         * @param signatureOffset index of the first byte written
         * @return {@link #SIGNED}, {@link #CLOSED} or {@link #FAILED}
         */
        default int rehearse(byte[] hash, int hashOffset, byte[] signature, int signatureOffset) {
            return sign(hash, hashOffset, signature, signatureOffset);
        }
    }

    /**
     * Writes the account's address.
     *
     * @param target gets {@link #ADDRESS_LENGTH} bytes
     * @param offset index of the first byte written
     */
    void addressTo(byte[] target, int offset);

    /**
     * Makes a session, with scratch space of its own.
     *
     * @return a session that signs until the signer is closed
     */
    Session newSession();

    /**
     * Says how signatures are made.
     *
     * @return one word for people, for example {@code native} or {@code java}
     */
    String implementation();
}
