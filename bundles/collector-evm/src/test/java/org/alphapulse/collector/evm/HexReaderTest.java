package org.alphapulse.collector.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the JDK's own reading of the same digits. */
class HexReaderTest {
    private static final String DIGITS = "0123456789abcdefABCDEF";
    private static final String[] RUNS = {"00000000", "ffffffff", "FFFFFFFF", "0000000f", "f0000000", "fffffff0"};

    private final HexReader hex = new HexReader();
    private final Random random = new Random(11);

    private interface Read {
        long of(HexReader hex, byte[] text, int at);
    }

    private static byte[] bytes(String text) {
        return ("--" + text + "--------------------").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Eight digits at a time: often a run, else any. */
    private String digits(int count) {
        final StringBuilder text = new StringBuilder();
        while (text.length() < count) {
            if (random.nextBoolean()) {
                text.append(RUNS[random.nextInt(RUNS.length)]);
            } else {
                for (int i = 0; i < 8; i++) {
                    text.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
                }
            }
        }
        return text.substring(0, count);
    }

    private void check(int count, Read read) {
        for (int i = 0; i < 5_000; i++) {
            final String text = digits(count);
            hex.reset();
            assertEquals(Long.parseUnsignedLong(text, 16), read.of(hex, bytes(text), 2), text);
            assertTrue(hex.valid(), text);
        }
    }

    @Test
    void shouldReadWhatTheDigitsSay() {
        check(16, HexReader::u64);
        check(16, HexReader::small);
        check(16, HexReader::smallSigned);
        check(16, HexReader::filled);
        check(8, HexReader::u32);
        check(8, HexReader::small32);
        for (int count = 1; count < 8; count++) {
            final int digits = count;
            check(count, (reader, text, at) -> reader.few(text, at, digits));
        }
    }

    @Test
    void shouldRememberEveryCharacterThatIsNoDigit() {
        for (int c = 0; c < 256; c++) {
            for (int place = 0; place < 16; place++) {
                final StringBuilder text = new StringBuilder(digits(16));
                text.setCharAt(place, (char) c);
                for (final Read read :
                        new Read[] {HexReader::u64, HexReader::small, HexReader::smallSigned, HexReader::filled}) {
                    hex.reset();
                    read.of(hex, bytes(text.toString()), 2);
                    assertEquals(DIGITS.indexOf(c) >= 0, hex.valid(), text.toString());
                }
            }
        }
        hex.reset();
        assertTrue(hex.valid());
    }

    @Test
    void shouldTellWhetherAllIsZeroOrFilled() {
        for (final char filler : new char[] {'0', 'f', 'F'}) {
            final long sign = filler == '0' ? 0 : -1;
            final String all = String.valueOf(filler).repeat(56);
            hex.reset();
            assertEquals(0, hex.notFilled56(bytes(all), 2, sign));
            assertNotEquals(0, hex.notFilled56(bytes(all), 2, ~sign));
            assertEquals(filler == '0', hex.notZeros24(bytes(all), 2) == 0);
            assertEquals(filler == '0', hex.notZeros32(bytes(all), 2) == 0);
            for (int place = 0; place < 56; place++) {
                final StringBuilder other = new StringBuilder(all);
                other.setCharAt(place, '7');
                assertNotEquals(0, hex.notFilled56(bytes(other.toString()), 2, sign), () -> "at " + other);
                assertEquals(
                        filler == '0' && place >= 24,
                        hex.notZeros24(bytes(other.toString()), 2) == 0,
                        () -> "at " + other);
                assertEquals(
                        filler == '0' && place >= 32,
                        hex.notZeros32(bytes(other.toString()), 2) == 0,
                        () -> "at " + other);
            }
        }
        final StringBuilder wrong = new StringBuilder("f".repeat(56)).replace(30, 31, "g");
        assertFalse(hex.notFilled56(bytes(wrong.toString()), 2, -1) == 0 && hex.valid());
    }
}
