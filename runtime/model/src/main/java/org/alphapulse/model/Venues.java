package org.alphapulse.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names of venue codes: a two-way map between the 16-bit code inside an {@link InstrumentId} and the name in its
 * text form. A code without a name is shown as a number, so ids of unknown venues are reversible as well.
 *
 * <p>{@link #standard()} holds the codes that the project assigns, read from {@code venues.properties} beside this
 * class; codes from {@link #FIRST_PRIVATE_CODE} on are never assigned and free for private use. Immutable; safe for
 * any number of threads; look-ups do not allocate.
 */
public final class Venues {
    /** Codes from this one to 65535 are free for private use. */
    public static final int FIRST_PRIVATE_CODE = 60_000;

    /** The longest name, in characters. */
    public static final int MAX_NAME_LENGTH = 31;

    private static final int MAX_CODE = 0xFFFF;
    private static final byte[] NO_NAME = {};
    private static final Venues STANDARD = load();

    private final byte[][] nameByCode = new byte[MAX_CODE + 1][];
    private final int[] codeByHash;
    private final int mask;

    private Venues(final Map<String, Integer> codes) {
        final int capacity = Integer.highestOneBit(Math.max(4, codes.size() * 4 - 1)) << 1;
        codeByHash = new int[capacity];
        mask = capacity - 1;
        codes.forEach(this::add);
    }

    /**
     * The codes assigned by the project.
     *
     * @return always the same instance
     */
    public static Venues standard() {
        return STANDARD;
    }

    /**
     * Builds a map of names to codes.
     *
     * @param codes names of 1 to 31 characters from {@code a-z 0-9 -} that begin with a letter, and codes from 1 to 65535
     * @return an immutable map
     * @throws IllegalArgumentException when a name or code is out of its range or a code is used twice
     */
    public static Venues of(final Map<String, Integer> codes) {
        return new Venues(codes);
    }

    /**
     * Finds the code of a venue.
     *
     * @param name the name of a venue
     * @return 1 to 65535, or 0 when the name is not known
     */
    public int code(final String name) {
        final byte[] ascii = name.getBytes(StandardCharsets.ISO_8859_1);
        return code(ascii, 0, ascii.length);
    }

    /**
     * Finds the code of a venue.
     *
     * @param text   holds the name in ASCII
     * @param offset of the name's first byte
     * @param length of the name in bytes
     * @return 1 to 65535, or 0 when the name is not known
     */
    public int code(final byte[] text, final int offset, final int length) {
        for (int slot = hash(text, offset, length) & mask; codeByHash[slot] != 0; slot = (slot + 1) & mask) {
            if (equal(nameByCode[codeByHash[slot]], text, offset, length)) {
                return codeByHash[slot];
            }
        }
        return 0;
    }

    /**
     * The name of a venue.
     *
     * @param code any integer
     * @return the name, or the code in decimal when it has no name
     */
    public String name(final int code) {
        final byte[] name = ascii(code);
        return name.length == 0 ? Integer.toString(code) : new String(name, StandardCharsets.ISO_8859_1);
    }

    /**
     * Every assigned code.
     *
     * @return names by code, in ascending order; a copy
     */
    public SortedMap<Integer, String> names() {
        final SortedMap<Integer, String> names = new TreeMap<>();
        for (int code = 1; code <= MAX_CODE; code++) {
            if (nameByCode[code] != null) {
                names.put(code, name(code));
            }
        }
        return names;
    }

    byte[] ascii(final int code) {
        final byte[] name = code >= 0 && code <= MAX_CODE ? nameByCode[code] : null;
        return name == null ? NO_NAME : name;
    }

    private void add(final String name, final int code) {
        if (!name.matches("[a-z][a-z0-9-]{0,30}")) {
            throw new IllegalArgumentException(
                    "venue name '" + name + "': allowed are 1 to 31 of a-z, 0-9 and -, a letter first");
        }
        if (code < 1 || code > MAX_CODE || nameByCode[code] != null) {
            throw new IllegalArgumentException(
                    "venue code " + code + " of '" + name + "': allowed are 1 to 65535, each once");
        }
        final byte[] ascii = name.getBytes(StandardCharsets.ISO_8859_1);
        nameByCode[code] = ascii;
        int slot = hash(ascii, 0, ascii.length) & mask;
        while (codeByHash[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        codeByHash[slot] = code;
    }

    private static int hash(final byte[] text, final int offset, final int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + text[offset + i];
        }
        return hash ^ (hash >>> 15);
    }

    private static boolean equal(final byte[] name, final byte[] text, final int offset, final int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name[i] != text[offset + i]) {
                return false;
            }
        }
        return true;
    }

    private static Venues load() {
        final Properties properties = new Properties();
        try (InputStream in = Venues.class.getResourceAsStream("venues.properties")) {
            properties.load(in);
        } catch (final IOException e) {
            throw new UncheckedIOException("venues.properties", e);
        }
        final Map<String, Integer> codes = new TreeMap<>();
        properties.forEach((name, code) -> codes.put((String) name, Integer.valueOf((String) code)));
        return new Venues(codes);
    }
}
