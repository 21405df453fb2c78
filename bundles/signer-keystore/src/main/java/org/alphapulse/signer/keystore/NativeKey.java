package org.alphapulse.signer.keystore;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import org.alphapulse.spi.signer.Signer;

/** The key in memory outside the heap, where no garbage collector copies it, signing with libsecp256k1. */
final class NativeKey implements Key {
    private static final int KEY = 32;

    private final long context = NativeLibrarySecp.context();
    private final Memory key = new Memory(KEY);
    private final int prepared;
    private volatile boolean closed;

    /**
     * Copies a valid key.
     *
     * @param prepared the most signatures that a session prepares
     */
    NativeKey(byte[] secret, int prepared) {
        this.prepared = prepared;
        key.write(0, secret, 0, KEY);
        if (NativeLibrarySecp.secp256k1_ec_seckey_verify(context, Pointer.nativeValue(key)) != 1) {
            close();
            throw new IllegalArgumentException("the keystore holds a number that is no private key");
        }
    }

    @Override
    public String implementation() {
        return "native";
    }

    @Override
    public byte[] publicKey() {
        try (Memory point = new Memory(64);
                Memory output = new Memory(65);
                Memory length = new Memory(Long.BYTES)) {
            length.setLong(0, 65);
            if (NativeLibrarySecp.secp256k1_ec_pubkey_create(
                                    context, Pointer.nativeValue(point), Pointer.nativeValue(key))
                            != 1
                    || NativeLibrarySecp.secp256k1_ec_pubkey_serialize(
                                    context,
                                    Pointer.nativeValue(output),
                                    Pointer.nativeValue(length),
                                    Pointer.nativeValue(point),
                                    NativeLibrarySecp.UNCOMPRESSED)
                            != 1) {
                throw new IllegalStateException("libsecp256k1 gave no public key");
            }
            return output.getByteArray(1, 64);
        }
    }

    @Override
    public Signer.Session newSession() {
        return new NativeSession();
    }

    @Override
    public void close() {
        closed = true;
        key.clear();
    }

    private final class NativeSession implements Signer.Session {
        /** Hash (32), recoverable signature (65, padded), compact signature (64), parity (4). */
        private final Memory scratch = new Memory(256);

        private final long base = Pointer.nativeValue(scratch);
        private final PreparedSignatures stock = new PreparedSignatures(key, prepared);

        @Override
        public int sign(byte[] hash, int hashOffset, byte[] signature, int signatureOffset) {
            if (closed) {
                return Signer.CLOSED;
            }
            scratch.write(0, hash, hashOffset, KEY);
            final int signed = NativeLibrarySecp.secp256k1_ecdsa_sign_recoverable(
                    context, base + 32, base, Pointer.nativeValue(key), 0, 0);
            // A key that was wiped in the meantime is zero, which the library refuses.
            if (closed || signed != 1) {
                return closed ? Signer.CLOSED : Signer.FAILED;
            }
            NativeLibrarySecp.secp256k1_ecdsa_recoverable_signature_serialize_compact(
                    context, base + 128, base + 192, base + 32);
            scratch.read(128, signature, signatureOffset, 64);
            signature[signatureOffset + 64] = (byte) scratch.getInt(192);
            return Signer.SIGNED;
        }

        @Override
        public int signPrepared(byte[] hash, int hashOffset, byte[] signature, int signatureOffset) {
            return !closed && stock.sign(hash, hashOffset, signature, signatureOffset) && !closed
                    ? Signer.SIGNED
                    : sign(hash, hashOffset, signature, signatureOffset);
        }

        @Override
        public boolean prepare() {
            return !closed && stock.make();
        }

        @Override
        public int rehearse(byte[] hash, int hashOffset, byte[] signature, int signatureOffset) {
            return closed || !stock.rehearse(hash, hashOffset, signature, signatureOffset)
                    ? sign(hash, hashOffset, signature, signatureOffset)
                    : Signer.SIGNED;
        }
    }
}
