package org.alphapulse.protocol.generator;

import org.alphapulse.protocol.catalogue.MessageCatalogue;
import org.alphapulse.protocol.catalogue.TypeSpec;

/** The source of the constants of all types. */
final class TypesSource {
    private TypesSource() {}

    static String text() {
        final StringBuilder out = new StringBuilder(8192);
        out.append("package org.alphapulse.protocol;\n\n")
                .append("import org.alphapulse.protocol.catalogue.MessageCatalogue;\n")
                .append("import org.alphapulse.protocol.catalogue.TypeSpec;\n\n")
                .append("/** The numbers of the types. Generated from the catalogue. */\n")
                .append("public final class TlvTypes {\n");
        for (final TypeSpec spec : MessageCatalogue.types()) {
            out.append("    /** ").append(spec.doc()).append(". */\n    public static final int ");
            out.append(Names.constant(spec.name()))
                    .append(" = ")
                    .append(spec.type())
                    .append(";\n\n");
        }
        out.append("    private TlvTypes() {}\n\n")
                .append("    /**\n     * The name of a type.\n     *\n     * @param type any integer\n")
                .append("     * @return its name in the catalogue, or the number in decimal\n     */\n")
                .append("    public static String name(final int type) {\n")
                .append("        final TypeSpec spec = MessageCatalogue.type(type);\n")
                .append("        return spec == null ? Integer.toString(type) : spec.name();\n")
                .append("    }\n}\n");
        return out.toString();
    }
}
