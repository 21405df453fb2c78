package org.alphapulse.protocol.generator;

import java.util.List;
import org.alphapulse.protocol.catalogue.FieldKind;
import org.alphapulse.protocol.catalogue.FieldSpec;
import org.alphapulse.protocol.catalogue.GroupSpec;
import org.alphapulse.protocol.catalogue.MessageCatalogue;
import org.alphapulse.protocol.catalogue.NamedCode;
import org.alphapulse.protocol.catalogue.TailSpec;
import org.alphapulse.protocol.catalogue.TypeSpec;

/** The source of one flyweight. */
final class FlyweightSource {
    private final TypeSpec spec;
    private final String className;
    private final StringBuilder out = new StringBuilder(16384);

    FlyweightSource(final TypeSpec spec) {
        this.spec = spec;
        className = spec.name() + "Flyweight";
    }

    String text() {
        line(0, "package org.alphapulse.protocol;");
        line(0, "");
        line(0, "import org.agrona.DirectBuffer;");
        line(0, "import org.agrona.MutableDirectBuffer;");
        line(0, "import org.alphapulse.model.InstrumentId;");
        line(0, "import org.alphapulse.model.InstrumentTable;");
        line(0, "");
        classDoc();
        line(0, "public final class " + className + " extends TlvFlyweight {");
        constants();
        doc("Makes a flyweight that has to be wrapped before it is used.");
        line(1, "public " + className + "() {");
        line(2, "super(BLOCK_LENGTH);");
        line(1, "}");
        line(0, "");
        entrance();
        final AccessorSource block = new AccessorSource(out, className, null);
        for (final FieldSpec field : spec.fields()) {
            block.accessors(field);
        }
        spec.group().ifPresent(this::group);
        spec.tail().ifPresent(this::tail);
        out.setLength(out.length() - 1);
        line(0, "}");
        return out.toString();
    }

    private void classDoc() {
        line(0, "/**");
        line(0, " * " + spec.doc() + ".");
        line(0, " *");
        line(0, " * <pre>");
        line(0, String.format(" *  %-18s %5s %5s  %s", "kind", "at", "bytes", "field"));
        table(spec.fields(), "");
        spec.group().ifPresent(group -> {
            line(0, String.format(" *  then %d bytes for each %s:", group.entryLength(), group.name()));
            table(group.fields(), "+");
        });
        spec.tail().ifPresent(tail -> line(0, " *  then " + tail.name() + " up to the end of the value"));
        line(0, " * </pre>");
        line(0, " *");
        line(
                0,
                " * <p>" + (spec.singleValued() ? "At most one" : "Any number") + " in a message. Generated from the"
                        + " catalogue; see {@link TlvFlyweight} for its use.");
        line(0, " */");
    }

    private void table(final List<FieldSpec> fields, final String sign) {
        for (final FieldSpec field : fields) {
            final FieldKind kind = field.kind();
            line(
                    0,
                    String.format(
                            " *  %-18s %5s %5d  %s", kind.text(), sign + field.offset(), kind.width(), field.name()));
        }
    }

    private void constants() {
        constant("The number of this type.", "TYPE", spec.type());
        constant("Size of the fixed fields in bytes.", "BLOCK_LENGTH", spec.blockLength());
        offsets(spec.fields(), "");
        if (spec.group().isPresent()) {
            final GroupSpec group = spec.group().get();
            constant("Size of an entry in bytes.", Names.constant(group.name()) + "_LENGTH", group.entryLength());
            offsets(group.fields(), Names.constant(group.name()) + "_");
        }
    }

    private void offsets(final List<FieldSpec> fields, final String prefix) {
        for (final FieldSpec field : fields) {
            final String name = prefix + Names.constant(field.name());
            constant("Offset of " + field.name() + ": " + field.doc() + ".", name + "_OFFSET", field.offset());
            for (final NamedCode code : field.names()) {
                constant("Code of " + field.name() + ".", name + "_" + code.name(), code.code());
            }
        }
    }

    private void constant(final String text, final String name, final int value) {
        doc(text);
        line(1, "public static final int " + name + " = " + value + ";");
        line(0, "");
    }

    private void entrance() {
        line(1, "@Override");
        line(1, "public int type() {");
        line(2, "return TYPE;");
        line(1, "}");
        line(0, "");
        final boolean sized = spec.group().isPresent() || spec.tail().isPresent();
        doc(
                "Looks at a value whose size was checked before.",
                "@param source holds the value",
                "@param index  of its first byte",
                sized ? "@param size   of the value in bytes" : null,
                "@return this");
        final String size = sized ? ", final int size" : "";
        line(1, "public " + className + " wrap(final MutableDirectBuffer source, final int index" + size + ") {");
        line(2, sized ? "point(source, index, size);" : "point(source, index);");
        line(2, "return this;");
        line(1, "}");
        line(0, "");
        line(1, "@Override");
        line(1, "public int readFrom(final MessageReader reader) {");
        line(
                2,
                spec.group()
                        .map(g -> "return readGroup(reader, BLOCK_LENGTH, " + Names.constant(g.name()) + "_LENGTH);")
                        .orElse(
                                spec.tail().isPresent()
                                        ? "return readTail(reader, BLOCK_LENGTH);"
                                        : "return readBlock(reader, BLOCK_LENGTH);"));
        line(1, "}");
        line(0, "");
        if (spec.group().isEmpty() && spec.tail().isEmpty()) {
            readNext();
        }
        append();
    }

    private void readNext() {
        doc(
                "Takes the next TLV of a reader if it is of this type, in the short form and without fields that this"
                        + " class does not know. The fastest way through messages whose TLVs mostly come in a known"
                        + " order; what it leaves is for {@link MessageReader#next}.",
                "@param reader that stands before the TLV",
                "@return true when this now looks at it; otherwise the reader has not moved");
        line(1, "public boolean readNext(final MessageReader reader) {");
        final String bit = "0x" + Long.toHexString(MessageCatalogue.singleValuedBit(spec.type())) + "L";
        line(2, "return takeBlock(reader, TYPE | BLOCK_LENGTH << 8, BLOCK_LENGTH, " + bit + ");");
        line(1, "}");
        line(0, "");
    }

    private void append() {
        if (spec.group().isPresent()) {
            appendGroup(spec.group().get());
            return;
        }
        final boolean tail = spec.tail().isPresent();
        doc(
                "Adds a TLV of this type to a message and looks at its value.",
                "@param writer to add to",
                tail ? "@param " + spec.tail().get().name() + "Length bytes behind the fixed fields" : null,
                "@return index of the value, or a negative error; then this still looks at what it did before");
        final String extra = tail ? ", final int " + spec.tail().get().name() + "Length" : "";
        line(1, "public int appendTo(final MessageWriter writer" + extra + ") {");
        final String more = tail ? " + " + spec.tail().get().name() + "Length" : "";
        line(2, (tail ? "return claimSized" : "return claim") + "(writer, TYPE, BLOCK_LENGTH" + more + ");");
        line(1, "}");
        line(0, "");
    }

    private void appendGroup(final GroupSpec group) {
        final String count = group.name() + "Count";
        doc(
                "Adds a TLV of this type to a message, looks at its value and sets the count of its entries.",
                "@param writer to add to",
                "@param " + count + " entries",
                "@return index of the value, or a negative error; then this still looks at what it did before");
        line(1, "public int appendTo(final MessageWriter writer, final int " + count + ") {");
        line(2, "if (" + count + " < 0 || " + count + " > 0xFFFF) {");
        line(3, "return claim(writer, TYPE, -1);");
        line(2, "}");
        line(2, "final int claimed =");
        line(
                4,
                "claimSized(writer, TYPE, BLOCK_LENGTH + " + count + " * " + Names.constant(group.name())
                        + "_LENGTH);");
        line(2, "if (claimed >= 0) {");
        line(3, count + "(" + count + ");");
        line(2, "}");
        line(2, "return claimed;");
        line(1, "}");
        line(0, "");
    }

    private void group(final GroupSpec group) {
        final AccessorSource entry = new AccessorSource(out, className, group);
        for (final FieldSpec field : group.fields()) {
            entry.accessors(field);
        }
    }

    private void tail(final TailSpec tail) {
        final String name = tail.name();
        doc("Where " + name + " begins: " + tail.doc() + ".", "@return an index into the buffer");
        method("int " + name + "Offset()", "return offset + BLOCK_LENGTH;");
        doc("Size of " + name + ".", "@return bytes");
        method("int " + name + "Length()", "return length - BLOCK_LENGTH;");
        doc(
                "Copies " + name + " out.",
                "@param target to write to, with room for all of it",
                "@param index  of the first byte",
                "@return number of bytes");
        method(
                "int " + name + "To(final byte[] target, final int index)",
                "buffer.getBytes(offset + BLOCK_LENGTH, target, index, length - BLOCK_LENGTH);",
                "return length - BLOCK_LENGTH;");
        doc(
                "Copies " + name + " in; as many bytes as were claimed.",
                "@param source to read from",
                "@param index  of the first byte",
                "@return this");
        method(
                className + " " + name + "From(final byte[] source, final int index)",
                "buffer.putBytes(offset + BLOCK_LENGTH, source, index, length - BLOCK_LENGTH);",
                "return this;");
        doc(
                "Copies " + name + " in from a buffer; as many bytes as were claimed.",
                "@param source to read from",
                "@param index  of the first byte",
                "@return this");
        method(
                className + " " + name + "From(final DirectBuffer source, final int index)",
                "buffer.putBytes(offset + BLOCK_LENGTH, source, index, length - BLOCK_LENGTH);",
                "return this;");
        if (tail.text()) {
            doc("Decodes " + name + "; allocates.", "@return the text, with replacements for what is not UTF-8");
            method(
                    "String " + name + "()",
                    "final byte[] bytes = new byte[length - BLOCK_LENGTH];",
                    "buffer.getBytes(offset + BLOCK_LENGTH, bytes);",
                    "return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);");
        }
    }

    private void method(final String signature, final String... body) {
        line(1, "public " + signature + " {");
        for (final String statement : body) {
            line(2, statement);
        }
        line(1, "}");
        line(0, "");
    }

    private void doc(final String first, final String... tags) {
        AccessorSource.doc(out, first, tags);
    }

    private void line(final int depth, final String text) {
        AccessorSource.line(out, depth, text);
    }
}
