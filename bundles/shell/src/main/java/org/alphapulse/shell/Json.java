package org.alphapulse.shell;

import java.lang.reflect.RecordComponent;
import java.util.Collection;

/** Writes records, collections of them and plain values as JSON on one line, for machines that read a command's output. */
final class Json {
    private Json() {}

    static String of(Object value) {
        final StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Double number && !Double.isFinite(number)) {
            out.append("null"); // JSON has no other word for it
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Collection<?> list) {
            String separator = "[";
            for (final Object element : list) {
                out.append(separator);
                write(element, out);
                separator = ",";
            }
            out.append(list.isEmpty() ? "[]" : "]");
        } else if (value instanceof Record row) {
            writeRecord(row, out);
        } else {
            writeText(value.toString(), out);
        }
    }

    private static void writeRecord(Record row, StringBuilder out) {
        String separator = "{";
        for (final RecordComponent component : row.getClass().getRecordComponents()) {
            out.append(separator).append('"').append(component.getName()).append("\":");
            try {
                write(component.getAccessor().invoke(row), out);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + component, e);
            }
            separator = ",";
        }
        out.append('}');
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
