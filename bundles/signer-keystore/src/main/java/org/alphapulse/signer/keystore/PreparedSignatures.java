package org.alphapulse.signer.keystore;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * All of a signature that does not depend on what is signed, made before there is anything to sign. An ECDSA signature of the hash
 * z by the key d is r, which is the abscissa of k G, and s = (z + r d) / k modulo the order n of the curve (SEC 1, section 4.1.3). An
 * entry has r and 1/k of a nonce k of its own; what is left for {@link #complete} are an addition and two multiplications modulo n.
 *
 * <p>Two signatures with one nonce give the key away. So each entry serves one hash: it is taken before it is used, and overwritten before
 * s is given away. k is the nonce of RFC 6979 for d and a random number with the time in it: no bit of it can be guessed without d, should
 * the random numbers be bad. Entries lie outside the heap; none is written anywhere, so a restarted process has none. A copy of the
 * whole process with its memory has the same ones, see ADR 0035.
 *
 * <p>One thread makes entries, one takes them; making allocates, taking does not.
 */
final class PreparedSignatures {
    private static final int WORD = 32;

    /** 1/k (32), r (32), parity of y (1); two cache lines, as two threads are at neighbouring entries. */
    private static final int ENTRY = 128;

    private static final int R = 32;
    private static final int PARITY = 64;

    /** Scratch of the thread that makes: random number (32), k (32), point (64), encoded point (33, padded), length (8). */
    private static final int SEED = 0;

    private static final int NONCE = 32;
    private static final int POINT = 64;
    private static final int ENCODED = 128;
    private static final int LENGTH = 192;

    /** n - 2: by Fermat's little theorem k to the power of it is 1/k. */
    private static final long[] EXPONENT = {-1L, -2L, 0xBAAEDCE6_AF48A03BL, 0xBFD25E8C_D036413FL};

    /** n / 2, rounded down, the highest s. */
    private static final long[] HALF = {Long.MAX_VALUE, -1L, 0x5D576E73_57A4501DL, 0xDFE92F46_681B20A0L};

    private static final Memory ZERO = number(0);
    private static final Memory ONE = number(1);

    private final long context = NativeLibrarySecp.context();
    private final Memory key;
    private final int capacity;

    /** One more than the capacity: the last is the made-up one. */
    private final Memory entries;

    private final Memory making = new Memory(256);

    /** Hash (32), s (32); of the thread that takes. */
    private final Memory taking = new Memory(64);

    private final SecureRandom random = new SecureRandom();
    private final byte[] seed = new byte[WORD];
    private volatile long made;
    private volatile long taken;

    /**
     * An empty stock.
     *
     * @param key the private key, which the owner may overwrite at any time
     * @param capacity number of entries, 0 or more
     */
    PreparedSignatures(Memory key, int capacity) {
        this.key = key;
        this.capacity = capacity;
        this.entries = new Memory((capacity + 1L) * ENTRY);
    }

    /** Makes an entry; false if there is no room for one, or the library could not. */
    boolean make() {
        final long next = made;
        if (next - taken >= capacity) {
            return false;
        }
        final long at = next % capacity * ENTRY;
        copy(ONE, 0, entries, at);
        final boolean usable = nonce() && point() && invert(address(making) + NONCE, address(entries) + at);
        copy(making, ENCODED + 1, entries, at + R);
        entries.setByte(at + PARITY, (byte) (making.getByte(ENCODED) & 1));
        making.clear();
        if (usable) {
            made = next + 1;
        }
        return usable;
    }

    private boolean nonce() {
        random.nextBytes(seed);
        making.write(SEED, seed, 0, WORD);
        making.setLong(SEED, making.getLong(SEED) ^ System.nanoTime());
        making.setLong(SEED + Long.BYTES, making.getLong(SEED + Long.BYTES) ^ System.currentTimeMillis());
        return NativeLibrarySecp.nonce(making.share(NONCE), making.share(SEED), key);
    }

    /** The abscissa may be n or more, in one of 2^128 cases; then it is not r, and the nonce not used. */
    private boolean point() {
        final long base = address(making);
        making.setLong(LENGTH, WORD + 1);
        return NativeLibrarySecp.secp256k1_ec_pubkey_create(context, base + POINT, base + NONCE) == 1
                && NativeLibrarySecp.secp256k1_ec_pubkey_serialize(
                                context, base + ENCODED, base + LENGTH, base + POINT, NativeLibrarySecp.COMPRESSED)
                        == 1
                && NativeLibrarySecp.secp256k1_ec_seckey_verify(context, base + ENCODED + 1) == 1;
    }

    /** Result is 1 at first. */
    private boolean invert(long number, long result) {
        boolean done = true;
        for (final long word : EXPONENT) {
            for (int bit = Long.SIZE - 1; bit >= 0; bit--) {
                done &= multiply(result, result);
                if ((word >>> bit & 1) != 0) {
                    done &= multiply(result, number);
                }
            }
        }
        return done;
    }

    /** Signs with the oldest entry; false, and nothing is written, if there is none or the key was overwritten. */
    boolean sign(byte[] hash, int hashOffset, byte[] signature, int signatureOffset) {
        final long next = taken;
        if (next == made) {
            return false;
        }
        final boolean done = complete(key, next % capacity, hash, hashOffset, signature, signatureOffset);
        taken = next + 1;
        return done;
    }

    /** Does the same with a key and an entry that belong to nobody. */
    boolean rehearse(byte[] hash, int hashOffset, byte[] signature, int signatureOffset) {
        copy(ONE, 0, entries, (long) capacity * ENTRY);
        copy(ONE, 0, entries, (long) capacity * ENTRY + R);
        return complete(ONE, capacity, hash, hashOffset, signature, signatureOffset);
    }

    private boolean complete(
            Memory secret, long entry, byte[] hash, int hashOffset, byte[] signature, int signatureOffset) {
        final long at = entry * ENTRY;
        final long s = address(taking) + WORD;
        taking.write(0, hash, hashOffset, WORD);
        copy(entries, at + R, taking, WORD);
        final boolean done = multiply(s, address(secret))
                && NativeLibrarySecp.secp256k1_ec_seckey_tweak_add(context, s, address(taking)) == 1
                && multiply(s, address(entries) + at);
        copy(ZERO, 0, entries, at);
        if (!done) {
            return false;
        }
        int parity = entries.getByte(at + PARITY);
        if (high()) {
            NativeLibrarySecp.secp256k1_ec_seckey_negate(context, s);
            parity ^= 1;
        }
        entries.read(at + R, signature, signatureOffset, WORD);
        taking.read(WORD, signature, signatureOffset + WORD, WORD);
        signature[signatureOffset + 2 * WORD] = (byte) parity;
        return true;
    }

    /** Whether s is in the upper half of the order. */
    private boolean high() {
        for (int i = 0; i < HALF.length; i++) {
            final int order = Long.compareUnsigned(bigEndian(taking, WORD + (long) i * Long.BYTES), HALF[i]);
            if (order != 0) {
                return order > 0;
            }
        }
        return false;
    }

    private boolean multiply(long number, long factor) {
        return NativeLibrarySecp.secp256k1_ec_seckey_tweak_mul(context, number, factor) == 1;
    }

    private static long bigEndian(Memory memory, long offset) {
        final long word = memory.getLong(offset);
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? word : Long.reverseBytes(word);
    }

    private static void copy(Memory from, long fromOffset, Memory to, long toOffset) {
        for (int i = 0; i < WORD; i += Long.BYTES) {
            to.setLong(toOffset + i, from.getLong(fromOffset + i));
        }
    }

    private static long address(Memory memory) {
        return Pointer.nativeValue(memory);
    }

    private static Memory number(int value) {
        final Memory memory = new Memory(WORD);
        memory.clear();
        memory.setByte(WORD - 1, (byte) value);
        return memory;
    }
}
