package org.alphapulse.signer.keystore;

import java.math.BigInteger;
import java.util.Arrays;
import org.alphapulse.spi.signer.Signer;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * Signs without native code, by RFC 6979 and SEC 1, section 4.1.3; s is brought into the lower half of the order as EIP-2 wants
 * it. Slower, it allocates, and the garbage collector may keep copies of numbers derived from the key for a while.
 */
final class JavaKey implements Key {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final BigInteger ORDER = CURVE.getN();
    private static final BigInteger HALF = ORDER.shiftRight(1);
    private static final int WORD = 32;

    private final byte[] key;
    private volatile boolean closed;

    JavaKey(byte[] secret) {
        final BigInteger d = BigIntegers.fromUnsignedByteArray(secret, 0, WORD);
        if (d.signum() == 0 || d.compareTo(ORDER) >= 0) {
            throw new IllegalArgumentException("the keystore holds a number that is no private key");
        }
        key = Arrays.copyOf(secret, WORD);
    }

    @Override
    public String implementation() {
        return "java";
    }

    @Override
    public byte[] publicKey() {
        final ECPoint point = new FixedPointCombMultiplier()
                .multiply(CURVE.getG(), BigIntegers.fromUnsignedByteArray(key))
                .normalize();
        final byte[] encoded = new byte[2 * WORD];
        put(point.getAffineXCoord().toBigInteger(), encoded, 0);
        put(point.getAffineYCoord().toBigInteger(), encoded, WORD);
        return encoded;
    }

    @Override
    public Signer.Session newSession() {
        final FixedPointCombMultiplier multiplier = new FixedPointCombMultiplier();
        final HMacDSAKCalculator nonces = new HMacDSAKCalculator(new SHA256Digest());
        return (hash, hashOffset, signature, signatureOffset) -> sign(
                multiplier,
                nonces,
                Arrays.copyOfRange(hash, hashOffset, hashOffset + WORD),
                signature,
                signatureOffset);
    }

    private int sign(
            FixedPointCombMultiplier multiplier, HMacDSAKCalculator nonces, byte[] hash, byte[] signature, int offset) {
        final byte[] secret = key.clone();
        final BigInteger d = BigIntegers.fromUnsignedByteArray(secret);
        Arrays.fill(secret, (byte) 0);
        if (closed) {
            return Signer.CLOSED;
        }
        final BigInteger z = BigIntegers.fromUnsignedByteArray(hash);
        nonces.init(ORDER, d, hash);
        while (true) {
            final BigInteger k = nonces.nextK();
            final ECPoint point = multiplier.multiply(CURVE.getG(), k).normalize();
            final BigInteger x = point.getAffineXCoord().toBigInteger();
            final BigInteger r = x.mod(ORDER);
            final BigInteger s = BigIntegers.modOddInverse(ORDER, k)
                    .multiply(z.add(d.multiply(r)))
                    .mod(ORDER);
            if (r.signum() == 0 || s.signum() == 0) {
                continue;
            }
            final boolean high = s.compareTo(HALF) > 0;
            final int parity = (point.getAffineYCoord().testBitZero() ? 1 : 0) | (x.compareTo(ORDER) >= 0 ? 2 : 0);
            put(r, signature, offset);
            put(high ? ORDER.subtract(s) : s, signature, offset + WORD);
            signature[offset + 2 * WORD] = (byte) (high ? parity ^ 1 : parity);
            return Signer.SIGNED;
        }
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(key, (byte) 0);
    }

    private static void put(BigInteger value, byte[] target, int offset) {
        BigIntegers.asUnsignedByteArray(value, target, offset, WORD);
    }
}
