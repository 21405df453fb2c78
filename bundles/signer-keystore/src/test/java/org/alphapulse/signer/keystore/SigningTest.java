package org.alphapulse.signer.keystore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.alphapulse.evm.Keccak256;
import org.alphapulse.spi.signer.Signer;
import org.junit.jupiter.api.Test;

class SigningTest {
    private static final HexFormat HEX = HexFormat.of();

    private static byte[] sign(Key key, byte[] hash) {
        final byte[] signature = new byte[Signer.SIGNATURE_LENGTH];
        assertEquals(Signer.SIGNED, key.newSession().sign(hash, 0, signature, 0));
        return signature;
    }

    private static Key nativeKey(byte[] secret) {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "the native library is published for Linux only");
        return new NativeKey(secret, 0);
    }

    /** The tail of a signed EIP-1559 transaction is parity, r and s. */
    @Test
    void shouldSignAsPublishedWhenGivenTheTransactionsOfEthers() throws IOException {
        int checked = 0;
        for (final JsonNode vector : Vectors.ethers("transactions.json.gz")) {
            final byte[] unsigned = Vectors.bytes(vector.path("unsignedLondon").asText());
            final String signed = vector.path("signedLondon").asText();
            final byte[] hash = new byte[32];
            new Keccak256().hash(unsigned, 0, unsigned.length, hash, 0);
            final byte[] secret = Vectors.bytes(vector.path("privateKey").asText());
            for (final Key key : new Key[] {new JavaKey(secret), nativeKey(secret)}) {
                final byte[] signature = sign(key, hash);
                assertTrue(
                        signed.endsWith(rlp(signature)),
                        vector.path("name").asText() + " by " + key.implementation() + ": " + HEX.formatHex(signature));
            }
            checked++;
        }
        assertTrue(checked > 100, "only " + checked + " vectors");
    }

    private static String rlp(byte[] signature) {
        return (signature[64] == 0 ? "80" : "01")
                + number(Arrays.copyOf(signature, 32))
                + number(Arrays.copyOfRange(signature, 32, 64));
    }

    private static String number(byte[] word) {
        int zeros = 0;
        while (word[zeros] == 0) {
            zeros++;
        }
        return HEX.toHexDigits((byte) (0x80 + 32 - zeros)) + HEX.formatHex(word, zeros, 32);
    }

    @Test
    void shouldSignAlikeWhenNativeAndJavaGetTheSameRandomInputs() {
        final Random random = new Random(7);
        final byte[] secret = new byte[32];
        final byte[] hash = new byte[32];
        for (int i = 0; i < 200; i++) {
            random.nextBytes(secret);
            random.nextBytes(hash);
            secret[0] = 0;
            final Key java = new JavaKey(secret);
            final Key other = nativeKey(secret);
            assertArrayEquals(java.publicKey(), other.publicKey());
            assertArrayEquals(sign(java, hash), sign(other, hash), "input " + i);
        }
    }

    @Test
    void shouldNameTheAccountWhenAskedForItsAddress() throws IOException {
        int checked = 0;
        for (final JsonNode vector : Vectors.ethers("accounts.json.gz")) {
            final byte[] secret = Vectors.bytes(vector.path("privateKey").asText());
            assertEquals(
                    vector.path("address").asText().substring(2).toLowerCase(java.util.Locale.ROOT),
                    HEX.formatHex(Keys.address(new JavaKey(secret))));
            checked++;
        }
        assertTrue(checked > 10, "only " + checked + " vectors");
    }

    @Test
    void shouldAnswerClosedWhenTheKeyWasOverwritten() {
        final byte[] secret = new byte[32];
        secret[31] = 5;
        for (final Key key : new Key[] {new JavaKey(secret), nativeKey(secret)}) {
            final Signer.Session session = key.newSession();
            final byte[] signature = new byte[65];
            key.close();
            assertEquals(Signer.CLOSED, session.sign(new byte[32], 0, signature, 0));
            assertArrayEquals(new byte[65], signature);
        }
    }

    @Test
    void shouldRefuseWhenTheSecretIsNoKey() {
        assertThrows(IllegalArgumentException.class, () -> new JavaKey(new byte[32]));
        assertThrows(IllegalArgumentException.class, () -> nativeKey(new byte[32]));
    }
}
