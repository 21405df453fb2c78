package org.alphapulse.signer.keystore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.alphapulse.api.context.Check;
import org.alphapulse.spi.signer.Signer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;

/** Opens an encrypted keystore when it starts, which takes about a second, and overwrites the key when it stops. */
@Component(
        name = "org.alphapulse.signer.keystore",
        service = Signer.class,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = KeystoreConfig.class, factory = true)
public final class KeystoreSigner implements Signer {
    private final Key key;
    private final byte[] address;

    /** Opens the keystore; refuses with the key of the configuration that has to be changed. */
    @Activate
    public KeystoreSigner(KeystoreConfig config) {
        this(
                Path.of(Check.text("keystore.file", config::keystore_file, ".+", "the path of a keystore")),
                Passphrase.read(config.passphrase_file(), config.passphrase_env()),
                Check.oneOf("implementation", config::implementation, Keys.AUTO, Keys.NATIVE, Keys.JAVA),
                (int) Check.range("prepared.signatures", config::prepared_signatures, 0, 4_096, "signatures"));
    }

    private KeystoreSigner(Path file, byte[] passphrase, String implementation, int prepared) {
        byte[] secret = null;
        try {
            secret = KeystoreFile.open(Files.readString(file), passphrase);
            key = Keys.take(secret, implementation, prepared);
        } catch (IOException e) {
            throw new IllegalArgumentException("keystore.file=" + file + " cannot be read: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("keystore.file=" + file + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(passphrase, (byte) 0);
            if (secret != null) {
                Arrays.fill(secret, (byte) 0);
            }
        }
        address = Keys.address(key);
    }

    /**
     * Opens a keystore without configuration.
     *
     * @param file the keystore
     * @param passphraseFile holds the passphrase in its first line
     * @param implementation {@code auto}, {@code native} or {@code java}
     * @param prepared the most signatures that a session of native code prepares, 0 or more
     * @return the signer; close it
     */
    public static KeystoreSigner open(Path file, Path passphraseFile, String implementation, int prepared) {
        return new KeystoreSigner(file, Passphrase.read(passphraseFile.toString(), ""), implementation, prepared);
    }

    @Override
    public void addressTo(byte[] target, int offset) {
        System.arraycopy(address, 0, target, offset, ADDRESS_LENGTH);
    }

    @Override
    public Session newSession() {
        return key.newSession();
    }

    @Override
    public String implementation() {
        return key.implementation();
    }

    /** Overwrites the key. */
    @Deactivate
    public void close() {
        key.close();
    }

    @Override
    public String toString() {
        return "0x" + HexFormat.of().formatHex(address) + " (" + implementation() + ")";
    }
}
