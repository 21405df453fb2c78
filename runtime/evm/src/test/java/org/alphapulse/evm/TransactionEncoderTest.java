package org.alphapulse.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class TransactionEncoderTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(64);

    /** Unsigned and signed forms of the published vectors: the signature is taken from the end of the signed form. */
    @Test
    void shouldEncodeAsPublishedWhenGivenTheVectorsOfEthers() throws IOException {
        final TransactionEncoder encoder = new TransactionEncoder(4096);
        final byte[] unsigned = new byte[8192];
        int checked = 0;
        for (final JsonNode vector : vectors("transactions.json.gz")) {
            final JsonNode tx = vector.path("transaction");
            if (!tx.path("accessList").isEmpty() || tx.path("to").isMissingNode() || !fits(tx)) {
                continue;
            }
            encoder.begin(
                    number(tx, "chainId"),
                    number(tx, "nonce"),
                    number(tx, "maxPriorityFeePerGas"),
                    number(tx, "maxFeePerGas"),
                    number(tx, "gasLimit"),
                    bytes(tx.path("to").asText()),
                    0);
            final byte[] data = bytes(tx.path("data").asText("0x"));
            assertEquals(TransactionEncoder.READY, encoder.end(number(tx, "value"), data, 0, data.length), "fits");
            final byte[] expected = bytes(vector.path("unsignedLondon").asText());
            new Keccak256().hash(expected, 0, expected.length, unsigned, 0);
            assertEquals(
                    HEX.formatHex(unsigned, 0, 32),
                    HEX.formatHex(encoder.hash()),
                    vector.path("name").asText());
            final String signed = vector.path("signedLondon").asText().substring(2);
            encoder.sign(signatureOf(vector), 0);
            assertEquals(signed, HEX.formatHex(encoder.bytes(), 0, encoder.length()));
            checked++;
        }
        assertTrue(checked > 10, "only " + checked + " vectors were usable");
    }

    /** Reads the last three items of the list: parity, r, s, each a short string. */
    private static byte[] signatureOf(final JsonNode vector) {
        final byte[] signed = bytes(vector.path("signedLondon").asText());
        final byte[] unsigned = bytes(vector.path("unsignedLondon").asText());
        int at = signed.length - tailLength(signed, unsigned);
        final byte[] signature = new byte[65];
        signature[64] = (byte) (signed[at] == 1 ? 1 : 0);
        at++;
        for (int item = 0; item < 2; item++) {
            final int size = (signed[at] & 0xff) - 0x80;
            System.arraycopy(signed, at + 1, signature, item * 32 + 32 - size, size);
            at += 1 + size;
        }
        return signature;
    }

    private static int tailLength(final byte[] signed, final byte[] unsigned) {
        return signed.length - head(signed) - (unsigned.length - head(unsigned));
    }

    private static int head(final byte[] bytes) {
        final int first = bytes[1] & 0xff;
        return first <= 0xf7 ? 2 : 2 + first - 0xf7;
    }

    private static boolean fits(final JsonNode tx) {
        for (final String field : new String[] {"nonce", "gasLimit", "maxFeePerGas", "maxPriorityFeePerGas", "value"}) {
            if (big(tx, field).compareTo(LIMIT) >= 0) {
                return false;
            }
        }
        return big(tx, "chainId").compareTo(LIMIT) < 0 && big(tx, "chainId").signum() > 0;
    }

    private static long number(final JsonNode tx, final String field) {
        return big(tx, field).longValue();
    }

    private static BigInteger big(final JsonNode tx, final String field) {
        final JsonNode value = tx.path(field);
        if (value.isNumber()) {
            return value.bigIntegerValue();
        }
        final String text = value.asText("0x0");
        return text.length() <= 2 ? BigInteger.ZERO : new BigInteger(text.substring(2), 16);
    }

    private static byte[] bytes(final String hex) {
        return HEX.parseHex(hex.substring(2).toLowerCase(java.util.Locale.ROOT));
    }

    private static JsonNode vectors(final String name) throws IOException {
        final Path file = Path.of(System.getProperty("alphapulse.data", "none"), "07-vectors", "ethers.js", name);
        assumeTrue(Files.exists(file), "the published vectors are not here: set alphapulse.data");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new ObjectMapper().readTree(in);
        }
    }
}
