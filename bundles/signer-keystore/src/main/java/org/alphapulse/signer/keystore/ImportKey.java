package org.alphapulse.signer.keystore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Encrypts a private key from standard input (64 hexadecimal digits, {@code 0x} allowed) into a keystore file that only its owner
 * may read: {@code ImportKey KEYSTORE PASSPHRASE-FILE}. Prints the account's address.
 */
public final class ImportKey {
    private static final int KEY = 32;

    private ImportKey() {}

    /** Runs the import; refuses to overwrite a file. */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: ImportKey KEYSTORE PASSPHRASE-FILE < KEY");
            System.exit(2);
        }
        final byte[] input = System.in.readAllBytes();
        try {
            System.out.println(
                    write(Path.of(args[0]), Path.of(args[1]), new String(input, StandardCharsets.US_ASCII).strip()));
        } finally {
            Arrays.fill(input, (byte) 0);
        }
    }

    /**
     * Encrypts a private key into a new keystore file, and opens it again before it says so.
     *
     * @param keystore file that does not exist yet; only its owner may read it
     * @param passphraseFile holds the passphrase in its first line, which is not empty
     * @param key 64 hexadecimal digits, {@code 0x} allowed
     * @return the account's address
     * @throws IOException if the keystore exists already, or a file cannot be read or written
     * @throws IllegalArgumentException if the key is none, or the passphrase is missing or empty
     */
    public static String write(Path keystore, Path passphraseFile, String key) throws IOException {
        if (!key.matches("(0x)?[0-9a-fA-F]{" + 2 * KEY + "}")) {
            throw new IllegalArgumentException("the key is not of " + 2 * KEY + " hexadecimal digits");
        }
        final byte[] secret = HexFormat.of().parseHex(key.startsWith("0x") ? key.substring(2) : key);
        final byte[] passphrase = Passphrase.read(passphraseFile.toString(), "");
        try (Key account = new JavaKey(secret)) {
            if (passphrase.length == 0) {
                throw new IllegalArgumentException("the first line of " + passphraseFile + " is empty");
            }
            final String address = HexFormat.of().formatHex(Keys.address(account));
            Files.createFile(
                    keystore, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(keystore, KeystoreFile.write(secret, address, passphrase));
            check(keystore, passphrase, secret);
            return "0x" + address;
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    private static void check(Path keystore, byte[] passphrase, byte[] secret) throws IOException {
        final byte[] found = KeystoreFile.open(Files.readString(keystore), passphrase);
        final boolean same = Arrays.equals(secret, found);
        Arrays.fill(found, (byte) 0);
        if (!same) {
            throw new IOException(keystore + " does not hold the key that was written: do not use it");
        }
    }
}
