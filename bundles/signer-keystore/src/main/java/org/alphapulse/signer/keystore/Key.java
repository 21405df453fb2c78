package org.alphapulse.signer.keystore;

import org.alphapulse.spi.signer.Signer;

/** A private key that signs and gives nothing else away. */
interface Key extends AutoCloseable {
    /** How signatures are made, one word. */
    String implementation();

    /** The public key as two 32-byte coordinates. */
    byte[] publicKey();

    /** Scratch space and the right to sign for one thread. */
    Signer.Session newSession();

    /** Overwrites the key; sessions answer CLOSED from now on. */
    @Override
    void close();
}
