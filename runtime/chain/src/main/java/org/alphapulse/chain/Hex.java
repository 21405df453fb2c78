package org.alphapulse.chain;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Hexadecimal text with {@code 0x} in front, as nodes speak it. Stateless. */
public final class Hex {
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** Characters of a text that an error shows. */
    private static final int SHOWN = 80;

    private Hex() {}

    /**
     * Writes bytes.
     *
     * @param bytes any
     * @return two digits a byte after {@code 0x}
     */
    public static String of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /**
     * Writes a part of an array.
     *
     * @param bytes any
     * @param from index of the first byte
     * @param to index after the last byte
     * @return two digits a byte after {@code 0x}
     */
    public static String of(byte[] bytes, int from, int to) {
        final byte[] text = new byte[2 + 2 * (to - from)];
        text[0] = '0';
        text[1] = 'x';
        for (int i = from, at = 2; i < to; i++) {
            text[at++] = DIGITS[(bytes[i] >> 4) & 15];
            text[at++] = DIGITS[bytes[i] & 15];
        }
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /**
     * Writes a number as nodes want quantities.
     *
     * @param number 0 or more
     * @return digits without leading zeros after {@code 0x}
     */
    public static String quantity(long number) {
        return "0x" + Long.toHexString(number);
    }

    /**
     * Reads bytes.
     *
     * @param text digits, with or without {@code 0x}; an odd digit in front counts as half a byte
     * @return the bytes
     * @throws IllegalArgumentException if there is anything but digits
     */
    public static byte[] bytes(String text) {
        final int start = text.startsWith("0x") ? 2 : 0;
        final int digits = text.length() - start;
        final byte[] bytes = new byte[(digits + 1) / 2];
        int at = digits & 1;
        for (int i = start; i < text.length(); i++, at++) {
            final int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                throw new IllegalArgumentException("no hexadecimal digit at " + i + " of " + beginning(text, SHOWN));
            }
            bytes[at >> 1] |= (byte) ((at & 1) == 0 ? digit << 4 : digit);
        }
        return bytes;
    }

    /**
     * Reads a number.
     *
     * @param text digits after {@code 0x}
     * @return the number; {@code 0x} alone is zero
     */
    public static BigInteger number(String text) {
        return text.length() <= 2 ? BigInteger.ZERO : new BigInteger(text.substring(2), 16);
    }

    /** A text for an error: what a node says may be as long as it likes. */
    static String beginning(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "...";
    }
}
