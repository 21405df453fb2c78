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
        final String hex = new String(input, StandardCharsets.US_ASCII).strip();
        final byte[] secret = HexFormat.of().parseHex(hex.startsWith("0x") ? hex.substring(2) : hex);
        final byte[] passphrase = Passphrase.read(args[1], "");
        try (Key key = new JavaKey(secret)) {
            final String address = HexFormat.of().formatHex(Keys.address(key));
            final Path file = Path.of(args[0]);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, KeystoreFile.write(secret, address, passphrase));
            System.out.println("0x" + address);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(input, (byte) 0);
            Arrays.fill(passphrase, (byte) 0);
        }
    }
}
