package org.alphapulse.protocol.catalogue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One type of TLV: fixed fields, then at most one repeating group or one tail.
 *
 * @param type         1 to 199
 * @param name         in upper camel case
 * @param singleValued whether a message may hold it only once
 * @param doc          what it says, one sentence
 * @param blockLength  size of the fixed fields in bytes, the group's count included
 * @param fields       the fixed fields in order; empty for a number that is only reserved
 * @param group        the repeating group, if any
 * @param tail         the tail, if any
 */
public record TypeSpec(
        int type,
        String name,
        boolean singleValued,
        String doc,
        int blockLength,
        List<FieldSpec> fields,
        Optional<GroupSpec> group,
        Optional<TailSpec> tail) {

    /**
     * Whether the number has a name but no layout yet.
     *
     * @return true when no component produces it
     */
    public boolean isReserved() {
        return fields.isEmpty();
    }

    /**
     * The range of types that this one belongs to.
     *
     * @return a name as on the reference page
     */
    public String range() {
        if (type < 20) {
            return "market data";
        }
        if (type < 40) {
            return "signal";
        }
        if (type < 60) {
            return "execution";
        }
        return type < 100 ? "portfolio and risk" : "system";
    }

    static Builder single(final int type, final String name, final String doc) {
        return new Builder(type, name, true, doc);
    }

    static Builder multi(final int type, final String name, final String doc) {
        return new Builder(type, name, false, doc);
    }

    static TypeSpec reserved(final int type, final String name) {
        return new Builder(type, name, false, "Reserved; no layout yet").end();
    }

    /** Collects the fields of a type and gives them their offsets. */
    static final class Builder {
        private final int type;
        private final String name;
        private final boolean singleValued;
        private final String doc;
        private final List<FieldSpec> fields = new ArrayList<>();
        private int length;

        private Builder(final int type, final String name, final boolean singleValued, final String doc) {
            this.type = type;
            this.name = name;
            this.singleValued = singleValued;
            this.doc = doc;
        }

        Builder field(final FieldKind kind, final String fieldName, final String fieldDoc, final String... names) {
            final List<NamedCode> codes =
                    Arrays.stream(names).map(NamedCode::parse).toList();
            fields.add(new FieldSpec(fieldName, kind, length, fieldDoc, codes));
            length += kind.width();
            return this;
        }

        TypeSpec end() {
            return end(Optional.empty(), Optional.empty());
        }

        TypeSpec text(final String tailName, final String tailDoc) {
            return end(Optional.empty(), Optional.of(new TailSpec(tailName, true, tailDoc)));
        }

        TypeSpec bytes(final String tailName, final String tailDoc) {
            return end(Optional.empty(), Optional.of(new TailSpec(tailName, false, tailDoc)));
        }

        TypeSpec group(final String entryName, final String groupDoc, final Builder entry) {
            final int countOffset = length;
            field(FieldKind.COUNT, entryName + "Count", "number of entries that follow");
            return end(
                    Optional.of(
                            new GroupSpec(entryName, groupDoc, countOffset, entry.length, List.copyOf(entry.fields))),
                    Optional.empty());
        }

        private TypeSpec end(final Optional<GroupSpec> group, final Optional<TailSpec> tail) {
            return new TypeSpec(type, name, singleValued, doc, length, List.copyOf(fields), group, tail);
        }
    }

    static Builder entry() {
        return new Builder(0, "", false, "");
    }
}
