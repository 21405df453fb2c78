package org.alphapulse.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

    /** Results that all point at the same bytes. */
    private static byte[] shared(int results, int length) {
        final ByteBuffer answer = ByteBuffer.allocate((2 + results + 3) * 32 + length);
        word(answer, 32);
        word(answer, results);
        for (int i = 0; i < results; i++) {
            word(answer, 32 * results);
        }
        word(answer, 1);
        word(answer, 64);
        word(answer, length);
        return answer.array();
    }

    private static void word(ByteBuffer to, int value) {
        to.position(to.position() + 28).putInt(value);
    }

    @Test
    void shouldRefuseResultsThatAreLongerThanTheAnswerTogether() {
        final Multicall multicall = new Multicall("0x" + "ab".repeat(20), false);
        assertEquals(1 << 20, multicall.unpack(shared(1, 1 << 20), 1).get(0).length);
        final IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> multicall.unpack(shared(500, 1 << 20), 500));
        assertTrue(error.getMessage().startsWith("results of over "), error.getMessage());
    }
}
