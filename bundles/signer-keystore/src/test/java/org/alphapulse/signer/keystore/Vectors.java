package org.alphapulse.signer.keystore;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** The published vectors. */
final class Vectors {
    private Vectors() {}

    static JsonNode ethers(String name) throws IOException {
        final Path file = Path.of(System.getProperty("alphapulse.data", "none"), "07-vectors", "ethers.js", name);
        assumeTrue(Files.exists(file), "the published vectors are not here: set alphapulse.data");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new ObjectMapper().readTree(in);
        }
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.substring(2));
    }
}
