package org.alphapulse.signer.keystore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.alphapulse.testkit.PluginConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeystoreTest {
    private static final String SECRET = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
    private static final String PASSPHRASE = "correct horse battery";

    @TempDir
    Path folder;

    @Test
    void shouldOpenAsPublishedWhenGivenTheWalletsOfEthers() throws IOException {
        int checked = 0;
        for (final JsonNode vector : Vectors.ethers("wallets.json.gz")) {
            if (!vector.path("type").asText().equals("keystore")) {
                continue;
            }
            final byte[] secret = KeystoreFile.open(
                    vector.path("content").asText(),
                    Vectors.bytes(vector.path("password").asText()));
            assertEquals(
                    vector.path("address").asText().substring(2).toLowerCase(Locale.ROOT),
                    HexFormat.of().formatHex(Keys.address(new JavaKey(secret))));
            checked++;
        }
        assertTrue(checked > 1, "only " + checked + " vectors");
    }

    @Test
    void shouldReadWhatItWroteAndRefuseAnotherPassphrase() {
        final byte[] secret = HexFormat.of().parseHex(SECRET);
        final String json = KeystoreFile.write(secret, "00", PASSPHRASE.getBytes(StandardCharsets.UTF_8));
        assertFalse(json.contains(SECRET));
        assertArrayEquals(secret, KeystoreFile.open(json, PASSPHRASE.getBytes(StandardCharsets.UTF_8)));
        assertThrows(IllegalArgumentException.class, () -> KeystoreFile.open(json, new byte[] {1}));
        final String damaged =
                json.replace("\"ciphertext\":\"", "\"ciphertext\":\"00").replaceFirst("..\",\"kdf\"", "\",\"kdf\"");
        assertThrows(
                IllegalArgumentException.class,
                () -> KeystoreFile.open(damaged, PASSPHRASE.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldGiveNothingOfTheKeyAwayWhenLookedAtFromOutside() throws IOException {
        final KeystoreSigner signer = new KeystoreSigner(config(PASSPHRASE));
        for (final Class<?> type :
                new Class<?>[] {KeystoreSigner.class, org.alphapulse.spi.signer.Signer.class, ImportKey.class}) {
            for (final Method method : type.getMethods()) {
                if (method.getDeclaringClass() != Object.class) {
                    final Class<?> returned = method.getReturnType();
                    assertFalse(
                            returned.isArray() || Number.class.isAssignableFrom(returned),
                            method + " could hand out a key");
                    assertFalse(returned == BigInteger.class || returned == Key.class, method.toString());
                }
            }
            assertEquals(
                    0,
                    Arrays.stream(type.getFields())
                            .filter(field -> !Modifier.isStatic(field.getModifiers()))
                            .count());
            assertFalse(Serializable.class.isAssignableFrom(type));
        }
        assertFalse(signer.toString().contains(SECRET));
        assertFalse(
                Modifier.isPublic(Key.class.getModifiers()) || Modifier.isPublic(KeystoreFile.class.getModifiers()));
        signer.close();
    }

    @Test
    void shouldNameTheConfigurationButNotThePassphraseWhenItIsWrong() throws IOException {
        final KeystoreConfig wrong = config("another secret");
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> new KeystoreSigner(wrong));
        final StringWriter trace = new StringWriter();
        refused.printStackTrace(new PrintWriter(trace));
        assertTrue(refused.getMessage().contains("keystore.file="), refused.getMessage());
        assertFalse(trace.toString().contains("another secret"));
    }

    private Path passphrase(String line) throws IOException {
        return Files.writeString(folder.resolve("passphrase"), line + "\n");
    }

    @Test
    void shouldImportAKeyThatOpensAgain() throws IOException {
        final Path keystore = folder.resolve("imported.json");
        final String address = ImportKey.write(keystore, passphrase(PASSPHRASE), "0x" + SECRET);
        assertEquals(
                "0x"
                        + HexFormat.of()
                                .formatHex(
                                        Keys.address(new JavaKey(HexFormat.of().parseHex(SECRET)))),
                address);
        assertArrayEquals(
                HexFormat.of().parseHex(SECRET),
                KeystoreFile.open(Files.readString(keystore), PASSPHRASE.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                SECRET + "00",
                "0x" + SECRET + "0000",
                "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f3623",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
                "ghij83a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318",
            })
    void shouldImportNothingThatIsNoKey(String key) throws IOException {
        final Path keystore = folder.resolve("imported.json");
        final Path secretFile = passphrase(PASSPHRASE);
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> ImportKey.write(keystore, secretFile, key));
        assertFalse(!key.isEmpty() && refused.getMessage().contains(key), "the key is nobody's business");
        assertFalse(Files.exists(keystore));
    }

    @Test
    void shouldImportNothingUnderAnEmptyPassphrase() throws IOException {
        final Path keystore = folder.resolve("imported.json");
        final Path secretFile = passphrase("");
        final IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> ImportKey.write(keystore, secretFile, SECRET));
        assertTrue(refused.getMessage().contains(secretFile.toString()), refused.getMessage());
        assertFalse(Files.exists(keystore));
    }

    private KeystoreConfig config(String passphrase) throws IOException {
        final Path keystore = folder.resolve("keystore.json");
        final Path secretFile = folder.resolve("passphrase");
        Files.writeString(
                keystore,
                KeystoreFile.write(HexFormat.of().parseHex(SECRET), "00", PASSPHRASE.getBytes(StandardCharsets.UTF_8)));
        Files.writeString(secretFile, passphrase + "\n");
        return PluginConfig.of(
                KeystoreConfig.class,
                Map.of(
                        "keystore_file",
                        keystore.toString(),
                        "passphrase_file",
                        secretFile.toString(),
                        "passphrase_env",
                        "",
                        "implementation",
                        Keys.AUTO));
    }
}
