package org.alphapulse.protocol.catalogue;

import java.util.List;

/**
 * One field of a type.
 *
 * @param name   in lower camel case
 * @param kind   how its bytes are read
 * @param offset of its first byte, from the start of the value or of the group's entry
 * @param doc    one phrase without a full stop: meaning, unit, range
 * @param names  the named codes or bits; empty for other kinds
 */
public record FieldSpec(String name, FieldKind kind, int offset, String doc, List<NamedCode> names) {
    /**
     * The name of a code.
     *
     * @param code a value of this field
     * @return its name, or null when it has none
     */
    public String nameOf(final int code) {
        for (final NamedCode named : names) {
            if (named.code() == code) {
                return named.name();
            }
        }
        return null;
    }
}
