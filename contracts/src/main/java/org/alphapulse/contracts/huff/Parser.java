package org.alphapulse.contracts.huff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads the definitions of a source and of what it includes. Not for reuse. */
final class Parser {
    private static final int MAX_PUSH_DIGITS = 64;

    private final UnaryOperator<String> files;
    private final Set<String> read = new LinkedHashSet<>();
    private final Map<String, Macro> macros = new HashMap<>();
    private final Map<String, String> constants = new HashMap<>();
    private final Map<String, String> functions = new HashMap<>();
    private List<Token> tokens = List.of();
    private int at;

    /** @param files gives the text of a source by the path it is included by */
    Parser(UnaryOperator<String> files) {
        this.files = files;
    }

    Map<String, Macro> macros() {
        return macros;
    }

    /** Hexadecimal digits by name, an even number of them. */
    Map<String, String> constants() {
        return constants;
    }

    /** Canonical signatures by function name. */
    Map<String, String> functions() {
        return functions;
    }

    void read(String file) {
        if (!read.add(file)) {
            return;
        }
        List<Token> outerTokens = tokens;
        int outerAt = at;
        tokens = Lexer.tokens(file, files.apply(file));
        at = 0;
        while (at < tokens.size()) {
            definition();
        }
        tokens = outerTokens;
        at = outerAt;
    }

    private void definition() {
        Token word = next();
        if (word.is("#include")) {
            String quoted = next().text();
            read(quoted.substring(1, quoted.length() - 1));
            return;
        }
        if (!word.is("#define")) {
            throw new HuffException(word, "expected #define or #include, found '" + word.text() + "'");
        }
        Token kind = next();
        switch (kind.text()) {
            case "constant" -> constant();
            case "function" -> function();
            case "macro" -> macro();
            default -> throw new HuffException(kind, "cannot define a '" + kind.text() + "'");
        }
    }

    private void constant() {
        Token name = next();
        expect("=");
        if (constants.put(name.text(), digits(next())) != null) {
            throw new HuffException(name, "constant " + name.text() + " is defined twice");
        }
    }

    private void function() {
        String name = next().text();
        List<String> types = new ArrayList<>();
        expect("(");
        StringBuilder type = new StringBuilder();
        for (Token token = next(); !token.is(")"); token = next()) {
            if (token.is(",")) {
                types.add(type.toString());
                type.setLength(0);
            } else {
                type.append(token.text());
            }
        }
        if (type.length() > 0) {
            types.add(type.toString());
        }
        functions.put(name, name + "(" + String.join(",", types) + ")");
        next();
        expect("returns");
        skipParentheses();
    }

    private void macro() {
        Token name = next();
        List<String> parameters = new ArrayList<>();
        expect("(");
        for (Token token = next(); !token.is(")"); token = next()) {
            if (!token.is(",")) {
                parameters.add(token.text());
            }
        }
        expect("=");
        expect("takes");
        skipParentheses();
        expect("returns");
        skipParentheses();
        expect("{");
        int start = at;
        while (!next().is("}")) {
            continue;
        }
        Macro macro = new Macro(name.text(), List.copyOf(parameters), List.copyOf(tokens.subList(start, at - 1)));
        if (macros.put(name.text(), macro) != null) {
            throw new HuffException(name, "macro " + name.text() + " is defined twice");
        }
    }

    private void skipParentheses() {
        expect("(");
        while (!next().is(")")) {
            continue;
        }
    }

    private void expect(String text) {
        Token token = next();
        if (!token.is(text)) {
            throw new HuffException(token, "expected '" + text + "', found '" + token.text() + "'");
        }
    }

    private Token next() {
        if (at == tokens.size()) {
            throw new HuffException(tokens.get(at - 1), "the source ends within a definition");
        }
        return tokens.get(at++);
    }

    /** The digits of a literal as written, made even: the width of a push is the width of its text. */
    static String digits(Token literal) {
        if (!literal.text().startsWith("0x")) {
            throw new HuffException(literal, "expected a literal, found '" + literal.text() + "'");
        }
        String digits = literal.text().substring(2).toLowerCase(java.util.Locale.ROOT);
        if (digits.length() > MAX_PUSH_DIGITS) {
            throw new HuffException(literal, "a literal holds 32 bytes at most");
        }
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }
}
