package org.alphapulse.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BlockHeaderTest {
    private static BlockHeader header(String number) {
        final byte[] text = ("{\"number\":\"" + number + "\",\"hash\":\"0x01\"}").getBytes(StandardCharsets.UTF_8);
        return BlockHeader.of(JsonValue.parse(text, 0, text.length));
    }

    @Test
    void shouldRefuseABlockThatNoChainGetsTo() {
        assertEquals((1L << 53) - 1, header("0x1fffffffffffff").number());
        for (final String number : new String[] {"0x20000000000000", "0x7fffffffffffffff", "0xffffffffffffffff"}) {
            final IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> header(number));
            assertTrue(error.getMessage().startsWith("malformed header: block number "), error.getMessage());
        }
    }
}
