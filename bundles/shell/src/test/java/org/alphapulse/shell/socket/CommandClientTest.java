package org.alphapulse.shell.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandClientTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shouldTakeALineAsItIsAndQuoteWordsWithBlanks() {
        assertEquals("relay:list | grep tap", CommandClient.line(List.of("relay:list | grep tap")));
        assertEquals(
                "alphapulse:halt \"gas looks wrong\" now \"\"",
                CommandClient.line(List.of("alphapulse:halt", "gas looks wrong", "now", "")));
        assertEquals(
                "alphapulse:halt --x=1 \"spread;stale\" \"a|b\"",
                CommandClient.line(List.of("alphapulse:halt", "--x=1", "spread;stale", "a|b")));
        assertEquals("x \"a \\\"b\\\" \\$c \\\\d\"", CommandClient.line(List.of("x", "a \"b\" $c \\d")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8192})
    void shouldPrintTheOutputAndWhatWentWrongApartHoweverTheAnswerComes(int most) throws IOException {
        assertEquals(1, print("one\ntwo\n\0001\nno such thing\n", most));
        assertEquals("one\ntwo\n", out.toString(StandardCharsets.UTF_8));
        assertEquals("no such thing\n", err.toString(StandardCharsets.UTF_8));
    }

    @Test
    void shouldNotTakeAnAnswerThatBreaksOffForASuccess() throws IOException {
        assertEquals(69, print("one\n", 8192));
        assertEquals("one\n", out.toString(StandardCharsets.UTF_8));
    }

    private int print(String answer, int most) throws IOException {
        final InputStream in = new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(most, length));
            }
        };
        return CommandClient.print(in, new PrintStream(out), new PrintStream(err));
    }
}
