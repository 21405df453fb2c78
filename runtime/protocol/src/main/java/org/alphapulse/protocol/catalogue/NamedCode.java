package org.alphapulse.protocol.catalogue;

/**
 * A named value of a code field, or a named bit of a flags field.
 *
 * @param name in upper snake case
 * @param code 0 to 255; for flags a single bit
 */
public record NamedCode(String name, int code) {
    static NamedCode parse(final String text) {
        final int equals = text.indexOf('=');
        return new NamedCode(text.substring(0, equals), Integer.decode(text.substring(equals + 1)));
    }
}
