package org.alphapulse.chain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON text by recursive descent, 64 levels deep at most. */
final class JsonParser {
    private static final int MAX_DEPTH = 64;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int depth;

    JsonParser(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    JsonValue document() {
        final JsonValue value = value();
        space();
        if (at != end) {
            throw malformed("more text");
        }
        return value;
    }

    private JsonValue value() {
        space();
        return switch (peek()) {
            case '{' -> nested(this::object);
            case '[' -> nested(this::array);
            case '"' -> new JsonValue(string());
            default -> literal();
        };
    }

    private JsonValue nested(java.util.function.Supplier<JsonValue> body) {
        if (++depth > MAX_DEPTH) {
            throw malformed("too deep");
        }
        at++;
        final JsonValue value = body.get();
        depth--;
        return value;
    }

    private JsonValue object() {
        final Map<String, JsonValue> members = new LinkedHashMap<>();
        space();
        if (peek() == '}') {
            at++;
            return new JsonValue(members);
        }
        do {
            space();
            final String name = string();
            expect(':');
            members.put(name, value());
        } while (more('}'));
        return new JsonValue(members);
    }

    private JsonValue array() {
        final List<JsonValue> elements = new ArrayList<>();
        space();
        if (peek() == ']') {
            at++;
            return new JsonValue(elements);
        }
        do {
            elements.add(value());
        } while (more(']'));
        return new JsonValue(elements);
    }

    private boolean more(char close) {
        space();
        final int next = peek();
        if (next != ',' && next != close) {
            throw malformed("no , or " + close);
        }
        at++;
        return next == ',';
    }

    private String string() {
        expect('"');
        final int from = at;
        boolean escaped = false;
        while (peek() != '"') {
            if (bytes[at] == '\\') {
                escaped = true;
                at++;
            }
            at++;
        }
        final String raw = new String(bytes, from, at - from, StandardCharsets.UTF_8);
        at++;
        return escaped ? unescape(raw) : raw;
    }

    private String unescape(String raw) {
        final StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '\\' && ++i < raw.length()) {
                c = raw.charAt(i);
                if (c == 'u') {
                    if (i + 4 >= raw.length()) {
                        throw malformed("short escape");
                    }
                    text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                    i += 4;
                    continue;
                }
                c = switch (c) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case 'r' -> '\r';
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    default -> c;
                };
            }
            text.append(c);
        }
        return text.toString();
    }

    private JsonValue literal() {
        final int from = at;
        while (at < end && ",]} \t\r\n".indexOf(bytes[at]) < 0) {
            at++;
        }
        final String word = new String(bytes, from, at - from, StandardCharsets.ISO_8859_1);
        if (!word.matches("null|true|false|-?[0-9][0-9.eE+-]*")) {
            at = from;
            throw malformed("no value");
        }
        return switch (word) {
            case "null" -> JsonValue.MISSING;
            case "true" -> new JsonValue(Boolean.TRUE);
            case "false" -> new JsonValue(Boolean.FALSE);
            default -> new JsonValue(word);
        };
    }

    private void space() {
        while (at < end && bytes[at] <= ' ') {
            at++;
        }
    }

    private int peek() {
        if (at >= end) {
            throw malformed("text ends");
        }
        return bytes[at];
    }

    private void expect(char wanted) {
        space();
        if (peek() != wanted) {
            throw malformed("no " + wanted);
        }
        at++;
    }

    private IllegalArgumentException malformed(String what) {
        return new IllegalArgumentException("malformed JSON at byte " + at + ": " + what);
    }
}
