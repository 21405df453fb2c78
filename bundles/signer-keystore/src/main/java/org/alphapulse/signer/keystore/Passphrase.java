package org.alphapulse.signer.keystore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Where the passphrase comes from. It is never part of a message. */
final class Passphrase {
    private Passphrase() {}

    /** The first line of the file, or the variable when no file is named; the caller overwrites the bytes. */
    static byte[] read(String file, String variable) {
        if (file == null || file.isEmpty()) {
            final String value = variable == null || variable.isEmpty() ? null : System.getenv(variable);
            if (value == null) {
                throw new IllegalArgumentException("there is no passphrase: set passphrase.file, or the environment"
                        + " variable that passphrase.env=" + variable + " names");
            }
            return value.getBytes(StandardCharsets.UTF_8);
        }
        try {
            final byte[] all = Files.readAllBytes(Path.of(file));
            int end = 0;
            while (end < all.length && all[end] != '\n' && all[end] != '\r') {
                end++;
            }
            final byte[] line = Arrays.copyOf(all, end);
            Arrays.fill(all, (byte) 0);
            return line;
        } catch (IOException e) {
            throw new IllegalArgumentException("passphrase.file=" + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
