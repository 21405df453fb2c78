package org.alphapulse.protocol.generator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.alphapulse.protocol.catalogue.FieldSpec;
import org.alphapulse.protocol.catalogue.MessageCatalogue;
import org.alphapulse.protocol.catalogue.TypeSpec;

/**
 * Writes the catalogue into the reference page, between two marks; what people wrote around them stays.
 *
 * <pre>
 * java -cp runtime/protocol/target/classes org.alphapulse.protocol.generator.ReferencePageGenerator docs/reference/protocol.md
 * </pre>
 */
public final class ReferencePageGenerator {
    static final String BEGIN = "<!-- generated from the catalogue: begin -->";
    static final String END = "<!-- generated from the catalogue: end -->";

    private ReferencePageGenerator() {}

    /**
     * Brings a page up to date.
     *
     * @param args the page
     * @throws IOException when it cannot be read or written
     */
    public static void main(final String[] args) throws IOException {
        final Path page = Path.of(args[0]);
        Files.writeString(page, updated(Files.readString(page)));
    }

    /**
     * A page with the current catalogue between its marks.
     *
     * @param page as it is
     * @return as it should be
     * @throws IllegalArgumentException when the page has no marks
     */
    public static String updated(final String page) {
        final int begin = page.indexOf(BEGIN);
        final int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the page has no marks " + BEGIN + " and " + END);
        }
        return page.substring(0, begin) + BEGIN + "\n" + catalogue() + page.substring(end);
    }

    private static String catalogue() {
        final StringBuilder out = new StringBuilder(32768);
        String range = "";
        for (final TypeSpec spec : MessageCatalogue.types()) {
            if (!spec.range().equals(range)) {
                range = spec.range();
                out.append("\n## Types: ").append(range).append("\n");
            }
            type(spec, out);
        }
        return out.append('\n').toString();
    }

    private static void type(final TypeSpec spec, final StringBuilder out) {
        out.append("\n### ").append(spec.type()).append(' ').append(spec.name()).append("\n\n");
        if (spec.isReserved()) {
            out.append("Reserved; no component produces it yet.\n");
            return;
        }
        out.append(spec.doc()).append(spec.singleValued() ? ". At most one in a message" : "");
        out.append(String.format(Locale.ROOT, ". %d bytes of fixed fields.\n\n", spec.blockLength()));
        table(spec.fields(), out);
        spec.group().ifPresent(group -> {
            out.append(String.format(Locale.ROOT, "\nThen %d bytes for each %s, ", group.entryLength(), group.name()));
            out.append(group.doc()).append(":\n\n");
            table(group.fields(), out);
        });
        spec.tail().ifPresent(tail -> out.append("\nThen `")
                .append(tail.name())
                .append(tail.text() ? "`, UTF-8 up to the end of the value: " : "`, bytes up to the end of the value: ")
                .append(tail.doc())
                .append(".\n"));
    }

    private static void table(final List<FieldSpec> fields, final StringBuilder out) {
        out.append("| at | bytes | field | kind | meaning |\n|---:|---:|---|---|---|\n");
        for (final FieldSpec field : fields) {
            out.append("| ").append(field.offset());
            out.append(" | ").append(field.kind().width());
            out.append(" | `")
                    .append(field.name())
                    .append("` | ")
                    .append(field.kind().text());
            out.append(" | ").append(field.doc()).append(names(field)).append(" |\n");
        }
    }

    private static String names(final FieldSpec field) {
        if (field.names().isEmpty()) {
            return "";
        }
        return field.names().stream()
                .map(named -> named.code() + " " + named.name())
                .collect(Collectors.joining(", ", ": ", ""));
    }
}
