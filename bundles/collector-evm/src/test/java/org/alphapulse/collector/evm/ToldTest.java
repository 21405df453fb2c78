package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ToldTest {
    private final Told told = new Told();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private void keep(String text) {
        told.keep(bytes("..." + text), 3, text.length());
    }

    @Test
    void shouldPassOverWhatIsRepeatedInTheSameWordsAndOrder() {
        keep("{first}");
        keep("{second one}");
        final byte[] answer = bytes("[{first},{between},{second one}]");
        assertEquals(7, told.repeated(answer, 1, answer.length));
        assertEquals(0, told.repeated(answer, 9, answer.length));
        assertEquals(12, told.repeated(answer, 19, answer.length));
        assertEquals(0, told.repeated(answer, 19, answer.length));
        told.rewind();
        assertEquals(7, told.repeated(answer, 1, answer.length));
    }

    @Test
    void shouldReadWhatDiffersOrIsCutOff() {
        keep("{\"logIndex\":\"0x1\"}");
        final byte[] answer = bytes("[{\"logIndex\":\"0x2\"}]");
        assertEquals(0, told.repeated(answer, 1, answer.length));
        final byte[] same = bytes("{\"logIndex\":\"0x1\"}");
        assertEquals(0, told.repeated(same, 0, same.length - 1));
        assertEquals(same.length, told.repeated(same, 0, same.length));
    }

    @Test
    void shouldForgetTheTextsWithTheBlock() {
        for (int i = 0; i < 1_000; i++) {
            keep("{a log that is " + i + " long enough to make the room for texts grow more than once}");
        }
        final byte[] answer = bytes("{a log that is 0 long enough to make the room for texts grow more than once}");
        assertEquals(answer.length, told.repeated(answer, 0, answer.length));
        told.clear();
        assertEquals(0, told.repeated(answer, 0, answer.length));
        keep("{x}");
        assertEquals(3, told.repeated(bytes("{x}"), 0, 3));
    }
}
