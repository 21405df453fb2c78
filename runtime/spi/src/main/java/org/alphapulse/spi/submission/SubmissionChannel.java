package org.alphapulse.spi.submission;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way for signed transactions to the producers of blocks: the public pool of a node, or a private relay. Registered as an OSGi
 * service; an executor takes the one whose {@link #chainId} is its chain and whose {@link #code} is asked for.
 *
 * <p>Threading: {@link #submit} blocks and is called by one thread at a time, never by an engine thread.
 */
@ConsumerType
public interface SubmissionChannel {
    /** Result of {@link #submit}: the other side has the transaction. */
    int ACCEPTED = 0;

    /** Result of {@link #submit}: the other side refused the transaction and does not have it. */
    int REFUSED = -1;

    /** Result of {@link #submit}: no answer came; the other side may have the transaction. */
    int UNKNOWN = -2;

    /** Channel code of the public pool. */
    int PUBLIC_POOL = 1;

    /**
     * The chain it serves.
     *
     * @return chain id, above 0
     */
    long chainId();

    /**
     * The code by which plans ask for it.
     *
     * @return 1 to 65535, {@link #PUBLIC_POOL} for the public pool
     */
    int code();

    /**
     * Hands over a transaction. Handing over the same bytes again does no harm.
     *
     * @param transaction holds the signed and encoded transaction
     * @param length its size in bytes, from index 0
     * @return {@link #ACCEPTED}, {@link #REFUSED} or {@link #UNKNOWN}
     */
    int submit(byte[] transaction, int length);

    /**
     * Explains the last result other than {@link #ACCEPTED}; same thread as {@link #submit}.
     *
     * @return one line for people, in the words of the other side where it gave any
     */
    String reason();
}
