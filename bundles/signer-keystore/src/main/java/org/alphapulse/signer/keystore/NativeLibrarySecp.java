package org.alphapulse.signer.keystore;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * The functions of libsecp256k1 that are needed, bound to the library inside this bundle. Pointers are plain addresses, so that a call
 * does not allocate. The library is the one that secp256k1-kmp publishes; its own Java interface lacks the recoverable
 * signature, without which each signature would cost a recovery more.
 */
final class NativeLibrarySecp {
    /** {@code SECP256K1_CONTEXT_NONE}: since 0.2 the only flag; any context can sign. */
    private static final int CONTEXT_NONE = 1;

    /** {@code SECP256K1_EC_COMPRESSED}: 33 bytes, the first 3 where y is odd and else 2. */
    static final int COMPRESSED = 258;

    /** {@code SECP256K1_EC_UNCOMPRESSED}: 65 bytes. */
    static final int UNCOMPRESSED = 2;

    private static final String FOLDER = "/fr/acinq/secp256k1/jni/native/";
    private static final long CONTEXT;
    private static final Function RFC_6979;

    static {
        final NativeLibrary library = load();
        Native.register(NativeLibrarySecp.class, library);
        CONTEXT = secp256k1_context_create(CONTEXT_NONE);
        RFC_6979 = Function.getFunction(library.getGlobalVariableAddress("secp256k1_nonce_function_rfc6979")
                .getPointer(0));
    }

    private NativeLibrarySecp() {}

    /**
     * The context, never randomised again and so shared by all threads.
     *
     * @throws UnsatisfiedLinkError if there is no library for this machine, or it cannot be loaded
     */
    static long context() {
        return CONTEXT;
    }

    /**
     * The nonce of RFC 6979 for a key and a hash, all of them 32 bytes. Allocates.
     *
     * @return whether it was written
     */
    static boolean nonce(Pointer nonce, Pointer hash, Pointer key) {
        return RFC_6979.invokeInt(new Object[] {nonce, hash, key, Pointer.NULL, Pointer.NULL, 0}) == 1;
    }

    private static NativeLibrary load() {
        final String name = "linux-" + architecture();
        try (InputStream in = NativeLibrarySecp.class.getResourceAsStream(FOLDER + name + "/libsecp256k1-jni.so")) {
            if (in == null || !System.getProperty("os.name").equals("Linux")) {
                throw new UnsatisfiedLinkError("no libsecp256k1 for " + System.getProperty("os.name") + " " + name);
            }
            final Path file = Files.createTempFile("libsecp256k1-", ".so");
            try {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return NativeLibrary.getInstance(file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw (UnsatisfiedLinkError)
                    new UnsatisfiedLinkError("libsecp256k1 cannot be unpacked: " + e.getMessage()).initCause(e);
        }
    }

    private static String architecture() {
        final String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return arch.equals("amd64") ? "x86_64" : arch;
    }

    static native long secp256k1_context_create(int flags);

    static native int secp256k1_ecdsa_sign_recoverable(
            long context, long signature, long hash, long key, long nonceFunction, long nonceData);

    static native int secp256k1_ecdsa_recoverable_signature_serialize_compact(
            long context, long output, long parity, long signature);

    static native int secp256k1_ec_seckey_verify(long context, long key);

    static native int secp256k1_ec_seckey_negate(long context, long key);

    static native int secp256k1_ec_seckey_tweak_add(long context, long key, long tweak);

    static native int secp256k1_ec_seckey_tweak_mul(long context, long key, long tweak);

    static native int secp256k1_ec_pubkey_create(long context, long publicKey, long key);

    static native int secp256k1_ec_pubkey_serialize(
            long context, long output, long outputLength, long publicKey, int flags);
}
