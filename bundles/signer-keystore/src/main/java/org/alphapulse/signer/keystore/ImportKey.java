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
     * Encrypts a private key into a new keystore file.
     *
     * @param keystore file that does not exist yet; only its owner may read it
     * @param passphraseFile holds the passphrase in its first line
     * @param key 64 hexadecimal digits, {@code 0x} allowed
     * @return the account's address
     * @throws IOException if the keystore exists already, or a file cannot be read or written
     */
    public static String write(Path keystore, Path passphraseFile, String key) throws IOException {
        final byte[] secret = HexFormat.of().parseHex(key.startsWith("0x") ? key.substring(2) : key);
        final byte[] passphrase = Passphrase.read(passphraseFile.toString(), "");
        try (Key account = new JavaKey(secret)) {
            final String address = HexFormat.of().formatHex(Keys.address(account));
            Files.createFile(
                    keystore, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(keystore, KeystoreFile.write(secret, address, passphrase));
            return "0x" + address;
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(passphrase, (byte) 0);
        }
    }
}
