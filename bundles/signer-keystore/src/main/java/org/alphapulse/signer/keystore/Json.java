package org.alphapulse.signer.keystore;

import java.util.LinkedHashMap;
import java.util.Map;

/** Reads the objects, texts and numbers of a keystore file; lists and other values are refused. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static Map<String, Object> object(String text) {
        final Json json = new Json(text);
        final Map<String, Object> root = json.object();
        json.space();
        if (json.at != text.length()) {
            throw json.refused();
        }
        return root;
    }

    @SuppressWarnings("unchecked") // object() makes no other maps
    static Map<String, Object> child(Map<String, Object> parent, String name) {
        if (parent.get(name) instanceof Map<?, ?> child) {
            return (Map<String, Object>) child;
        }
        throw new IllegalArgumentException("the keystore has no " + name);
    }

    static int integer(Map<String, Object> parent, String name) {
        try {
            return Integer.parseInt(String.valueOf(parent.get(name)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the keystore's " + name + " is no number", e);
        }
    }

    private Map<String, Object> object() {
        final Map<String, Object> members = new LinkedHashMap<>();
        take('{');
        if (peek() == '}') {
            at++;
            return members;
        }
        while (true) {
            final String name = string();
            take(':');
            members.put(name, value());
            if (peek() == '}') {
                at++;
                return members;
            }
            take(',');
        }
    }

    private Object value() {
        final char first = peek();
        if (first == '{') {
            return object();
        }
        if (first == '"') {
            return string();
        }
        final int from = at;
        while (at < text.length() && ",}] \n\r\t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (!text.substring(from, at).matches("-?[0-9.eE+]+|true|false|null")) {
            throw refused();
        }
        return text.substring(from, at);
    }

    private String string() {
        take('"');
        final StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            // What is escaped occurs only in notes that other programs leave behind; it need not be exact, only
            // skipped.
            if (text.charAt(at) == '\\') {
                at++;
            }
            if (at < text.length()) {
                value.append(text.charAt(at++));
            }
        }
        take('"');
        return value.toString();
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw refused();
        }
        at++;
    }

    private char peek() {
        space();
        if (at >= text.length()) {
            throw refused();
        }
        return text.charAt(at);
    }

    private void space() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private IllegalArgumentException refused() {
        return new IllegalArgumentException("the keystore is not readable at character " + at);
    }
}
