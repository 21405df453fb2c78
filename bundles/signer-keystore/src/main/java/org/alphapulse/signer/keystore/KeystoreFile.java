package org.alphapulse.signer.keystore;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.alphapulse.evm.Keccak256;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Web3 Secret Storage, version 3: a private key encrypted by AES-128-CTR under a key derived from a passphrase by scrypt or
 * PBKDF2, with a Keccak-256 check sum.
 */
final class KeystoreFile {
    private static final HexFormat HEX = HexFormat.of();
    private static final int KEY = 32;
    private static final int BLOCK = 16;
    private static final int SCRYPT_N = 1 << 17;
    private static final int SCRYPT_R = 8;
    private static final long MAX_SCRYPT_BYTES = 1L << 30;

    private KeystoreFile() {}

    /**
     * Decrypts a keystore.
     *
     * @param json content of the file
     * @param passphrase its bytes
     * @return the private key, 32 bytes; the caller overwrites it
     * @throws IllegalArgumentException if the file is not of version 3, is damaged, or the passphrase is wrong
     */
    static byte[] open(String json, byte[] passphrase) {
        final Map<String, Object> root = Json.object(json);
        final Map<String, Object> crypto = Json.child(root, root.containsKey("crypto") ? "crypto" : "Crypto");
        if (!"3".equals(String.valueOf(root.get("version"))) || !"aes-128-ctr".equals(crypto.get("cipher"))) {
            throw new IllegalArgumentException("the keystore is not of version 3 with aes-128-ctr");
        }
        final byte[] cipherText = hex(crypto, "ciphertext");
        final byte[] derived = derive(crypto, passphrase);
        try {
            if (cipherText.length != KEY || !MessageDigest.isEqual(mac(derived, cipherText), hex(crypto, "mac"))) {
                throw new IllegalArgumentException("the passphrase does not open the keystore");
            }
            return aes(derived, hex(Json.child(crypto, "cipherparams"), "iv"), cipherText);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    /**
     * Encrypts a key with scrypt.
     *
     * @param key 32 bytes
     * @param address without {@code 0x}
     * @param passphrase its bytes
     * @return content of the file
     */
    static String write(byte[] key, String address, byte[] passphrase) {
        final SecureRandom random = new SecureRandom();
        final byte[] salt = new byte[KEY];
        final byte[] iv = new byte[BLOCK];
        random.nextBytes(salt);
        random.nextBytes(iv);
        final byte[] derived = SCrypt.generate(passphrase, salt, SCRYPT_N, SCRYPT_R, 1, KEY);
        final byte[] cipherText = aes(derived, iv, key);
        final String mac = HEX.formatHex(mac(derived, cipherText));
        Arrays.fill(derived, (byte) 0);
        return "{\"version\":3,\"id\":\"" + UUID.randomUUID() + "\",\"address\":\"" + address
                + "\",\"crypto\":{\"cipher\":\"aes-128-ctr\",\"cipherparams\":{\"iv\":\"" + HEX.formatHex(iv)
                + "\"},\"ciphertext\":\"" + HEX.formatHex(cipherText)
                + "\",\"kdf\":\"scrypt\",\"kdfparams\":{\"dklen\":32,\"n\":" + SCRYPT_N + ",\"r\":" + SCRYPT_R
                + ",\"p\":1,\"salt\":\"" + HEX.formatHex(salt) + "\"},\"mac\":\"" + mac + "\"}}\n";
    }

    private static byte[] derive(Map<String, Object> crypto, byte[] passphrase) {
        final Map<String, Object> parameters = Json.child(crypto, "kdfparams");
        final byte[] salt = hex(parameters, "salt");
        final int length = Json.integer(parameters, "dklen");
        if (length < KEY) {
            throw new IllegalArgumentException("the keystore's dklen is " + length + "; 32 or more is allowed");
        }
        if ("scrypt".equals(crypto.get("kdf"))) {
            final int n = Json.integer(parameters, "n");
            final int r = Json.integer(parameters, "r");
            if (128L * n * r > MAX_SCRYPT_BYTES) {
                throw new IllegalArgumentException("the keystore's scrypt parameters need more than 1 GiB");
            }
            return SCrypt.generate(passphrase, salt, n, r, Json.integer(parameters, "p"), length);
        }
        if (!"pbkdf2".equals(crypto.get("kdf")) || !"hmac-sha256".equals(parameters.get("prf"))) {
            throw new IllegalArgumentException("the keystore's kdf is neither scrypt nor pbkdf2 with hmac-sha256");
        }
        final PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(new SHA256Digest());
        generator.init(passphrase, salt, Json.integer(parameters, "c"));
        return ((KeyParameter) generator.generateDerivedMacParameters(length * Byte.SIZE)).getKey();
    }

    private static byte[] mac(byte[] derived, byte[] cipherText) {
        final byte[] message = Arrays.copyOf(Arrays.copyOfRange(derived, BLOCK, KEY), BLOCK + cipherText.length);
        System.arraycopy(cipherText, 0, message, BLOCK, cipherText.length);
        final byte[] hash = new byte[KEY];
        new Keccak256().hash(message, 0, message.length, hash, 0);
        Arrays.fill(message, (byte) 0);
        return hash;
    }

    private static byte[] aes(byte[] derived, byte[] iv, byte[] text) {
        try {
            final Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derived, 0, BLOCK, "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the keystore cannot be decrypted: " + e.getMessage(), e);
        }
    }

    private static byte[] hex(Map<String, Object> object, String name) {
        if (object.get(name) instanceof String text) {
            return HEX.parseHex(text.startsWith("0x") ? text.substring(2) : text);
        }
        throw new IllegalArgumentException("the keystore has no " + name);
    }
}
