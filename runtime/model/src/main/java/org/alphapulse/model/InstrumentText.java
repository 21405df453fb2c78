package org.alphapulse.model;

/**
 * The text form of an instrument id: {@code venue:chain:kind:payload}.
 *
 * <ul>
 *   <li>venue: its name, or its code in decimal where it has no name;
 *   <li>chain: the chain id in decimal, 0 where there is none;
 *   <li>kind: its name, or its code in decimal where it has no name;
 *   <li>payload: {@code 0x} and 40 hexadecimal digits for an address, {@code 0x} and 64 for a 32-byte identifier, and
 *       the symbol itself for a symbol. A symbol has at most 32 characters, so the three cannot be mistaken for each
 *       other; a symbol may contain colons.
 * </ul>
 *
 * <p>Formatting writes lower-case digits; parsing takes both cases and does not check the mixed-case checksum of
 * addresses. Neither allocates. Stateless; safe for any number of threads.
 */
public final class InstrumentText {
    /** The longest text form, in bytes. */
    public static final int MAX_LENGTH = 128;

    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final int ADDRESS_TEXT = 2 + 2 * InstrumentId.ADDRESS_LENGTH;
    private static final int ID32_TEXT = 2 + 2 * InstrumentId.PAYLOAD_LENGTH;

    private InstrumentText() {}

    /**
     * Writes the text form of a valid id.
     *
     * @param word0  bytes 0 to 7 of the id, little endian
     * @param word1  bytes 8 to 15
     * @param word2  bytes 16 to 23
     * @param word3  bytes 24 to 31
     * @param word4  bytes 32 to 39
     * @param venues the names of venues
     * @param text   where the ASCII characters go; {@link #MAX_LENGTH} bytes are always enough
     * @param offset of the first character
     * @return the number of characters written
     */
    public static int format(
            final long word0,
            final long word1,
            final long word2,
            final long word3,
            final long word4,
            final Venues venues,
            final byte[] text,
            final int offset) {
        int at = putName(venues.ascii((int) word0 & 0xFFFF), (int) word0 & 0xFFFF, text, offset);
        text[at++] = ':';
        at = putDecimal(word0 >>> 32, text, at);
        text[at++] = ':';
        final int kind = (int) (word0 >>> 16) & 0xFF;
        at = putName(KindNames.ascii(kind), kind, text, at);
        text[at++] = ':';
        if (((word0 >>> 24) & 0xFF) == InstrumentId.FORM_SYMBOL) {
            return putSymbol(word1, word2, word3, word4, text, at) - offset;
        }
        text[at++] = '0';
        text[at++] = 'x';
        at = putHex(word1, 8, text, at);
        at = putHex(word2, 8, text, at);
        if (((word0 >>> 24) & 0xFF) == InstrumentId.FORM_ADDRESS) {
            return putHex(word3, 4, text, at) - offset;
        }
        at = putHex(word3, 8, text, at);
        return putHex(word4, 8, text, at) - offset;
    }

    /**
     * Reads a text form.
     *
     * @param text   ASCII characters
     * @param offset of the first character
     * @param length number of characters
     * @param venues the names of venues
     * @param words  where the five words of the id go; untouched when the text is wrong
     * @param index  of the first word written
     * @return 0, or a negative number whose {@link #errorPosition} is the place of the first wrong character
     */
    public static int parse(
            final byte[] text,
            final int offset,
            final int length,
            final Venues venues,
            final long[] words,
            final int index) {
        final int end = offset + length;
        final int afterVenue = colon(text, offset, end);
        final int afterChain = colon(text, afterVenue + 1, end);
        final int afterKind = colon(text, afterChain + 1, end);
        if (afterKind >= end) {
            return error(length);
        }
        final long venue = code(venues.code(text, offset, afterVenue - offset), text, offset, afterVenue, 0xFFFF);
        final long chain = decimal(text, afterVenue + 1, afterChain, 0xFFFF_FFFFL);
        final int kindStart = afterChain + 1;
        final long kind = code(KindNames.code(text, kindStart, afterKind), text, kindStart, afterKind, 0xFF);
        if (venue < 1) {
            return error(0);
        }
        if (chain < 0) {
            return error(afterVenue + 1 - offset);
        }
        if (kind < 1) {
            return error(kindStart - offset);
        }
        final int wrong = parsePayload(text, afterKind + 1, end, venue | kind << 16 | chain << 32, words, index);
        return wrong < 0 ? 0 : error(wrong - offset);
    }

    /**
     * Where a text was wrong.
     *
     * @param error a negative result of {@link #parse}
     * @return the index of the first wrong character, counted from the start of the text
     */
    public static int errorPosition(final int error) {
        return -1 - error;
    }

    private static int error(final int position) {
        return -1 - position;
    }

    /** Returns the place of the first wrong character, or a negative number when there is none. */
    private static int parsePayload(
            final byte[] text, final int start, final int end, final long head, final long[] words, final int index) {
        final int length = end - start;
        if (length == ADDRESS_TEXT || length == ID32_TEXT) {
            return parseHex(text, start, end, head, words, index);
        }
        if (length < 1 || length > InstrumentId.PAYLOAD_LENGTH) {
            return start;
        }
        for (int i = start; i < end; i++) {
            if (text[i] <= ' ' || text[i] > '~') {
                return i;
            }
        }
        words[index] = head | (long) InstrumentId.FORM_SYMBOL << 24;
        for (int i = 0; i < 4; i++) {
            words[index + 1 + i] = symbolWord(text, start + 8 * i, end);
        }
        return -1;
    }

    private static int parseHex(
            final byte[] text, final int start, final int end, final long head, final long[] words, final int index) {
        if (text[start] != '0' || text[start + 1] != 'x') {
            return start;
        }
        for (int i = start + 2; i < end; i++) {
            if (hexDigit(text[i]) < 0) {
                return i;
            }
        }
        final boolean address = end - start == ADDRESS_TEXT;
        words[index] = head | (long) (address ? InstrumentId.FORM_ADDRESS : InstrumentId.FORM_ID32) << 24;
        for (int i = 0; i < 4; i++) {
            words[index + 1 + i] = hexWord(text, start + 2 + 16 * i, end);
        }
        return -1;
    }

    private static long hexWord(final byte[] text, final int start, final int end) {
        long word = 0;
        for (int i = start, shift = 0; i < end && shift < 64; i += 2, shift += 8) {
            word |= (long) (hexDigit(text[i]) << 4 | hexDigit(text[i + 1])) << shift;
        }
        return word;
    }

    private static long symbolWord(final byte[] text, final int start, final int end) {
        long word = 0;
        for (int i = start, shift = 0; i < end && shift < 64; i++, shift += 8) {
            word |= (long) text[i] << shift;
        }
        return word;
    }

    private static int hexDigit(final byte character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        final int letter = character | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
    }

    private static int colon(final byte[] text, final int start, final int end) {
        int at = start;
        while (at < end && text[at] != ':') {
            at++;
        }
        return at;
    }

    private static long code(final int named, final byte[] text, final int start, final int end, final long greatest) {
        return named > 0 ? named : decimal(text, start, end, greatest);
    }

    /** Canonical decimal digits only: a second spelling of one number would give one id two texts. */
    private static long decimal(final byte[] text, final int start, final int end, final long greatest) {
        if (end <= start || end - start > 10 || (text[start] == '0' && end - start > 1)) {
            return -1;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            final int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value <= greatest ? value : -1;
    }

    private static int putName(final byte[] name, final int code, final byte[] text, final int at) {
        if (name.length == 0) {
            return putDecimal(code, text, at);
        }
        System.arraycopy(name, 0, text, at, name.length);
        return at + name.length;
    }

    private static int putDecimal(final long value, final byte[] text, final int at) {
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            text[i] = DIGITS[(int) (rest % 10)];
            rest /= 10;
        }
        return at + digits;
    }

    private static int putHex(final long word, final int bytes, final byte[] text, final int start) {
        int at = start;
        for (int shift = 0; shift < 8 * bytes; shift += 8) {
            text[at++] = DIGITS[(int) (word >>> (shift + 4)) & 0xF];
            text[at++] = DIGITS[(int) (word >>> shift) & 0xF];
        }
        return at;
    }

    private static int putSymbol(
            final long a, final long b, final long c, final long d, final byte[] text, final int start) {
        int at = start;
        for (int i = 0; i < InstrumentId.PAYLOAD_LENGTH; i++) {
            final int character = Words.byteAt(i, a, b, c, d);
            if (character == 0) {
                break;
            }
            text[at++] = (byte) character;
        }
        return at;
    }
}
