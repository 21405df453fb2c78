package org.alphapulse.api.context;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Validates configuration values at activation. Each refusal names the key, the value and what is allowed.
 *
 * <p>Threading: stateless.
 */
public final class Check {
    private Check() {}

    /**
     * Reads an integer and checks its range.
     *
     * @param key configuration key
     * @param value reads the value; a value that is no number is refused as well
     * @param min smallest allowed value
     * @param max largest allowed value
     * @param unit unit for the message, for example {@code messages/s}
     * @return the value
     * @throws IllegalArgumentException if the value is not allowed
     */
    public static long range(String key, Supplier<? extends Number> value, long min, long max, String unit) {
        final String allowed = min + " to " + max + " " + unit;
        final long number = read(key, value, allowed).longValue();
        if (number < min || number > max) {
            throw refused(key, number, allowed);
        }
        return number;
    }

    /**
     * Reads a decimal number and checks its range.
     *
     * @param key configuration key
     * @param value reads the value
     * @param min smallest allowed value
     * @param max largest allowed value
     * @param unit unit for the message
     * @return the value
     * @throws IllegalArgumentException if the value is not allowed
     */
    public static double decimal(String key, Supplier<? extends Number> value, double min, double max, String unit) {
        final String allowed = min + " to " + max + " " + unit;
        final double number = read(key, value, allowed).doubleValue();
        if (!(number >= min && number <= max)) {
            throw refused(key, number, allowed);
        }
        return number;
    }

    /**
     * Reads a word and checks that it is one of a list.
     *
     * @param key configuration key
     * @param value reads the value
     * @param allowed the words
     * @return the value
     * @throws IllegalArgumentException if the value is not allowed
     */
    public static String oneOf(String key, Supplier<String> value, String... allowed) {
        final String list = "one of " + String.join(", ", allowed);
        final String word = read(key, value, list);
        if (!Arrays.asList(allowed).contains(word)) {
            throw refused(key, word, list);
        }
        return word;
    }

    /**
     * Reads a text and checks it against a pattern.
     *
     * @param key configuration key
     * @param value reads the value
     * @param pattern regular expression that the whole text must match
     * @param allowed the same in words, for the message
     * @return the value
     * @throws IllegalArgumentException if the value is not allowed
     */
    public static String text(String key, Supplier<String> value, String pattern, String allowed) {
        final String text = read(key, value, allowed);
        if (!text.matches(pattern)) {
            throw refused(key, text, allowed);
        }
        return text;
    }

    private static <T> T read(String key, Supplier<T> value, String allowed) {
        final T read;
        try {
            read = value.get();
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage() + "; allowed is " + allowed, e);
        }
        if (read == null) {
            throw new IllegalArgumentException(key + " is missing; allowed is " + allowed);
        }
        return read;
    }

    private static IllegalArgumentException refused(String key, Object value, String allowed) {
        return new IllegalArgumentException(key + "=" + value + " is not allowed; allowed is " + allowed);
    }
}
