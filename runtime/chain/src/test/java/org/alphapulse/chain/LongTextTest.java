package org.alphapulse.chain;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node says at great length what makes no sense; it must not fill the log. */
class LongTextTest {
    private static final int LENGTH = 1_000_000;
    private static final int KEPT = 1_100;

    private static JsonValue value(String text) {
        final byte[] json = ("\"" + text + "\"").getBytes(StandardCharsets.US_ASCII);
        return JsonValue.parse(json, 0, json.length);
    }

    private static void assertShort(RuntimeException error) {
        assertTrue(error.getMessage().length() < KEPT, () -> error.getMessage().length() + " characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "g", "0x1", "0xg"})
    void shouldBeCutWhereItIsNoNumberOrBytes(String begins) {
        final JsonValue value = value(begins + "0".repeat(LENGTH) + "!");
        assertShort(assertThrows(IllegalArgumentException.class, value::number));
        assertShort(assertThrows(IllegalArgumentException.class, value::quantity));
        assertShort(assertThrows(IllegalArgumentException.class, value::bytes));
    }

    @Test
    void shouldBeCutWhereItIsAnError() {
        assertShort(new RpcException("eth_call", 1, "no".repeat(LENGTH), ""));
    }
}
