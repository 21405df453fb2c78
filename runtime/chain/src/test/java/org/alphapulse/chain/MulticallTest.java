package org.alphapulse.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MulticallTest {
    /** One result, of four bytes, that is said to have another length and to begin elsewhere. */
    private static byte[] answer(int begins, int length) {
        final ByteBuffer answer = ByteBuffer.allocate(7 * 32);
        final int[] words = {32, 1, begins, 1, 64, length};
        for (int i = 0; i < words.length; i++) {
            answer.putInt(32 * i + 28, words[i]);
        }
        return answer.array();
    }

    @Test
    void shouldRefuseAResultThatIsNotThere() {
        final Multicall multicall = new Multicall("0x" + "ab".repeat(20), false);
        assertEquals(4, multicall.unpack(answer(32, 4), 1).get(0).length);
        for (final int length : new int[] {33, Integer.MAX_VALUE - 1, -1}) {
            final IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> multicall.unpack(answer(32, length), 1));
            assertEquals("a result of " + length + " bytes in a multicall's answer of 224", error.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> multicall.unpack(answer(Integer.MAX_VALUE - 64, 4), 1));
    }
}
