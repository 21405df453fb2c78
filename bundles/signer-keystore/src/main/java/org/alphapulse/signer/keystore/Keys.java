package org.alphapulse.signer.keystore;

import java.util.Arrays;
import org.alphapulse.evm.Keccak256;

/** Chooses how a key signs, and names its account. */
final class Keys {
    static final String AUTO = "auto";
    static final String NATIVE = "native";
    static final String JAVA = "java";

    private Keys() {}

    /**
     * Takes over a secret, which the caller overwrites afterwards.
     *
     * @param prepared the most signatures that a session of native code prepares
     * @throws IllegalStateException if native code is demanded and not to be had
     */
    static Key take(byte[] secret, String implementation, int prepared) {
        if (implementation.equals(JAVA)) {
            return new JavaKey(secret);
        }
        try {
            return new NativeKey(secret, prepared);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            if (implementation.equals(NATIVE)) {
                throw new IllegalStateException("libsecp256k1 cannot be loaded: " + e.getMessage(), e);
            }
            return new JavaKey(secret);
        }
    }

    /** The last 20 bytes of the hash of the public key. */
    static byte[] address(Key key) {
        final byte[] publicKey = key.publicKey();
        final byte[] hash = new byte[Keccak256.LENGTH];
        new Keccak256().hash(publicKey, 0, publicKey.length, hash, 0);
        return Arrays.copyOfRange(hash, 12, 32);
    }
}
