package org.alphapulse.protocol.catalogue;

import java.util.ArrayList;
import java.util.List;

/** Every type of TLV that has a number. Immutable. */
public final class MessageCatalogue {
    private static final List<TypeSpec> TYPES = collect();
    private static final TypeSpec[] BY_TYPE = byType();

    private MessageCatalogue() {}

    /**
     * Every type, reserved ones included.
     *
     * @return in ascending order of their numbers
     */
    public static List<TypeSpec> types() {
        return TYPES;
    }

    /**
     * Finds a type.
     *
     * @param type any integer
     * @return the type, or null when the number is not assigned
     */
    public static TypeSpec type(final int type) {
        return type >= 0 && type < BY_TYPE.length ? BY_TYPE[type] : null;
    }

    /**
     * A bit for each type that may occur only once in a message, by which a reader finds a duplicate.
     *
     * @param type 0 to 255
     * @return a power of two of its own, or 0 for types that may repeat and for unknown types
     */
    public static long singleValuedBit(final int type) {
        int rank = 0;
        for (final TypeSpec spec : TYPES) {
            if (spec.singleValued()) {
                if (spec.type() == type) {
                    return 1L << rank;
                }
                rank++;
            }
        }
        return 0;
    }

    private static List<TypeSpec> collect() {
        final List<TypeSpec> types = new ArrayList<>();
        types.addAll(MarketTypes.TYPES);
        types.addAll(PoolTypes.TYPES);
        types.addAll(SignalTypes.TYPES);
        types.addAll(ExecutionTypes.TYPES);
        types.addAll(RiskTypes.TYPES);
        types.addAll(SystemTypes.TYPES);
        if (types.stream().filter(TypeSpec::singleValued).count() > Long.SIZE) {
            throw new IllegalStateException("a reader has 64 bits for the types that may occur only once");
        }
        types.sort((a, b) -> Integer.compare(a.type(), b.type()));
        return List.copyOf(types);
    }

    private static TypeSpec[] byType() {
        final TypeSpec[] table = new TypeSpec[256];
        for (final TypeSpec spec : TYPES) {
            if (table[spec.type()] != null) {
                throw new IllegalStateException("type " + spec.type() + " is declared twice");
            }
            table[spec.type()] = spec;
        }
        return table;
    }
}
