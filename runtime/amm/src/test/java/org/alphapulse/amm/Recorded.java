package org.alphapulse.amm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** Recorded market data; a test that asks for a file that is not there is skipped with a message. */
final class Recorded {
    private Recorded() {}

    static List<String> lines(final String name) throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
            return reader.lines().collect(Collectors.toList());
        }
    }

    static JsonNode json(final String name) throws IOException {
        try (InputStream in = open(name)) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static InputStream open(final String name) throws IOException {
        final Path path = Path.of(System.getProperty("alphapulse.data", ""), name);
        assumeTrue(Files.isReadable(path), "recorded data missing: " + path);
        final InputStream in = Files.newInputStream(path);
        return name.endsWith(".gz") ? new GZIPInputStream(in) : in;
    }

    /** A 32-byte word of ABI data as a signed integer. */
    static BigInteger word(final String hex, final int index) {
        final BigInteger value = new BigInteger(hex.substring(2 + 64 * index, 66 + 64 * index), 16);
        return value.testBit(255) ? value.subtract(BigInteger.ONE.shiftLeft(256)) : value;
    }
}
