package org.alphapulse.protocol.generator;

import org.alphapulse.protocol.catalogue.FieldKind;
import org.alphapulse.protocol.catalogue.FieldSpec;
import org.alphapulse.protocol.catalogue.GroupSpec;

/** The getters and setters of fields, either of the fixed block or of a group's entry. */
final class AccessorSource {
    private final StringBuilder out;
    private final String className;
    private final String prefix;
    private final String constantPrefix;
    private final String index;
    private final String indexComma;
    private final String indexTag;
    private final String base;

    AccessorSource(final StringBuilder out, final String className, final GroupSpec group) {
        this.out = out;
        this.className = className;
        final boolean entry = group != null;
        prefix = entry ? group.name() : "";
        constantPrefix = entry ? Names.constant(group.name()) + "_" : "";
        index = entry ? "final int entry" : "";
        indexComma = entry ? "final int entry, " : "";
        indexTag = entry ? "@param entry from 0 to below " + group.name() + "Count" : null;
        base = entry ? "offset + BLOCK_LENGTH + entry * " + constantPrefix + "LENGTH + " : "offset + ";
    }

    void accessors(final FieldSpec field) {
        final FieldKind kind = field.kind();
        if (kind.isWide()) {
            wide(field);
        } else if (kind.isInstrument()) {
            instrument(field);
        } else if (kind.isBytes()) {
            bytes(field);
        } else if (kind == FieldKind.SYMBOL) {
            symbol(field);
        } else {
            number(field);
        }
    }

    private void number(final FieldSpec field) {
        final String at = at(field);
        final String type;
        final String get;
        final String put;
        switch (field.kind()) {
            case U8, CODE, FLAGS -> {
                type = "int";
                get = "buffer.getByte(" + at + ") & 0xFF";
                put = "buffer.putByte(" + at + ", (byte) value);";
            }
            case U16, COUNT, PART -> {
                type = "int";
                get = "buffer.getShort(" + at + ", ORDER) & 0xFFFF";
                put = "buffer.putShort(" + at + ", (short) value, ORDER);";
            }
            case U32 -> {
                type = "long";
                get = "buffer.getInt(" + at + ", ORDER) & 0xFFFF_FFFFL";
                put = "buffer.putInt(" + at + ", (int) value, ORDER);";
            }
            case I32 -> {
                type = "int";
                get = "buffer.getInt(" + at + ", ORDER)";
                put = "buffer.putInt(" + at + ", value, ORDER);";
            }
            default -> {
                type = "long";
                get = "buffer.getLong(" + at + ", ORDER)";
                put = "buffer.putLong(" + at + ", value, ORDER);";
            }
        }
        getter(field, type, name(field), get);
        doc("Sets " + name(field) + ".", indexTag, "@param value " + field.doc(), "@return this");
        method(className + " " + name(field) + "(" + indexComma + "final " + type + " value)", put, "return this;");
    }

    private void wide(final FieldSpec field) {
        final int limbs = field.kind().width() / Long.BYTES;
        final StringBuilder parameters = new StringBuilder(indexComma);
        final String[] puts = new String[limbs + 1];
        final String[] copiesOut = new String[limbs];
        final String[] copiesIn = new String[limbs + 1];
        for (int limb = 0; limb < limbs; limb++) {
            final String at = at(field) + (limb == 0 ? "" : " + " + limb * Long.BYTES);
            final String next = limb == 0 ? "" : " + " + limb;
            doc(
                    "Bits " + limb * 64 + " to " + (limb * 64 + 63) + " of " + name(field) + ": " + field.doc() + ".",
                    indexTag,
                    "@return limb " + limb + " of " + limbs);
            method(
                    "long " + name(field) + "Limb" + limb + "(" + index + ")",
                    "return buffer.getLong(" + at + ", ORDER);");
            parameters.append(limb == 0 ? "" : ", ").append("final long limb").append(limb);
            puts[limb] = "buffer.putLong(" + at + ", limb" + limb + ", ORDER);";
            copiesOut[limb] = "limbs[first" + next + "] = buffer.getLong(" + at + ", ORDER);";
            copiesIn[limb] = "buffer.putLong(" + at + ", limbs[first" + next + "], ORDER);";
        }
        puts[limbs] = "return this;";
        copiesIn[limbs] = "return this;";
        final String range = " as " + field.kind().text() + " in limbs, lowest first.";
        final String[] tags = new String[limbs + 2];
        tags[0] = indexTag;
        for (int limb = 0; limb < limbs; limb++) {
            tags[limb + 1] = "@param limb" + limb + " bits " + limb * 64 + " and up";
        }
        tags[limbs + 1] = "@return this";
        doc("Sets " + name(field) + range, tags);
        method(className + " " + name(field) + "(" + parameters + ")", puts);
        doc(
                "Copies " + name(field) + " out" + range,
                indexTag,
                "@param limbs to write to",
                "@param first index of the lowest limb");
        method("void " + name(field) + "To(" + indexComma + "final long[] limbs, final int first)", copiesOut);
        doc(
                "Copies " + name(field) + " in" + range,
                indexTag,
                "@param limbs to read from",
                "@param first index of the lowest limb",
                "@return this");
        method(className + " " + name(field) + "From(" + indexComma + "final long[] limbs, final int first)", copiesIn);
    }

    private void instrument(final FieldSpec field) {
        final String name = name(field);
        position(field);
        doc(
                "Looks at " + name + ": " + field.doc() + ".",
                indexTag,
                "@param view that is pointed at it",
                "@return the view");
        method(
                "InstrumentIdFlyweight " + name + "(" + indexComma + "final InstrumentIdFlyweight view)",
                "return view.wrap(buffer, " + at(field) + ");");
        doc(
                "The dense handle of " + name + ".",
                indexTag,
                "@param table to look in",
                "@return the handle, or {@link InstrumentTable#UNKNOWN}");
        method(
                "int " + name + "Handle(" + indexComma + "final InstrumentTable table)",
                "return InstrumentIdFlyweight.handle(buffer, " + at(field) + ", table);");
        doc("Sets " + name + ".", indexTag, "@param id " + field.doc(), "@return this");
        method(
                className + " " + name + "(" + indexComma + "final InstrumentId id)",
                "InstrumentIdFlyweight.put(buffer, " + at(field) + ", id);",
                "return this;");
        doc(
                "Sets " + name + " to the id of a handle.",
                indexTag,
                "@param table that gave the handle",
                "@param handle of the id",
                "@return this");
        method(
                className + " " + name + "From(" + indexComma + "final InstrumentTable table, final int handle)",
                "InstrumentIdFlyweight.put(buffer, " + at(field) + ", table, handle);",
                "return this;");
        doc(
                "Copies " + name + " in.",
                indexTag,
                "@param source to read from",
                "@param first index of the first byte",
                "@return this");
        method(
                className + " " + name + "From(" + indexComma + "final DirectBuffer source, final int first)",
                "InstrumentIdFlyweight.copy(buffer, " + at(field) + ", source, first);",
                "return this;");
        if (field.kind() == FieldKind.OPTIONAL_INSTRUMENT) {
            doc("Sets " + name + " to none.", indexTag, "@return this");
            method(
                    className + " " + name + "None(" + index + ")",
                    "buffer.setMemory(" + at(field) + ", " + field.kind().width() + ", (byte) 0);",
                    "return this;");
        }
    }

    private void bytes(final FieldSpec field) {
        final String name = name(field);
        final int width = field.kind().width();
        position(field);
        doc(
                "Copies " + name + " out.",
                indexTag,
                "@param target to write " + width + " bytes to",
                "@param first index of the first byte");
        method(
                "void " + name + "To(" + indexComma + "final byte[] target, final int first)",
                "buffer.getBytes(" + at(field) + ", target, first, " + width + ");");
        for (final String type : new String[] {"byte[]", "DirectBuffer"}) {
            doc(
                    "Copies " + name + " in.",
                    indexTag,
                    "@param source to read " + width + " bytes from",
                    "@param first index of the first byte",
                    "@return this");
            method(
                    className + " " + name + "From(" + indexComma + "final " + type + " source, final int first)",
                    "buffer.putBytes(" + at(field) + ", source, first, " + width + ");",
                    "return this;");
        }
        if (width % Long.BYTES == 0) {
            words(field);
        }
    }

    /** Eight bytes at a time, for code that copies or compares them without an array. */
    private void words(final FieldSpec field) {
        final String name = name(field);
        final int words = field.kind().width() / Long.BYTES;
        final StringBuilder parameters = new StringBuilder(indexComma);
        final String[] puts = new String[words + 1];
        final String[] tags = new String[words + 2];
        tags[0] = indexTag;
        for (int word = 0; word < words; word++) {
            final String at = at(field) + (word == 0 ? "" : " + " + word * Long.BYTES);
            final int first = word * Long.BYTES;
            doc(
                    "Bytes " + first + " to " + (first + 7) + " of " + name + ": " + field.doc() + ".",
                    indexTag,
                    "@return eight bytes as a little-endian word");
            method("long " + name + "Word" + word + "(" + index + ")", "return buffer.getLong(" + at + ", ORDER);");
            parameters.append(word == 0 ? "" : ", ").append("final long word").append(word);
            puts[word] = "buffer.putLong(" + at + ", word" + word + ", ORDER);";
            tags[word + 1] = "@param word" + word + " bytes " + first + " to " + (first + 7) + ", little endian";
        }
        puts[words] = "return this;";
        tags[words + 1] = "@return this";
        doc("Sets " + name + " from words.", tags);
        method(className + " " + name + "(" + parameters + ")", puts);
    }

    private void symbol(final FieldSpec field) {
        final String name = name(field);
        position(field);
        doc("Decodes " + name + ": " + field.doc() + "; allocates.", indexTag, "@return at most 32 characters");
        method("String " + name + "(" + index + ")", "return Symbols.get(buffer, " + at(field) + ");");
        doc(
                "Sets " + name + ".",
                indexTag,
                "@param text printable ASCII; what is over 32 characters is dropped, other characters become a question"
                        + " mark",
                "@return this");
        method(
                className + " " + name + "(" + indexComma + "final CharSequence text)",
                "Symbols.put(buffer, " + at(field) + ", text);",
                "return this;");
    }

    private void position(final FieldSpec field) {
        doc("Where " + name(field) + " begins.", indexTag, "@return an index into the buffer");
        method("int " + name(field) + "Offset(" + index + ")", "return " + at(field) + ";");
    }

    private void getter(final FieldSpec field, final String type, final String name, final String expression) {
        doc("Reads " + name(field) + ".", indexTag, "@return " + field.doc());
        method(type + " " + name + "(" + index + ")", "return " + expression + ";");
    }

    private String name(final FieldSpec field) {
        return prefix.isEmpty() ? field.name() : prefix + Names.capital(field.name());
    }

    private String at(final FieldSpec field) {
        return base + constantPrefix + Names.constant(field.name()) + "_OFFSET";
    }

    private void method(final String signature, final String... body) {
        line(out, 1, "public " + signature + " {");
        for (final String statement : body) {
            line(out, 2, statement);
        }
        line(out, 1, "}");
        line(out, 0, "");
    }

    private void doc(final String first, final String... tags) {
        doc(out, first, tags);
    }

    static void doc(final StringBuilder out, final String first, final String... tags) {
        line(out, 1, "/**");
        line(out, 1, " * " + first);
        boolean separated = false;
        for (final String tag : tags) {
            if (tag != null) {
                if (!separated) {
                    line(out, 1, " *");
                    separated = true;
                }
                line(out, 1, " * " + tag);
            }
        }
        line(out, 1, " */");
    }

    static void line(final StringBuilder out, final int depth, final String text) {
        out.append("    ".repeat(text.isEmpty() ? 0 : depth)).append(text).append('\n');
    }
}
