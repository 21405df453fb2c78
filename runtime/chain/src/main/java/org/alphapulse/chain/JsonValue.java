package org.alphapulse.chain;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * A piece of an answer of a node, for what is not on the hot path. Looking for something that is not there gives {@link #isMissing a
 * missing value}, never null. Immutable.
 */
public final class JsonValue {
    static final JsonValue MISSING = new JsonValue(null);

    /** Characters of the longest number that is read: 256 bits with what stands in front. */
    private static final int MAX_NUMBER = 66;

    private final Object value;

    JsonValue(Object value) {
        this.value = value;
    }

    /**
     * Reads a JSON text.
     *
     * @param bytes holds the text in UTF-8
     * @param from index of its first byte
     * @param to index after its last byte
     * @return the value
     * @throws IllegalArgumentException if it is malformed, with the position
     */
    public static JsonValue parse(byte[] bytes, int from, int to) {
        return new JsonParser(bytes, from, to).document();
    }

    /**
     * A member of an object.
     *
     * @param name of the member
     * @return the value, or a missing one
     */
    public JsonValue get(String name) {
        return value instanceof Map<?, ?> map && map.get(name) instanceof JsonValue member ? member : MISSING;
    }

    /**
     * The elements of an array.
     *
     * @return none if this is no array
     */
    public List<JsonValue> elements() {
        if (value instanceof List<?> list) {
            return list.stream().map(JsonValue.class::cast).toList();
        }
        return List.of();
    }

    /**
     * Whether there is nothing: no such member, or null.
     *
     * @return true for both
     */
    public boolean isMissing() {
        return value == null;
    }

    /**
     * A text, a number's digits, or true or false.
     *
     * @return empty if there is nothing, or an object or array
     */
    public String text() {
        return value instanceof String text ? text : value instanceof Boolean flag ? flag.toString() : "";
    }

    /**
     * Whether this is true.
     *
     * @return false for anything else
     */
    public boolean flag() {
        return Boolean.TRUE.equals(value);
    }

    /**
     * A number that fits 64 bits, in decimal or as a quantity with {@code 0x}.
     *
     * @return 0 if there is nothing
     * @throws NumberFormatException if it is no number
     */
    public long number() {
        final String text = shortText();
        if (text.isEmpty()) {
            return 0;
        }
        return text.startsWith("0x") ? Long.parseUnsignedLong(text, 2, text.length(), 16) : Long.parseLong(text);
    }

    /**
     * A quantity of up to 256 bits.
     *
     * @return 0 if there is nothing
     * @throws NumberFormatException if it is no number
     */
    public BigInteger quantity() {
        return Hex.number(shortText());
    }

    private String shortText() {
        final String text = text();
        if (text.length() > MAX_NUMBER) {
            throw new NumberFormatException("a number of " + text.length() + " characters");
        }
        return text;
    }

    /**
     * Bytes in hexadecimal.
     *
     * @return empty if there is nothing
     */
    public byte[] bytes() {
        return Hex.bytes(text());
    }

    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
