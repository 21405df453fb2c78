package org.alphapulse.signer.keystore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.alphapulse.spi.signer.Signer;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The reference is the public key that BouncyCastle's curve recovers from a signature, and the signature of RFC 6979 by Java. */
class PreparedSignaturesTest {
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final BigInteger ORDER = CURVE.getN();
    private static final int CAPACITY = 8;

    private final Random random = new Random(11);
    private final byte[] secret = new byte[32];
    private final byte[] hash = new byte[32];
    private final byte[] signature = new byte[Signer.SIGNATURE_LENGTH];
    private Key key;
    private Signer.Session session;

    @BeforeEach
    void open() {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the native library is published for Linux only");
        random.nextBytes(secret);
        secret[0] = 0;
        key = new NativeKey(secret, CAPACITY);
        session = key.newSession();
    }

    private static BigInteger number(byte[] bytes, int from) {
        return new BigInteger(1, bytes, from, 32);
    }

    /** The public key for which the signature holds: Q = (s R - z G) / r. */
    private static byte[] recovered(byte[] hash, byte[] signature) {
        final byte[] encoded = new byte[33];
        encoded[0] = (byte) (2 + signature[64]);
        System.arraycopy(signature, 0, encoded, 1, 32);
        final ECPoint point = CURVE.getCurve().decodePoint(encoded);
        final BigInteger inverse = number(signature, 0).modInverse(ORDER);
        final BigInteger ofPoint = number(signature, 32).multiply(inverse).mod(ORDER);
        final BigInteger ofBase = number(hash, 0).negate().multiply(inverse).mod(ORDER);
        final byte[] key = ECAlgorithms.sumOfTwoMultiplies(point, ofPoint, CURVE.getG(), ofBase)
                .normalize()
                .getEncoded(false);
        return Arrays.copyOfRange(key, 1, 65);
    }

    private void assertValid() {
        assertArrayEquals(key.publicKey(), recovered(hash, signature));
        assertTrue(number(signature, 32).compareTo(ORDER.shiftRight(1)) <= 0, "s is in the upper half");
    }

    private byte[] deterministic() {
        final byte[] expected = new byte[Signer.SIGNATURE_LENGTH];
        assertEquals(Signer.SIGNED, new JavaKey(secret).newSession().sign(hash, 0, expected, 0));
        return expected;
    }

    private int prepareAll() {
        int prepared = 0;
        while (session.prepare()) {
            prepared++;
        }
        return prepared;
    }

    @Test
    void shouldMakeValidSignaturesWithNoncesOfTheirOwnUntilNoneIsLeft() {
        final Set<BigInteger> nonces = new HashSet<>();
        int parities = 0;
        for (int round = 0; round < 50; round++) {
            assertEquals(CAPACITY, prepareAll());
            for (int i = 0; i < CAPACITY; i++) {
                random.nextBytes(hash);
                assertEquals(Signer.SIGNED, session.signPrepared(hash, 0, signature, 0));
                assertValid();
                assertTrue(nonces.add(number(signature, 0)), "a nonce was used twice");
                parities |= 1 << signature[64];
            }
            assertEquals(Signer.SIGNED, session.signPrepared(hash, 0, signature, 0));
            assertArrayEquals(deterministic(), signature);
        }
        assertEquals(3, parities);
    }

    @Test
    void shouldUseTwoNoncesWhenTheSameHashIsSignedTwice() {
        prepareAll();
        session.signPrepared(hash, 0, signature, 0);
        assertValid();
        final BigInteger first = number(signature, 0);
        session.signPrepared(hash, 0, signature, 0);
        assertValid();
        assertFalse(first.equals(number(signature, 0)));
    }

    /** A hash from the order on is taken modulo the order by whoever verifies; the library's addition refuses it. */
    @Test
    void shouldSignByRfc6979WhenTheHashIsNotBelowTheOrder() {
        prepareAll();
        Arrays.fill(hash, (byte) -1);
        assertEquals(Signer.SIGNED, session.signPrepared(hash, 0, signature, 0));
        assertArrayEquals(deterministic(), signature);
        random.nextBytes(hash);
        assertEquals(Signer.SIGNED, session.signPrepared(hash, 0, signature, 0));
        assertValid();
    }

    @Test
    void shouldTakeNothingPreparedAndSignNothingWhenItRehearses() {
        prepareAll();
        random.nextBytes(hash);
        assertEquals(Signer.SIGNED, session.rehearse(hash, 0, signature, 0));
        assertFalse(Arrays.equals(key.publicKey(), recovered(hash, signature)));
        assertFalse(session.prepare(), "nothing was taken");
        session.signPrepared(hash, 0, signature, 0);
        assertValid();
    }

    @Test
    void shouldAnswerClosedWhenTheKeyWasOverwritten() {
        prepareAll();
        session.signPrepared(hash, 0, signature, 0);
        Arrays.fill(signature, (byte) 0);
        key.close();
        assertEquals(Signer.CLOSED, session.signPrepared(hash, 0, signature, 0));
        assertEquals(Signer.CLOSED, session.rehearse(hash, 0, signature, 0));
        assertArrayEquals(new byte[65], signature);
        assertFalse(session.prepare());
    }

    @Test
    void shouldPrepareNothingWhenNothingIsToBePrepared() {
        key = new NativeKey(secret, 0);
        session = key.newSession();
        assertFalse(session.prepare());
        assertEquals(Signer.SIGNED, session.signPrepared(hash, 0, signature, 0));
        assertArrayEquals(deterministic(), signature);
        assertEquals(Signer.SIGNED, session.rehearse(hash, 0, signature, 0));
    }

    @Test
    void shouldUseEachNonceOnceWhenOneThreadPreparesWhileTheOtherSigns() throws InterruptedException {
        final AtomicBoolean done = new AtomicBoolean();
        final Thread preparing = new Thread(() -> {
            while (!done.get()) {
                session.prepare();
            }
        });
        preparing.start();
        final Set<BigInteger> nonces = new HashSet<>();
        int prepared = 0;
        for (int i = 0; i < 3_000; i++) {
            random.nextBytes(hash);
            assertEquals(Signer.SIGNED, session.signPrepared(hash, 0, signature, 0));
            assertTrue(nonces.add(number(signature, 0)), "a nonce was used twice");
            if (i % 10 == 0) {
                assertValid();
                prepared += Arrays.equals(deterministic(), signature) ? 0 : 1;
            }
        }
        done.set(true);
        preparing.join();
        assertTrue(prepared > 10, "only " + prepared + " were prepared");
    }
}
