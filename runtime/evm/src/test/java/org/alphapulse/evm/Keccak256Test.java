package org.alphapulse.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class Keccak256Test {
    private static String hash(final byte[] message) {
        final byte[] out = new byte[32];
        new Keccak256().hash(message, 0, message.length, out, 0);
        return HexFormat.of().formatHex(out);
    }

    /** The hash of nothing and the topic of ERC-20 transfers are known to every block explorer. */
    @Test
    void shouldGiveTheKnownHashesWhenMessagesAreShort() {
        assertEquals("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470", hash(new byte[0]));
        assertEquals(
                "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef",
                hash("Transfer(address,address,uint256)".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void shouldGiveThePublishedHashesWhenMessagesHaveManyLengths() throws IOException {
        final Path file =
                Path.of(System.getProperty("alphapulse.data", "none"), "07-vectors", "ethers.js", "hashes.json.gz");
        assumeTrue(Files.exists(file), "the published vectors are not here: set alphapulse.data");
        int checked = 0;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            for (final JsonNode vector : new ObjectMapper().readTree(in)) {
                final byte[] data =
                        HexFormat.of().parseHex(vector.path("data").asText().substring(2));
                assertEquals(vector.path("keccak256").asText().substring(2), hash(data));
                checked++;
            }
        }
        assertTrue(checked > 100, "only " + checked + " vectors");
    }
}
